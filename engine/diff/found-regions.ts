import type { Witness } from '../analysis/facts.ts';
import type { Inquiry } from '../analysis/inquiry.ts';
import type { Box } from '../condition/space/dimension.ts';
import { coverOf, isCover } from './cover.ts';
import { differingPairs, type Pair } from './differing.ts';
import type { Versions } from './versions.ts';
import { witnessFor } from './witness-input.ts';

/** The inputs of a pair, of which there are some. */
export interface FoundRegion {
  pair: Pair;
  from: number;
  until: number;
  /** Null where they are too many to be told one by one. */
  boxes: Box[] | null;
  witness: Witness;
}

export interface FoundRegions {
  regions: FoundRegion[];
  /** False where the work limit left a pair open, or where a condition that cannot be read stands between. */
  complete: boolean;
}

/** Regions of more boxes than this are not told box by box; where there are many regions, of fewer boxes. */
const mostBoxes = { few: 16, many: 4 } as const;
const manyRegions = 64;

/** All regions in which two versions differ. What is the same in periods that follow each other is one region. */
export function* findRegions(versions: Versions, inquiry: Inquiry): Generator<number, FoundRegions, undefined> {
  const { periods } = versions.ground;
  const regions: FoundRegion[] = [];
  const latest = new Map<string, FoundRegion>();
  let complete = true;
  for (const [number, period] of periods.entries()) {
    for (const pair of differingPairs(versions, period)) {
      yield number / periods.length;
      const name = `${pair.old.place} ${pair.next.place}`;
      const found = regionOf(
        versions,
        inquiry,
        pair,
        latest.get(name),
        regions.length < manyRegions ? mostBoxes.few : mostBoxes.many,
      );
      if (found === 'unknown') complete = false;
      if (found === null || found === 'unknown' || found === latest.get(name)) continue;
      latest.set(name, found);
      regions.push(found);
    }
  }
  return { regions, complete };
}

/** @param before the region of the same two deciders in an earlier period; lasts longer where it is the same in this one, and is given back */
function regionOf(
  versions: Versions,
  inquiry: Inquiry,
  pair: Pair,
  before: FoundRegion | undefined,
  most: number,
): FoundRegion | null | 'unknown' {
  const { from, until } = pair.period;
  const answer = inquiry.ask(pair.region, pair.outside, pair.period);
  if (answer === null) return null;
  if (answer === 'undecided') return 'unknown';
  if (before?.boxes && before.until === from && isCover(inquiry, pair, before.boxes)) {
    before.until = until;
    return before;
  }
  const witness = witnessFor(versions, pair, answer);
  // What hangs on a condition that cannot be read is not known to change.
  if (witness === null) return 'unknown';
  return { pair, from, until, boxes: coverOf(inquiry, pair, answer, most), witness };
}
