import { floorQuotient, greatestCommonDivisor, product, type Integer } from './integer.ts';
import type { Bound, BoundRef, LinearRow, LinearSystem, LinearVariable, Side } from './linear-system.ts';
import { add, ceil, divide, floor, isInteger, multiply, one, ratio, zero } from './rational.ts';
import type { Rational } from './rational.ts';

/** A row divided by a positive factor, so that its coefficients are integers without a common divisor. */
export interface NormalRow {
  /** One coefficient for each variable of the system. */
  readonly coefficients: readonly Integer[];
  readonly factor: Rational;
  /** True if it has variables, and all of them are integers, and thus its values. */
  readonly isInteger: boolean;
}

export function normalRow({ terms }: LinearRow, variables: readonly LinearVariable[]): NormalRow {
  const sums = Array.from<Rational>({ length: variables.length }).fill(zero);
  for (const { variable, coefficient } of terms) sums[variable] = add(sums[variable] as Rational, coefficient);
  const factor = commonFactor(sums);
  return {
    factor,
    isInteger: terms.length > 0 && terms.every(({ variable }) => variables[variable]?.isInteger),
    coefficients: sums.map(sum => divide(sum, factor).numerator),
  };
}

/** The greatest rational of which all values are multiples by integers; 1 if all are 0. */
function commonFactor(values: readonly Rational[]): Rational {
  const divisor = values.reduce<Integer>((found, { numerator }) => greatestCommonDivisor(found, numerator), 0);
  return divisor === 0 ? one : ratio(divisor, commonDenominator(values));
}

/** The least positive integer of which all denominators are divisors. */
export function commonDenominator(values: readonly Rational[]): Integer {
  return values.reduce<Integer>(
    (found, { denominator }) => product(found, floorQuotient(denominator, greatestCommonDivisor(found, denominator))),
    1,
  );
}

/** The greatest number of which all values of a variable or row are multiples, because its variables are integers; null if there is none. */
export function stepOf(system: LinearSystem, { of, index }: Pick<BoundRef, 'of' | 'index'>): Rational | null {
  if (of === 'variable') return system.variables[index]?.isInteger ? one : null;
  const { factor, isInteger } = normalRow(system.rows[index] as LinearRow, system.variables);
  return isInteger ? factor : null;
}

/** The tightest bound with the same multiples of `step` within it; the bound itself if `step` is null. */
export function tightened(bound: Bound, side: Side, step: Rational | null): Bound {
  if (step === null) return bound;
  const steps = divide(bound.value, step);
  const inward = side === 'low' ? one : ratio(-1, 1);
  const nearest = isInteger(steps) && bound.strict ? add(steps, inward) : side === 'low' ? ceil(steps) : floor(steps);
  return { value: multiply(nearest, step), strict: false };
}
