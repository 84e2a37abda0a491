import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { addressOf } from './address.ts';
import { browserArguments } from './chromium.ts';
import type { Host } from './choose.ts';
import { withScreen } from './desktop.ts';
import { Failure, tail } from './failure.ts';
import { copyOf, root, temporaryFolder } from './folders.ts';
import { quietSettings } from './profile.ts';
import { HangWatch } from './hang-watch.ts';
import { run } from './processes.ts';
import { installExtension, startServer } from './server.ts';
import { readResults, type SuiteResults } from './suite-results.ts';
import { followResults } from './suite-progress.ts';
import { linkToSource, type Subject } from './subject.ts';

/** The output of `node esbuild.mjs suites`. */
export const suitesFolder = path.join(root, 'out', 'suites');
const suitesModule = path.join(suitesFolder, 'run.js');

export interface SuiteOptions {
  host: Host;
  subject: Subject;
  /** Only tests whose full title matches this regular expression. */
  grep?: string;
  /** Milliseconds without progress after which the run fails. */
  silence: number;
}

/**
 * Runs the suites of test/vscode/suites in the extension host of a real VS Code, on a copy of examples/. If they do not
 * finish, `problem` says why, and the results are partial.
 * @throws Failure if no test ran, which must not count as success
 */
export async function runSuites(options: SuiteOptions): Promise<{ results: SuiteResults; problem: string | null }> {
  const data = await temporaryFolder('suites');
  const workspace = await copyOf(path.join(root, 'examples'), 'workspace');
  const resultsFile = path.join(data.path, 'results.json');
  const env = {
    HANDRAIL_RESULTS: resultsFile,
    HANDRAIL_GREP: options.grep ?? '',
    HANDRAIL_SUBJECT: options.subject.kind,
    // For suites that need fixtures.
    HANDRAIL_ROOT: root,
  };
  const watch = new HangWatch(options.silence);
  const unfollow = followResults(resultsFile, watch);
  try {
    const place = { data: data.path, workspace: workspace.path, env, watch };
    const { host } = options;
    const { log, problem } =
      host.kind === 'server'
        ? await onServer({ ...options, host }, place)
        : await onDesktop({ ...options, host }, place);
    const results = readResults(await readFile(resultsFile, 'utf8').catch(() => ''));
    const output = `Output of VS Code:\n${tail(log, 40)}`;
    if (results === null) throw new Failure(`${problem ?? 'The suites did not run.'} ${output}`);
    if (results.finished && results.passed + results.failed === 0) {
      throw new Failure(`No test ran in VS Code ${results.version}: ${options.grep ?? 'there is none'}.`);
    }
    if (results.finished) return { results, problem: null };
    return { results, problem: `${problem ?? 'The suites did not finish.'} ${output}` };
  } finally {
    unfollow();
    watch.stop();
    await data.remove();
    await workspace.remove();
  }
}

interface Place {
  data: string;
  workspace: string;
  env: Record<string, string>;
  watch: HangWatch;
}

/** The console output of the window, and the reason why the suites were ended early; null if they were not. */
interface Ended {
  log: string;
  problem: string | null;
}

async function onServer(
  { host, subject }: SuiteOptions & { host: { kind: 'server' } },
  { data, workspace, env, watch }: Place,
): Promise<Ended> {
  if (subject.kind === 'package') await installExtension(host.program, data, subject.vsix);
  const server = await startServer(host.program, {
    dataFolder: data,
    settings: quietSettings('dark'),
    env,
    automation: true,
  });
  const lines: string[] = [];
  let problem: string | null = null;
  try {
    const browser = await chromium.launch({ executablePath: host.chromium, args: browserArguments });
    try {
      const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
      page.on('console', message => lines.push(message.text()));
      const ended = new Promise<string | null>(resolve => {
        // A window that runs tests calls these two functions; they must exist before it loads.
        void page.exposeFunction('codeAutomationLog', (_type: string, args: unknown[]) => {
          lines.push(args.map(String).join(' '));
        });
        void page.exposeFunction('codeAutomationExit', () => resolve(null));
        page.on('crash', () => resolve('The page of VS Code crashed.'));
        void watch.hung.then(resolve);
      });
      await page.goto(
        addressOf({
          authority: server.authority,
          folder: workspace,
          // VS Code runs tests only with an extension under development. For an installed package, the suites' folder serves as one.
          extension: subject.kind === 'source' ? await linkToSource(data) : suitesFolder,
          tests: suitesModule,
        }),
      );
      problem = await ended;
    } finally {
      await browser.close();
    }
  } finally {
    await server.stop();
  }
  return { log: lines.join('\n'), problem };
}

/** Runs the suites in a separate process, which may run on a virtual screen. */
async function onDesktop(
  { host, subject }: SuiteOptions & { host: { kind: 'desktop' } },
  { data, workspace, env, watch }: Place,
): Promise<Ended> {
  const [command, args] = withScreen(process.execPath, [
    path.join(root, 'out', 'scripts', 'electron-suites.mjs'),
    JSON.stringify({ executable: host.executable, data, workspace, subject, tests: suitesModule }),
  ]);
  const { output, cutShort } = await run(command, args, { env: { ...process.env, ...env }, watch });
  return { log: output, problem: cutShort };
}
