import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const pinned = path.resolve('bench/peers/package.json');
const folder = path.resolve('bench/.peers');

interface Manifest {
  dependencies: Record<string, string>;
}

/** The measured version of each package. */
export function peerVersions(): Record<string, string> {
  return (JSON.parse(readFileSync(pinned, 'utf8')) as Manifest).dependencies;
}

/**
 * Installs the other engines into a separate folder, if needed: all at once, or, if that fails, one by one, so that one missing package does not
 * affect the others. The cells of a missing engine fail, which the table shows.
 */
export function installPeers(progress: (line: string) => void): void {
  const versions = peerVersions();
  const wanted = JSON.stringify({ name: 'peers', private: true, dependencies: versions }, null, 2);
  const manifest = path.join(folder, 'package.json');
  const present = (name: string) => existsSync(path.join(folder, 'node_modules', name, 'package.json'));
  const same = existsSync(manifest) && readFileSync(manifest, 'utf8') === wanted;
  if (same && Object.keys(versions).every(present)) return;
  progress('installing the engines to measure against into bench/.peers');
  mkdirSync(folder, { recursive: true });
  writeFileSync(manifest, wanted);
  // Packages that export only an ES module cannot be resolved by path, but can be imported from inside the folder.
  writeFileSync(path.join(folder, 'load.mjs'), 'export const load = name => import(name);\n');
  if (npm(['install'])) return;
  for (const [name, version] of Object.entries(versions)) {
    if (!present(name) && !npm(['install', '--no-save', `${name}@${version}`]))
      progress(`${name}@${version} cannot be installed`);
  }
}

function npm(args: string[]): boolean {
  const running = process.env['npm_execpath'];
  const quiet = ['--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'];
  const options = { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] as ('ignore' | 'inherit')[] };
  const { status } =
    running !== undefined && /npm-cli\.c?js$/.test(running)
      ? spawnSync(process.execPath, [running, ...args, ...quiet], options)
      : spawnSync('npm', [...args, ...quiet], { ...options, shell: process.platform === 'win32' });
  return status === 0;
}

/** Imports a package from that folder. The properties of its default export are merged into the result. */
export async function loadPeer<T>(name: string): Promise<T> {
  const { load } = (await import(pathToFileURL(path.join(folder, 'load.mjs')).href)) as {
    load: (name: string) => Promise<{ default?: unknown }>;
  };
  let loaded: { default?: unknown };
  try {
    loaded = await load(name);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw code === 'ERR_MODULE_NOT_FOUND' ? new Error(`${name} is not installed`) : error;
  }
  return (loaded.default !== undefined ? Object.assign({}, loaded.default, loaded) : loaded) as T;
}
