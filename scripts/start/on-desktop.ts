import path from 'node:path';
import { onPath } from '../host/chromium.ts';
import { desktop } from '../host/desktop.ts';
import { desktopArguments } from '../host/desktop-profile.ts';
import { cache, root, temporaryFolder } from '../host/folders.ts';
import { quietSettings } from '../host/profile.ts';
import { onEnd, start, unlessEnding } from '../host/processes.ts';
import { linkToSource } from '../host/subject.ts';
import type { Opened } from './rule-file.ts';

/**
 * The command of a desktop VS Code on the `PATH`; null if there is none. In the terminal of a remote window, `code` only
 * passes files to that window and cannot run an extension from its source.
 */
export function desktopCommand(): string | null {
  if (process.env['VSCODE_IPC_HOOK_CLI']) return null;
  return onPath('code').find(file => !file.includes(`${path.sep}remote-cli${path.sep}`)) ?? null;
}

/** Opens the user's own VS Code with their profile, and waits until its window is closed. */
export async function startOnDesktop(code: string, opened: Opened): Promise<number> {
  process.stdout.write(`Opening ${opened.file} in VS Code (${code}). Closing its window, or Ctrl-C, ends this.\n`);
  const args = [
    `--extensionDevelopmentPath=${root}`,
    '--new-window',
    // Otherwise the command returns immediately, and the window is not a child process.
    '--wait',
    opened.folder,
    path.join(opened.folder, opened.file),
  ];
  return ended(
    await start(code, args, { env: environment(opened), onLine: line => process.stdout.write(`${line}\n`) }),
  );
}

/** Opens a downloaded VS Code with a separate profile. */
export async function startDownloaded(opened: Opened): Promise<number> {
  const place = await temporaryFolder('start');
  onEnd(place.remove);
  const executable = await desktop(line => process.stdout.write(`${line}\n`));
  process.stdout.write(`Opening ${opened.file} in VS Code. Closing its window, or Ctrl-C, ends this.\n`);
  const args = await desktopArguments(path.join(cache, 'start'), quietSettings('dark'), await linkToSource(place.path));
  return ended(await start(executable, [...args, opened.folder], { env: environment(opened) }));
}

function environment(opened: Opened): NodeJS.ProcessEnv {
  return { ...process.env, HANDRAIL_OPEN: opened.file };
}

async function ended(started: Awaited<ReturnType<typeof start>>): Promise<number> {
  const code = (await started.ended) ?? 1;
  await unlessEnding();
  if (code !== 0) process.stderr.write(`\nVS Code ended with ${code}:\n${started.output()}`);
  return code;
}
