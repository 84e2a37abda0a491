import { compareDelta, concreteDelta, withDelta, type DeltaRational } from './delta-rational.ts';
import { add, compare, divide, fromInteger, multiply, one, ratio, sign, subtract, type Rational } from './rational.ts';
import type { Simplex } from './simplex.ts';

/**
 * A solution near the point of a simplex, without infinitesimals. Each nonbasic variable that is at a bound moves to the middle of its room, unless an integer
 * variable moves with it.
 */
export function innerPoint(simplex: Simplex, isInteger: readonly boolean[]): Rational[] {
  const { tableau } = simplex;
  const delta = smallEnough(simplex);
  const values = simplex.values.map(value => withDelta(value, delta));
  for (let column = 0; column < tableau.columns; column++) {
    const moving = tableau.nonbasic[column] as number;
    if (!isAtBound(simplex, moving)) continue;
    const change = middleOfRoom(simplex, column, isInteger, values);
    if (change === null) continue;
    values[moving] = add(values[moving] as Rational, change);
    for (let row = 0; row < tableau.basic.length; row++) {
      const basic = tableau.basic[row] as number;
      const coefficient = ratio(tableau.entry(row, column), tableau.denominator);
      values[basic] = add(values[basic] as Rational, multiply(coefficient, change));
    }
  }
  return values.slice(0, tableau.columns);
}

/** A value for δ with which every bound holds. */
function smallEnough(simplex: Simplex): Rational {
  let delta = one;
  for (const [variable, value] of simplex.values.entries()) {
    const [low, high] = [simplex.bound(variable, 'low'), simplex.bound(variable, 'high')];
    if (low !== null) delta = concreteDelta(low.value, value, delta);
    if (high !== null) delta = concreteDelta(value, high.value, delta);
  }
  return delta;
}

function isAtBound(simplex: Simplex, variable: number): boolean {
  const value = simplex.values[variable] as DeltaRational;
  return (['low', 'high'] as const).some(side => {
    const bound = simplex.bound(variable, side);
    return bound !== null && compareDelta(bound.value, value) === 0;
  });
}

/** Half of the way that a nonbasic variable can go, less its way back; null if it cannot move. */
function middleOfRoom(
  simplex: Simplex,
  column: number,
  isInteger: readonly boolean[],
  values: readonly Rational[],
): Rational | null {
  const { tableau } = simplex;
  let down: Rational | null = null;
  let up: Rational | null = null;

  /** Restricts the way of the nonbasic variable by the bounds of one that moves with it, `coefficient` times as far. */
  function restrict(variable: number, coefficient: Rational): boolean {
    if (isInteger[variable]) return false;
    const isRising = sign(coefficient) > 0;
    for (const side of ['low', 'high'] as const) {
      const bound = simplex.bound(variable, side);
      if (bound === null) continue;
      const way = divide(subtract(bound.value.real, values[variable] as Rational), coefficient);
      if ((side === 'high') === isRising) up = up === null || compare(way, up) < 0 ? way : up;
      else down = down === null || compare(way, down) > 0 ? way : down;
    }
    return true;
  }

  if (!restrict(tableau.nonbasic[column] as number, one)) return null;
  for (let row = 0; row < tableau.basic.length; row++) {
    const entry = tableau.entry(row, column);
    if (!(entry > 0 || entry < 0)) continue;
    if (!restrict(tableau.basic[row] as number, ratio(entry, tableau.denominator))) return null;
  }
  return between(down, up);
}

/** A number between two others, of which null stands for none; null if there is none. */
function between(low: Rational | null, high: Rational | null): Rational | null {
  if (low !== null && high !== null) return compare(low, high) < 0 ? multiply(add(low, high), ratio(1, 2)) : null;
  return low !== null ? add(low, one) : high !== null ? subtract(high, one) : fromInteger(0);
}
