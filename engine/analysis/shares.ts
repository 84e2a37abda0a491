import { holdsCell, statesIn, type Box, type Dimension } from '../space/dimension.ts';
import type { Problem } from '../solver/problem.ts';
import { constraintsOf } from '../solver/solver.ts';
import { ownerAmong, ownerOf } from '../solver/owner.ts';
import { meeting, singlePoint } from '../solver/point.ts';
import { haveCommon, type ClauseSet } from '../solver/search/clause-index.ts';
import { everyState, someStates } from '../solver/witness/sample.ts';
import { find } from '../solver/search/search.ts';

/** Maximum number of combinations that are counted; above that, shares are estimated from a sample of this size. */
const maxCombinations = 64;

/**
 * The share of a region that each rule of a set decides, from 0 to 1, keyed by position (null: no rule). A share is a fraction of the combinations
 * of cells in the dimensions that matter: `exact` if all were counted, otherwise estimated from a deterministic sample.
 */
export function sharesOf(
  problem: Problem,
  region: readonly Box[],
  rules: ClauseSet,
  maxCounted = maxCombinations,
): { shares: Map<number | null, number>; exact: boolean } {
  const { index, space } = problem;
  const met = region.map(box => meeting(problem, box, rules));
  // In a dimension in which the box has a single state, every clause that meets the box holds that state.
  const dimensions = space.layout.dimensions.filter(
    dimension =>
      region.some(box => statesIn(box, dimension) > 1) &&
      met.some(set => haveCommon(set, index.asking[dimension.index] as ClauseSet)),
  );
  const combinations = region.map(box =>
    dimensions.reduce((product, dimension) => product * statesIn(box, dimension), 1),
  );
  const total = combinations.reduce((sum, each) => sum + each, 0);
  const exact = total <= maxCounted;
  const counts = new Map<number | null, number>();
  let counted = 0;
  region.forEach((box, at) => {
    const earlier = region.slice(0, at);
    const ownerAt = ownerAmong(problem, met[at] as ClauseSet, dimensions);
    const share = Math.max(1, Math.round((maxCounted * (combinations[at] ?? 0)) / total));
    for (const states of exact ? everyState(box, dimensions) : someStates(box, dimensions, share)) {
      const owner = ownerAt(states);
      if (owner === 'impossible' || earlier.some(other => holdsStates(other, dimensions, states))) continue;
      counts.set(owner, (counts.get(owner) ?? 0) + 1);
      counted++;
    }
  });
  // If nearly all combinations are impossible, the sample may contain no possible one.
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

/** Maximum work to find one possible combination, in words of clauses examined. */
const maxSearched = 1_000_000;

function holdsStates(box: Box, dimensions: readonly Dimension[], states: Int32Array): boolean {
  return dimensions.every((dimension, at) => holdsCell(box, dimension, states[at] as number));
}
