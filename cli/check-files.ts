import { runAtOnce, type Steps } from '../engine/model/steps.ts';
import type { CheckedFile } from '../language/findings/check.ts';
import type { Finding } from '../language/findings/finding.ts';
import { createQueries } from '../language/queries/create-queries.ts';
import type { Queries, Schedule } from '../language/queries/queries.ts';
import type { CommandContext } from './command.ts';
import { gatePrograms } from './exports/gate-programs.ts';
import { internalError } from './internal-error.ts';
import { displayPath, diskWorkspace } from './disk-workspace.ts';
import { progressOn } from './progress.ts';

export interface CheckedWithQueries {
  uri: string;
  checked: CheckedFile;
  /** For further questions about the file. */
  queries: Queries;
  /** An internal error, as lines for people; null if there was none. Findings that do not depend on the failed step are still reported. */
  failure: string[] | null;
}

export interface CheckFilesOptions {
  /** True to run the samples of sample files. Default: false. */
  run?: boolean;
  /** How the work is done. Default: all at once; tests pass one that fails. */
  schedule?: Schedule;
}

/** Findings in configuration files that apply to the listed files but are not listed themselves. */
export async function configurationFindings(uris: readonly string[]): Promise<Finding[]> {
  const queries = createQueries(diskWorkspace(uris));
  const found = new Map<string, Finding[]>();
  for (const uri of uris) {
    const { uri: source, findings } = await queries.configuration(uri);
    if (source !== null && !uris.includes(source)) found.set(source, findings);
  }
  return [...found.values()].flat();
}

/** Checks files one by one, and draws the progress if there is a screen. */
export async function* checkFiles(
  uris: readonly string[],
  { directory, now, screen }: Pick<CommandContext, 'directory' | 'now' | 'screen'>,
  { run = false, schedule = runAtOnce }: CheckFilesOptions = {},
): AsyncGenerator<CheckedWithQueries> {
  const workspace = diskWorkspace(uris);
  const progress = progressOn(screen);
  try {
    for (const [done, uri] of uris.entries()) {
      const at = (share: number) => progress.at({ done, total: uris.length, share, what: displayPath(uri, directory) });
      let failure: string[] | null = null;
      const failed = (_: string, error: unknown): void => {
        const [what = '', ...frames] = internalError(error);
        failure = [`${displayPath(uri, directory)}: ${what}`, ...frames];
      };
      at(0);
      // Files are checked one by one so that no more than one is kept.
      const queries = createQueries(workspace, {
        clock: () => now,
        schedule: (steps, work) => schedule(work?.query === 'analysis' ? watched(steps, at) : steps, work),
        without: run ? [] : ['cases'],
        gatePrograms,
        recount: { deciding: 20_000_000, others: 0 },
        failed,
      });
      const checked = await queries.findings(uri).catch((error: unknown): CheckedFile => {
        failed(uri, error);
        return { kind: 'unreadable', findings: [] };
      });
      yield { uri, checked, queries, failure };
    }
  } finally {
    progress.clear();
  }
}

/** Steps that yield how much of the work is done, which is shown. */
function* watched<T>(steps: Steps<T>, at: (share: number) => void): Steps<T> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    at(Number(step.value));
    yield step.value;
  }
}
