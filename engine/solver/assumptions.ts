import type { FactOf } from '../analysis/facts.ts';
import type { Problem } from './problem.ts';
import type { Solver } from './solver.ts';
import { constraintsOf } from './solver.ts';
import { removeRange, type ClauseSet } from './search/clause-index.ts';

/** The fact that no input meets all assumptions, with a smallest set of them that cannot be met together. */
export function unsatisfiable({ problem, prove }: Solver): FactOf<'assumption-unsatisfiable'> | null {
  const { constraints, space } = problem;
  const impossible = (set: ClauseSet): boolean => prove(space.layout.whole, set).kind === 'none';
  if (constraints === 0 || !impossible(constraintsOf(problem))) return null;
  return { kind: 'assumption-unsatisfiable', assumptions: neededAssumptions(problem, impossible) };
}

/**
 * The assumptions, by index and ascending, without any of which something that holds under all of them is not proved. Empty if it holds
 * without assumptions.
 * @param holds whether it is proved under some of the constraints
 */
export function neededAssumptions(problem: Problem, holds: (constraints: ClauseSet) => boolean): number[] {
  const needed = new Set<number>();
  for (const { source } of problem.index.clauses.slice(0, problem.constraints))
    if (source.kind === 'assumption') needed.add(source.index);
  if (needed.size === 0 || holds(constraintsUnder(problem, new Set()))) return [];
  for (const assumption of [...needed]) {
    needed.delete(assumption);
    if (!holds(constraintsUnder(problem, needed))) needed.add(assumption);
  }
  return [...needed].sort((a, b) => a - b);
}

/** The constraints less those of all other assumptions. */
function constraintsUnder(problem: Problem, assumptions: ReadonlySet<number>): ClauseSet {
  const set = constraintsOf(problem);
  problem.index.clauses.slice(0, problem.constraints).forEach(({ source }, number) => {
    if (source.kind === 'assumption' && !assumptions.has(source.index)) removeRange(set, number, number + 1);
  });
  return set;
}
