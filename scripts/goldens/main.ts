import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { root } from '../host/folders.ts';

const vitest = path.join(root, 'node_modules/vitest/vitest.mjs');

/** The tests that compare with golden files. */
const runs = [
  ['run', 'language/findings/fixtures', 'language/fixes/fixtures'],
  [
    'run',
    '--config',
    'test/vitest.config.mts',
    'cli/check.test',
    'cli/explain',
    'cli/export',
    'cli/history',
    'cli/diff',
    'cli/review-texts',
    '-u',
  ],
];

/** `npm run goldens`: rewrites all golden files, and lists those that changed. */
export function main(): void {
  for (const args of runs) {
    const env = { ...process.env, UPDATE_GOLDENS: '1' };
    const { status } = spawnSync(process.execPath, [vitest, ...args], { cwd: root, env, stdio: 'inherit' });
    if (status !== 0) process.exitCode = 1;
  }
  spawnSync('git', ['status', '--short', 'test'], { cwd: root, stdio: 'inherit' });
  console.log('Review the changes with `git diff` before you commit them.');
}
