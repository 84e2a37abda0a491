import { findSolution } from './branch-and-bound.ts';
import { innerPoint } from './inner-point.ts';
import type { Budget, Feasibility, LinearSystem } from './linear-system.ts';
import { prepare } from './prepare.ts';

/** Decides whether a system has a solution. The point is inside the bounds, rather than at one, where little work makes it so. */
export function solveLinear(system: LinearSystem, budget: Budget): Feasibility {
  const prepared = prepare(system, budget);
  if ('kind' in prepared) return prepared;
  const end = findSolution(prepared);
  if (end === 'undecided') return { kind: 'undecided' };
  return end === 'found' ? { kind: 'point', values: innerPoint(prepared) } : prepared.conflict(end);
}
