import { summaryOf } from '../../engine/release/log-entry.ts';
import { neededStep } from '../../engine/release/needed-step.ts';
import {
  compareVersions,
  nextVersion,
  stepBetween,
  versionSteps,
  type VersionStep,
} from '../../engine/release/semver.ts';
import { summaryWords } from '../releases/change-words.ts';
import type { Published } from '../releases/published.ts';
import { versionEdit } from '../releases/version-edit.ts';
import type { Detected, FindingDefinition } from './finding.ts';

export const versionNotBumped: FindingDefinition = {
  code: 'version-not-bumped',
  severity: 'error',
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

const grammar: Readonly<Record<VersionStep, string>> = {
  major: 'a major version (loosened, or a contract broken)',
  minor: 'a minor version (tightened or rerouted)',
  patch: 'a patch version (no decision changes)',
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
  const needed = diff === null ? null : neededStep(diff);
  const right = needed === null ? null : nextVersion(released, needed);
  const because =
    diff === null || needed === null
      ? ''
      : ` What changed since: ${summaryWords(summaryOf(diff))}. That makes it ${grammar[needed]}, ${right ?? ''}.`;
  const order = compareVersions(version, released);
  if (order === 0)
    return { message: `${released} is released with another content, and stays what it is.${because}`, version: right };
  if (order < 0)
    return { message: `${version} comes before ${released}, which is released.${because}`, version: right };
  const step = stepBetween(released, version);
  if (needed === null || step === null || versionSteps.indexOf(step) >= versionSteps.indexOf(needed)) return null;
  return { message: `From ${released} to ${version} is too small a step.${because}`, version: right };
}
