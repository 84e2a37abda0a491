import {
  countBits,
  fill,
  firstState,
  hasBit,
  nthState,
  setBit,
  statesIn,
  within,
  type Box,
  type Dimension,
} from '../condition/space/dimension.ts';
import type { Ground } from './ground.ts';
import type { Clause } from './search/clause.ts';
import { lowestBit, type ClauseIndex, type ClauseSet, type DimensionRows } from './search/clause-index.ts';

/** A box with one state alone of a dimension. */
export function atState(box: Box, dimension: Dimension, state: number): Box {
  const copy = box.slice();
  setState(copy, dimension, state);
  return copy;
}

export function setState(box: Box, { kind, offset, width, cells }: Dimension, state: number): void {
  if (kind === 'finite') {
    box.fill(0, offset, offset + width);
    setBit(box, offset, state);
    return;
  }
  box[offset] = state === cells ? 0 : state;
  box[offset + 1] = state === cells ? -1 : state;
  box[offset + 2] = state === cells ? 1 : 0;
}

/** The state of a dimension in a box that holds one. */
export function stateAt(point: Box, dimension: Dimension): number {
  return firstState(point, dimension);
}

/** Some single input of a box, by its states. */
export function singlePoint({ space }: Pick<Ground, 'space'>, box: Box): Box {
  const point = box.slice();
  for (const dimension of space.layout.dimensions) setState(point, dimension, stateAt(box, dimension));
  return point;
}

/** The clauses of a set whose boxes meet a box. */
export function meeting({ index }: Pick<Ground, 'index'>, box: Box, set: ClauseSet): ClauseSet {
  const met = set.slice();
  for (const row of index.rows) row.keepMeeting(box, met, index.words);
  return met;
}

