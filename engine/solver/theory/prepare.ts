import { floorQuotient, product, sum, type Integer } from './integer.ts';
import type { Bound, Budget, Conflict, LinearSystem, Side } from './linear-system.ts';
import { commonDenominator, normalRow, tightened } from './normal-form.ts';
import { divide, multiply, one, toDouble, type Rational } from './rational.ts';
import { Simplex, type Bounds, type Explanation, type SimplexBound } from './simplex.ts';
import { compareValues, type Value } from './tableau.ts';

/** A system as the simplex method reads it: coefficients and bounds are integers, and all bounds are weak. */
export interface Prepared {
  readonly simplex: Simplex;
  /** The integer variables. */
  readonly integers: readonly number[];
  /** How many units of the simplex make 1. */
  readonly scale: Integer;
  /** The number of bounds of the system: their origins are less. */
  readonly origins: number;
  /** For each variable and row, how many units of the simplex make a distance of 1. */
  readonly distances: readonly number[];
  conflict(explanation: Explanation): Conflict;
}

/** A variable or a row, its bounds divided by its factor. */
interface Bounded {
  readonly low: Bound | null;
  readonly high: Bound | null;
  readonly factor: Rational;
}

/** Prepares a system, unless two bounds of one variable or row already contradict each other. */
export function prepare(system: LinearSystem, budget: Budget): Prepared | Conflict {
  const { variables, rows } = system;
  const columns = variables.length;
  const normalRows = rows.map(row => normalRow(row, variables));
  const bounded = [
    ...variables.map(({ low, high, isInteger }) => normalised(low, high, one, isInteger)),
    ...normalRows.map(({ factor, isInteger }, index) =>
      normalised(rows[index]?.low ?? null, rows[index]?.high ?? null, factor, isInteger),
    ),
  ];
  // Twice the common denominator: the middle between two bounds is an integer too.
  const values = bounded.flatMap(({ low, high }) => [low, high].flatMap(bound => (bound ? [bound.value] : [])));
  const scale = product(2, commonDenominator(values));
  const bounds: Bounds = {
    low: bounded.map(({ low }, number) => low && toSimplex(low, 'low', scale, 2 * number)),
    high: bounded.map(({ high }, number) => high && toSimplex(high, 'high', scale, 2 * number + 1)),
  };

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

  for (const [number, low] of bounds.low.entries()) {
    const high = bounds.high[number] ?? null;
    if (low !== null && high !== null && compareValues(low, high) > 0)
      return conflict(new Map([low, high].map(({ origin }) => [origin, one])));
  }
  const start = variables.map(({ isInteger }, index) =>
    middle(bounds.low[index] ?? null, bounds.high[index] ?? null, scale, isInteger),
  );
  return {
    simplex: new Simplex(
      normalRows.map(({ coefficients }) => coefficients),
      bounds,
      start,
      budget,
    ),
    integers: variables.flatMap(({ isInteger }, index) => (isInteger ? [index] : [])),
    scale,
    origins: 2 * bounded.length,
    distances: bounded.map(({ factor }) => Number(scale) / toDouble(factor)),
    conflict,
  };
}

function normalised(low: Bound | null, high: Bound | null, factor: Rational, isInteger: boolean): Bounded {
  const bound = (given: Bound | null, side: Side) =>
    given && tightened({ value: divide(given.value, factor), strict: given.strict }, side, isInteger ? one : null);
  return { low: bound(low, 'low'), high: bound(high, 'high'), factor };
}

function toSimplex({ value, strict }: Bound, side: Side, scale: Integer, origin: number): SimplexBound {
  const { numerator } = multiply(value, { numerator: scale, denominator: 1 });
  return { real: numerator, delta: strict ? (side === 'low' ? 1 : -1) : 0, origin };
}

/** A value well within bounds. */
function middle(low: SimplexBound | null, high: SimplexBound | null, scale: Integer, isInteger: boolean): Value {
  if (low === null || high === null) {
    const real = low !== null ? sum(low.real, scale) : high !== null ? sum(high.real, product(scale, -1)) : 0;
    return { real, delta: 0 };
  }
  const twice = sum(low.real, high.real);
  const real = isInteger ? product(floorQuotient(twice, product(2, scale)), scale) : floorQuotient(twice, 2);
  return { real, delta: 0 };
}
