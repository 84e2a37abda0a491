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
import { run } from './processes.ts';
import { installExtension, startServer } from './server.ts';
import { readResults, type SuiteResults } from './suite-results.ts';
import { linkToSource, type Subject } from './subject.ts';

/** Made by `node esbuild.mjs suites`. */
export const suitesFolder = path.join(root, 'out', 'suites');
const suitesModule = path.join(suitesFolder, 'run.js');

export interface SuiteOptions {
  host: Host;
  subject: Subject;
  /** Only tests whose full title matches this regular expression. */
  grep?: string;
  /** Milliseconds after which the run counts as failed. */
  limit: number;
}

/**
 * Runs the suites of test/vscode/suites inside the extension host of a real VS Code, on a copy of examples/.
 * @throws Failure where they do not run to their end, or no test ran: neither may look like success.
 */
export async function runSuites(options: SuiteOptions): Promise<SuiteResults> {
  const data = await temporaryFolder('suites');
  const workspace = await copyOf(path.join(root, 'examples'), 'workspace');
  const resultsFile = path.join(data.path, 'results.json');
  const env = {
    HANDRAIL_RESULTS: resultsFile,
    HANDRAIL_GREP: options.grep ?? '',
    HANDRAIL_SUBJECT: options.subject.kind,
    // Where it stands, for a suite that needs fixtures; what it tests comes from the running extension.
    HANDRAIL_ROOT: root,
  };
  try {
    const place = { data: data.path, workspace: workspace.path, env };
    const { host } = options;
    const log =
      host.kind === 'server'
        ? await onServer({ ...options, host }, place)
        : await onDesktop({ ...options, host }, place);
    const results = readResults(await readFile(resultsFile, 'utf8').catch(() => ''));
    if (results === null) throw new Failure(`The suites did not run to their end. VS Code said:\n${tail(log, 40)}`);
    if (results.passed + results.failed === 0) {
      throw new Failure(`No test ran in VS Code ${results.version}: ${options.grep ?? 'there is none'}.`);
    }
    return results;
  } finally {
    await data.remove();
    await workspace.remove();
  }
}

interface Place {
  data: string;
  workspace: string;
  env: Record<string, string>;
}

/** The console of the window, once the suites have ended. */
async function onServer(
  { host, subject, limit }: SuiteOptions & { host: { kind: 'server' } },
  { data, workspace, env }: Place,
): Promise<string> {
  if (subject.kind === 'package') await installExtension(host.program, data, subject.vsix);
  const server = await startServer(host.program, {
    dataFolder: data,
    settings: quietSettings('dark'),
    env,
    automation: true,
  });
  const lines: string[] = [];
  let timer: NodeJS.Timeout | undefined;
  try {
    const browser = await chromium.launch({ executablePath: host.chromium, args: browserArguments });
    try {
      const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
      page.on('console', message => lines.push(message.text()));
      const ended = new Promise<void>((resolve, reject) => {
        // These two names are what a window that runs tests calls; they have to be there before it loads.
        void page.exposeFunction('codeAutomationLog', (_type: string, args: unknown[]) => {
          lines.push(args.map(String).join(' '));
        });
        void page.exposeFunction('codeAutomationExit', () => resolve());
        page.on('crash', () => reject(new Failure('The page of VS Code crashed.')));
        timer = setTimeout(
          () => reject(new Failure(`The suites took more than ${limit / 1000} s.\n${tail(lines.join('\n'), 40)}`)),
          limit,
        );
      });
      await page.goto(
        addressOf({
          authority: server.authority,
          folder: workspace,
          // Tests run only together with an extension from a folder; for an installed package that is an empty one.
          extension: subject.kind === 'source' ? await linkToSource(data) : suitesFolder,
          tests: suitesModule,
        }),
      );
      await ended;
    } finally {
      clearTimeout(timer);
      await browser.close();
    }
  } finally {
    await server.stop();
  }
  return lines.join('\n');
}

/** In a process of its own, so that it can be given a virtual screen. */
async function onDesktop(
  { host, subject, limit }: SuiteOptions & { host: { kind: 'desktop' } },
  { data, workspace, env }: Place,
): Promise<string> {
  const [command, args] = withScreen(process.execPath, [
    path.join(root, 'out', 'scripts', 'electron-suites.mjs'),
    JSON.stringify({ executable: host.executable, data, workspace, subject, tests: suitesModule }),
  ]);
  const { output, timedOut } = await run(command, args, { env: { ...process.env, ...env }, limit });
  if (timedOut) throw new Failure(`The suites took more than ${limit / 1000} s.\n${tail(output, 40)}`);
  return output;
}
