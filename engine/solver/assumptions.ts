import type { FactOf } from '../analysis/facts.ts';
import type { Solver } from './solver.ts';
import { constraintsOf } from './solver.ts';
import { removeRange, type ClauseSet } from './search/clause-index.ts';
import { scratch } from '../space/small-arrays.ts';

/** The fact that no input meets all assumptions, with a smallest set of them that cannot be met together. */
export function unsatisfiable({ problem, prove }: Solver): FactOf<'assumption-unsatisfiable'> | null {
  const { index, constraints, space } = problem;
  const impossible = (set: ClauseSet): boolean => prove(space.layout.whole, set).kind === 'none';
  if (constraints === 0 || !impossible(constraintsOf(problem))) return null;
  let outside = constraintsOf(problem);
  const assumptions = new Set<number>();
  for (const { source } of index.clauses.slice(0, constraints))
    if (source.kind === 'assumption') assumptions.add(source.index);
  for (const assumption of [...assumptions]) {
    const without = scratch.copied(outside);
    index.clauses.slice(0, constraints).forEach(({ source }, number) => {
      if (source.kind === 'assumption' && source.index === assumption) removeRange(without, number, number + 1);
    });
    if (!impossible(without)) continue;
    assumptions.delete(assumption);
    outside = without;
  }
  return { kind: 'assumption-unsatisfiable', assumptions: [...assumptions] };
}
