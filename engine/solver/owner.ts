import type { Box, Dimension } from '../space/dimension.ts';
import type { Problem } from './problem.ts';
import { firstHolding, holderAmong } from './point.ts';
import type { ClauseSet } from './search/clause-index.ts';

/** The position of the rule that decides an input; null if none fires, `impossible` if a constraint excludes the input. */
export type Owner = number | null | 'impossible';

/** The first rule of a set that fires at one input. */
export function ownerOf(problem: Problem, point: Box, rules: ClauseSet): Owner {
  return ownerBy(problem, firstHolding(problem, point, rules));
}

/** `ownerOf` as a function of an input's states in some dimensions. In all other dimensions, each clause of the set must hold every state. */
export function ownerAmong(
  problem: Problem,
  set: ClauseSet,
  dimensions: readonly Dimension[],
): (states: Int32Array) => Owner {
  const holder = holderAmong(problem, set, dimensions);
  return states => ownerBy(problem, holder(states));
}

/** @param first the number of the first clause that holds the input; -1 if none does */
function ownerBy({ index }: Problem, first: number): Owner {
  if (first === -1) return null;
  const source = index.clauses[first]?.source;
  return source?.kind === 'rule' ? source.position : 'impossible';
}
