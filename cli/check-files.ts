import { analysis, type Analysis } from '../engine/index.ts';
import { analysedPart } from '../language/findings/analysis.ts';
import { checkWorkspaceFile, type CheckedFile } from '../language/findings/check.ts';
import { runSamples } from '../language/samples/run.ts';
import { loadConfiguration } from '../language/findings/configuration.ts';
import type { Finding } from '../language/findings/finding.ts';
import type { CommandContext } from './command.ts';
import { internalError } from './internal-error.ts';
import { displayPath, diskWorkspace } from './disk-workspace.ts';
import { progressOn } from './progress.ts';

export interface AnalysedFile {
  uri: string;
  checked: CheckedFile;
  /** Null if there was nothing to analyse, or the analysis failed. */
  analysis: Analysis | null;
  /** An internal error, as lines for people; null if there was none. Findings that do not depend on the failed step are still reported. */
  failure: string[] | null;
}

export interface CheckFilesOptions {
  /** True to run the samples of sample files. Default: false. */
  run?: boolean;
  /** The steps of an analysis. Default: the engine's; tests pass one that fails. */
  steps?: typeof analysis;
}

/** Findings in configuration files that apply to the listed files but are not listed themselves. */
export async function configurationFindings(uris: readonly string[]): Promise<Finding[]> {
  const workspace = diskWorkspace(uris);
  const found = new Map<string, Finding[]>();
  for (const uri of uris) {
    const { uri: source, findings } = await loadConfiguration(workspace, uri);
    if (source !== null && !uris.includes(source)) found.set(source, findings);
  }
  return [...found.values()].flat();
}

/** Checks files one by one, and draws the progress if there is a screen. */
export async function* checkFiles(
  uris: readonly string[],
  { directory, now, screen }: Pick<CommandContext, 'directory' | 'now' | 'screen'>,
  { run = false, steps: stepsOf = analysis }: CheckFilesOptions = {},
): AsyncGenerator<AnalysedFile> {
  const workspace = diskWorkspace(uris);
  const progress = progressOn(screen);
  try {
    for (const [done, uri] of uris.entries()) {
      const at = (share: number) => progress.at({ done, total: uris.length, share, what: displayPath(uri, directory) });
      let analysed: Analysis | null = null;
      let failure: string[] | null = null;
      const failed = (error: unknown): null => {
        const [what = '', ...frames] = internalError(error);
        failure = [`${displayPath(uri, directory)}: ${what}`, ...frames];
        return null;
      };
      at(0);
      const checking = checkWorkspaceFile(workspace, uri, {
        now,
        run: samples => (run ? runSamples(samples, now) : null),
        analyse: project => {
          const subject = analysedPart(project);
          if (subject === null) return null;
          try {
            const steps = stepsOf(subject, { now });
            let step = steps.next();
            for (; step.done !== true; step = steps.next()) at(step.value);
            analysed = step.value;
            return step.value.facts;
          } catch (error) {
            return failed(error);
          }
        },
      });
      const checked = await checking.catch((error: unknown): CheckedFile => {
        failed(error);
        return { kind: 'unreadable', findings: [] };
      });
      yield { uri, checked, analysis: analysed, failure };
    }
  } finally {
    progress.clear();
  }
}
