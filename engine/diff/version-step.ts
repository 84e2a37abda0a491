import { compareVersions, parseVersion } from '../model/version-order.ts';
import type { SemanticDiff } from './facts.ts';

/** The smallest version step that a change requires, as in Semantic Versioning (semver.org, 2.0.0); `none` if nothing changed. */
export type VersionStep = 'none' | 'patch' | 'minor' | 'major';

const ascending = ['none', 'patch', 'minor', 'major'] as const;

type Changes = Pick<SemanticDiff, 'class' | 'undecided' | 'consequences' | 'rules'>;

/**
 * The step that a change requires. Consumers rely on a rule set's oversight and on its payloads, so less oversight or less in a payload is `major`. More
 * oversight, or the same at another target, is `minor`. A change of no decision and no handoff is `patch`. Undecided regions count as changes.
 */
export function requiredStep({ class: kind, undecided, consequences, rules }: Changes): VersionStep {
  if (kind === 'loosened' || mayLoosen(undecided) || consequences.some(({ breaking }) => breaking)) return 'major';
  if (kind !== 'equivalent' || undecided.length > 0) return 'minor';
  return consequences.length > 0 || rules.length > 0 ? 'patch' : 'none';
}

function mayLoosen(undecided: Changes['undecided']): boolean {
  return undecided.some(each => each.class === 'loosened');
}

/**
 * The lowest version that may follow a version after a change; the same version for `none`. Before 1.0.0, each step counts as the next smaller one, but
 * at least as `patch`. A pre-release may be followed by the release that it prepares, if that is a large enough step.
 * @returns null if `before` is not a version
 */
export function leastVersion(before: string, step: VersionStep): string | null {
  const version = parseVersion(before);
  if (version === null) return null;
  const [major, minor, patch] = version.numbers;
  if (step === 'none') return before;
  const wanted = major === 0 ? (step === 'major' ? 'minor' : 'patch') : step;
  const prepared =
    version.label === null ? null : minor === 0 && patch === 0 ? 'major' : patch === 0 ? 'minor' : 'patch';
  if (prepared !== null && ascending.indexOf(prepared) >= ascending.indexOf(wanted))
    return `${major}.${minor}.${patch}`;
  switch (wanted) {
    case 'major':
      return `${major + 1}.0.0`;
    case 'minor':
      return `${major}.${minor + 1}.0`;
    case 'patch':
      return `${major}.${minor}.${patch + 1}`;
  }
}

/** A sentence that says why a changed rule set must not have the version `after`; null if it may. A larger step than required is allowed. */
export function stepIsWrong(before: string, after: string, diff: Changes): string | null {
  const [parsedBefore, parsedAfter] = [parseVersion(before), parseVersion(after)];
  if (parsedBefore === null) return `"${before}" is not a version such as 2.3.0.`;
  if (parsedAfter === null) return `"${after}" is not a version such as 2.3.0.`;
  const step = requiredStep(diff);
  const least = leastVersion(before, step) ?? before;
  const preparing = parsedAfter.label !== null && compareVersions(after, before) > 0;
  const reached = preparing ? parsedAfter.numbers.join('.') : after;
  if (
    step === 'none'
      ? compareVersions(after, before) >= 0
      : isHigher(after, before) && compareVersions(reached, least) >= 0
  )
    return null;
  if (step === 'none') return `Version ${after} is lower than ${before}, which says the same.`;
  return `${reasonFor(diff)}, so after ${before} comes at least ${least}, not ${after}.`;
}

function isHigher(after: string, before: string): boolean {
  return compareVersions(after, before) > 0;
}

function reasonFor({ class: kind, undecided, consequences }: Changes): string {
  const breaking = consequences.find(each => each.breaking);
  if (kind === 'loosened') return 'The change loosens oversight';
  if (breaking !== undefined) return `The change breaks what others rely on (${breaking.about} ${breaking.name})`;
  if (mayLoosen(undecided)) return 'It is undecided whether the change loosens oversight';
  if (kind === 'equivalent' && undecided.length > 0)
    return 'It is undecided whether the change leaves all decisions as they are';
  if (kind === 'tightened') return 'The change tightens oversight';
  return kind === 'rerouted' ? 'The change sends cases elsewhere' : 'The text changed';
}
