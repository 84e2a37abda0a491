import type { FactOf } from '../analysis/facts.ts';
import type { Inquiry } from './solver.ts';
import { lawsOf } from './solver.ts';
import { removeRange, type ClauseSet } from './search/clause-index.ts';
import { passing } from '../space/small-arrays.ts';

/** The fact that no input meets all assumptions, with a smallest set of them that cannot be met together. */
export function unsatisfiable({ ground, prove }: Inquiry): FactOf<'assumption-unsatisfiable'> | null {
  const { index, laws, space } = ground;
  const impossible = (set: ClauseSet): boolean => prove(space.layout.whole, set).kind === 'none';
  if (laws === 0 || !impossible(lawsOf(ground))) return null;
  let outside = lawsOf(ground);
  const assumptions = new Set<number>();
  for (const { source } of index.clauses.slice(0, laws))
    if (source.kind === 'assumption') assumptions.add(source.index);
  for (const assumption of [...assumptions]) {
    const without = passing.copied(outside);
    index.clauses.slice(0, laws).forEach(({ source }, number) => {
      if (source.kind === 'assumption' && source.index === assumption) removeRange(without, number, number + 1);
    });
    if (!impossible(without)) continue;
    assumptions.delete(assumption);
    outside = without;
  }
  return { kind: 'assumption-unsatisfiable', assumptions: [...assumptions] };
}
