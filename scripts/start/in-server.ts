import { spawn } from 'node:child_process';
import path from 'node:path';
import { addressOf } from '../host/address.ts';
import { onPath } from '../host/chromium.ts';
import { cache, temporaryFolder } from '../host/folders.ts';
import { quietSettings } from '../host/profile.ts';
import { onEnd, unlessEnding } from '../host/processes.ts';
import { provisionServer } from '../host/provision.ts';
import { startServer } from '../host/server.ts';
import { linkToSource } from '../host/subject.ts';
import type { StartOptions } from './options.ts';
import { openGateway } from './gateway.ts';
import type { Opened } from './rule-file.ts';

/** Runs VS Code's server on a local address. Resolves with the exit code if the server ends by itself, which is an error. */
export async function startInServer(opened: Opened, options: StartOptions): Promise<number> {
  const program = await provisionServer(line => process.stdout.write(`${line}\n`));
  // The path of a socket is limited to about 100 characters, so it cannot be in the repository.
  const place = await temporaryFolder('start');
  onEnd(place.remove);
  const socket = path.join(place.path, 'vscode.sock');
  const extension = await linkToSource(place.path);
  const server = await startServer(program, {
    dataFolder: path.join(cache, 'start'),
    listen: { socket },
    env: { HANDRAIL_OPEN: opened.file },
    settings: quietSettings('dark'),
    automation: true,
  });
  const gateway = await openGateway({
    socket,
    port: options.port,
    home: authority => addressOf({ authority, folder: opened.folder, extension }),
  });
  const address = `http://127.0.0.1:${gateway.port}/`;
  process.stdout.write(
    `\n  VS Code with ${opened.file} and the simulator:  ${address}\n\n  Open it in a browser. Ctrl-C ends it.\n`,
  );
  if (options.openBrowser) openInBrowser(address);
  const code = await server.process.ended;
  await unlessEnding();
  gateway.close();
  process.stderr.write(`\nVS Code's server ended by itself (${code}):\n${server.process.output()}`);
  return code ?? 1;
}

/** Opens the user's browser, if there is a screen. It is not closed at the end. */
function openInBrowser(address: string): void {
  const { DISPLAY, WAYLAND_DISPLAY, CI } = process.env;
  const opener = onPath('xdg-open')[0];
  if (!process.stdout.isTTY || CI || (!DISPLAY && !WAYLAND_DISPLAY) || opener === undefined) return;
  spawn(opener, [address], { stdio: 'ignore', detached: true })
    .once('error', () => {})
    .unref();
}
