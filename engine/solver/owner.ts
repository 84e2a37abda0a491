import type { Box, Dimension } from '../space/dimension.ts';
import type { Problem } from './problem.ts';
import { firstHolding, holderAmong } from './point.ts';
import type { ClauseSet } from './search/clause-index.ts';

/** The position of the rule that decides an input; null where none fires, `impossible` where a constraint rules the input out. */
export type Owner = number | null | 'impossible';

/** The first rule of a set that fires at one input. */
export function ownerOf(problem: Problem, point: Box, rules: ClauseSet): Owner {
  return ownerBy(problem, firstHolding(problem, point, rules));
}

/** `owner` for the states of an input in some dimensions; in all others each clause of the set must hold everything. */
export function ownerAmong(
  problem: Problem,
  set: ClauseSet,
  dimensions: readonly Dimension[],
): (states: Int32Array) => Owner {
  const holder = holderAmong(problem, set, dimensions);
  return states => ownerBy(problem, holder(states));
}

/** @param first the first clause that holds the input; -1 where none does */
function ownerBy({ index }: Problem, first: number): Owner {
  if (first === -1) return null;
  const source = index.clauses[first]?.source;
  return source?.kind === 'rule' ? source.position : 'impossible';
}
