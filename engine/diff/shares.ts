import { somePoints } from '../solver/witness/sample.ts';
import type { Problem } from '../solver/problem.ts';
import { constraintsOf } from '../solver/solver.ts';
import { isEmpty, meeting } from '../solver/point.ts';
import { numbersIn } from '../solver/search/clause-index.ts';
import { difference, type Region as Boxes } from '../space/boxes.ts';
import { statesIn, type Box } from '../space/dimension.ts';
import { countPossible } from './count-possible.ts';
import type { FoundRegion } from './found-regions.ts';

/** Maximum number of disjoint boxes of a region; beyond it, the share is estimated. */
const maxPieces = 256;
/** Number of combinations in a sample. */
const sampleSize = 512;

export interface Share {
  value: number;
  exact: boolean;
}

/** The share of each region among all possible combinations of cells, from 0 to 1. */
export function sharesOf(problem: Problem, regions: readonly FoundRegion[]): Share[] {
  const count = countPossible(problem);
  const { whole } = problem.space.layout;
  const total = count(whole) ?? estimate(problem, [whole], () => true);
  const isExact = count(whole) !== null;
  return regions.map(region => {
    const counted = isExact ? countedIn(problem, region, count) : null;
    if (counted !== null) return { value: counted / Math.max(1, total), exact: true };
    const { pair } = region;
    const inside = (point: Box): boolean => isEmpty(meeting(problem, point, pair.excluding));
    const pieces = disjoint(problem, pair.region) ?? pair.region;
    return { value: Math.min(1, estimate(problem, pieces, inside) / Math.max(1, total)), exact: false };
  });
}

/** The number of possible combinations in a region; null if it has too many disjoint boxes or too many constrained combinations. */
function countedIn(problem: Problem, { boxes, pair }: FoundRegion, count: (box: Box) => number | null): number | null {
  const pieces = boxes === null ? piecesOf(problem, pair.region, pair.excluding) : disjoint(problem, boxes);
  let sum = 0;
  for (const piece of pieces ?? []) {
    const counted = count(piece);
    if (counted === null) return null;
    sum += counted;
  }
  return pieces === null ? null : sum;
}

/** The region as disjoint boxes; null if there are too many. */
function disjoint({ space: { layout } }: Problem, boxes: Boxes): Box[] | null {
  const pieces: Box[] = [];
  for (const box of boxes) {
    const rest = difference(layout, [box], pieces, maxPieces);
    if (rest === null || pieces.length + rest.length > maxPieces) return null;
    pieces.push(...rest);
  }
  return pieces;
}

function piecesOf(problem: Problem, region: Boxes, excluding: Int32Array): Box[] | null {
  const pieces = disjoint(problem, region);
  if (pieces === null) return null;
  const constraints = constraintsOf(problem);
  const rules = excluding.map((word, at) => word & ~(constraints[at] as number));
  const met = new Set(region.flatMap(box => numbersIn(meeting(problem, box, rules))));
  const taken = [...met].flatMap(number => problem.index.clauses[number]?.box ?? []);
  return difference(problem.space.layout, pieces, taken, maxPieces);
}

/** The estimated number of possible combinations in disjoint boxes that pass a test, from a deterministic sample. */
function estimate(problem: Problem, boxes: Boxes, passes: (point: Box) => boolean): number {
  const { layout } = problem.space;
  const constraints = constraintsOf(problem);
  const each = Math.max(8, Math.ceil(sampleSize / Math.max(1, boxes.length)));
  return boxes.reduce((sum, box) => {
    const size = layout.dimensions.reduce((product, dimension) => product * statesIn(box, dimension), 1);
    let hits = 0;
    for (const point of somePoints(box, layout.dimensions, each)) {
      if (isEmpty(meeting(problem, point, constraints)) && passes(point)) hits++;
    }
    return sum + (size * hits) / each;
  }, 0);
}
