import { outcomeKey } from '../../model/outcome.ts';
import { ruleName } from '../../model/rule-set.ts';
import type { Claim } from '../../solver/claim.ts';
import { createGate } from '../../solver/gate.ts';
import { inDecidingOrder, type Problem } from '../../solver/problem.ts';
import { common, createSolver, type Answer } from '../../solver/solver.ts';
import type { AnalysedRule, AnalysisSubject } from '../../solver/subject.ts';
import { witnessIn } from '../../solver/witness/witness.ts';
import { scratch } from '../../space/small-arrays.ts';
import { differingPairs, type Pair, type RankedDecider } from '../differing.ts';
import type { Edits } from '../edits/edits-between.ts';
import type { FoundRegion } from '../found-regions.ts';
import { buildMixtures, type Mixture, type Versions } from '../versions.ts';
import { showChange } from '../witness-input.ts';
import type { Undone } from './mixture.ts';

/** True if a decider of a version with edits undone is one of the version after, with the same outcome. */
export type SameDecider = (one: Decides, after: Decides) => boolean;

/** A rule, or null for the default, with the key of its outcome. */
type Decides = Pick<RankedDecider, 'written' | 'key'>;

export function sameDecider({ rules }: Edits): SameDecider {
  const renamed = new Map(
    rules.flatMap(({ before, after }) =>
      before === null || after === null || before.rule.id === after.rule.id
        ? []
        : [[`${before.rule.id}@${after.ref.version}`, ruleName(after.rule)]],
    ),
  );
  const nameOf = ({ written }: Decides): string | null => {
    if (written === null) return null;
    const name = ruleName(written.ref);
    return renamed.get(name) ?? name;
  };
  return (one, after) => one.key === after.key && nameOf(one) === nameOf(after);
}

/**
 * What is found in a version with edits undone: no input of the region changes; or one does, or may because a rule cannot be read, with these rules; or it is
 * not known.
 */
export type Searched = 'gone' | 'unknown' | { deciders: readonly (AnalysedRule | null)[] };

/** Whether the example of a region is still decided as after, if edits are undone; null if it is not, so that other inputs have to be searched. */
export function exampleReader(
  undone: Undone,
  isSame: SameDecider,
  now: number,
): (region: FoundRegion) => Searched | null {
  if (undone.kind === 'unreadable') return () => ({ deciders: undone.rules });
  const { subject } = undone.mixture;
  const gate = createGate([subject], now);
  const deciders: Decides[] = [
    ...inDecidingOrder(subject).map(rule => ({ written: rule, key: rule.outcome })),
    { written: null, key: outcomeKey(subject.default ?? { decide: 'pause' }) },
  ];
  return ({ pair: { after }, witness }) => {
    const still = deciders.find(
      each => isSame(each, after) && gate.confirm([decides(each.written)], witness, () => []) !== null,
    );
    return still === undefined ? null : { deciders: [still.written] };
  };
}

/** Searches regions for inputs that still change in versions with edits undone, which share one space. */
export function searches(
  [before, after]: [AnalysisSubject, AnalysisSubject],
  mixtures: ReadonlyMap<string, Mixture>,
  regions: readonly FoundRegion[],
  { isSame, now, limit }: { isSame: SameDecider; now: number; limit: number | undefined },
): (name: string, region: FoundRegion) => Searched {
  if (mixtures.size === 0) return () => 'unknown';
  const built = buildMixtures(before, after, [...mixtures.values()], now);
  const { problem } = built.versions;
  const solver = createSolver(problem, limit);
  const ranks = new Set(regions.map(({ pair }) => pair.before.rank));
  const pairs = pairsByRank(built.versions, ranks);
  const others = new Map(
    [...mixtures].map(([name, { subject }], at) => {
      const mixture = built.mixtures[at] as Versions;
      const gate = createGate([before, after, subject], now);
      return [name, { mixture, changed: pairsByRank(mixture, ranks), confirming: { ...solver, gate } }];
    }),
  );
  return (name, { pair, from, until }) => {
    const other = others.get(name);
    if (other === undefined) return 'unknown';
    solver.topic();
    let isKnown = true;
    for (const [number, period] of problem.periods.entries()) {
      if (period.from < from || period.until > until) continue;
      const own = pairs[number]?.get(pair.before.rank)?.find(each => each.after.rank === pair.after.rank);
      if (own === undefined) continue;
      for (const each of other.changed[number]?.get(pair.before.rank) ?? []) {
        if (!isSame(each.after, pair.after)) continue;
        const both = inBoth(problem, own, each);
        const answer = both.region.length === 0 ? null : solver.solve(both.region, both.excluding, period);
        if (answer === null) continue;
        const { written } = each.after;
        const isInput = (found: Answer): boolean =>
          isExact(problem) ||
          witnessIn(showChange(other.mixture, other.confirming, both, found, [decides(written)])) !== null;
        if (answer !== 'undecided' && isInput(answer)) return { deciders: [written] };
        isKnown = false;
      }
    }
    return isKnown ? 'gone' : 'unknown';
  };
}

/** The inputs that two pairs share. */
function inBoth(problem: Problem, pair: Pair, other: Pair): Pair {
  const excluding = scratch.copied(pair.excluding);
  other.excluding.forEach((word, at) => (excluding[at] = (excluding[at] as number) | word));
  return { ...pair, region: common(problem, pair.region, other.region), excluding };
}

function decides(rule: AnalysedRule | null): Claim {
  return [{ kind: 'decides', rule }];
}

/** True if every answer of a search is an input: nothing in the space is free that depends on the values of signals. */
function isExact({ space: { opaque, broken, terms, derived } }: Problem): boolean {
  return opaque.size + broken.size + terms.size + derived.size === 0;
}

/** For each period, the pairs of two versions by the rank of the decider before. */
function pairsByRank(versions: Versions, ranks: ReadonlySet<number>): ReadonlyMap<number, Pair[]>[] {
  return versions.problem.periods.map(period => {
    const found = new Map<number, Pair[]>();
    for (const pair of differingPairs(versions, period, ranks)) {
      const others = found.get(pair.before.rank);
      if (others === undefined) found.set(pair.before.rank, [pair]);
      else others.push(pair);
    }
    return found;
  });
}
