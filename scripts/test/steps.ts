import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { browser } from '../host/chromium.ts';
import { chooseHost, type Host } from '../host/choose.ts';
import { withScreen } from '../host/desktop.ts';
import { Failure } from '../host/failure.ts';
import { root } from '../host/folders.ts';
import { run } from '../host/processes.ts';
import { runSuites } from '../host/suites.ts';
import type { Subject } from '../host/subject.ts';
import { packageFile } from '../package/vsix.ts';

/** Tests counted, for a step that runs tests. */
export interface Counts {
  passed: number;
  failed: number;
}

export interface Outcome {
  ok: boolean;
  /** Null for a check (types, lint …), which is no test. */
  counts: Counts | null;
  /** Everything the step had to say; shown in full where it failed. */
  output: string;
  /** A few words beside the step's name, `VS Code 1.95.0`. */
  note?: string;
}

/** What a step may use of the steps that it needs. */
export interface Context {
  host: Host | null;
  /** Says one line while the step still runs. */
  report: (line: string) => void;
}

export interface Step {
  name: string;
  does: string;
  /** Steps that have to succeed before. */
  needs: string[];
  /** Steps that have to have ended before, however they ended. */
  after?: string[];
  /** Of the two lanes: tests that watch a clock or a screen run alone; those inside VS Code wait long enough. */
  lanes: 1 | 2;
  /** Runs where it is named alone: another step tells the same of what users get. */
  onRequest?: true;
  run: (context: Context) => Promise<Outcome>;
}

const results = path.join(root, 'out', 'results');
const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs');
/** Milliseconds for a step; nothing may hang. */
const limit = 480_000;

/** The longest first, so that both lanes end together. */
export const steps: Step[] = [
  { name: 'build', does: 'extension, server, command line, panel, suites', needs: [], lanes: 1, run: build },
  { name: 'host', does: 'a VS Code and a browser to test in', needs: [], lanes: 1, run: host },
  {
    name: 'unit',
    does: 'tests beside the code',
    needs: ['build'],
    lanes: 1,
    run: context => tests('unit', [], context),
  },
  {
    name: 'integration',
    does: 'command line, language server over its transport, panel in a browser',
    needs: ['build', 'host'],
    lanes: 1,
    run: context => tests('integration', ['--config', 'test/vitest.config.mts'], context),
  },
  {
    name: 'fuzz',
    does: 'random cases by the thousand',
    needs: ['build'],
    lanes: 1,
    run: context => tests('fuzz', ['--config', 'test/fuzz.config.mts'], context),
  },
  { name: 'types', does: 'type check', needs: ['build'], lanes: 1, run: npmScript('types') },
  { name: 'lint', does: 'oxlint, by types too', needs: ['build'], lanes: 1, run: npmScript('lint') },
  { name: 'format', does: 'oxfmt', needs: [], lanes: 1, run: npmScript('format:check') },
  {
    name: 'vscode',
    does: 'suites inside VS Code, from the source tree: where it is asked for',
    needs: ['build', 'host'],
    lanes: 2,
    onRequest: true,
    run: context => suites({ kind: 'source' }, context),
  },
  {
    name: 'window',
    does: 'VS Code driven from outside, from the source tree: where it is asked for',
    needs: ['build', 'host'],
    lanes: 2,
    onRequest: true,
    run: context => windowTests('window', { kind: 'source' }, context),
  },
  {
    name: 'package',
    does: 'the .vsix',
    needs: ['build'],
    after: ['integration', 'vscode', 'window'], // it builds anew what they run
    lanes: 1,
    run: npmScript('package'),
  },
  {
    name: 'vscode-package',
    does: 'suites inside VS Code, with the package installed',
    needs: ['package', 'host'],
    lanes: 1,
    run: async context => suites({ kind: 'package', vsix: await packageFile() }, context),
  },
  {
    name: 'window-package',
    does: 'VS Code driven from outside, with the package installed',
    needs: ['package', 'host'],
    lanes: 2,
    run: async context => windowTests('window-package', { kind: 'package', vsix: await packageFile() }, context),
  },
];

