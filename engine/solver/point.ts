import { countBits, firstState, setState, stateFrom, type Box, type Dimension } from '../space/dimension.ts';
import type { Problem } from './problem.ts';
import { lowestBit, type ClauseIndex, type ClauseSet, type Lookup } from './search/clause-index.ts';
import { scratch } from '../space/small-arrays.ts';

/** A copy of a box with a single state in a dimension. */
export function atState(box: Box, dimension: Dimension, state: number): Box {
  const copy = scratch.copied(box);
  setState(copy, dimension, state);
  return copy;
}

/** The state of a point in a dimension; of a box with several, the first. */
export function stateAt(point: Box, dimension: Dimension): number {
  return firstState(point, dimension);
}

/** A single input of a box: its first state in each dimension. */
export function singlePoint({ space }: Pick<Problem, 'space'>, box: Box): Box {
  const point = scratch.copied(box);
  for (const dimension of space.layout.dimensions) setState(point, dimension, stateAt(box, dimension));
  return point;
}

/** The clauses of a set whose boxes meet a box. */
export function meeting({ index }: Pick<Problem, 'index'>, box: Box, set: ClauseSet): ClauseSet {
  const met = scratch.copied(set);
  for (const row of index.rows) row.keepMeeting(box, met, index.words);
  return met;
}

/** The lowest number of a clause in a set whose box meets a box; -1 if none does. Stops at the first hit. */
export function firstMeeting({ index }: Pick<Problem, 'index'>, box: Box, set: ClauseSet): number {
  const met = scratch.zeros(set.length);
  for (let from = 0; from < set.length; from += wordsAtOnce) {
    const to = Math.min(from + wordsAtOnce, set.length);
    for (let word = from; word < to; word++) met[word] = set[word] as number;
    for (const row of index.rows) row.keepMeeting(box, met, to, from);
    for (let word = from; word < to; word++) {
      const bits = met[word] as number;
      if (bits !== 0) return (word << 5) + lowestBit(bits);
    }
  }
  return -1;
}

const wordsAtOnce = 4;

/** `firstMeeting` for a single input, and much faster. In the dimensions `free`, the input may have any state. */
export function firstHolding(
  { index }: Pick<Problem, 'index'>,
  point: Box,
  set: ClauseSet,
  free: readonly Dimension[] = [],
): number {
  const lookup = lookUp(index, point, free);
  for (let word = 0; word < set.length; word++) {
    const bits = holdersIn(lookup, set, word);
    if (bits !== 0) return (word << 5) + lowestBit(bits);
  }
  return -1;
}

/** Selects the rows of an input's states in all dimensions except those in `free`. */
function lookUp(index: ClauseIndex, point: Box, free: readonly Dimension[]): Lookup {
  const { rows, words } = index;
  const lookup = (index.lookup ??= lookupOf(index));
  lookup.count = 0;
  for (let at = 0; at < rows.length; at++) {
    const { dimension } = rows[at] as (typeof rows)[number];
    if (free.length > 0 && free.includes(dimension)) continue;
    lookup.used[lookup.count] = at;
    lookup.starts[lookup.count++] = firstState(point, dimension) * words;
  }
  return lookup;
}

/** The clauses in one word of a set that are in all selected rows, as bits. */
function holdersIn({ holding, used, starts, count }: Lookup, set: ClauseSet, word: number): number {
  let bits = set[word] as number;
  for (let at = 0; bits !== 0 && at < count; at++) {
    bits &= (holding[used[at] as number] as Int32Array)[(starts[at] as number) + word] as number;
  }
  return bits;
}

/** A function from states in `dimensions` to the lowest number of a clause that holds them, -1 if none does. In other dimensions, clauses must be open. */
export function holderAmong(
  { index }: Pick<Problem, 'index'>,
  set: ClauseSet,
  dimensions: readonly Dimension[],
): (states: Int32Array) => number {
  const { words } = index;
  const { holding } = (index.lookup ??= lookupOf(index));
  const rows = dimensions.map(dimension => holding[dimension.index] as Int32Array);
  const live = scratch.zeros(set.length);
  let count = 0;
  for (let word = 0; word < set.length; word++) if (set[word] !== 0) live[count++] = word;
  return states => {
    for (let i = 0; i < count; i++) {
      const word = live[i] as number;
      let bits = set[word] as number;
      for (let at = 0; bits !== 0 && at < rows.length; at++)
        bits &= (rows[at] as Int32Array)[(states[at] as number) * words + word] as number;
      if (bits !== 0) return (word << 5) + lowestBit(bits);
    }
    return -1;
  };
}

/**
 * The first of a box's states in a dimension in which the fewest clauses hold the point, and their number.
 * @param fewerThan bound on that number; the result is null if no state has fewer
 */
export function leastHeld(
  { index }: Pick<Problem, 'index'>,
  point: Box,
  set: ClauseSet,
  { box, dimension }: { box: Box; dimension: Dimension },
  fewerThan: number,
): { state: number; holders: number } | null {
  const { words } = index;
  const lookup = lookUp(index, point, [dimension]);
  const { left, leftIn } = lookup;
  let kept = 0;
  for (let word = 0; word < set.length; word++) {
    const bits = holdersIn(lookup, set, word);
    if (bits === 0) continue;
    left[kept] = bits;
    leftIn[kept++] = word;
  }
  const row = lookup.holding[dimension.index] as Int32Array;
  let least = fewerThan;
  let best = -1;
  for (
    let state = stateFrom(box, dimension, 0);
    state !== -1 && least > 0;
    state = stateFrom(box, dimension, state + 1)
  ) {
    let holders = 0;
    for (let at = 0; at < kept && holders < least; at++) {
      const bits = (left[at] as number) & (row[state * words + (leftIn[at] as number)] as number);
      if (bits !== 0) holders += countBits(bits);
    }
    if (holders >= least) continue;
    least = holders;
    best = state;
  }
  return best === -1 ? null : { state: best, holders: least };
}

function lookupOf({ rows, words }: ClauseIndex): Lookup {
  return {
    holding: rows.map(row => row.holding()),
    used: new Int32Array(rows.length),
    starts: new Int32Array(rows.length),
    count: 0,
    left: new Int32Array(words),
    leftIn: new Int32Array(words),
  };
}

export function isEmpty(set: ClauseSet): boolean {
  return set.every(word => word === 0);
}
