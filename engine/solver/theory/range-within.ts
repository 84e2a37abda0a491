import { findSolution, firstFractional, searchCases } from './branch-and-bound.ts';
import { product } from './integer.ts';
import type { Bound, Budget, LinearSystem, Side } from './linear-system.ts';
import { prepare, type Prepared } from './prepare.ts';
import { compare, ratio, sign, type Rational } from './rational.ts';

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
  const start = findSolution(prepared);
  if (start === 'undecided') return start;
  if (start !== 'found') return null;
  const known = valueOf(prepared, variable);
  const low = optimum(prepared, variable, 'low', known);
  if (low === 'undecided') return low;
  const high = optimum(prepared, variable, 'high', known);
  return high === 'undecided' ? high : { low, high };
}

/** A value as the sum of a rational and a multiple of an infinitesimal. */
interface Attained {
  readonly real: Rational;
  readonly delta: Rational;
}

function valueOf({ simplex, scale }: Prepared, variable: number): Attained {
  const { real, delta } = simplex.value(variable);
  const unit = product(simplex.tableau.denominator, scale);
  return { real: ratio(real, unit), delta: ratio(delta, unit) };
}

/** The least or greatest value of a variable. @param known its value in one solution: without any, an unbounded relaxation would prove nothing */
function optimum(prepared: Prepared, variable: number, side: Side, known: Attained): Bound | null | 'undecided' {
  let best = known;
  const end = searchCases(prepared, () => {
    const reached = prepared.simplex.optimise(variable, side);
    if (reached !== 'bounded') return reached;
    const value = valueOf(prepared, variable);
    const order = compare(value.real, best.real) || compare(value.delta, best.delta);
    if (side === 'low' ? order >= 0 : order <= 0) return 'leave';
    const fractional = firstFractional(prepared);
    if (fractional !== -1) return fractional;
    best = value;
    return 'leave';
  });
  if (end === 'undecided') return end;
  return end === 'unbounded' ? null : { value: best.real, strict: sign(best.delta) !== 0 };
}
