import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Failure, tail } from './failure.ts';
import type { Settings } from './profile.ts';
import { HangWatch } from './hang-watch.ts';
import { start, run, type Started } from './processes.ts';
import type { ServerProgram } from './provision.ts';

export interface ServerOptions {
  /** The folder for the profile and the installed extensions; created if it does not exist. */
  dataFolder: string;
  /** The folder of installed extensions, if it is not in the data folder. The server only reads it. */
  extensionsFolder?: string;
  /** Default: a free port of 127.0.0.1. */
  listen?: { socket: string };
  /** Added to the environment of the server, which the extension host inherits. */
  env?: Record<string, string>;
  /** Defaults that are written to the profile; settings that are already there are kept. */
  settings: Settings;
  /** True to make the workbench accept the `payload` of the address, as test runs need. */
  automation?: boolean;
}

export interface Server {
  /** `127.0.0.1:PORT`, if it listens on a port. */
  authority: string;
  process: Started;
  stop: () => Promise<void>;
}

/** Milliseconds that the server may take to start. */
const startLimit = 60_000;

/** Starts VS Code's server on 127.0.0.1 or on a socket. @throws Failure if it does not start */
export async function startServer(program: ServerProgram, options: ServerOptions): Promise<Server> {
  const settingsFile = path.join(options.dataFolder, 'data', 'User', 'settings.json');
  await mkdir(path.dirname(settingsFile), { recursive: true });
  await writeFile(settingsFile, JSON.stringify({ ...options.settings, ...(await settingsIn(settingsFile)) }, null, 2));

  let listening: (port: string) => void = () => {};
  const port = new Promise<string>(resolve => (listening = resolve));
  const started = await start(
    program.node,
    [
      program.main,
      ...(options.listen === undefined ? ['--host=127.0.0.1', '--port=0'] : [`--socket-path=${options.listen.socket}`]),
      '--without-connection-token',
      '--accept-server-license-terms',
      '--disable-telemetry',
      '--disable-workspace-trust',
      `--server-data-dir=${options.dataFolder}`,
      ...(options.extensionsFolder === undefined ? [] : [`--extensions-dir=${options.extensionsFolder}`]),
      ...(options.automation ? ['--enable-smoke-test-driver'] : []),
    ],
    {
      env: environment(options.env),
      onLine: line => {
        const bound = /Extension host agent listening on (.+)/.exec(line)?.[1];
        if (bound !== undefined) listening(bound);
      },
    },
  );
  let timer: NodeJS.Timeout | undefined;
  const failed = (why: string) => new Failure(`VS Code's server ${why}:\n${tail(started.output())}`);
  try {
    const bound = await Promise.race([
      port,
      started.ended.then(code => Promise.reject(failed(`ended at once (${code})`))),
      new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(failed(`did not start within ${startLimit / 1000} s`)), startLimit);
      }),
    ]);
    return { authority: `127.0.0.1:${bound}`, process: started, stop: started.stop };
  } catch (error) {
    await started.stop();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** Installs a packaged extension into the data folder of a server, as users do. @returns the folder of extensions */
export async function installExtension(program: ServerProgram, dataFolder: string, vsix: string): Promise<string> {
  const { code, output } = await run(
    program.node,
    [
      program.main,
      '--accept-server-license-terms',
      `--server-data-dir=${dataFolder}`,
      `--install-extension=${vsix}`,
      '--force',
    ],
    { env: environment(), watch: new HangWatch(120_000) },
  );
  if (code !== 0 || !/successfully installed/i.test(output)) {
    throw new Failure(`${path.basename(vsix)} could not be installed:\n${tail(output)}`);
  }
  return path.join(dataFolder, 'extensions');
}

/** The environment without the variables of a terminal in VS Code, which would connect the server to that window. */
function environment(added: Record<string, string> = {}): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([key]) => !/^(?:VSCODE|ELECTRON)_/.test(key));
  return { ...Object.fromEntries(inherited), ...added };
}

async function settingsIn(file: string): Promise<Settings> {
  if (!existsSync(file)) return {};
  try {
    const settings: unknown = JSON.parse(await readFile(file, 'utf8'));
    return typeof settings === 'object' && settings !== null ? { ...settings } : {};
  } catch {
    return {}; // settings with comments or an incomplete file must not prevent the start
  }
}
