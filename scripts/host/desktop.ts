import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Report } from './chromium.ts';
import { onPath } from './chromium.ts';
import { Failure } from './failure.ts';
import { cache } from './folders.ts';
import { vscodeVersion } from './provision.ts';

/** The executable of the desktop application, which is downloaded if needed. @throws Failure if that fails */
export async function desktop(report: Report): Promise<string> {
  const { downloadAndUnzipVSCode, SilentReporter } = await import('@vscode/test-electron');
  if (!existsSync(cache) || !existsSync(path.join(cache, `vscode-${vscodeVersion}`))) {
    report(`Looking for VS Code ${vscodeVersion} (the desktop application) …`);
  }
  try {
    return await downloadAndUnzipVSCode({
      version: vscodeVersion,
      cachePath: cache,
      timeout: 60_000,
      reporter: new SilentReporter(),
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message || error.name : String(error);
    throw new Failure(`VS Code ${vscodeVersion} could not be downloaded: ${reason}`);
  }
}

/**
 * Adapts a command that needs a screen: on Linux without a screen, it runs on a virtual one.
 * @throws Failure if there is neither
 */
export function withScreen(command: string, args: string[]): [string, string[]] {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (process.platform !== 'linux' || DISPLAY || WAYLAND_DISPLAY) return [command, args];
  const xvfb = onPath('xvfb-run')[0];
  if (xvfb === undefined) {
    throw new Failure(
      'The desktop VS Code needs a screen, but DISPLAY is not set and xvfb-run is not installed.\n' +
        'Debian and Ubuntu: apt-get install xvfb',
    );
  }
  return [xvfb, ['-a', command, ...args]];
}
