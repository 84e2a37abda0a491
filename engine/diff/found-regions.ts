import { beyondLimit, type Reason, type Undecided } from '../analysis/facts.ts';
import type { Witness } from '../solver/gate.ts';
import type { Solver } from '../solver/solver.ts';
import type { Box } from '../space/dimension.ts';
import { coverOf, isCover } from './cover.ts';
import { differingPairs, type Pair } from './differing.ts';
import type { Versions } from './versions.ts';
import { undecidedIn, witnessIn } from '../solver/witness/witness.ts';
import { showChange } from './witness-input.ts';

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
  /** Pairs of which it is not known whether they have any input. */
  undecided: { pair: Pair; because: Reason }[];
}

/** Regions of more boxes than this are not told box by box; where there are many regions, of fewer boxes. */
const maxBoxes = { few: 16, many: 4 } as const;
const manyRegions = 64;

/** All regions in which two versions differ. What is the same in periods that follow each other is one region. */
export function* findRegions(versions: Versions, solver: Solver): Generator<number, FoundRegions, undefined> {
  const { periods } = versions.problem;
  const regions: FoundRegion[] = [];
  const latest = new Map<string, FoundRegion>();
  const undecided = new Map<string, FoundRegions['undecided'][number]>();
  for (const [number, period] of periods.entries()) {
    for (const pair of differingPairs(versions, period)) {
      yield number / periods.length;
      const name = `${pair.old.place} ${pair.next.place}`;
      const found = regionOf(
        versions,
        solver,
        pair,
        latest.get(name),
        regions.length < manyRegions ? maxBoxes.few : maxBoxes.many,
      );
      if (found !== null && 'kind' in found) {
        if (!undecided.has(name)) undecided.set(name, { pair, because: found.because });
        continue;
      }
      if (found === null || found === latest.get(name)) continue;
      latest.set(name, found);
      regions.push(found);
    }
  }
  return { regions, undecided: [...undecided.values()] };
}

/** @param before the region of the same two deciders in an earlier period; lasts longer where it is the same in this one, and is given back */
function regionOf(
  versions: Versions,
  solver: Solver,
  pair: Pair,
  before: FoundRegion | undefined,
  most: number,
): FoundRegion | Undecided | null {
  const { from, until } = pair.period;
  const answer = solver.solve(pair.region, pair.excluding, pair.period);
  if (answer === null) return null;
  if (answer === 'undecided') return beyondLimit;
  if (before?.boxes && before.until === from && isCover(solver, pair, before.boxes)) {
    before.until = until;
    return before;
  }
  const shown = showChange(versions, solver, pair, answer);
  const witness = witnessIn(shown);
  if (witness === null) return undecidedIn(shown) ?? { kind: 'undecided', because: { kind: 'errors' } };
  return { pair, from, until, boxes: coverOf(solver, pair, answer, most), witness };
}
