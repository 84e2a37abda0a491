import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { globSync } from 'tinyglobby';

const root = resolve(import.meta.dirname, '..');

/** Runs the build before tests of its output, if a source file is newer. */
export default function buildWhenStale(): void {
  const built = [
    'dist/server.js',
    'dist/cli.js',
    'dist/panel/simulator.js',
    'dist/panel/review.js',
    'dist/gate.mjs',
    'dist/embedded.mjs',
  ].map(file => statSync(resolve(root, file), { throwIfNoEntry: false })?.mtimeMs ?? 0);
  const sources = globSync(
    [
      '{engine,exports,gate,hosts,language,report,server,cli,panel,schemas,libraries}/**/*.{ts,tsx,css,json,yaml}',
      'esbuild.mjs',
    ],
    {
      cwd: root,
      absolute: true,
    },
  );
  const newest = Math.max(...sources.map(file => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0));
  if (newest > Math.min(...built)) execFileSync(process.execPath, ['esbuild.mjs'], { cwd: root, stdio: 'inherit' });
}
