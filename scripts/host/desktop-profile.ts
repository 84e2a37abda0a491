import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { resolveCliArgsFromVSCodeExecutablePath } from '@vscode/test-electron';
import { HangWatch } from './hang-watch.ts';
import { Failure, tail } from './failure.ts';
import type { Settings } from './profile.ts';
import { run } from './processes.ts';

/** Writes a new profile, and returns the arguments that make a desktop VS Code use it. */
export async function desktopArguments(data: string, settings: Settings, extension?: string): Promise<string[]> {
  const user = path.join(data, 'user');
  await mkdir(path.join(user, 'User'), { recursive: true });
  await writeFile(path.join(user, 'User', 'settings.json'), JSON.stringify(settings, null, 2));
  return [
    '--no-sandbox',
    '--disable-gpu-sandbox',
    '--disable-updates',
    '--skip-welcome',
    '--skip-release-notes',
    '--disable-workspace-trust',
    '--new-window',
    `--user-data-dir=${user}`,
    `--extensions-dir=${path.join(data, 'extensions')}`,
    ...(extension === undefined ? [] : [`--extensionDevelopmentPath=${extension}`]),
  ];
}

/** Installs a packaged extension into the profile that `desktopArguments` writes to the same folder. */
export async function installOnDesktop(executable: string, data: string, vsix: string): Promise<void> {
  const [cli, ...args] = resolveCliArgsFromVSCodeExecutablePath(executable, { reuseMachineInstall: true });
  if (cli === undefined) throw new Failure(`${executable} has no command line.`);
  const folders = [`--user-data-dir=${path.join(data, 'user')}`, `--extensions-dir=${path.join(data, 'extensions')}`];
  const { code, output } = await run(
    cli,
    [...args, ...folders, '--install-extension', vsix, '--force', '--no-sandbox'],
    { watch: new HangWatch(120_000) },
  );
  if (code !== 0) throw new Failure(`${path.basename(vsix)} could not be installed:\n${tail(output)}`);
}
