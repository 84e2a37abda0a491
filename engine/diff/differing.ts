import { difference, type Region as Boxes } from '../space/boxes.ts';
import { inForce, type ProblemRule, type Period } from '../solver/problem.ts';
import { common, constraintsOf, neighbours } from '../solver/solver.ts';
import { addRange, type ClauseSet } from '../solver/search/clause-index.ts';
import type { AnalysedRule } from '../solver/subject.ts';
import { outcomeKey, type DefaultOutcome } from '../model/rule-set.ts';
import type { Version, Versions } from './versions.ts';
import { scratch } from '../space/small-arrays.ts';

/** A decider of one version with its position in deciding order; the default comes after all rules. */
export interface Placed {
  /** Null for the default. */
  rule: ProblemRule | null;
  /** The rule as this version has it. */
  written: AnalysedRule | null;
  /** Position in the version's deciding order, from 0. */
  place: number;
  outcome: DefaultOutcome;
  /** A key that is equal for equal outcomes. */
  key: string;
}

/** Two deciders with different outcomes. The inputs that both decide are those in `region` that no clause in `excluding` holds. */
export interface Pair {
  old: Placed;
  next: Placed;
  region: Boxes;
  excluding: ClauseSet;
  period: Period;
}

/** Maximum number of boxes in the difference of a rule and its counterpart; beyond it, the whole rule is used. */
const maxBoxes = 64;

/**
 * The pairs of deciders that may differ in a period. An unchanged rule fires in both versions, so it must come after the other decider in one of them. For
 * a modified rule, either the same applies or only one of its two forms fires. So small changes give few pairs, regardless of the number of rules.
 */
export function* differingPairs(versions: Versions, period: Period): Generator<Pair> {
  const { problem, before, after } = versions;
  const [earlierThen, earlierNow] = [prefixes(versions, before, period), prefixes(versions, after, period)];
  const [olds, nexts] = [placed(before, period), placed(after, period)];
  const nextAt = new Map(nexts.map(each => [each.place, each]));
  const gone = new Map<string, Boxes | null>();

  for (const old of olds) {
    for (const next of meeting(old)) {
      if (next.key === old.key) continue;
      const region = regionOf(old, next);
      if (region.length > 0) yield { old, next, region, excluding: excludingByPeriod(old, next), period };
    }
  }

  function meeting({ rule }: Placed): Iterable<Placed> {
    const last = nextAt.get(after.rules.length);
    if (rule === null) return nexts;
    const places = [rule, ...neighbours(problem, rule)].flatMap(({ position }) => after.places.get(position) ?? []);
    return [...places.sort((a, b) => a - b).flatMap(place => nextAt.get(place) ?? []), ...(last ? [last] : [])];
  }

  function regionOf(old: Placed, next: Placed): Boxes {
    const own = limited(old, next, after, before);
    if (own.length === 0) return own;
    const other = limited(next, old, before, after);
    if (other.length === 0) return other;
    return old.rule === null ? other : next.rule === null ? own : common(problem, own, other);
  }

  /** The inputs on which a decider fires, without those on which its form in the other version fires and comes before the other decider. */
  function limited({ rule }: Placed, other: Placed, there: Version, here: Version): Boxes {
    if (rule === null) return [problem.space.layout.whole];
    const stays = there.places.get(rule.position);
    if (stays !== undefined) return stays < other.place ? [] : rule.fires;
    const form = here.counterparts.get(rule.position);
    const place = form && there.places.get(form.position);
    if (form === undefined || place === undefined || place >= other.place || !inForce(form, period)) return rule.fires;
    const name = `${rule.position} ${form.position}`;
    let left = gone.get(name);
    if (left === undefined) gone.set(name, (left = difference(problem.space.layout, rule.fires, form.fires, maxBoxes)));
    return left ?? rule.fires;
  }

  function excludingByPeriod(old: Placed, next: Placed): ClauseSet {
    const excluding = (earlierThen[old.place] as ClauseSet).slice();
    (earlierNow[next.place] as ClauseSet).forEach((word, at) => {
      excluding[at] = (excluding[at] as number) | word;
    });
    return excluding;
  }
}

function placed({ rules, written, default: otherwise }: Version, period: Period): Placed[] {
  return [
    ...rules.flatMap((rule, place) =>
      inForce(rule, period)
        ? [{ rule, written: written[place] ?? null, place, outcome: rule.rule.rule, key: rule.outcome }]
        : [],
    ),
    { rule: null, written: null, place: rules.length, outcome: otherwise, key: outcomeKey(otherwise) },
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
