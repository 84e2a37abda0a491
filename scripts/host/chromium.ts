import { existsSync } from 'node:fs';
import path from 'node:path';
import { cache, root } from './folders.ts';
import { tail } from './failure.ts';
import { HangWatch, quietTool } from './hang-watch.ts';
import { run } from './processes.ts';

export type Report = (line: string) => void;

const names = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
  'microsoft-edge-stable',
];
const applications = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];

/** Arguments for a browser that runs unattended, possibly as root or without a graphics card. */
export const browserArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * The path of a Chromium: `CHROMIUM` if it is set, or one on the `PATH`, or, as root on Debian and Ubuntu, one installed
 * now. Null if there is none; `report` gets the reason.
 */
export async function chromium(report: Report): Promise<string | null> {
  const present = await presentChromium();
  if (present !== null) return present;
  return installWithApt(report);
}

/**
 * Like `chromium`, but falls back to a Chromium that Playwright downloads. For tests of single pages, which need a browser
 * even if VS Code runs on the desktop.
 */
export async function browser(report: Report): Promise<string | null> {
  return (await chromium(report)) ?? downloadWithPlaywright(report);
}

async function presentChromium(): Promise<string | null> {
  const chosen = process.env['CHROMIUM'];
  for (const candidate of [...(chosen ? [chosen] : []), ...names.flatMap(onPath), ...applications]) {
    if (existsSync(candidate) && (await works(candidate))) return candidate;
  }
  return null;
}

/** True if a browser starts. On Ubuntu, `chromium-browser` may be a stub that asks for a snap. */
async function works(executable: string): Promise<boolean> {
  const { code } = await run(executable, ['--version', '--no-sandbox'], { watch: new HangWatch(30_000) });
  return code === 0;
}

/** The files of a command on the `PATH`, in order. */
export function onPath(command: string): string[] {
  const endings = process.platform === 'win32' ? ['.cmd', '.exe', ''] : [''];
  return (process.env['PATH'] ?? '')
    .split(path.delimiter)
    .filter(folder => folder !== '')
    .flatMap(folder => endings.map(ending => path.join(folder, command + ending)))
    .filter(file => existsSync(file));
}

async function installWithApt(report: Report): Promise<string | null> {
  const apt = onPath('apt-get')[0];
  if (process.platform !== 'linux' || apt === undefined) return null;
  if (process.getuid?.() !== 0) {
    report('There is no Chromium on the PATH, and only root can install one: sudo apt-get install chromium');
    return null;
  }
  report('Installing Chromium with apt …');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const wait = ['-o', 'DPkg::Lock::Timeout=120'];
  for (const args of [
    [...wait, 'update'],
    [...wait, 'install', '-y', '--no-install-recommends', 'chromium'],
  ]) {
    const { code, output } = await run(apt, args, { env, watch: new HangWatch(quietTool) });
    // If the package list cannot be refreshed, installing may still work.
    if (code !== 0 && !args.includes('update')) {
      report(`apt could not install Chromium:\n${tail(output)}`);
      return null;
    }
  }
  const installed = await presentChromium();
  if (installed === null) report('apt installed a Chromium, but it does not start.');
  return installed;
}

async function downloadWithPlaywright(report: Report): Promise<string | null> {
  const folder = path.join(cache, 'browsers');
  // Playwright reads this variable once, when it is loaded; its command line must get the same value.
  process.env['PLAYWRIGHT_BROWSERS_PATH'] = folder;
  const playwright = await import('playwright-core');
  if (existsSync(playwright.chromium.executablePath())) return playwright.chromium.executablePath();
  report('Downloading a Chromium …');
  const cli = path.join(root, 'node_modules', 'playwright-core', 'cli.js');
  const { code, output } = await run(process.execPath, [cli, 'install', 'chromium'], {
    watch: new HangWatch(quietTool),
  });
  if (code === 0 && existsSync(playwright.chromium.executablePath())) return playwright.chromium.executablePath();
  report(`Chromium could not be downloaded:\n${tail(output)}`);
  return null;
}
