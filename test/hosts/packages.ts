import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import path from 'node:path';

const folder = import.meta.dirname;
const pinned = path.join(folder, 'package-lock.json');
/** A copy of the lock from which the packages were installed. */
const installed = path.join(folder, 'node_modules', '.handrail-lock.json');

/** Installs the packages that `package-lock.json` pins, if they are not there. */
export default function installPackages(): void {
  if (existsSync(installed) && readFileSync(installed, 'utf8') === readFileSync(pinned, 'utf8')) return;
  const npm = process.env['npm_execpath'];
  const args = ['ci', '--ignore-scripts', '--omit=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  const options = { cwd: folder, stdio: 'inherit' as const, shell: npm === undefined && process.platform === 'win32' };
  if (npm !== undefined && /npm-cli\.c?js$/.test(npm)) execFileSync(process.execPath, [npm, ...args], options);
  else execFileSync('npm', args, options);
  copyFileSync(pinned, installed);
}

/** Imports a module of these packages, which are not there when types are checked. */
export async function load<T>(specifier: string): Promise<T> {
  return (await import(/* @vite-ignore */ specifier)) as T;
}

/** Imports a file of these packages that they do not export. */
export async function loadFile<T>(file: string): Promise<T> {
  return load(new URL(`node_modules/${file}`, import.meta.url).href);
}
