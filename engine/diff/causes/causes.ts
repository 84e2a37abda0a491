import type { AnalysedRule, AnalysisSubject } from '../../solver/subject.ts';
import type { Edit } from '../edits/edit.ts';
import type { Edits } from '../edits/edits-between.ts';
import { canDecide } from '../edits/undo.ts';
import type { FoundRegion } from '../found-regions.ts';
import type { Mixture } from '../versions.ts';
import { undoer, type Undone } from './mixture.ts';
import { exampleReader, sameDecider, searches, type Searched } from './still-changed.ts';
import { touching, type Touching } from './touching.ts';

/** Which edits make a region: with them undone, it goes, which means that its decider after decides none of its inputs with that outcome. */
export interface Cause {
  /** The smallest sets of edits whose undoing makes the region go; several if it needs all of them to arise. In the order of the edits. */
  sets: (readonly Edit[])[];
  /** True if it is proved that undoing each set makes the region go, and no smaller one does. */
  proved: boolean;
}

/** Maximum size of a set of edits, number of sets of each size that are tried on examples, and of those in which inputs are searched. */
const maxSize = 3;
const maxTried = 240;
const maxSearched = 64;

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
    const more = combinations(deciding.length, set.size + 1) <= maxTried ? deciding : rules.flatMap(touches);
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
    if (sets.size > maxTried) break;
    const undone = new Map<string, Undone>();
    for (const [name, set] of sets) {
      yield (size - 1) / maxSize;
      undone.set(name, undo(set));
    }
    const shows = new Map([...undone].map(([name, each]) => [name, exampleReader(each, isSame, now)]));
    const shown = new Map<Open, ReadonlyMap<string, Searched | null>>();
    const unshown = new Map<string, Mixture>();
    for (const each of left) {
      yield (size - 1) / maxSize;
      const results = new Map<string, Searched | null>();
      shown.set(each, results);
      for (const [name, set] of each.sets) {
        const still = undone.get(name);
        const result = set.size === deciding.length ? 'gone' : (shows.get(name)?.(each.region) ?? null);
        results.set(name, result);
        if (result === null && still?.kind === 'mixture' && unshown.size < maxSearched)
          unshown.set(name, still.mixture);
      }
    }
    const search = searches(
      [before, after],
      unshown,
      left.map(({ region }) => region),
      { isSame, now, limit },
    );
    for (const [at, each] of left.entries()) {
      yield (size - 1 + at / left.length) / maxSize;
      const results = [...each.sets].map(([name, set]) => ({
        set,
        result: shown.get(each)?.get(name) ?? search(name, each.region),
      }));
      if (results.some(({ result }) => result === 'unknown')) each.isKnown = false;
      const found = results.flatMap(({ set, result }) =>
        result === 'gone' ? [deciding.filter(edit => set.has(edit))] : [],
      );
      const isSmallest = size === 1 || combinations(deciding.length, size - 1) <= maxTried;
      if (found.length > 0) {
        each.cause = { sets: found, proved: isSmallest && each.isKnown };
        continue;
      }
      const larger = results.map(({ set, result }) =>
        extended(set, [...(typeof result === 'object' ? result.deciders : []), ...decidersOf(each.region)]),
      );
      each.sets = new Map(larger.flatMap(more => [...more]));
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
