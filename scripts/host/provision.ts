import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Report } from './chromium.ts';
import { Failure, tail } from './failure.ts';
import { cache } from './folders.ts';
import { onPath } from './chromium.ts';
import { HangWatch, quietTool } from './hang-watch.ts';
import { onEnd, run, type StartOptions } from './processes.ts';

/** The version of VS Code for tests and `npm start`: `HANDRAIL_VSCODE`, or the version that every change is tested with. */
export const vscodeVersion = process.env['HANDRAIL_VSCODE'] || '1.139.1';
/** code-server 4.X.Y contains VS Code 1.X.Y. Not every version of VS Code has one. */
const codeServer = vscodeVersion.replace(/^1\./, '4.');
const node = nodeFor(Number(vscodeVersion.split('.')[1]));

/**
 * The version of Node that VS Code 1.`minor` needs, as in `engines` of the code-server packages. It is independent of the
 * Node that runs the scripts, since the registry has Node as a package.
 */
function nodeFor(minor: number): string {
  if (minor < 101) return '20.20.2';
  return minor < 130 ? '22.23.5' : '24.21.0';
}

export interface ServerProgram {
  /** The Node that runs it. */
  node: string;
  /** Its main module. */
  main: string;
}

/** True if VS Code's server supports this machine. */
export function serverRunsHere(): boolean {
  return process.platform === 'linux' && (process.arch === 'x64' || process.arch === 'arm64');
}

const platform = `linux-${process.arch}`;
const name = `code-server-${codeServer}-node-${node}-${platform}`;

/**
 * VS Code's server at the pinned version, installed into the cache if needed. It is installed in a temporary folder, which
 * is renamed at the end, so an interrupted installation is never used.
 * @throws Failure if the packages cannot be fetched
 */
export async function provisionServer(report: Report): Promise<ServerProgram> {
  const home = path.join(cache, name);
  if (!existsSync(home)) await install(home, report);
  const modules = path.join(home, 'node_modules');
  return {
    node: path.join(modules, `node-${platform}`, 'bin', 'node'),
    main: path.join(modules, 'code-server', 'lib', 'vscode', 'out', 'server-main.js'),
  };
}

async function install(home: string, report: Report): Promise<void> {
  report(`Fetching VS Code ${vscodeVersion} (its server); about half a minute, once …`);
  await mkdir(cache, { recursive: true });
  for (const left of await readdir(cache)) {
    // Removes what interrupted runs left behind. The folder of a concurrent run has the id of a live process.
    const owner = /^partial-(\d+)-/.exec(left)?.[1];
    if (owner !== undefined && !isAlive(Number(owner))) await rm(path.join(cache, left), { recursive: true });
  }
  const partial = await mkdtemp(path.join(cache, `partial-${process.pid}-`));
  const remove = () => rm(partial, { recursive: true, force: true });
  onEnd(remove);
  try {
    await writeFile(path.join(partial, 'package.json'), JSON.stringify({ private: true }));
    const flags = ['--engine-strict=false', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock'];
    await npm([...flags, `code-server@${codeServer}`, `node-${platform}@${node}`], { cwd: partial }, report);
    const vscode = path.join(partial, 'node_modules', 'code-server', 'lib', 'vscode');
    const bin = path.join(partial, 'node_modules', `node-${platform}`, 'bin');
    const env = { ...process.env, PATH: `${bin}${path.delimiter}${process.env['PATH'] ?? ''}` };
    await npm(['--omit=dev', ...flags], { cwd: vscode, env }, report);
    await rename(partial, home).catch((error: unknown) => {
      // A concurrent run may have finished first; its installation is used.
      if (!existsSync(home)) throw error;
    });
  } finally {
    await remove();
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function npm(args: string[], options: StartOptions, report: Report): Promise<void> {
  const started = Date.now();
  const ticking = setInterval(() => report(`  … ${Math.round((Date.now() - started) / 1000)} s`), 10_000);
  try {
    const [command, before] = npmProgram();
    // An outer `npm test` sets variables for this repository, not for the folder to install into.
    const env = Object.fromEntries(
      Object.entries(options.env ?? process.env).filter(
        ([key]) => !/^npm_(?!config_(?:cache|registry|.*proxy)$)/i.test(key),
      ),
    );
    const { code, output } = await run(command, [...before, 'install', ...args], {
      ...options,
      env,
      watch: new HangWatch(quietTool),
    });
    if (code === 0) return;
    throw new Failure(
      `VS Code's server could not be fetched with npm (exit code ${code}):\n${tail(output)}\n` +
        'It comes from the package registry: check the connection and any proxy, then run the command again.',
    );
  } finally {
    clearInterval(ticking);
  }
}

/** The npm that started this script, or else the one on the `PATH`. */
export function npmProgram(): [string, string[]] {
  const running = process.env['npm_execpath'];
  if (running !== undefined && /npm-cli\.c?js$/.test(running) && existsSync(running)) {
    return [process.execPath, [running]];
  }
  const found = onPath('npm')[0];
  if (found !== undefined) return [found, []];
  throw new Failure('npm was not found. It comes with Node: install Node from https://nodejs.org.');
}
