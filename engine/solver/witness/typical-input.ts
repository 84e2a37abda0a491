import { fill, hasBit, within, type Box, type Dimension } from '../../space/dimension.ts';
import type { Problem } from '../problem.ts';
import { firstHolding, setState, stateAt } from '../point.ts';
import type { ClauseSet } from '../search/clause-index.ts';
import { scratch } from '../../space/small-arrays.ts';

/** An answer with its question: an input of the region outside the clauses. */
export interface Example {
  /** Every input of the box is an answer. */
  box: Box;
  region: readonly Box[];
  excluding: ClauseSet;
}

/** True if an input answers the question of an example. */
export function pointAnswers(problem: Problem, { region, excluding }: Example, point: Box): boolean {
  return (
    firstHolding(problem, point, excluding) === -1 && region.some(each => within(problem.space.layout, point, each))
  );
}

/** An answer with as many dimensions as possible in their typical state. A local optimum. */
export function typicalPoint(problem: Problem, example: Example, typical: (dimension: Dimension) => number): Box {
  const { dimensions } = problem.space.layout;
  const point = scratch.copied(example.box);
  for (const dimension of dimensions) {
    setState(point, dimension, nearestState(point, dimension, typical(dimension)));
  }
  // A state that is not possible yet may become so once another dimension has its typical state.
  for (let changed = true; changed;) {
    changed = false;
    for (const dimension of dimensions) {
      const present = stateAt(point, dimension);
      const better = nearer(dimension, present, typical(dimension)).find(state => {
        setState(point, dimension, state);
        return pointAnswers(problem, example, point);
      });
      changed ||= better !== undefined;
      setState(point, dimension, better ?? present);
    }
  }
  return point;
}

/** The box's state of a dimension that is nearest to the wanted one; the lower of two. */
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

/** The states of a dimension that are nearer to the wanted one than the present one is, nearest first; at most `maxNearer` away. */
function nearer(dimension: Dimension, present: number, wanted: number): number[] {
  const { cells } = dimension;
  if (present === wanted) return [];
  const reach = Math.min(maxNearer, distance(dimension, present, wanted));
  const states: number[] = [];
  for (let away = 0; away < reach; away++) {
    if (wanted - away >= 0 && wanted - away < cells) states.push(wanted - away);
    if (away > 0 && wanted + away < cells) states.push(wanted + away);
  }
  return states;
}

/** Maximum distance from the typical state at which other states are tried. */
const maxNearer = 8;

/** Distance of a state from a wanted one; missing is infinitely far. */
function distance({ cells }: Dimension, state: number, wanted: number): number {
  return state === cells ? Infinity : Math.abs(state - wanted);
}

/** True if the point is an answer regardless of its states in the given dimensions. */
export function isFree(
  problem: Problem,
  { region, excluding }: Example,
  point: Box,
  dimensions: readonly Dimension[],
): boolean {
  const box = scratch.copied(point);
  for (const dimension of dimensions) fill(box, dimension);
  const { layout } = problem.space;
  return region.some(each => within(layout, box, each)) && firstHolding(problem, point, excluding, dimensions) === -1;
}
