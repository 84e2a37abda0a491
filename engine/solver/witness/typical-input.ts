import type { SignalValue } from '../../condition/condition.ts';
import { setState, fill, hasBit, within, type Box, type Dimension } from '../../space/dimension.ts';
import { isList } from '../../space/space.ts';
import type { Problem } from '../problem.ts';
import { atState, firstHolding, stateAt } from '../point.ts';
import type { ClauseSet } from '../search/clause-index.ts';
import { scratch } from '../../space/small-arrays.ts';
import type { Theory } from '../theory/theory.ts';
import { valueAt } from './values.ts';

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
  const { theory } = problem;
  const values = theory === null ? null : valuesFor(theory, example.box);
  const start = theory === null || values === null ? example.box : theory.at(example.box, values);
  const point = scratch.copied(start);
  for (const dimension of problem.space.layout.dimensions) {
    setState(point, dimension, nearestState(point, dimension, typical(dimension)));
  }
  const dimensions = problem.space.layout.dimensions.filter(dimension => theory?.dimensions.has(dimension) !== true);
  if (theory !== null && values !== null) moveValues(problem, theory, example, { point, values, typical });
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

function valuesFor(theory: Theory, box: Box): Map<string, SignalValue> | null {
  const solved = theory.solve(box, { left: workForValues });
  return solved.kind === 'possible' ? solved.values : null;
}

/** Maximum work of finding values in a box, in words of clauses examined. */
const workForValues = 50_000;

/** Moves the signals of terms to their typical values as far as the point stays an answer, and with them the terms. In place. */
function moveValues(
  problem: Problem,
  theory: Theory,
  example: Example,
  {
    point,
    values,
    typical,
  }: { point: Box; values: Map<string, SignalValue>; typical: (dimension: Dimension) => number },
): void {
  const { space, subject, now } = problem;
  const { whole } = space.layout;
  for (let changed = true; changed;) {
    changed = false;
    for (const name of theory.signals) {
      const axes = space.signals.get(name);
      const signal = subject.declarations.signals.get(name);
      const own = values.get(name);
      if (axes === undefined || isList(axes) || signal === undefined || own === undefined) continue;
      const { dimension } = axes;
      for (const state of nearer(dimension, stateAt(point, dimension), typical(dimension))) {
        const value = valueAt(axes, signal, atState(whole, dimension, state), now);
        if (value === undefined || value === own) continue;
        values.set(name, value);
        const moved = theory.at(movable(theory, point, whole), values);
        if (pointAnswers(problem, example, moved)) {
          point.set(moved);
          changed = true;
          break;
        }
        values.set(name, own);
      }
    }
  }
}

/** The point with all states in the dimensions of the theory. */
function movable({ dimensions }: Theory, point: Box, whole: Box): Box {
  const box = scratch.copied(point);
  for (const { offset, width } of dimensions) box.set(whole.subarray(offset, offset + width), offset);
  return box;
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
