import { browser } from '../host/chromium.ts';
import { chooseHost, type Host } from '../host/choose.ts';
import { Failure } from '../host/failure.ts';
import { root } from '../host/folders.ts';
import { HangWatch, quietTool } from '../host/hang-watch.ts';
import { run } from '../host/processes.ts';
import { runSuites } from '../host/suites.ts';
import type { Subject } from '../host/subject.ts';
import { packageFile } from '../package/vsix.ts';
import type { Outcome } from './outcome.ts';
import { maxSilence, runVitest } from './vitest-run.ts';

/** State that steps share. */
export interface Context {
  host: Host | null;
  /** Prints a line while the step runs. */
  report: (line: string) => void;
}

export interface Step {
  name: string;
  does: string;
  /** Steps that must succeed first. */
  needs: string[];
  /** Steps that must end first, whether or not they succeed. */
  after?: string[];
  /** How many of the two lanes the step occupies. */
  lanes: 1 | 2;
  /** True if the step runs only when it is named, because another step tests the same with the package. */
  onRequest?: true;
  run: (context: Context) => Promise<Outcome>;
}

const integration = ['--config', 'test/vitest.config.mts'];

/** In scheduling order: first the steps that others need, then the longest, so that both lanes end together. */
export const steps: Step[] = [
  { name: 'build', does: 'extension, server, command line, panel, suites', needs: [], lanes: 1, run: build },
  { name: 'host', does: 'a VS Code and a browser to test in', needs: [], lanes: 1, run: host },
  {
    name: 'package',
    does: 'the .vsix, and the command line for npm',
    needs: ['build'],
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
    after: ['vscode-package'], // two instances of VS Code at once slow each other down too much
    lanes: 1,
    run: async context => windowTests('window-package', { kind: 'package', vsix: await packageFile() }, context),
  },
  {
    name: 'editor',
    does: 'language server over its transport, panel in a browser, colours, scripts',
    needs: ['build', 'host'],
    lanes: 1,
    run: context =>
      runVitest({
        name: 'editor',
        args: [...integration, '--exclude', 'cli/**'],
        screen: context.host?.kind === 'desktop',
      }),
  },
  {
    name: 'command-line',
    does: 'the built command line',
    needs: ['build'],
    lanes: 1,
    // Without isolation, the files of a worker share the program, whose code is compiled as it runs.
    run: () => runVitest({ name: 'command-line', args: [...integration, '--no-isolate', 'cli/'] }),
  },
  {
    name: 'fuzz',
    does: 'random cases, the same ones each time',
    needs: ['build'],
    lanes: 1,
    run: () => runVitest({ name: 'fuzz', args: ['--config', 'test/fuzz.config.mts'] }),
  },
  {
    name: 'unit',
    does: 'tests next to the code',
    needs: ['build'],
    lanes: 1,
    run: () => runVitest({ name: 'unit', args: [] }),
  },
  { name: 'lint', does: 'oxlint, with type information', needs: ['build'], lanes: 1, run: npmScript('lint') },
  { name: 'types', does: 'type check', needs: ['build'], lanes: 1, run: npmScript('types') },
  { name: 'format', does: 'oxfmt', needs: [], lanes: 1, run: npmScript('format:check') },
  {
    name: 'vscode',
    does: 'suites inside VS Code, from the source tree (only on request)',
    needs: ['build', 'host'],
    lanes: 1,
    onRequest: true,
    run: context => suites({ kind: 'source' }, context),
  },
  {
    name: 'window',
    does: 'VS Code driven from outside, from the source tree (only on request)',
    needs: ['build', 'host'],
    lanes: 1,
    onRequest: true,
    run: context => windowTests('window', { kind: 'source' }, context),
  },
];

async function build(): Promise<Outcome> {
  let output = '';
  for (const args of [
    ['run', '--silent', 'build'],
    ['run', '--silent', 'build:suites'],
  ]) {
    const done = await run('npm', args, { cwd: root, watch: new HangWatch(quietTool) });
    output += done.output + (done.cutShort ?? '');
    if (done.code !== 0) return { ok: false, counts: null, output };
  }
  return { ok: true, counts: null, output };
}

function npmScript(name: string): Step['run'] {
  return async () => {
    const watch = new HangWatch(quietTool);
    const { code, output, cutShort } = await run('npm', ['run', '--silent', name], { cwd: root, watch });
    return { ok: code === 0, counts: null, output: output + (cutShort ?? '') };
  };
}

async function host(context: Context): Promise<Outcome> {
  const lines: string[] = [];
  const report = (line: string) => {
    lines.push(line);
    context.report(line);
  };
  try {
    context.host = await chooseHost(report);
    const executable = context.host.kind === 'server' ? context.host.chromium : await browser(report);
    // Tests of single pages read it from here.
    if (executable !== null) process.env['CHROMIUM'] = executable;
    const note = context.host.kind === 'server' ? 'VS Code server in Chromium' : 'VS Code on the desktop';
    return { ok: true, counts: null, output: lines.join('\n'), note };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { ok: false, counts: null, output: error.message };
  }
}

function windowTests(name: string, subject: Subject, context: Context): Promise<Outcome> {
  const env = subject.kind === 'package' ? { HANDRAIL_VSIX: subject.vsix } : {};
  return runVitest({
    name,
    args: ['--config', 'test/vscode/vitest.config.mts'],
    env: { ...env, HANDRAIL_HOST: context.host?.kind ?? '' },
    screen: context.host?.kind === 'desktop',
  });
}

async function suites(subject: Subject, context: Context): Promise<Outcome> {
  if (context.host === null) throw new Error('The step "host" has not run.');
  try {
    const grep = process.env['HANDRAIL_GREP'];
    const { results: ran, problem } = await runSuites({
      host: context.host,
      subject,
      silence: maxSilence,
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