/** The lowest number of a clause in a set whose box meets a box; -1 where none does. Looks no further than it has to. */
export function firstMeeting({ index }: Pick<Ground, 'index'>, box: Box, set: ClauseSet): number {
  const met = new Int32Array(set.length);
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

/** The same for a box of one input, much faster; `free`: dimensions in which it may be anywhere. */
export function firstHolding(
  { index }: Pick<Ground, 'index'>,
  point: Box,
  set: ClauseSet,
  free: readonly Dimension[] = [],
): number {
  const { rows, words } = index;
  const { holding, starts, used } = (index.lookup ??= lookupOf(index));
  let count = 0;
  for (let at = 0; at < rows.length; at++) {
    const { dimension } = rows[at] as (typeof rows)[number];
    if (free.length > 0 && free.includes(dimension)) continue;
    used[count] = at;
    starts[count++] = firstState(point, dimension) * words;
  }
  for (let word = 0; word < set.length; word++) {
    let bits = set[word] as number;
    for (let at = 0; bits !== 0 && at < count; at++) {
      bits &= (holding[used[at] as number] as Int32Array)[(starts[at] as number) + word] as number;
    }
    if (bits !== 0) return (word << 5) + lowestBit(bits);
  }
  return -1;
}

function lookupOf({ rows }: ClauseIndex): NonNullable<ClauseIndex['lookup']> {
  return {
    holding: rows.map(row => row.holding()),
    used: new Int32Array(rows.length),
    starts: new Int32Array(rows.length),
  };
}

/**
 * Some input of a box outside a set of clauses, where a few tries find one; the same every time. First random ones; then walks from them: out of the first
 * clause that holds the input, in a random dimension, and so on (Papadimitriou's random walk, On selecting a satisfying truth assignment, FOCS 1991).
 */
export function luckyPoint(
  ground: Ground,
  box: Box,
  outside: ClauseSet,
  willDo: (point: Box) => boolean = () => true,
): Box | null {
  const point = box.slice();
  const states = openStates(ground, box);
  const random = randomNumbers();
  for (let left = tries; left > 0; left--) {
    for (const { dimension, count } of states) setState(point, dimension, nthState(box, dimension, random() % count));
    for (let steps = left <= walks ? stepsOfWalk(ground) : 0; steps >= 0; steps--) {
      const held = firstHolding(ground, point, outside);
      if (held === -1) {
        if (willDo(point)) return point;
        break;
      }
      if (steps === 0) break;
      const clause = ground.index.clauses[held] as Clause;
      const isInside = stepOut(ground, point, box, clause, random);
      // The clause holds all of the box.
      if (!isInside) return null;
    }
  }
  return null;
}

/** Moves a point of a box out of a clause that holds it, in one dimension; false where the clause holds the whole box. */
function stepOut({ space }: Ground, point: Box, box: Box, clause: Clause, random: () => number): boolean {
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

/** The same on a walk from an input of the box to others beside it, all of them outside the clauses. */
export function pointOnTheWay(
  ground: Ground,
  box: Box,
  from: Box,
  outside: ClauseSet,
  willDo: (point: Box) => boolean,
): Box | null {
  const point = singlePoint(ground, from);
  const states = openStates(ground, box);
  const random = randomNumbers();
  for (let left = states.length * steps; left > 0; left--) {
    const { dimension, count } = states[random() % states.length] as (typeof states)[number];
    const before = stateAt(point, dimension);
    setState(point, dimension, nthState(box, dimension, random() % count));
    if (firstHolding(ground, point, outside) !== -1) setState(point, dimension, before);
    else if (willDo(point)) return point;
  }
  return null;
}

function openStates({ space }: Ground, box: Box): { dimension: Dimension; count: number }[] {
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
function stepsOfWalk({ index }: Pick<Ground, 'index'>): number {
  return 8 + (index.words >>> 3);
}

/** The work of looking for a lucky point, in words of clauses looked at. */
export function workOfLuck(ground: Pick<Ground, 'index'>): number {
  return (tries + walks * stepsOfWalk(ground)) * ground.index.words;
}

export function isEmpty(set: ClauseSet): boolean {
  return set.every(word => word === 0);
}

/** An answer with its question: an input of the region outside the clauses. */
export interface Example {
  /** Every input of it will do. */
  box: Box;
  region: readonly Box[];
  outside: ClauseSet;
}

/** Whether one input answers the question of an example. */
function pointAnswers(ground: Ground, { region, outside }: Example, point: Box): boolean {
  return firstHolding(ground, point, outside) === -1 && region.some(each => within(ground.space.layout, point, each));
}

/** One combination of cells that answers the question, with as many dimensions as can be in their ordinary state. */
export function ordinaryPoint(ground: Ground, example: Example, ordinary: (dimension: Dimension) => number): Box {
  const { dimensions } = ground.space.layout;
  const point = example.box.slice();
  for (const dimension of dimensions) {
    setState(point, dimension, nearestState(point, dimension, ordinary(dimension)));
  }
  // What one dimension does not allow may be allowed once another has its ordinary state.
  for (let changed = true; changed;) {
    changed = false;
    for (const dimension of dimensions) {
      const present = stateAt(point, dimension);
      const better = nearer(dimension, present, ordinary(dimension)).find(state => {
        setState(point, dimension, state);
        return pointAnswers(ground, example, point);
      });
      changed ||= better !== undefined;
      setState(point, dimension, better ?? present);
    }
  }
  return point;
}

/** The state of a dimension in a box that is nearest to a wanted one, of two the first. */
function nearestState(box: Box, dimension: Dimension, wanted: number): number {
  const { kind, offset, cells } = dimension;
  if (kind === 'ordered') {
    const low = box[offset] as number;
    const high = box[offset + 1] as number;
    return low > high ? cells : Math.max(low, Math.min(high, wanted));
  }
  let best = cells;
  for (let state = 0; state < cells; state++) {
    if (hasBit(box, offset, state) && distance(dimension, state, wanted) < distance(dimension, best, wanted))
      best = state;
  }
  return best;
}

/** States of a dimension that are nearer to a wanted one than a present one is, the nearest first. */
function nearer(dimension: Dimension, present: number, wanted: number): number[] {
  const { cells } = dimension;
  if (present === wanted) return [];
  const reach = Math.min(mostNearer, distance(dimension, present, wanted));
  const states: number[] = [];
  for (let away = 0; away < reach; away++) {
    if (wanted - away >= 0 && wanted - away < cells) states.push(wanted - away);
    if (away > 0 && wanted + away < cells) states.push(wanted + away);
  }
  return states;
}

/** How far from an ordinary state others are tried for a witness. */
const mostNearer = 8;

/** Missing is farthest from everything. */
function distance({ cells }: Dimension, state: number, wanted: number): number {
  return state === cells ? Infinity : Math.abs(state - wanted);
}

/** Whether the answer stays one whatever the states of some dimensions. */
export function isFree(
  ground: Ground,
  { region, outside }: Example,
  point: Box,
  dimensions: readonly Dimension[],
): boolean {
  const { space, index } = ground;
  const box = point.slice();
  for (const dimension of dimensions) fill(box, dimension);
  if (!region.some(each => within(space.layout, box, each))) return false;
  const met = outside.slice();
  for (const { index: at } of dimensions) (index.rows[at] as DimensionRows).keepMeeting(box, met, index.words);
  return firstHolding(ground, point, met, dimensions) === -1;
}
