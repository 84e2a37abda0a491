import { leastVersion, requiredStep, type SemanticDiff, stepIsWrong, summaryOf } from '../../../engine/index.ts';
import { compareVersions } from '../../../engine/model/version-order.ts';
import { summaryWords } from '../../releases/change-words.ts';
import type { Published } from '../../releases/published.ts';
import { versionEdit } from '../../releases/version-edit.ts';
import type { Detected, FindingDefinition } from '../finding.ts';

export const versionNotBumped: FindingDefinition = {
  code: 'version-not-bumped',
  category: 'releases',
  fixable: true,
  severity: 'error',
  guards: 'releases',
  title: 'A change under a released version',
  summary: 'What the rule set says was changed since the last release, and its version does not say so.',
  detectPublished: published => {
    const problem = versionProblem(published);
    if (problem === null) return [];
    const { document, uri } = published.working;
    const edit = problem.version === null ? null : versionEdit(document, problem.version);
    const { latest } = published;
    const found: Detected = {
      message: problem.message,
      uri,
      range: document.rangeOf(['version']),
      related:
        latest === null || latest.project === null
          ? []
          : [
              {
                message: `${latest.entry.version} is the last release.`,
                uri: latest.uri,
                range: latest.project.document.rangeOf(['version']),
                rule: null,
              },
            ],
      fixes: edit === null ? [] : [{ title: `Make it ${problem.version ?? ''}`, edits: [edit], preferred: true }],
    };
    return [found];
  },
};

/**
 * What is wrong with the version of a working copy, and which one would be right. Going up by more than the change asks for is no fault, as in
 * SemVer (2.0.0, sections 6 to 8).
 */
export function versionProblem({
  working,
  digest,
  latest,
  diff,
}: Pick<Published, 'working' | 'digest' | 'latest' | 'diff'>): { message: string; version: string | null } | null {
  if (latest === null || digest === null || latest.entry.digest === digest) return null;
  const released = latest.entry.version;
  const { version } = working.ruleSet;
  const right = diff === null ? null : versionAfter(released, diff);
  const because = diff === null ? '' : ` What changed since: ${summaryWords(summaryOf(diff))}.`;
  const advice = right === null ? '' : ` Make it ${right}.`;
  const order = compareVersions(version, released);
  if (order === 0)
    return {
      message: `${released} is already released with different content and cannot change.${because}${advice}`,
      version: right,
    };
  if (order < 0)
    return { message: `${version} comes before ${released}, which is released.${because}${advice}`, version: right };
  const wrong = diff === null ? null : stepIsWrong(released, version, diff);
  return wrong === null ? null : { message: `${wrong}${because}`, version: right };
}

/** The least version for a change that is one in any case, if only of words that decide nothing. */
export function versionAfter(released: string, diff: SemanticDiff): string | null {
  const step = requiredStep(diff);
  return leastVersion(released, step === 'none' ? 'patch' : step);
}
