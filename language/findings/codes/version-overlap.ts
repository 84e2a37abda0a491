import { buckets, bucketsOf, bucketsOutside, sharedBuckets } from '../../../engine/model/rollout.ts';
import { ruleName, type Rollout } from '../../../engine/model/rule-set.ts';
import type { Project } from '../../source/project/project.ts';
import { withEntry } from '../entry-edit.ts';
import type { Detected, Fix, FindingDefinition } from '../finding.ts';
import { related } from '../places.ts';
import { activeVersions, bucketsInWords, periodInWords, placeOf, type RuleVersion } from '../rule-versions.ts';

export const versionOverlap: FindingDefinition = {
  code: 'version-overlap',
  category: 'names',
  fixable: true,
  severity: 'error',
  title: 'Overlapping rule versions',
  summary:
    'Two versions of a rule are in force at the same time for the same inputs, so it is unclear which of them counts.',
  guards: 'loading',
  *detect(project) {
    for (const versions of activeVersions(project).values()) {
      for (const [one, other] of overlapping(versions)) {
        const [earlier, later] = one.index < other.index ? [one, other] : [other, one];
        yield overlap(project, later, earlier, versions);
      }
    }
  },
};

/** Overlaps reported per version: a thousand concurrent versions would have half a million. */
const maxReported = 5;

/** Pairs of different versions that are in force at the same time, and whose rollouts share buckets. */
function* overlapping(versions: readonly RuleVersion[]): Iterable<[RuleVersion, RuleVersion]> {
  /** For each version number and rollout, the rule in force at the current time that lasts longest. */
  const current = new Map<string, RuleVersion>();
  for (const version of versions.toSorted((a, b) => a.from - b.from || a.index - b.index)) {
    let reported = 0;
    for (const [key, other] of current) {
      if (reported === maxReported) break;
      if (other.until <= version.from) current.delete(key);
      else if (meet(other, version)) {
        yield [other, version];
        reported++;
      }
    }
    const key = JSON.stringify([numberOf(version), version.rule.rollout ?? null]);
    const same = current.get(key);
    if (same === undefined || same.until < version.until) current.set(key, version);
  }
}

function numberOf({ rule }: RuleVersion): number {
  return rule.version ?? 1;
}

/** True for two versions that can be in force for the same input. */
function meet(a: RuleVersion, b: RuleVersion): boolean {
  return (
    numberOf(a) !== numberOf(b) &&
    Math.max(a.from, b.from) < Math.min(a.until, b.until) &&
    sharedBuckets(a.rule.rollout, b.rule.rollout) !== null
  );
}

function overlap(
  project: Project,
  later: RuleVersion,
  earlier: RuleVersion,
  versions: readonly RuleVersion[],
): Detected {
  const { document } = project;
  const from = Math.max(later.from, earlier.from);
  const until = Math.min(later.until, earlier.until);
  const name = ruleName(later.rule);
  const other = ruleName(earlier.rule);
  const when = periodInWords({ from, until }) ?? 'at all times';
  const divides = later.rule.rollout !== undefined || earlier.rule.rollout !== undefined;
  const place = (version: RuleVersion) => placeOf(project, version, divides ? ['rollout', 'effective'] : ['effective']);
  const [some, advice] = dividedTraffic(later, earlier);
  return {
    message: `\`${name}\` and \`${other}\` are both in force ${when}${some}. ${advice}`,
    uri: document.uri,
    range: place(later),
    rule: name,
    fixes: divideTraffic(project, later, earlier, versions),
    related: [related(document, earlier.path, place(earlier), `\`${other}\` is in force here.`)],
  };
}

/** For which inputs two versions are both in force, if not for all, and what to do about it. */
function dividedTraffic(
  { rule: later }: RuleVersion,
  { rule: earlier }: RuleVersion,
): [inputs: string, advice: string] {
  const [a, b] = [later.rollout, earlier.rollout];
  if (a === undefined && b === undefined)
    return ['', "End the `effective` period of one where the other's begins, or retire one of them."];
  if (a !== undefined && b !== undefined) {
    if (a.by !== b.by)
      return [
        ` for some inputs, because their rollouts are divided by different signals (\`${a.by}\`, \`${b.by}\`)`,
        'Divide both by the same signal.',
      ];
    return [
      ` for ${bucketsInWords(sharedBuckets(a, b) ?? [0, buckets - 1])} of \`${a.by}\``,
      'Change `from` or `percent` so that their buckets differ.',
    ];
  }
  const rollout = (a ?? b) as Rollout;
  const whole = ruleName(a === undefined ? later : earlier);
  const inputs = ` for ${bucketsInWords(bucketsOf(rollout))} of \`${rollout.by}\``;
  const rest = bucketsOutside([rollout]);
  if (rest.length !== 1) return [inputs, 'Retire one of them.'];
  return [inputs, `Give \`${whole}\` a rollout for the other buckets, or retire one of them.`];
}

/** Lets the version without a rollout decide for the buckets that no other version has, if they are neighbours. */
function divideTraffic(
  project: Project,
  later: RuleVersion,
  earlier: RuleVersion,
  versions: readonly RuleVersion[],
): Fix[] {
  const [whole, part] = later.rule.rollout === undefined ? [later, earlier] : [earlier, later];
  const rollout = part.rule.rollout;
  if (whole.rule.rollout !== undefined || rollout === undefined) return [];
  const { by } = rollout;
  const others = versions.filter(each => each !== whole && meet(each, whole));
  const rollouts = others.flatMap(each => (each.rule.rollout?.by === by ? [each.rule.rollout] : []));
  const [left, ...more] = bucketsOutside(rollouts);
  if (left === undefined || more.length > 0 || rollouts.length < others.length) return [];
  const [first, last] = left;
  const percent = last - first + 1;
  const edits = withEntry(project.document, whole.path, 'rollout', {
    percent,
    ...(first === 0 ? {} : { from: first }),
    by,
  });
  const title = `Let \`${ruleName(whole.rule)}\` decide for the other ${percent} %`;
  return edits === null ? [] : [{ title, edits, preferred: true }];
}
