import type { FactOf } from '../analysis/facts.ts';
import type { Problem } from './problem.ts';
import type { Solver } from './solver.ts';
import { constraintsOf } from './solver.ts';
import { removeRange, type ClauseSet } from './search/clause-index.ts';

/** The fact that no input satisfies all assumptions, with a minimal set of them that conflict; null if they can be satisfied. */
export function unsatisfiable({ problem, prove }: Solver): FactOf<'assumption-unsatisfiable'> | null {
  const { constraints, space } = problem;
  const impossible = (set: ClauseSet): boolean => prove(space.layout.whole, set).kind === 'none';
  if (constraints === 0 || !impossible(constraintsOf(problem))) return null;
  return { kind: 'assumption-unsatisfiable', assumptions: neededAssumptions(problem, impossible) };
}

/**
 * The indexes of a minimal set of assumptions that prove something that is proved under all of them, in ascending order. Empty if no assumptions are
 * needed.
 * @param holds returns true if it is proved under the given constraints
 * @param among assumptions that suffice, if they are known; by default, all
 */
export function neededAssumptions(
  problem: Problem,
  holds: (constraints: ClauseSet) => boolean,
  among: Iterable<number> = assumptionsIn(problem),
): number[] {
  const needed = new Set(among);
  if (needed.size === 0 || holds(constraintsUnder(problem, new Set()))) return [];
  for (const assumption of [...needed]) {
    needed.delete(assumption);
    if (!holds(constraintsUnder(problem, needed))) needed.add(assumption);
  }
  return [...needed].sort((a, b) => a - b);
}

function assumptionsIn(problem: Problem): Set<number> {
  const found = new Set<number>();
  for (const { source } of problem.index.clauses.slice(0, problem.constraints))
    if (source.kind === 'assumption') found.add(source.index);
  return found;
}

/** The constraints, with only the given assumptions. */
function constraintsUnder(problem: Problem, assumptions: ReadonlySet<number>): ClauseSet {
  const set = constraintsOf(problem);
  problem.index.clauses.slice(0, problem.constraints).forEach(({ source }, number) => {
    if (source.kind === 'assumption' && !assumptions.has(source.index)) removeRange(set, number, number + 1);
  });
  return set;
}
