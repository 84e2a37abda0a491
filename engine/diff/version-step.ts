import { compareVersions, parseVersion } from '../model/version-order.ts';
import type { SemanticDiff } from './facts.ts';

/** What a change must at least tick, as Semantic Versioning (semver.org, 2.0.0) counts; `none` where nothing changed at all. */
export type VersionStep = 'none' | 'patch' | 'minor' | 'major';

const rising = ['none', 'patch', 'minor', 'major'] as const;

type Changes = Pick<SemanticDiff, 'class' | 'undecided' | 'consequences' | 'rules'>;

/**
 * The step that a change asks for. Whoever relies on a rule set relies on its oversight and on what travels with a handoff, so that less of either is breaking:
 * `major`. More oversight, or as much elsewhere, is `minor`; what changes no decision and no handoff is `patch`. What is
 * undecided counts as if it were so.
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
 * The least version that may follow a version after a change; the version itself where nothing changed. Before 1.0.0 nothing is promised yet, so that a step counts one
 * less, but `patch` at least. What follows a pre-release is the release that it prepares, if that is step enough.
 * @returns null where the text is no version
 */
export function leastVersion(before: string, step: VersionStep): string | null {
  const version = parseVersion(before);
  if (version === null) return null;
  const [major, minor, patch] = version.numbers;
  if (step === 'none') return before;
  const wanted = major === 0 ? (step === 'major' ? 'minor' : 'patch') : step;
  const prepared =
    version.label === null ? null : minor === 0 && patch === 0 ? 'major' : patch === 0 ? 'minor' : 'patch';
  if (prepared !== null && rising.indexOf(prepared) >= rising.indexOf(wanted)) return `${major}.${minor}.${patch}`;
  switch (wanted) {
    case 'major':
      return `${major + 1}.0.0`;
    case 'minor':
      return `${major}.${minor + 1}.0`;
    case 'patch':
      return `${major}.${minor}.${patch + 1}`;
  }
}

/** What is wrong with the version that a changed rule set has, in a sentence; null where nothing is. A larger step than the change asks for is not wrong. */
export function stepIsWrong(before: string, after: string, diff: Changes): string | null {
  const [old, next] = [parseVersion(before), parseVersion(after)];
  if (old === null) return `"${before}" is not a version such as 2.3.0.`;
  if (next === null) return `"${after}" is not a version such as 2.3.0.`;
  const step = requiredStep(diff);
  const least = leastVersion(before, step) ?? before;
  const preparing = next.label !== null && compareVersions(after, before) > 0;
  const reached = preparing ? next.numbers.join('.') : after;
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
