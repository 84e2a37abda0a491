import { fill, intersect, sameAt, within, type Box, type Dimension } from '../space/dimension.ts';
import type { Region as Boxes } from '../space/boxes.ts';
import { constraintsOf, type Answer, type Solver } from '../solver/solver.ts';
import { atState, meeting } from '../solver/point.ts';
import { clauseOf } from '../solver/search/clause.ts';
import { dropClauses, enterClause, include, numbersIn, type ClauseSet } from '../solver/search/clause-index.ts';
import type { Pair } from './differing.ts';
import { scratch } from '../space/small-arrays.ts';

/** Of what both deciders fire on, more boxes than this are looked at one by one only. */
const maxCommon = 24;

/**
 * The inputs of a pair as a union of few, large boxes: around each input found that is in none yet, the largest box that holds nothing but inputs
 * of the pair, impossible ones aside (a prime implicant with "don't care"s, as Quine and McCluskey minimise); then without those that the others make up.
 * @param most of them
 * @returns null where there are more
 */
export function coverOf(solver: Solver, pair: Pair, first: Answer, most: number): Box[] | null {
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
      if (answer === 'undecided' || found.length === most) return null;
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

/** Whether a box holds nothing but inputs of the pair, and impossible ones. */
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

/** The box opened as far as its inputs stay inside: first whole dimensions, so that conditions are short, then state by state. */
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
  for (const dimension of narrow) box = opened(box, dimension, inside, possible);
  return box;
}

/** What is hard to read goes first. */
function ease({ subject }: Dimension): number {
  return { part: 5, broken: 4, opaque: 3, member: 2, size: 1, value: 0 }[subject.kind];
}

/** All inputs of a larger box are inside where those of each of its states are. To add "or missing" takes words, so it has to be good for something. */
function opened(box: Box, dimension: Dimension, inside: (box: Box) => boolean, possible: (box: Box) => boolean): Box {
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

/** The least number from which on everything up to `known` will do. */
function furthest(least: number, known: number, will: (from: number) => boolean): number {
  let [low, high] = [least, known];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (will(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Without boxes whose possible inputs are all in others. */
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

/** Whether the inputs of a pair are just the possible ones of some boxes. */
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
