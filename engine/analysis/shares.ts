import { holdsCell, statesIn, type Box, type Dimension } from '../space/dimension.ts';
import type { Problem } from '../solver/problem.ts';
import { constraintsOf } from '../solver/solver.ts';
import { ownerAmong, ownerOf } from '../solver/owner.ts';
import { meeting, singlePoint } from '../solver/point.ts';
import { haveCommon, type ClauseSet } from '../solver/search/clause-index.ts';
import { everyState, someStates } from '../solver/witness/sample.ts';
import { find } from '../solver/search/search.ts';

/** More combinations than this are not counted one by one: shares are then estimated from as many. */
const maxCombinations = 64;

/**
 * By position, the share of a region that each rule of a set decides, of combinations of cells in the dimensions that matter. Counted where they are
 * few, else estimated from a sample that is the same every time.
 */
export function sharesOf(
  problem: Problem,
  region: readonly Box[],
  rules: ClauseSet,
  most = maxCombinations,
): { shares: Map<number | null, number>; exact: boolean } {
  const { index, space } = problem;
  const met = region.map(box => meeting(problem, box, rules));
  // What meets a box that has one state of a dimension holds that.
  const dimensions = space.layout.dimensions.filter(
    dimension =>
      region.some(box => statesIn(box, dimension) > 1) &&
      met.some(set => haveCommon(set, index.asking[dimension.index] as ClauseSet)),
  );
  const combinations = region.map(box =>
    dimensions.reduce((product, dimension) => product * statesIn(box, dimension), 1),
  );
  const total = combinations.reduce((sum, each) => sum + each, 0);
  const exact = total <= most;
  const counts = new Map<number | null, number>();
  let counted = 0;
  region.forEach((box, at) => {
    const earlier = region.slice(0, at);
    const ownerAt = ownerAmong(problem, met[at] as ClauseSet, dimensions);
    const share = Math.max(1, Math.round((most * (combinations[at] ?? 0)) / total));
    for (const states of exact ? everyState(box, dimensions) : someStates(box, dimensions, share)) {
      const owner = ownerAt(states);
      if (owner === 'impossible' || earlier.some(other => holdsStates(other, dimensions, states))) continue;
      counts.set(owner, (counts.get(owner) ?? 0) + 1);
      counted++;
    }
  });
  // Where nearly all combinations are impossible, a sample may hold nothing but such.
  for (const box of counted === 0 ? region : []) {
    const possible = find(problem.index, box, constraintsOf(problem), { left: maxSearched });
    if (possible.kind !== 'some' || counted > 0) continue;
    const owner = ownerOf(problem, singlePoint(problem, possible.box), rules);
    if (owner === 'impossible') continue;
    counts.set(owner, 1);
    counted++;
  }
  return { shares: new Map([...counts].map(([owner, count]) => [owner, count / counted])), exact };
}

/** Work for finding one possible combination. */
const maxSearched = 1_000_000;

function holdsStates(box: Box, dimensions: readonly Dimension[], states: Int32Array): boolean {
  return dimensions.every((dimension, at) => holdsCell(box, dimension, states[at] as number));
}
