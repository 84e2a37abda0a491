import { difference, type Region as Boxes } from '../space/boxes.ts';
import { inForce, type ProblemRule, type Period } from '../solver/problem.ts';
import { common, constraintsOf, neighbours } from '../solver/solver.ts';
import { addRange, type ClauseSet } from '../solver/search/clause-index.ts';
import type { AnalysedRule } from '../solver/subject.ts';
import { type DefaultOutcome } from '../model/rule-set.ts';
import { outcomeKey } from '../model/outcome.ts';
import type { Version, Versions } from './versions.ts';
import { scratch } from '../space/small-arrays.ts';

/** A decider of one version with its position in deciding order; the default comes after all rules. */
export interface RankedDecider {
  /** Null for the default. */
  rule: ProblemRule | null;
  /** The rule as this version has it. */
  written: AnalysedRule | null;
  /** Position in the version's deciding order, from 0. */
  rank: number;
  outcome: DefaultOutcome;
  /** A key that is equal for equal outcomes. */
  key: string;
}

/** Two deciders with different outcomes. The inputs that both decide are those in `region` that no clause in `excluding` holds. */
export interface Pair {
  before: RankedDecider;
  after: RankedDecider;
  region: Boxes;
  excluding: ClauseSet;
  period: Period;
}

/** Maximum number of boxes in the difference of a rule and its counterpart; beyond it, the whole rule is used. */
const maxBoxes = 64;

/**
 * The pairs of deciders that may differ in a period. An unchanged rule fires in both versions, so it must come after the other decider in one of them. For
 * a modified rule, either the same applies or only one of its two forms fires. So small changes give few pairs, regardless of the number of rules.
 * @param ranks of the deciders before; all if absent
 */
export function* differingPairs(versions: Versions, period: Period, ranks?: ReadonlySet<number>): Generator<Pair> {
  const { problem, before: versionBefore, after: versionAfter } = versions;
  const [prefixesBefore, prefixesAfter] = [
    prefixes(versions, versionBefore, period),
    prefixes(versions, versionAfter, period),
  ];
  const [decidersBefore, decidersAfter] = [rankedDeciders(versionBefore, period), rankedDeciders(versionAfter, period)];
  const afterAt = new Map(decidersAfter.map(each => [each.rank, each]));
  const differences = new Map<string, Boxes | null>();

  for (const before of decidersBefore) {
    if (ranks?.has(before.rank) === false) continue;
    for (const after of meeting(before)) {
      if (after.key === before.key) continue;
      const region = regionOf(before, after);
      if (region.length > 0) yield { before, after, region, excluding: excludingFor(before, after), period };
    }
  }

  function meeting({ rule }: RankedDecider): Iterable<RankedDecider> {
    const last = afterAt.get(versionAfter.rules.length);
    if (rule === null) return decidersAfter;
    const ranks = [rule, ...neighbours(problem, rule)].flatMap(
      ({ position }) => versionAfter.ranks.get(position) ?? [],
    );
    return [...ranks.sort((a, b) => a - b).flatMap(rank => afterAt.get(rank) ?? []), ...(last ? [last] : [])];
  }

  function regionOf(before: RankedDecider, after: RankedDecider): Boxes {
    const own = limited(before, after, versionAfter, versionBefore);
    if (own.length === 0) return own;
    const other = limited(after, before, versionBefore, versionAfter);
    if (other.length === 0) return other;
    return before.rule === null ? other : after.rule === null ? own : common(problem, own, other);
  }

  /** The inputs on which a decider fires, without those on which its form in the other version fires and comes before the other decider. */
  function limited({ rule }: RankedDecider, other: RankedDecider, there: Version, here: Version): Boxes {
    if (rule === null) return [problem.space.layout.whole];
    const stays = there.ranks.get(rule.position);
    if (stays !== undefined) return stays < other.rank ? [] : rule.fires;
    const form = here.counterparts.get(rule.position);
    const rank = form && there.ranks.get(form.position);
    if (form === undefined || rank === undefined || rank >= other.rank || !inForce(form, period)) return rule.fires;
    const name = `${rule.position} ${form.position}`;
    let left = differences.get(name);
    if (left === undefined)
      differences.set(name, (left = difference(problem.space.layout, rule.fires, form.fires, maxBoxes)));
    return left ?? rule.fires;
  }

  function excludingFor(before: RankedDecider, after: RankedDecider): ClauseSet {
    const excluding = (prefixesBefore[before.rank] as ClauseSet).slice();
    (prefixesAfter[after.rank] as ClauseSet).forEach((word, at) => {
      excluding[at] = (excluding[at] as number) | word;
    });
    return excluding;
  }
}

function rankedDeciders({ rules, written, default: otherwise }: Version, period: Period): RankedDecider[] {
  return [
    ...rules.flatMap((rule, rank) =>
      inForce(rule, period)
        ? [{ rule, written: written[rank] ?? null, rank, outcome: rule.rule.rule, key: rule.outcome }]
        : [],
    ),
    { rule: null, written: null, rank: rules.length, outcome: otherwise, key: outcomeKey(otherwise) },
  ];
}

/** For each position, the constraints and the rules in force before it. */
function prefixes({ problem }: Versions, { rules }: Version, period: Period): ClauseSet[] {
  const sets = [constraintsOf(problem)];
  for (const rule of rules) {
    const set = scratch.copied(sets.at(-1) as ClauseSet);
    if (inForce(rule, period)) addRange(set, rule.first, rule.end);
    sets.push(set);
  }
  return sets;
}
