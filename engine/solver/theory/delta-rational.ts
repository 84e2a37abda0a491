import { add, compare, divide, minusOne, multiply, one, sign, zero, type Rational } from './rational.ts';

/**
 * The number `real + delta · δ`, where δ is positive and smaller than every positive rational. A strict bound `x > c` is the weak bound `x ≥ c + δ`
 * (Dutertre and de Moura, "A Fast Linear-Arithmetic Solver for DPLL(T)", CAV 2006, section 5).
 */
export interface DeltaRational {
  readonly real: Rational;
  readonly delta: Rational;
}

export function exactly(real: Rational): DeltaRational {
  return { real, delta: zero };
}

export function sum(a: DeltaRational, b: DeltaRational): DeltaRational {
  return { real: add(a.real, b.real), delta: add(a.delta, b.delta) };
}

export function scaled(a: DeltaRational, factor: Rational): DeltaRational {
  return { real: multiply(a.real, factor), delta: multiply(a.delta, factor) };
}

export function difference(a: DeltaRational, b: DeltaRational): DeltaRational {
  return sum(a, scaled(b, minusOne));
}

/** Negative if `a` is less than `b`, 0 if they are equal, positive if it is greater. */
export function compareDelta(a: DeltaRational, b: DeltaRational): number {
  return compare(a.real, b.real) || compare(a.delta, b.delta);
}

/** A value of δ, at most `limit`, with which `low ≤ high` holds as rationals; it must hold with an infinitesimal δ. */
export function concreteDelta(low: DeltaRational, high: DeltaRational, limit: Rational): Rational {
  const growth = difference(low, high);
  if (sign(growth.delta) <= 0) return limit;
  const greatest = divide(multiply(growth.real, minusOne), growth.delta);
  return compare(greatest, limit) < 0 ? greatest : limit;
}

/** The rational with a given value of δ. */
export function withDelta({ real, delta }: DeltaRational, value: Rational): Rational {
  return add(real, multiply(delta, value));
}

export const infinitesimal: DeltaRational = { real: zero, delta: one };
