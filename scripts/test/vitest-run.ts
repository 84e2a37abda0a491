import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { withScreen } from '../host/desktop.ts';
import { root } from '../host/folders.ts';
import { HangWatch } from '../host/hang-watch.ts';
import { run } from '../host/processes.ts';
import { readProgress } from './progress-lines.ts';
import type { Counts, Outcome } from './outcome.ts';

/**
 * Milliseconds after which a test run without progress counts as hanging. Longer than the time limits of tests in Vitest
 * and Mocha, whose messages name the slow test.
 */
export const maxSilence = 240_000;

const results = path.join(root, 'out', 'results');
const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs');
const reporter = path.join(root, 'scripts', 'test', 'progress-reporter.ts');

export interface VitestRun {
  /** The name of the step, and of its file of results. */
  name: string;
  /** Arguments for Vitest, such as `--config FILE` and parts of file names. */
  args: readonly string[];
  env?: Record<string, string>;
  /** True to run the tests on a virtual screen if there is none. */
  screen?: boolean;
  silence?: number;
}

/** Runs Vitest. Tests are counted from its JSON report, so that a file that fails to load is noticed. */
export async function runVitest({ name, args, env = {}, screen, silence = maxSilence }: VitestRun): Promise<Outcome> {
  const file = path.join(results, `${name}.json`);
  await mkdir(results, { recursive: true });
  await rm(file, { force: true });
  const reporters = [`--reporter=${reporter}`, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const call = [vitest, 'run', ...args, ...reporters];
  const [command, rest] = screen === true ? withScreen(process.execPath, call) : ([process.execPath, call] as const);
  const watch = new HangWatch(silence);
  const done = await run(command, rest, {
    cwd: root,
    env: { ...process.env, ...env },
    watch,
    onLine: line => {
      const progress = readProgress(line);
      if (progress === null) watch.says(line);
      else if (progress.begins) watch.begins(progress.what);
      else watch.ends(progress.what);
    },
  });
  const shown = done.output.split('\n').filter(line => readProgress(line) === null);
  const output = [...shown, ...(done.cutShort === null ? [] : [done.cutShort])].join('\n');
  const counts = existsSync(file) ? countsIn(await readFile(file, 'utf8')) : null;
  if (counts === null) return { ok: false, counts: null, output };
  const none = counts.passed + counts.failed === 0;
  return {
    ok: done.code === 0 && counts.failed === 0 && !none,
    counts,
    output: output + (none ? '\nNo test ran, which counts as a failure.\n' : ''),
  };
}

function countsIn(report: string): Counts | null {
  const value: unknown = JSON.parse(report);
  if (typeof value !== 'object' || value === null) return null;
  if (!('numPassedTests' in value) || !('numFailedTests' in value)) return null;
  return { passed: Number(value.numPassedTests), failed: Number(value.numFailedTests) };
}
