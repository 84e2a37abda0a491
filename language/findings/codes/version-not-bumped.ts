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
  title: 'Changed without a new version',
  summary: 'The rule set changed since the last release, but its version does not reflect the change.',
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
      fixes:
        edit === null ? [] : [{ title: `Set version to ${problem.version ?? ''}`, edits: [edit], preferred: true }],
    };
    return [found];
  },
};

/**
 * What is wrong with the version of a working copy, and the correct version; null if it is correct. A larger step than the change
 * requires is correct too, as in SemVer (2.0.0, sections 6 to 8).
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
  const because = diff === null ? '' : ` Changes since: ${summaryWords(summaryOf(diff))}.`;
  const advice = right === null ? '' : ` Set \`version\` to ${right}.`;
  const order = compareVersions(version, released);
  if (order === 0)
    return {
      message: `${released} is already released with different content and cannot change.${because}${advice}`,
      version: right,
    };
  if (order < 0)
    return { message: `${version} is lower than the last release, ${released}.${because}${advice}`, version: right };
  const wrong = diff === null ? null : stepIsWrong(released, version, diff);
  return wrong === null ? null : { message: `${wrong}${because}`, version: right };
}

/** The lowest version for a change. Any change, even of words that decide nothing, needs at least a patch version. */
export function versionAfter(released: string, diff: SemanticDiff): string | null {
  const step = requiredStep(diff);
  return leastVersion(released, step === 'none' ? 'patch' : step);
}
