import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';
import * as vscode from 'vscode';
import type { SuiteResults } from '../../scripts/host/suite-results.ts';

/** Called by the editor in the extension host: runs all suites in this folder, and writes the results to the file that the launcher names. */
export async function run(): Promise<void> {
  // Prints nothing: the launcher reports the results.
  const mocha = new Mocha({ ui: 'bdd', timeout: 60_000, reporter: Mocha.reporters.Base });
  const grep = process.env['HANDRAIL_GREP'];
  if (grep) mocha.grep(new RegExp(grep));
  const folder = path.join(__dirname, 'suites');
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (file.endsWith('.test.js')) mocha.addFile(path.join(folder, file));
  }
  const tests: SuiteResults['tests'] = [];
  let running: string | null = null;
  const write = (finished: boolean): SuiteResults => {
    const count = (state: string) => tests.filter(test => test.state === state).length;
    const results: SuiteResults = {
      version: vscode.version,
      finished,
      passed: count('passed'),
      failed: count('failed'),
      running,
      skipped: count('skipped'),
      tests,
    };
    const file = process.env['HANDRAIL_RESULTS'];
    if (file) writeFileSync(file, JSON.stringify(results, null, 2));
    return results;
  };
  await new Promise<void>(resolve => {
    const runner = mocha.run(() => resolve());
    const add = (test: Mocha.Runnable, state: 'passed' | 'failed' | 'skipped', error: Error | null) => {
      const stack = error === null ? null : (error.stack ?? error.message);
      tests.push({ title: test.fullTitle(), state, milliseconds: test.duration ?? 0, error: stack });
      write(false);
    };
    const begin = (what: Mocha.Runnable) => {
      running = what.fullTitle();
      write(false);
    };
    runner.on('test', begin);
    runner.on('hook', begin);
    runner.on('pass', test => add(test, 'passed', null));
    runner.on('fail', (test, error: unknown) => {
      add(test, 'failed', error instanceof Error ? error : new Error(String(error)));
    });
    runner.on('pending', test => add(test, 'skipped', null));
  });
  running = null;
  const results = write(true);
  if (results.failed > 0) throw new Error(`${results.failed} failed`);
}
