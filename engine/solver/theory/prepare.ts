import { compareDelta, exactly, infinitesimal, scaled, sum, type DeltaRational } from './delta-rational.ts';
import type { Bound, Budget, Conflict, LinearSystem, Side } from './linear-system.ts';
import { normalRow, tightened, type NormalRow } from './normal-form.ts';
import { add, divide, floor, minusOne, multiply, one, ratio, subtract, zero, type Rational } from './rational.ts';
import { Simplex, type Explanation, type SimplexBound } from './simplex.ts';

/** A system as the simplex method reads it: rows have integer coefficients, bounds are weak and, of integers, integers. */
export interface Prepared {
  readonly simplex: Simplex;
  /** The integer variables. */
  readonly integers: readonly number[];
  /** For each variable: whether it is an integer. */
  readonly isInteger: readonly boolean[];
  /** The number of bounds of the system: their origins are less. */
  readonly origins: number;
  conflict(explanation: Explanation): Conflict;
}

/** Prepares a system, unless two bounds of one variable or row already contradict each other. */
export function prepare(system: LinearSystem, budget: Budget): Prepared | Conflict {
  const { variables, rows } = system;
  const columns = variables.length;
  const normalRows = rows.map(row => normalRow(row, variables));
  const bounded = [
    ...variables.map(variable => ({ ...variable, factor: one })),
    ...rows.map((row, index) => ({ low: row.low, high: row.high, ...(normalRows[index] as NormalRow) })),
  ];
  const bounds: Record<Side, (SimplexBound | null)[]> = { low: [], high: [] };

  /** Multipliers of normal rows become those of the rows. */
  function conflict(explanation: Explanation): Conflict {
    return {
      kind: 'conflict',
      bounds: [...explanation].map(([origin, multiplier]) => {
        const number = origin >> 1;
        const side = origin % 2 === 0 ? 'low' : 'high';
        return {
          ref:
            number < columns ? { of: 'variable', index: number, side } : { of: 'row', index: number - columns, side },
          multiplier: multiplier && divide(multiplier, bounded[number]?.factor ?? one),
        };
      }),
    };
  }

  for (const [number, { low, high, factor, isInteger }] of bounded.entries()) {
    const step = isInteger ? one : null;
    const lowest = low && { origin: 2 * number, value: weak(tightened(divided(low, factor), 'low', step), 'low') };
    const highest = high && {
      origin: 2 * number + 1,
      value: weak(tightened(divided(high, factor), 'high', step), 'high'),
    };
    if (lowest !== null && highest !== null && compareDelta(lowest.value, highest.value) > 0)
      return conflict(new Map([lowest, highest].map(({ origin }) => [origin, one])));
    bounds.low.push(lowest);
    bounds.high.push(highest);
  }
  const start = variables.map(({ isInteger }, index) =>
    middle(bounds.low[index] ?? null, bounds.high[index] ?? null, isInteger),
  );
  return {
    simplex: new Simplex(
      normalRows.map(({ coefficients }) => coefficients),
      bounds,
      start,
      budget,
    ),
    integers: variables.flatMap(({ isInteger }, index) => (isInteger ? [index] : [])),
    isInteger: variables.map(({ isInteger }) => isInteger),
    origins: 2 * (columns + rows.length),
    conflict,
  };
}

function divided({ value, strict }: Bound, factor: Rational): Bound {
  return { value: divide(value, factor), strict };
}

/** The weak bound of a strict one. */
function weak({ value, strict }: Bound, side: Side): DeltaRational {
  const exact = exactly(value);
  return strict ? sum(exact, scaled(infinitesimal, side === 'low' ? one : minusOne)) : exact;
}

/** A value well within the bounds. */
function middle(low: SimplexBound | null, high: SimplexBound | null, isInteger: boolean): Rational {
  if (low !== null && high !== null) {
    const exact = multiply(add(low.value.real, high.value.real), ratio(1, 2));
    return isInteger ? floor(exact) : exact;
  }
  return low !== null ? add(low.value.real, one) : high !== null ? subtract(high.value.real, one) : zero;
}
