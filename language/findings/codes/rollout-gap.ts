import { bucketIfMissing, buckets, bucketsOf, bucketsOutside, sharedBuckets } from '../../../engine/model/rollout.ts';
import { ruleName, type Rollout } from '../../../engine/model/rule-set.ts';
import type { Project } from '../../source/project/project.ts';
import { withEntry } from '../entry-edit.ts';
import { listed } from '../fact-words.ts';
import type { Detected, FindingDefinition, Fix } from '../finding.ts';
import { related } from '../places.ts';
import { activeVersions, bucketsInWords, periodInWords, placeOf, type RuleVersion } from '../rule-versions.ts';

export const rolloutGap: FindingDefinition = {
  code: 'rollout-gap',
  category: 'names',
  fixable: true,
  severity: 'warning',
  title: 'Rollouts that leave buckets out',
  summary: 'Several versions of a rule share the traffic, but in some buckets none of them is in force.',
  *detect(project) {
    const { rules } = project.ruleSet;
    for (const [id, versions] of activeVersions(project)) {
      if (versions.length < 2) continue;
      // A version that breaks the schema may have the other buckets.
      if (project.definitionsOf('rule', id).length > rules.filter(rule => rule.id === id).length) continue;
      for (const gap of gapsOf(versions)) yield detected(project, gap, versions);
    }
  },
};

type Range = readonly [first: number, last: number];

/** A version that has a rollout. */
type SharedVersion = RuleVersion & { rule: { rollout: Rollout } };

/** Buckets without a version, in a period in which at least two versions are in force, all divided by the same signal. */
interface Gap {
  from: number;
  until: number;
  /** The versions in force, in file order. */
  versions: readonly SharedVersion[];
  outside: readonly Range[];
}

/** The gaps of one rule, each once, in the order of their periods. */
function gapsOf(versions: readonly RuleVersion[]): Gap[] {
  const gaps = new Map<string, Gap>();
  for (const { from, until, versions: inForce } of periodsOf(versions)) {
    const [first, ...others] = inForce.filter(isShared);
    // Versions without a rollout have all buckets. More versions than buckets overlap in any case.
    if (first === undefined || others.length === 0 || inForce.length > buckets) continue;
    const shared = [first, ...others];
    const { by } = first.rule.rollout;
    if (shared.length < inForce.length || others.some(({ rule }) => rule.rollout.by !== by)) continue;
    const outside = bucketsOutside(shared.map(({ rule }) => rule.rollout));
    if (outside.length === 0) continue;
    const key = JSON.stringify([shared.at(-1)?.index, outside]);
    const before = gaps.get(key);
    if (before === undefined) gaps.set(key, { from, until, versions: shared, outside });
    else if (before.until === from) before.until = until;
  }
  return [...gaps.values()];
}

function isShared(version: RuleVersion): version is SharedVersion {
  return version.rule.rollout !== undefined;
}

/** The periods in which the same versions are in force, in ascending order, each with its versions in file order. */
function* periodsOf(
  versions: readonly RuleVersion[],
): Iterable<{ from: number; until: number; versions: RuleVersion[] }> {
  const byStart = versions.filter(({ from, until }) => from < until).toSorted((a, b) => a.from - b.from);
  const times = [...new Set(byStart.flatMap(({ from, until }) => [from, until]))].sort((a, b) => a - b);
  let started = 0;
  let inForce: RuleVersion[] = [];
  for (const [index, from] of times.entries()) {
    const until = times[index + 1];
    if (until === undefined) return;
    inForce = inForce.filter(each => each.until > from);
    for (let next = byStart[started]; next?.from === from; next = byStart[++started]) inForce.push(next);
    yield { from, until, versions: inForce.toSorted((a, b) => a.index - b.index) };
  }
}

function detected(project: Project, { from, until, versions, outside }: Gap, all: readonly RuleVersion[]): Detected {
  const { document } = project;
  const [last, ...others] = versions.toReversed();
  if (last === undefined) throw new RangeError('a gap is between versions');
  const { id, rollout } = last.rule;
  const period = periodInWords({ from, until });
  const without = outside.some(([, end]) => end === bucketIfMissing) ? ', nor for inputs without it' : '';
  const gaps = outside.map(([first, end]) => (first === end ? String(first) : `${first} to ${end}`));
  const words = `${gaps.length === 1 && !gaps[0]?.includes(' ') ? 'bucket' : 'buckets'} ${listed(gaps)}`;
  return {
    message: `No version of \`${id}\` is in force${period === null ? '' : ` ${period}`} for ${words} of \`${rollout.by}\`${without}. Extend a rollout to the rest of the traffic, or the rule decides nothing there.`,
    uri: document.uri,
    range: placeOf(project, last, ['rollout']),
    rule: ruleName(last.rule),
    related: others.toReversed().map(each => {
      const has = bucketsInWords(bucketsOf(each.rule.rollout));
      const message = `\`${ruleName(each.rule)}\` has ${has}.`;
      return related(document, each.path, placeOf(project, each, ['rollout']), message);
    }),
    fixes: extensions(project, versions, outside, all),
  };
}

/** Extends one of the versions beside the gap, preferably the one with the larger share. None if there are several gaps. */
function extensions(
  project: Project,
  versions: readonly SharedVersion[],
  outside: readonly Range[],
  all: readonly RuleVersion[],
): Fix[] {
  const [gap, ...more] = outside;
  if (gap === undefined || more.length > 0) return [];
  const fixes = versions
    .toSorted((a, b) => b.rule.rollout.percent - a.rule.rollout.percent)
    .flatMap((version): Fix[] => {
      const { rollout } = version.rule;
      const extended = withGap(rollout, gap);
      if (extended === null || all.some(other => other !== version && meets(other, version, extended))) return [];
      const path = [...version.path, 'rollout'];
      const percent = withEntry(project.document, path, 'percent', extended.percent);
      const isMoved = (extended.from ?? 0) !== (rollout.from ?? 0);
      const from = isMoved ? withEntry(project.document, path, 'from', extended.from ?? 0) : [];
      if (percent === null || from === null) return [];
      const title = `Let \`${ruleName(version.rule)}\` decide for ${extended.percent} %`;
      return [{ title, edits: [...percent, ...from], preferred: false }];
    });
  return fixes.map((fix, index) => ({ ...fix, preferred: index === 0 }));
}

/** A rollout that also has the buckets of a gap; null if they are not next to its own. */
function withGap(rollout: Rollout, [first, last]: Range): Rollout | null {
  const [start, end] = bucketsOf(rollout);
  const percent = end - start + 1 + (last - first + 1);
  if (end + 1 === first) return { ...rollout, percent };
  return last + 1 === start ? { ...rollout, percent, from: first } : null;
}

/** True if a version, with another rollout, is in force for an input of the other one. */
function meets(other: RuleVersion, version: RuleVersion, rollout: Rollout): boolean {
  const isConcurrent = Math.max(other.from, version.from) < Math.min(other.until, version.until);
  return isConcurrent && sharedBuckets(other.rule.rollout, rollout) !== null;
}
