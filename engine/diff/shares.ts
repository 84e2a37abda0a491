import { everyPoint, somePoints } from '../analysis/cover.ts';
import type { Ground } from '../analysis/ground.ts';
import { lawsOf } from '../analysis/inquiry.ts';
import { isEmpty, meeting } from '../analysis/point.ts';
import { statesIn, within } from '../condition/space/dimension.ts';
import type { FoundRegion } from './found-regions.ts';

/** More combinations than this are not counted one by one: shares are then estimated from as many. */
const mostCombinations = 2048;

/** Of all possible combinations, the share of each region. */
export function sharesOf(ground: Ground, regions: readonly FoundRegion[]): { values: number[]; exact: boolean } {
  const { layout } = ground.space;
  const total = layout.dimensions.reduce((product, dimension) => product * statesIn(layout.whole, dimension), 1);
  const exact = total <= mostCombinations;
  const laws = lawsOf(ground);
  const counts = regions.map(() => 0);
  let counted = 0;
  const points = exact
    ? everyPoint(layout.whole, layout.dimensions)
    : somePoints(layout.whole, layout.dimensions, mostCombinations);
  for (const point of points) {
    if (!isEmpty(meeting(ground, point, laws))) continue;
    counted++;
    regions.forEach(({ pair }, at) => {
      if (!pair.region.some(box => within(layout, point, box))) return;
      if (isEmpty(meeting(ground, point, pair.outside))) counts[at] = (counts[at] ?? 0) + 1;
    });
  }
  return { values: counts.map(count => count / Math.max(1, counted)), exact };
}
