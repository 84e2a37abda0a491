import { findSolution, firstFractional, searchCases } from './branch-and-bound.ts';
import { compareDelta, type DeltaRational } from './delta-rational.ts';
import type { Bound, Budget, LinearSystem, Side } from './linear-system.ts';
import { prepare, type Prepared } from './prepare.ts';
import { sign } from './rational.ts';

/**
 * The least and the greatest value of a variable among the solutions of a system. A bound is null if there is none, and strict if it is not attained.
 * @returns null if the system has no solution
 */
export function rangeWithin(
  system: LinearSystem,
  variable: number,
  budget: Budget,
): Readonly<Record<Side, Bound | null>> | 'undecided' | null {
  const prepared = prepare(system, budget);
  if ('kind' in prepared) return null;
  const { simplex, integers, origins } = prepared;
  const start = findSolution(simplex, integers, origins);
  if (start === 'undecided') return start;
  if (start !== 'found') return null;
  const first = simplex.values[variable] as DeltaRational;
  const low = optimum(prepared, variable, 'low', first);
  if (low === 'undecided') return low;
  const high = optimum(prepared, variable, 'high', first);
  return high === 'undecided' ? high : { low, high };
}

/** The least or greatest value of a variable. @param known its value in one solution: without any, an unbounded relaxation would prove nothing */
function optimum(
  { simplex, integers, origins }: Prepared,
  variable: number,
  side: Side,
  known: DeltaRational,
): Bound | null | 'undecided' {
  let best = known;
  const end = searchCases(simplex, origins, () => {
    const reached = simplex.optimise(variable, side);
    if (reached !== 'bounded') return reached;
    const value = simplex.values[variable] as DeltaRational;
    const order = compareDelta(value, best);
    if (side === 'low' ? order >= 0 : order <= 0) return 'leave';
    const fractional = firstFractional(simplex, integers);
    if (fractional !== -1) return fractional;
    best = value;
    return 'leave';
  });
  if (end === 'undecided') return end;
  return end === 'unbounded' ? null : { value: best.real, strict: sign(best.delta) !== 0 };
}
