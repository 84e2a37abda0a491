import { setState, countBits, nthState, statesIn, type Box, type Dimension } from '../../space/dimension.ts';
import type { Problem } from '../problem.ts';
import { atState, firstHolding, leastHeld, singlePoint, stateAt } from '../point.ts';
import type { Clause } from './clause.ts';
import { lowestBit, type ClauseSet } from './clause-index.ts';
import { scratch } from '../../space/small-arrays.ts';

/**
 * An input of a box outside a set of clauses, found by a few tries; null if they fail. Deterministic. First random inputs; then random walks, each step
 * leaving the first clause that holds the input in a random dimension (Papadimitriou, On selecting a satisfying truth assignment, FOCS 1991); finally, a
 * greedy descent from the end of the last walk.
 */
export function localSearchPoint(
  problem: Problem,
  box: Box,
  excluding: ClauseSet,
  accepts: (point: Box) => boolean = () => true,
): Box | null {
  const point = scratch.copied(box);
  const states = openStates(problem, box);
  const random = randomNumbers();
  for (let left = tries; left > 0; left--) {
    for (const { dimension, count } of states) setState(point, dimension, nthState(box, dimension, random() % count));
    problem.theory?.settle(point, box);
    for (let steps = left <= walks ? stepsOfWalk(problem) : 0; steps >= 0; steps--) {
      const held = firstHolding(problem, point, excluding);
      if (held === -1) {
        if (accepts(point)) return point;
        break;
      }
      if (steps === 0) {
        if (left === 1 && descend(problem, point, box, excluding, held) && accepts(point)) return point;
        break;
      }
      const clause = problem.index.clauses[held] as Clause;
      const isInside = stepOut(problem, point, box, clause, random);
      // The clause holds the whole box: there is no such input.
      if (!isInside) return null;
    }
  }
  return null;
}

/** Moves a point of a box out of a clause that holds it, in one dimension; false if the clause holds the whole box. */
function stepOut({ space, theory }: Problem, point: Box, box: Box, clause: Clause, random: () => number): boolean {
  const { dimensions } = space.layout;
  const { length } = clause.dimensions;
  const first = random() % length;
  for (let tried = 0; tried < length; tried++) {
    const dimension = dimensions[clause.dimensions[(first + tried) % length] as number] as Dimension;
    const state = stateBeyond(box, clause.box, dimension, random);
    if (state === null) continue;
    setState(point, dimension, state);
    if (theory?.dimensions.has(dimension) === true) theory.settle(point, atState(box, dimension, state));
    return true;
  }
  return false;
}

/**
 * Moves a point within a box as long as that reduces the number of clauses that hold it, each time to the best neighbour (GSAT: Selman, Levesque and
 * Mitchell, A new method for solving hard satisfiability problems, AAAI 1992). Returns true if no clause is left.
 */
function descend(problem: Problem, point: Box, box: Box, excluding: ClauseSet, first: number): boolean {
  const { index, space } = problem;
  let held = first;
  let least = maxHolders;
  for (let left = moves; left > 0; left--) {
    let move: { dimension: Dimension; state: number } | null = null;
    for (const at of (index.clauses[held] as Clause).dimensions) {
      const dimension = space.layout.dimensions[at] as Dimension;
      const better = leastHeld(problem, point, excluding, { box, dimension }, least);
      if (better === null) continue;
      least = better.holders;
      move = { dimension, state: better.state };
      if (least === 0) break;
    }
    if (move === null) return false;
    setState(point, move.dimension, move.state);
    if (least === 0) return true;
    held = firstHolding(problem, point, excluding);
  }
  return false;
}

/** A random state of a dimension that `box` holds and `other` does not, uniformly distributed; null if there is none. */
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
  // The rest of the range lies before and behind the other's; if the other holds none, all of it counts as before.
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

/** An accepted input of the box, found by a random walk from `from` that stays outside the clauses; null if there is none on the way. */
export function pointOnTheWay(
  problem: Problem,
  box: Box,
  from: Box,
  excluding: ClauseSet,
  accepts: (point: Box) => boolean,
): Box | null {
  const point = singlePoint(problem, from);
  const states = openStates(problem, box);
  const random = randomNumbers();
  for (let left = states.length * steps; left > 0; left--) {
    const { dimension, count } = states[random() % states.length] as (typeof states)[number];
    const before = stateAt(point, dimension);
    setState(point, dimension, nthState(box, dimension, random() % count));
    if (firstHolding(problem, point, excluding) !== -1) setState(point, dimension, before);
    else if (accepts(point)) return point;
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

/** A deterministic generator of non-negative integers (Marsaglia, Xorshift RNGs, Journal of Statistical Software 8, 2003). */
export function randomNumbers(): () => number {
  let seed = 1_812_433_253;
  return () => {
    seed ^= seed << 13;
    seed ^= seed >>> 17;
    seed ^= seed << 5;
    return seed >>> 1;
  };
}

/** Steps of `pointOnTheWay` for each dimension; a step costs as much as a try. */
const steps = 4;

/** Random starting points; each costs a small fraction of an exhaustive search. */
const tries = 4;
/** The number of tries, the last ones, that continue as walks. */
const walks = 2;

/** The length of a walk, which grows with the number of clauses. */
function stepsOfWalk({ index }: Pick<Problem, 'index'>): number {
  return 8 + (index.words >>> 3);
}

/** Maximum number of moves of the descent, which usually ends sooner. */
const moves = 8;
/** The descent is given up if its first move leaves at least this many clauses. */
const maxHolders = 7;

/** The work of one local search, in words of clauses examined. */
export function workOfLocalSearch(problem: Pick<Problem, 'index'>): number {
  return (tries + walks * stepsOfWalk(problem) + moves) * problem.index.words;
}
