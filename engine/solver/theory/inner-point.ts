import { log2, magnitude, product, signOf, sumOfProducts, toInteger, type Integer } from './integer.ts';
import type { Prepared } from './prepare.ts';
import { ratio, type Rational } from './rational.ts';
import type { Simplex } from './simplex.ts';
import { compareValues } from './tableau.ts';

const sides = ['low', 'high'] as const;

/**
 * A solution near the point of a simplex, without infinitesimals. Each nonbasic variable that is at a bound moves to the middle of its room, unless an integer
 * variable moves with it.
 */
export function innerPoint(prepared: Prepared): Rational[] {
  const { simplex, scale } = prepared;
  const { tableau } = simplex;
  const { denominator, columns } = tableau;
  const places = placesOfDelta(simplex, columns + tableau.basic.length);
  // A grid that is finer than δ = 2^-places, so that there are points between a bound and the values next to it.
  const [grid, delta] = [toInteger(1n << BigInt(places + 16)), 1 << 16];
  const values = Array.from({ length: columns + tableau.basic.length }, (_, variable) => {
    const value = simplex.value(variable);
    return sumOfProducts(value.real, grid, value.delta, delta);
  });
  const isInteger = new Set(prepared.integers);
  for (let column = 0; column < columns; column++) {
    const steps = stepsToMiddle(prepared, column, { values, grid, isInteger });
    if (steps === 0) continue;
    const moving = tableau.nonbasic[column] as number;
    values[moving] = sumOfProducts(steps, denominator, values[moving] as Integer, 1);
    for (const [row, basic] of tableau.basic.entries())
      values[basic] = sumOfProducts(steps, tableau.entry(row, column), values[basic] as Integer, 1);
  }
  const unit = product(product(denominator, scale), grid);
  return values.slice(0, columns).map(value => ratio(value, unit));
}

/** A number of binary places such that every bound holds with δ = 2^-places. */
function placesOfDelta(simplex: Simplex, variables: number): number {
  const { denominator } = simplex.tableau;
  let places = 0;
  for (let variable = 0; variable < variables; variable++) {
    const value = simplex.value(variable);
    for (const side of sides) {
      const bound = simplex.bound(variable, side);
      if (bound === null) continue;
      const real = sumOfProducts(bound.real, denominator, value.real, -1);
      const delta = sumOfProducts(bound.delta, denominator, value.delta, -1);
      if (signOf(real) * signOf(delta) < 0) places = Math.max(places, Math.ceil(log2(delta) - log2(real)) + 2);
    }
  }
  return places;
}

interface Grid {
  /** The values of all variables, times the common denominator. */
  readonly values: readonly Integer[];
  /** How many steps make a unit of the simplex. */
  readonly grid: Integer;
  readonly isInteger: ReadonlySet<number>;
}

/**
 * How many steps of a grid a nonbasic variable at a bound is from the middle of its room, about; 0 if it should not move. Computed with doubles: half of the
 * room is far enough from both of its ends.
 */
function stepsToMiddle({ simplex, distances }: Prepared, column: number, { values, grid, isInteger }: Grid): Integer {
  const { tableau } = simplex;
  const moving = tableau.nonbasic[column] as number;
  const side = sides.find(each => {
    const bound = simplex.bound(moving, each);
    return bound !== null && compareValues(tableau.columnValue(column), bound) === 0;
  });
  if (side === undefined || isInteger.has(moving)) return 0;
  let room = Infinity;

  function restrict(variable: number, speed: Integer): void {
    const bound = simplex.bound(variable, speed > 0 === (side === 'low') ? 'high' : 'low');
    if (bound === null) return;
    const distance = sumOfProducts(bound.real, product(grid, tableau.denominator), values[variable] as Integer, -1);
    room = Math.min(room, Math.abs(Number(distance)) / Number(magnitude(speed)));
  }

  restrict(moving, tableau.denominator);
  for (const [row, basic] of tableau.basic.entries()) {
    const entry = tableau.entry(row, column);
    if (entry === 0) continue;
    if (isInteger.has(basic)) return 0;
    restrict(basic, entry);
  }
  if (room === Infinity) room = 2 * (distances[moving] as number) * Number(grid);
  return Number.isFinite(room) ? product(rounded(room / 2), side === 'low' ? 1 : -1) : 0;
}

/** An integer of few binary digits, at most a number and not much less. */
function rounded(value: number): Integer {
  const step = 2 ** Math.max(0, Math.floor(Math.log2(value)) - 6);
  return toInteger(Math.floor(value / step) * step);
}
