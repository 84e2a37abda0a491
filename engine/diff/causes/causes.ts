import { ruleName } from '../../model/rule-set.ts';
import { createSolver, common, type Solver } from '../../solver/solver.ts';
import type { AnalysedRule, AnalysisSubject } from '../../solver/subject.ts';
import { scratch } from '../../space/small-arrays.ts';
import type { Claim } from '../../solver/claim.ts';
import { createGate, type Gate } from '../../solver/gate.ts';
import type { Problem } from '../../solver/problem.ts';
import { witnessIn } from '../../solver/witness/witness.ts';
import { differingPairs, rankedDeciders, type Pair, type RankedDecider } from '../differing.ts';
import { canDecide } from '../edits/undo.ts';
import type { Edit } from '../edits/edit.ts';
import type { Edits } from '../edits/edits-between.ts';
import type { FoundRegion } from '../found-regions.ts';
import { showChange } from '../witness-input.ts';
import { buildMixtures, type Mixture, type Versions } from '../versions.ts';
import { undoer } from './mixture.ts';
import { touching, type Touching } from './touching.ts';

/** Which edits make a region: with them undone, it goes, which means that its decider after decides none of its inputs with that outcome. */
export interface Cause {
  /** The smallest sets of edits whose undoing makes the region go; several if it needs all of them to arise. In the order of the edits. */
  sets: (readonly Edit[])[];
  /** True if it is proved that undoing each set makes the region go, and no smaller one does. */
  proved: boolean;
}

/** Maximum size of a set of edits, number of single edits that are tried, and of larger sets of each size. */
const maxSize = 3;
const maxSingle = 150;
const maxSets = 48;

/** A region with the sets of edits that are yet to be tried. */
interface Open {
  region: FoundRegion;
  cause: Cause | null;
  sets: NamedSets;
  /** False if of a set that was tried it is not known whether the region goes. */
  isKnown: boolean;
}

/** Sets of edits by a name that is equal for equal ones. */
type NamedSets = ReadonlyMap<string, ReadonlySet<Edit>>;

/**
 * For each region, the smallest sets of edits that make it. All sets of a size are tried if there are few; of many, only those with an edit that concerns a decider
 * of an input that still changes (a hitting set search, as in Reiter, "A theory of diagnosis from first principles", 1987).
 */
export function* findingCauses(
  before: AnalysisSubject,
  after: AnalysisSubject,
  edits: Edits,
  regions: readonly FoundRegion[],
  { now, limit }: { now: number; limit?: number | undefined },
): Generator<number, Cause[], undefined> {
  const deciding = edits.all.filter(canDecide);
  const [only] = deciding;
  if (only !== undefined && deciding.length === 1) return regions.map(() => ({ sets: [[only]], proved: true }));
  const touches = touching(edits, [before, after]);
  const isSame = sameDecider(edits);
  const undo = undoer(before, after, edits);
  const nameOf = (set: ReadonlySet<Edit>): string =>
    deciding.flatMap((edit, at) => (set.has(edit) ? [at] : [])).join(' ');
  /** A set with one more edit, for each that may matter: all of them while there are few sets. */
  const extended = (set: ReadonlySet<Edit>, rules: readonly (AnalysedRule | null)[]): NamedSets => {
    const more = combinations(deciding.length, set.size + 1) <= maxSets ? deciding : rules.flatMap(touches);
    return new Map(
      [...new Set(more)]
        .filter(edit => !set.has(edit))
        .map(edit => {
          const larger = new Set([...set, edit]);
          return [nameOf(larger), larger];
        }),
    );
  };
  const open = regions.map((region): Open => {
    const sets = extended(new Set(), decidersOf(region));
    return { region, cause: null, sets, isKnown: true };
  });
  for (let size = 1; size <= Math.min(maxSize, deciding.length); size++) {
    const left = open.filter(({ cause }) => cause === null);
    if (left.length === 0) break;
    const sets = new Map(left.flatMap(each => [...each.sets]));
    if (sets.size > (size === 1 ? maxSingle : maxSets)) break;
    const undone = new Map([...sets].map(([name, set]) => [name, undo(set)]));
    const mixtures = [...undone].flatMap(([name, each]): [string, Mixture][] =>
      each.kind === 'mixture' ? [[name, each.mixture]] : [],
    );
    const built = buildMixtures(
      before,
      after,
      mixtures.map(([, mixture]) => mixture),
      now,
    );
    const solver = createSolver(built.versions.problem, limit);
    const ranks = new Set(left.map(({ region }) => region.pair.before.rank));
    const pairs = pairsByRank(built.versions, ranks);
    const searches = new Map(
      mixtures.map(([name, { subject }], at) => {
        const gate = createGate([before, after, subject], now);
        return [name, searcher({ solver, pairs, ranks, isSame }, built.mixtures[at] as Versions, gate)];
      }),
    );
    for (const [at, each] of left.entries()) {
      yield (size - 1 + at / left.length) / maxSize;
      const next = new Map<string, ReadonlySet<Edit>>();
      const found: (readonly Edit[])[] = [];
      for (const [name, set] of each.sets) {
        const still = undone.get(name);
        const result: Searched =
          set.size === deciding.length ? 'gone' : (searches.get(name)?.(each.region) ?? 'unknown');
        if (result === 'unknown' && still?.kind !== 'unreadable') each.isKnown = false;
        if (result === 'gone') found.push(deciding.filter(edit => set.has(edit)));
        const deciders =
          still?.kind === 'unreadable' ? still.rules : typeof result === 'object' ? [result.decider] : [];
        const more = extended(set, [...deciders, ...decidersOf(each.region)]);
        for (const [longer, larger] of more) next.set(longer, larger);
      }
      const isSmallest = size === 1 || combinations(deciding.length, size - 1) <= maxSets;
      if (found.length > 0) each.cause = { sets: found, proved: isSmallest && each.isKnown };
      else each.sets = next;
    }
  }
  return open.map(
    ({ region, cause }) => cause ?? { sets: [allTouching(decidersOf(region), touches, deciding)], proved: false },
  );
}