async function build(): Promise<Outcome> {
  let output = '';
  for (const args of [
    ['run', '--silent', 'build'],
    ['run', '--silent', 'build:suites'],
  ]) {
    const done = await run('npm', args, { cwd: root, limit });
    output += done.output;
    if (done.code !== 0) return { ok: false, counts: null, output };
  }
  return { ok: true, counts: null, output };
}

function npmScript(name: string): Step['run'] {
  return async () => {
    const { code, output, timedOut } = await run('npm', ['run', '--silent', name], { cwd: root, limit });
    return { ok: code === 0, counts: null, output: output + tooLong(timedOut) };
  };
}

const tooLong = (timedOut: boolean) => (timedOut ? `\nEnded after ${limit / 1000} s without coming to an end.\n` : '');

async function host(context: Context): Promise<Outcome> {
  const said: string[] = [];
  const report = (line: string) => {
    said.push(line);
    context.report(line);
  };
  try {
    context.host = await chooseHost(report);
    const executable = context.host.kind === 'server' ? context.host.chromium : await browser(report);
    // The tests that open a page of their own take it from here.
    if (executable !== null) process.env['CHROMIUM'] = executable;
    const note = context.host.kind === 'server' ? 'VS Code server in Chromium' : 'VS Code on the desktop';
    return { ok: true, counts: null, output: said.join('\n'), note };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { ok: false, counts: null, output: error.message };
  }
}

/** A run of Vitest, counted by its own report, so that a file which does not even load cannot pass unseen. */
async function tests(
  name: string,
  args: string[],
  context: Context,
  env: Record<string, string> = {},
): Promise<Outcome> {
  const file = path.join(results, `${name}.json`);
  await mkdir(results, { recursive: true });
  await rm(file, { force: true });
  const call = [vitest, 'run', ...args, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const [command, rest] =
    context.host?.kind === 'desktop' ? withScreen(process.execPath, call) : ([process.execPath, call] as const);
  const { code, output, timedOut } = await run(command, rest, { cwd: root, limit, env: { ...process.env, ...env } });
  const counts = existsSync(file) ? countsIn(await readFile(file, 'utf8')) : null;
  if (counts === null) return { ok: false, counts: null, output: output + tooLong(timedOut) };
  const none = counts.passed + counts.failed === 0;
  return {
    ok: code === 0 && counts.failed === 0 && !none,
    counts,
    output: output + tooLong(timedOut) + (none ? '\nNo test ran, which counts as a failure.\n' : ''),
  };
}

function windowTests(name: string, subject: Subject, context: Context): Promise<Outcome> {
  const env = subject.kind === 'package' ? { HANDRAIL_VSIX: subject.vsix } : {};
  return tests(name, ['--config', 'test/vscode/vitest.config.mts'], context, {
    ...env,
    HANDRAIL_HOST: context.host?.kind ?? '',
  });
}

function countsIn(report: string): Counts | null {
  const value: unknown = JSON.parse(report);
  if (typeof value !== 'object' || value === null) return null;
  if (!('numPassedTests' in value) || !('numFailedTests' in value)) return null;
  return { passed: Number(value.numPassedTests), failed: Number(value.numFailedTests) };
}

async function suites(subject: Subject, context: Context): Promise<Outcome> {
  if (context.host === null) throw new Error('The step "host" has not run.');
  try {
    const grep = process.env['HANDRAIL_GREP'];
    const { results: ran, problem } = await runSuites({
      host: context.host,
      subject,
      limit,
      ...(grep === undefined ? {} : { grep }),
    });
    const failures = ran.tests.filter(test => test.state === 'failed');
    return {
      ok: ran.failed === 0 && problem === null,
      counts: { passed: ran.passed, failed: ran.failed },
      output: [...failures.map(test => `✖ ${test.title}\n${test.error ?? ''}\n`), problem ?? ''].join('\n'),
      note: `VS Code ${ran.version}`,
    };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { ok: false, counts: null, output: error.message };
  }
}
