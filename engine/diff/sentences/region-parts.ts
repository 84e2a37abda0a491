import { fill, sameAt, type Box, type Dimension } from '../../space/dimension.ts';
import { clauseOf } from '../../solver/search/clause.ts';
import { dropClauses, enterClause, include } from '../../solver/search/clause-index.ts';
import type { ProblemRule } from '../../solver/problem.ts';
import { constraintsOf, type Solver } from '../../solver/solver.ts';
import { scratch } from '../../space/small-arrays.ts';
import type { Pair } from '../differing.ts';
import { earlierThatMatter } from '../earlier-rules.ts';

/** The inputs of a region: those of the boxes on which no rule of `earlier` fires. */
export interface RegionParts {
  /** What the edits change and the deciders ask. */
  boxes: readonly Box[];
  /** In deciding order. */
  earlier: readonly ProblemRule[];
}

/** The most parts of a region that are told apart; with more, it is described by its condition alone. */
const maxParts = 6;

/** The parts of the region of a pair in its period; null if there are too many, or one has no name. */
export function partsOf(solver: Solver, pair: Pair): RegionParts | null {
  const { layout } = solver.problem.space;
  const boxes = widestParts(solver, pair);
  const hidden = layout.dimensions.filter(({ subject: { kind } }) => kind === 'part' || kind === 'broken');
  if (boxes === null || boxes.some(box => hidden.some(each => !sameAt(box, layout.whole, each)))) return null;
  return { boxes, earlier: earlierThatMatter(solver, pair, boxes) };
}

/**
 * The parts of a pair's region, each without what the declarations and assumptions imply, so that its condition is short; null if there are too many. Parts in which
 * earlier rules always decide are left out.
 */
function widestParts(solver: Solver, { region, excluding, period }: Pair): Box[] | null {
  if (region.length > 4 * maxParts) return null;
  const { problem, prove } = solver;
  const { index, space } = problem;
  const start = index.clauses.length;
  const enter = (box: Box): number => enterClause(index, clauseOf(space.layout, box, { kind: 'found' }));
  try {
    const others = scratch.copied(constraintsOf(problem));
    for (const box of region) include(others, enter(box));
    const isInside = (box: Box): boolean => prove(box, others).kind === 'none';
    const left = scratch.copied(excluding);
    const parts: Box[] = [];
    for (const each of region) {
      if (solver.solve([each], left, period) === null) continue;
      const part = widest(space.layout.dimensions, each, isInside);
      include(left, enter(part));
      parts.push(part);
      if (parts.length > maxParts) return null;
    }
    return parts;
  } finally {
    dropClauses(index, start);
  }
}

/** A box, extended to all states of each dimension in which it stays inside. */
function widest(dimensions: readonly Dimension[], box: Box, isInside: (box: Box) => boolean): Box {
  let widened = box;
  for (const dimension of dimensions) {
    const open = scratch.copied(widened);
    fill(open, dimension);
    if (!sameAt(open, widened, dimension) && isInside(open)) widened = open;
  }
  return widened;
}
