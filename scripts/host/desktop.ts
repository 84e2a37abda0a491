import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Report } from './chromium.ts';
import { onPath } from './chromium.ts';
import { Failure } from './failure.ts';
import { cache } from './folders.ts';
import { vscodeVersion } from './provision.ts';

/** The desktop application's executable, downloaded where it is not there yet. @throws Failure where it cannot be had. */
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
 * How a command that needs a screen is called: as it is, or on Linux without one, on a virtual one.
 * @throws Failure where there is neither.
 */
export function withScreen(command: string, args: string[]): [string, string[]] {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (process.platform !== 'linux' || DISPLAY || WAYLAND_DISPLAY) return [command, args];
  const xvfb = onPath('xvfb-run')[0];
  if (xvfb === undefined) {
    throw new Failure(
      'VS Code on the desktop needs a screen, and there is none here: DISPLAY is not set and xvfb-run is not installed.\n' +
        'Debian and Ubuntu: apt-get install xvfb',
    );
  }
  return [xvfb, ['-a', command, ...args]];
}
