import { fill, intersect, sameAt, within, type Box, type Dimension } from '../space/dimension.ts';
import type { Region as Boxes } from '../space/boxes.ts';
import { constraintsOf, type Answer, type Solver } from '../solver/solver.ts';
import { atState, meeting } from '../solver/point.ts';
import { clauseOf } from '../solver/search/clause.ts';
import { dropClauses, enterClause, include, numbersIn, type ClauseSet } from '../solver/search/clause-index.ts';
import type { Pair } from './differing.ts';
import { scratch } from '../space/small-arrays.ts';

/** Maximum number of boxes of a region that are considered together; beyond it, a box of the cover must lie within a single one. */
const maxCommon = 24;

/**
 * The inputs of a pair as a union of few, large boxes. Each uncovered input is extended to a maximal box without other possible inputs (a prime implicant
 * with don't-cares, as in Quine-McCluskey minimisation); boxes covered by the others are then dropped.
 * @param maxBoxes maximum number of boxes
 * @returns null if there are more, or if the work limit was reached
 */
export function coverOf(solver: Solver, pair: Pair, first: Answer, maxBoxes: number): Box[] | null {
  const { problem } = solver;
  const { index, space } = problem;
  const start = index.clauses.length;
  const constraints = constraintsOf(problem);
  const enter = (box: Box): number => enterClause(index, clauseOf(space.layout, box, { kind: 'found' }));
  try {
    const inside = insideOf(solver, pair, constraints, enter);
    const excluding = scratch.copied(pair.excluding);
    const found: { box: Box; number: number }[] = [];
    for (
      let answer: ReturnType<Solver['solve']> = first;
      answer !== null;
      answer = solver.solve(pair.region, excluding, pair.period)
    ) {
      if (answer === 'undecided' || found.length === maxBoxes) return null;
      const box = enlarged(space.layout.dimensions, answer.box, inside, each => isPossible(solver, each, constraints));
      const number = enter(box);
      include(excluding, number);
      found.push({ box, number });
    }
    return needed(solver, found, constraints);
  } finally {
    dropClauses(index, start);
  }
}

/** A test whether all possible inputs of a box are inputs of the pair. */
function insideOf(
  solver: Solver,
  { region, excluding }: Pair,
  constraints: ClauseSet,
  enter: (box: Box) => number,
): (box: Box) => boolean {
  const { problem, prove } = solver;
  const { layout } = problem.space;
  const others = scratch.copied(constraints);
  if (region.length <= maxCommon) for (const box of region) include(others, enter(box));
  const forbidden = excluding.map((word, at) => word & ~(constraints[at] as number));
  return box => {
    if (!region.some(each => within(layout, box, each))) {
      if (region.length > maxCommon || (problem.constraints === 0 && region.length < 2)) return false;
      if (prove(box, others).kind !== 'none') return false;
    }
    return numbersIn(meeting(problem, box, forbidden)).every(number => {
      const clause = problem.index.clauses[number];
      const both = clause === undefined ? null : intersect(layout, box, clause.box);
      return both === null || !isPossible(solver, both, constraints);
    });
  };
}

function isPossible({ problem, prove }: Solver, box: Box, constraints: ClauseSet): boolean {
  return problem.constraints === 0 || prove(box, constraints).kind !== 'none';
}

/** The box, extended as far as it stays inside: first by whole dimensions, so that its condition is short, then by single states. */
function enlarged(
  dimensions: readonly Dimension[],
  answer: Box,
  inside: (box: Box) => boolean,
  possible: (box: Box) => boolean,
): Box {
  let box = answer;
  const narrow: Dimension[] = [];
  for (const dimension of [...dimensions].sort((a, b) => ease(b) - ease(a))) {
    const open = scratch.copied(box);
    fill(open, dimension);
    if (sameAt(open, box, dimension)) continue;
    if (inside(open)) box = open;
    else narrow.push(dimension);
  }
  for (const dimension of narrow) box = extendedIn(box, dimension, inside, possible);
  return box;
}

/**
 * The order in which dimensions are extended: those that are hard to read first, so that conditions do not mention them. What compares signals comes last:
 * `owner != requester` says in one clause what their values say in many.
 */
function ease({ subject }: Dimension): number {
  return { part: 5, broken: 4, opaque: 3, member: 2, size: 1, value: 0, term: -1, pair: -1 }[subject.kind];
}

/** The box, extended in one dimension by each state that stays inside. Missing is added only if it is possible, because it lengthens the condition. */
function extendedIn(
  box: Box,
  dimension: Dimension,
  inside: (box: Box) => boolean,
  possible: (box: Box) => boolean,
): Box {
  const { kind, offset, cells, missing } = dimension;
  const open = scratch.copied(box);
  const holds = (state: number): boolean => inside(atState(box, dimension, state));
  const addsMissing = missing && possible(atState(box, dimension, cells)) && holds(cells);
  if (kind === 'finite') {
    for (let state = 0; state < cells; state++) if (holds(state)) setFinite(open, offset, state);
    if (addsMissing) setFinite(open, offset, cells);
    return open;
  }
  const [low = 0, high = -1] = [box[offset], box[offset + 1]];
  if (low <= high) {
    const range = (from: number, to: number): Box => {
      const part = atState(box, dimension, from);
      part[offset + 1] = to;
      return part;
    };
    open[offset] = furthest(0, low, from => inside(range(from, low)));
    open[offset + 1] = -furthest(-(cells - 1), -high, to => inside(range(high, -to)));
  }
  if (addsMissing) open[offset + 2] = 1;
  return open;
}

function setFinite(box: Box, offset: number, state: number): void {
  const at = offset + (state >>> 5);
  box[at] = (box[at] as number) | (1 << (state & 31));
}

/** The least number from which every number up to `known` passes the test, by binary search. */
function furthest(least: number, known: number, will: (from: number) => boolean): number {
  let [low, high] = [least, known];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (will(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The boxes without those whose possible inputs are all in others. */
function needed(solver: Solver, found: readonly { box: Box; number: number }[], constraints: ClauseSet): Box[] {
  let left = [...found];
  for (const each of found) {
    if (left.length < 2) break;
    const others = left.filter(other => other !== each);
    const excluding = scratch.copied(constraints);
    for (const { number } of others) include(excluding, number);
    if (solver.prove(each.box, excluding).kind === 'none') left = others;
  }
  return left.map(({ box }) => box);
}

/** True if the inputs of a pair are exactly the possible inputs of the boxes. */
export function isCover(solver: Solver, pair: Pair, boxes: Boxes): boolean {
  const { problem } = solver;
  const { index, space } = problem;
  const start = index.clauses.length;
  const enter = (box: Box): number => enterClause(index, clauseOf(space.layout, box, { kind: 'found' }));
  try {
    const inside = insideOf(solver, pair, constraintsOf(problem), enter);
    if (!boxes.every(inside)) return false;
    const excluding = scratch.copied(pair.excluding);
    for (const box of boxes) include(excluding, enter(box));
    return solver.solve(pair.region, excluding, pair.period) === null;
  } finally {
    dropClauses(index, start);
  }
}
