import { somePoints } from '../solver/witness/sample.ts';
import type { Ground } from '../solver/problem.ts';
import { lawsOf } from '../solver/solver.ts';
import { isEmpty, meeting } from '../solver/point.ts';
import { numbersIn } from '../solver/search/clause-index.ts';
import { difference, type Region as Boxes } from '../space/boxes.ts';
import { statesIn, type Box } from '../space/dimension.ts';
import { countPossible } from './count-possible.ts';
import type { FoundRegion } from './found-regions.ts';

/** Regions that fall into more boxes than this are not counted but sampled. */
const mostPieces = 256;
/** Combinations looked at in a sample. */
const sampleSize = 512;

export interface Share {
  value: number;
  exact: boolean;
}

/** Of all possible combinations of cells, the share of each region. */
export function sharesOf(ground: Ground, regions: readonly FoundRegion[]): Share[] {
  const count = countPossible(ground);
  const { whole } = ground.space.layout;
  const total = count(whole) ?? estimate(ground, [whole], () => true);
  const isExact = count(whole) !== null;
  return regions.map(region => {
    const counted = isExact ? countedIn(ground, region, count) : null;
    if (counted !== null) return { value: counted / Math.max(1, total), exact: true };
    const { pair } = region;
    const inside = (point: Box): boolean => isEmpty(meeting(ground, point, pair.outside));
    const pieces = apart(ground, pair.region) ?? pair.region;
    return { value: Math.min(1, estimate(ground, pieces, inside) / Math.max(1, total)), exact: false };
  });
}

/** Null where the region falls into too many boxes, or a box ties too many dimensions together. */
function countedIn(ground: Ground, { boxes, pair }: FoundRegion, count: (box: Box) => number | null): number | null {
  const pieces = boxes === null ? piecesOf(ground, pair.region, pair.outside) : apart(ground, boxes);
  let sum = 0;
  for (const piece of pieces ?? []) {
    const counted = count(piece);
    if (counted === null) return null;
    sum += counted;
  }
  return pieces === null ? null : sum;
}

/** The same inputs as boxes that do not overlap. */
function apart({ space: { layout } }: Ground, boxes: Boxes): Box[] | null {
  const pieces: Box[] = [];
  for (const box of boxes) {
    const rest = difference(layout, [box], pieces, mostPieces);
    if (rest === null || pieces.length + rest.length > mostPieces) return null;
    pieces.push(...rest);
  }
  return pieces;
}

function piecesOf(ground: Ground, region: Boxes, outside: Int32Array): Box[] | null {
  const pieces = apart(ground, region);
  if (pieces === null) return null;
  const laws = lawsOf(ground);
  const rules = outside.map((word, at) => word & ~(laws[at] as number));
  const met = new Set(region.flatMap(box => numbersIn(meeting(ground, box, rules))));
  const taken = [...met].flatMap(number => ground.index.clauses[number]?.box ?? []);
  return difference(ground.space.layout, pieces, taken, mostPieces);
}

/** How many possible combinations of boxes that do not overlap pass a test, from a sample that is the same every time. */
function estimate(ground: Ground, boxes: Boxes, passes: (point: Box) => boolean): number {
  const { layout } = ground.space;
  const laws = lawsOf(ground);
  const each = Math.max(8, Math.ceil(sampleSize / Math.max(1, boxes.length)));
  return boxes.reduce((sum, box) => {
    const size = layout.dimensions.reduce((product, dimension) => product * statesIn(box, dimension), 1);
    let hits = 0;
    for (const point of somePoints(box, layout.dimensions, each)) {
      if (isEmpty(meeting(ground, point, laws)) && passes(point)) hits++;
    }
    return sum + (size * hits) / each;
  }, 0);
}