function decidersOf({ pair: { before, after } }: FoundRegion): (AnalysedRule | null)[] {
  return [before.written, after.written];
}

/** The number of sets of a size. */
function combinations(of: number, size: number): number {
  let count = 1;
  for (let at = 0; at < size; at++) count = (count * (of - at)) / (at + 1);
  return count;
}

/** The edits that concern the deciders of a region, for one whose cause was not found; all if none does. */
function allTouching(
  rules: readonly (AnalysedRule | null)[],
  touches: Touching,
  deciding: readonly Edit[],
): readonly Edit[] {
  const found = new Set(rules.flatMap(touches));
  return found.size === 0 ? deciding : deciding.filter(edit => found.has(edit));
}

/** True if a decider of a version with edits undone is one of the version after, with the same outcome. */
type SameDecider = (one: RankedDecider, after: RankedDecider) => boolean;

function sameDecider({ rules }: Edits): SameDecider {
  const renamed = new Map(
    rules.flatMap(({ before, after }) =>
      before === null || after === null || before.rule.id === after.rule.id
        ? []
        : [[`${before.rule.id}@${after.ref.version}`, ruleName(after.rule)]],
    ),
  );
  const nameOf = ({ written }: RankedDecider): string | null => {
    if (written === null) return null;
    const name = ruleName(written.ref);
    return renamed.get(name) ?? name;
  };
  return (one, after) => one.key === after.key && nameOf(one) === nameOf(after);
}

/** What a search in a version with edits undone finds: no input of the region changes, one does and is decided by a rule, or it is not known. */
type Searched = 'gone' | 'unknown' | { decider: AnalysedRule | null };

/** What searches in all versions with edits undone share. */
interface Search {
  solver: Solver;
  /** The pairs of the two versions, by period and rank of the decider before. */
  pairs: readonly ReadonlyMap<number, Pair[]>[];
  /** The ranks of the deciders before of all regions that are searched. */
  ranks: ReadonlySet<number>;
  isSame: SameDecider;
}

/**
 * Searches regions for inputs that still change if the version after is another one.
 * @param gate of the two versions and the other one
 */
function searcher(
  { solver, pairs, ranks, isSame }: Search,
  mixture: Versions,
  gate: Gate,
): (region: FoundRegion) => Searched {
  const { problem } = solver;
  const changed = pairsByRank(mixture, ranks);
  const confirming: Solver = { ...solver, gate };
  return ({ pair: { before, after }, from, until, witness }) => {
    const first = problem.periods.find(period => period.from >= from && period.until <= until);
    const still = first === undefined ? [] : rankedDeciders(mixture.after, first).filter(each => isSame(each, after));
    for (const { written } of still)
      if (gate.confirm([before.written, after.written, written].map(decides), witness, () => []) !== null)
        return { decider: written };
    solver.topic();
    let isKnown = true;
    for (const [number, period] of problem.periods.entries()) {
      if (period.from < from || period.until > until) continue;
      const own = pairs[number]?.get(before.rank)?.find(each => each.after.rank === after.rank);
      if (own === undefined) continue;
      for (const each of changed[number]?.get(before.rank) ?? []) {
        if (!isSame(each.after, after)) continue;
        const region = common(problem, own.region, each.region);
        if (region.length === 0) continue;
        const excluding = scratch.copied(own.excluding);
        each.excluding.forEach((word, at) => (excluding[at] = (excluding[at] as number) | word));
        const answer = solver.solve(region, excluding, period);
        if (answer === null) continue;
        const { written } = each.after;
        if (answer !== 'undecided') {
          const pair = { ...own, region, excluding };
          if (isExact(problem) || witnessIn(showChange(mixture, confirming, pair, answer, [decides(written)])) !== null)
            return { decider: written };
        }
        isKnown = false;
      }
    }
    return isKnown ? 'gone' : 'unknown';
  };
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
