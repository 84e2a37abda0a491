import { countBits, nthState, statesIn, type Box, type Dimension } from '../../space/dimension.ts';
import type { Problem } from '../problem.ts';
import { firstHolding, leastHeld, setState, singlePoint, stateAt } from '../point.ts';
import type { Clause } from './clause.ts';
import { lowestBit, type ClauseSet } from './clause-index.ts';
import { scratch } from '../../space/small-arrays.ts';

/**
 * Some input of a box outside a set of clauses, where a few tries find one; the same every time. First random ones; then walks from them: out of the first
 * clause that holds the input, in a random dimension, and so on (Papadimitriou's random walk, On selecting a satisfying truth assignment, FOCS 1991). From
 * where the last one ends, greedily.
 */
export function localSearchPoint(
  problem: Problem,
  box: Box,
  outside: ClauseSet,
  willDo: (point: Box) => boolean = () => true,
): Box | null {
  const point = scratch.copied(box);
  const states = openStates(problem, box);
  const random = randomNumbers();
  for (let left = tries; left > 0; left--) {
    for (const { dimension, count } of states) setState(point, dimension, nthState(box, dimension, random() % count));
    for (let steps = left <= walks ? stepsOfWalk(problem) : 0; steps >= 0; steps--) {
      const held = firstHolding(problem, point, outside);
      if (held === -1) {
        if (willDo(point)) return point;
        break;
      }
      if (steps === 0) {
        if (left === 1 && descend(problem, point, box, outside, held) && willDo(point)) return point;
        break;
      }
      const clause = problem.index.clauses[held] as Clause;
      const isInside = stepOut(problem, point, box, clause, random);
      // The clause holds all of the box.
      if (!isInside) return null;
    }
  }
  return null;
}

/** Moves a point of a box out of a clause that holds it, in one dimension; false where the clause holds the whole box. */
function stepOut({ space }: Problem, point: Box, box: Box, clause: Clause, random: () => number): boolean {
  const { dimensions } = space.layout;
  const { length } = clause.dimensions;
  const first = random() % length;
  for (let tried = 0; tried < length; tried++) {
    const dimension = dimensions[clause.dimensions[(first + tried) % length] as number] as Dimension;
    const state = stateBeyond(box, clause.box, dimension, random);
    if (state === null) continue;
    setState(point, dimension, state);
    return true;
  }
  return false;
}

/**
 * Moves a point of a box out of a clause that holds it, to where the fewest clauses of a set do, as long as that makes them fewer (GSAT: Selman, Levesque and Mitchell, A new
 * method for solving hard satisfiability problems, AAAI 1992); false where some are left.
 */
function descend(problem: Problem, point: Box, box: Box, outside: ClauseSet, first: number): boolean {
  const { index, space } = problem;
  let held = first;
  let least = maxHolders;
  for (let left = moves; left > 0; left--) {
    let move: { dimension: Dimension; state: number } | null = null;
    for (const at of (index.clauses[held] as Clause).dimensions) {
      const dimension = space.layout.dimensions[at] as Dimension;
      const better = leastHeld(problem, point, outside, { box, dimension }, least);
      if (better === null) continue;
      least = better.holders;
      move = { dimension, state: better.state };
      if (least === 0) break;
    }
    if (move === null) return false;
    setState(point, move.dimension, move.state);
    if (least === 0) return true;
    held = firstHolding(problem, point, outside);
  }
  return false;
}

/** One of the states of a dimension that a box holds and another does not, each as likely; null where there is none. */
function stateBeyond(box: Box, other: Box, dimension: Dimension, random: () => number): number | null {
  const { kind, offset, width, cells } = dimension;
  if (kind === 'finite') {
    let count = 0;
    for (let i = offset; i < offset + width; i++) count += countBits((box[i] as number) & ~(other[i] as number));
    let left = count === 0 ? 0 : random() % count;
    for (let i = 0; count > 0 && i < width; i++) {
      for (let bits = (box[offset + i] as number) & ~(other[offset + i] as number); bits !== 0; bits &= bits - 1) {
        if (left-- === 0) return (i << 5) + lowestBit(bits);
      }
    }
    return null;
  }
  const low = box[offset] as number;
  const high = box[offset + 1] as number;
  // What the other leaves of the range lies before it and behind it; all of it before, where it holds none.
  const isEmpty = (other[offset] as number) > (other[offset + 1] as number);
  const end = isEmpty ? high : Math.min(high, (other[offset] as number) - 1);
  const start = isEmpty ? high + 1 : Math.max(low, (other[offset + 1] as number) + 1);
  const before = Math.max(0, end - low + 1);
  const behind = Math.max(0, high - start + 1);
  const count = before + behind + ((box[offset + 2] as number) & ~(other[offset + 2] as number));
  if (count === 0) return null;
  const number = random() % count;
  if (number < before) return low + number;
  return number < before + behind ? start + number - before : cells;
}

/** Walks from an input of the box to its neighbours, all of them outside the clauses. */
export function pointOnTheWay(
  problem: Problem,
  box: Box,
  from: Box,
  outside: ClauseSet,
  willDo: (point: Box) => boolean,
): Box | null {
  const point = singlePoint(problem, from);
  const states = openStates(problem, box);
  const random = randomNumbers();
  for (let left = states.length * steps; left > 0; left--) {
    const { dimension, count } = states[random() % states.length] as (typeof states)[number];
    const before = stateAt(point, dimension);
    setState(point, dimension, nthState(box, dimension, random() % count));
    if (firstHolding(problem, point, outside) !== -1) setState(point, dimension, before);
    else if (willDo(point)) return point;
  }
  return null;
}

function openStates({ space }: Problem, box: Box): { dimension: Dimension; count: number }[] {
  const open: { dimension: Dimension; count: number }[] = [];
  for (const dimension of space.layout.dimensions) {
    const count = statesIn(box, dimension);
    if (count > 1) open.push({ dimension, count });
  }
  return open;
}

/** Whole numbers that are not negative, the same every time (Marsaglia, Xorshift RNGs, Journal of Statistical Software 8, 2003). */
export function randomNumbers(): () => number {
  let seed = 1_812_433_253;
  return () => {
    seed ^= seed << 13;
    seed ^= seed >>> 17;
    seed ^= seed << 5;
    return seed >>> 1;
  };
}

/** For each dimension; each costs as little as a try. */
const steps = 4;

/** Each costs a small part of a search. */
const tries = 4;
/** So many of them, the last, go on as walks. */
const walks = 2;

/** Longer where more clauses are in the way. */
function stepsOfWalk({ index }: Pick<Problem, 'index'>): number {
  return 8 + (index.words >>> 3);
}

/** Moves of the descent; mostly it ends sooner. */
const moves = 8;
/** Where the first leaves so many clauses, it is of no use. */
const maxHolders = 7;

/** The work of looking for a nearby point, in words of clauses looked at. */
export function workOfLocalSearch(problem: Pick<Problem, 'index'>): number {
  return (tries + walks * stepsOfWalk(problem) + moves) * problem.index.words;
}
