import { beyondLimit, type Reason, type Undecided } from '../analysis/facts.ts';
import type { Witness } from '../solver/gate.ts';
import type { Solver } from '../solver/solver.ts';
import type { Box } from '../space/dimension.ts';
import { coverOf, isCover } from './cover.ts';
import { differingPairs, type Pair } from './differing.ts';
import type { Versions } from './versions.ts';
import { undecidedIn, witnessIn } from '../solver/witness/witness.ts';
import { showChange } from './witness-input.ts';

/** The non-empty region of a pair in one or several consecutive periods. */
export interface FoundRegion {
  pair: Pair;
  /** The same pair in each of the later periods. */
  later: Pair[];
  from: number;
  until: number;
  /** The boxes of the region; null if there are too many. */
  boxes: Box[] | null;
  witness: Witness;
}

export interface FoundRegions {
  regions: FoundRegion[];
  /** Pairs whose region may be empty. */
  undecided: { pair: Pair; because: Reason }[];
}

/** Maximum number of boxes listed for a region, and the lower maximum if there are many regions. */
const maxBoxes = { few: 16, many: 4 } as const;
const manyRegions = 64;

/**
 * All regions in which two versions differ. Equal regions in consecutive periods are merged.
 * @param gravity a number that is lower for pairs to look at first
 * @param onFound is told of each region as it is found; later periods may still be merged into it
 */
export function* findRegions(
  versions: Versions,
  solver: Solver,
  gravity: (pair: Pair) => number = () => 0,
  onFound: (region: FoundRegion) => void = () => undefined,
): Generator<number, FoundRegions, undefined> {
  const { periods } = versions.problem;
  const regions: FoundRegion[] = [];
  const latest = new Map<string, FoundRegion>();
  const undecided = new Map<string, FoundRegions['undecided'][number]>();
  for (const [number, period] of periods.entries()) {
    const pairs = [...differingPairs(versions, period)].sort((a, b) => gravity(a) - gravity(b));
    for (const pair of pairs) {
      yield number / periods.length;
      const name = `${pair.before.rank} ${pair.after.rank}`;
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
      onFound(found);
    }
  }
  return { regions, undecided: [...undecided.values()] };
}

/** @param before the region of the same deciders in an earlier period. If it is the same in this period, it is extended and returned. */
function regionOf(
  versions: Versions,
  solver: Solver,
  pair: Pair,
  before: FoundRegion | undefined,
  maxListed: number,
): FoundRegion | Undecided | null {
  const { from, until } = pair.period;
  const answer = solver.solve(pair.region, pair.excluding, pair.period);
  if (answer === null) return null;
  if (answer === 'undecided') return beyondLimit;
  if (before?.boxes && before.until === from && isCover(solver, pair, before.boxes)) {
    before.until = until;
    before.later.push(pair);
    return before;
  }
  const shown = showChange(versions, solver, pair, answer);
  const witness = witnessIn(shown);
  if (witness === null) return undecidedIn(shown) ?? { kind: 'undecided', because: { kind: 'errors' } };
  return { pair, later: [], from, until, boxes: coverOf(solver, pair, answer, maxListed), witness };
}
