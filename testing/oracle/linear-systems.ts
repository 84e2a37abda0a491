import type { Bound, BoundRef, Conflict, LinearSystem } from '../../engine/solver/theory/linear-system.ts';
import { ratio, type Rational } from '../../engine/solver/theory/rational.ts';

/** A bound in halves. */
export interface Limit {
  halves: number;
  strict: boolean;
}

interface Limited {
  low: Limit | null;
  high: Limit | null;
}

/** A system of small numbers. The coefficients of a row count divided by its divisor. Integer variables have both bounds. */
export interface SmallSystem {
  variables: (Limited & { isInteger: boolean })[];
  rows: (Limited & { coefficients: number[]; divisor: number })[];
}

export function toSystem({ variables, rows }: SmallSystem): LinearSystem {
  const toBound = (limit: Limit | null): Bound | null =>
    limit && { value: ratio(limit.halves, 2), strict: limit.strict };
  const bounds = ({ low, high }: Limited) => ({ low: toBound(low), high: toBound(high) });
  return {
    variables: variables.map(variable => ({ isInteger: variable.isInteger, ...bounds(variable) })),
    rows: rows.map(row => ({
      terms: row.coefficients.flatMap((coefficient, variable) =>
        coefficient === 0 ? [] : [{ variable, coefficient: ratio(coefficient, row.divisor) }],
      ),
      ...bounds(row),
    })),
  };
}

/** An inequality between integers: the sum of coefficients times variables is at most the constant, or less if it is strict. */
interface Inequality {
  coefficients: number[];
  constant: number;
  strict: boolean;
}

/** All bounds as inequalities, in the same unit. */
function inequalities({ variables, rows }: SmallSystem): Inequality[] {
  const units = variables.map((variable, index) => ({
    ...variable,
    coefficients: variables.map((__, other) => (other === index ? 1 : 0)),
    divisor: 1,
  }));
  return [...units, ...rows].flatMap(({ coefficients, divisor, low, high }) =>
    [
      { limit: low, sign: -1 },
      { limit: high, sign: 1 },
    ].flatMap(({ limit, sign }) =>
      limit === null
        ? []
        : [
            {
              coefficients: coefficients.map(coefficient => sign * 2 * coefficient),
              constant: sign * limit.halves * divisor,
              strict: limit.strict,
            },
          ],
    ),
  );
}

/**
 * The range of a variable within a small system, by trying all values of integer variables and Fourier-Motzkin elimination of the others.
 * @returns null if there is no solution
 */
export function rangeByEnumeration(
  small: SmallSystem,
  variable: number,
): { low: Bound | null; high: Bound | null } | null {
  let range: { low: Bound | null; high: Bound | null } | null = null;
  const isInteger = small.variables[variable]?.isInteger;
  const all = inequalities(small);
  for (const values of integerValues(small)) {
    const left = all.map(inequality => withValues(inequality, values));
    const found = rangeOf(left, isInteger ? null : variable);
    if (found === null) continue;
    const value = { value: ratio(values[variable] ?? 0, 1), strict: false };
    const here = isInteger ? { low: value, high: value } : found;
    range = range === null ? here : { low: outer(range.low, here.low, -1), high: outer(range.high, here.high, 1) };
  }
  return range;
}

/** All combinations of values of the integer variables; null for the others. */
function integerValues({ variables }: SmallSystem): (number | null)[][] {
  let combinations: (number | null)[][] = [[]];
  for (const { isInteger, low, high } of variables) {
    const values: (number | null)[] = isInteger ? [] : [null];
    if (isInteger)
      for (let value = -20; value <= 20; value++) {
        const isWithin =
          low !== null &&
          high !== null &&
          (low.strict ? 2 * value > low.halves : 2 * value >= low.halves) &&
          (high.strict ? 2 * value < high.halves : 2 * value <= high.halves);
        if (isWithin) values.push(value);
      }
    combinations = combinations.flatMap(before => values.map(value => [...before, value]));
  }
  return combinations;
}

function withValues({ coefficients, constant, strict }: Inequality, values: readonly (number | null)[]): Inequality {
  return {
    coefficients: coefficients.map((coefficient, index) => (values[index] === null ? coefficient : 0)),
    constant: coefficients.reduce((rest, coefficient, index) => rest - coefficient * (values[index] ?? 0), constant),
    strict,
  };
}

/** The range of a variable within inequalities, or of none, after eliminating all others; null if they have no solution. */
function rangeOf(
  inequalities: readonly Inequality[],
  variable: number | null,
): { low: Bound | null; high: Bound | null } | null {
  const count = inequalities[0]?.coefficients.length ?? 0;
  let left = [...inequalities];
  for (let index = 0; index < count; index++) if (index !== variable) left = eliminated(left, index);
  let low: Bound | null = null;
  let high: Bound | null = null;
  if (variable !== null) {
    for (const { coefficients, constant, strict } of left) {
      const coefficient = coefficients[variable] ?? 0;
      if (coefficient === 0) continue;
      const bound = { value: ratio(BigInt(constant) * BigInt(Math.sign(coefficient)), Math.abs(coefficient)), strict };
      if (coefficient > 0) high = high === null || outer(high, bound, 1) === high ? bound : high;
      else low = low === null || outer(low, bound, -1) === low ? bound : low;
    }
    left = eliminated(left, variable);
  }
  return left.every(({ constant, strict }) => (strict ? constant > 0 : constant >= 0)) ? { low, high } : null;
}

function eliminated(inequalities: readonly Inequality[], index: number): Inequality[] {
  const of = (inequality: Inequality) => inequality.coefficients[index] ?? 0;
  const kept = inequalities.filter(each => of(each) === 0);
  for (const upper of inequalities.filter(each => of(each) > 0))
    for (const lower of inequalities.filter(each => of(each) < 0)) {
      const combine = (a: number, b: number) => a * -of(lower) + b * of(upper);
      const sum = {
        coefficients: upper.coefficients.map((coefficient, at) => combine(coefficient, lower.coefficients[at] ?? 0)),
        constant: combine(upper.constant, lower.constant),
        strict: upper.strict || lower.strict,
      };
      kept.push(reduced(sum));
    }
  return withoutWeaker(kept);
}

function reduced({ coefficients, constant, strict }: Inequality): Inequality {
  let divisor = Math.abs(constant);
  for (const coefficient of coefficients)
    for (let other = Math.abs(coefficient); other !== 0;) [divisor, other] = [other, divisor % other];
  if (divisor === 0) return { coefficients, constant, strict };
  if (![...coefficients, constant].every(Number.isSafeInteger)) throw new Error('Too large to eliminate exactly');
  return { coefficients: coefficients.map(each => each / divisor), constant: constant / divisor, strict };
}

function withoutWeaker(inequalities: readonly Inequality[]): Inequality[] {
  const tightest = new Map<string, Inequality>();
  for (const inequality of inequalities) {
    const key = inequality.coefficients.join();
    const known = tightest.get(key);
    const isTighter =
      known === undefined ||
      inequality.constant < known.constant ||
      (inequality.constant === known.constant && inequality.strict);
    if (isTighter) tightest.set(key, inequality);
  }
  return [...tightest.values()];
}

/** The bound that leaves more out of the two: the greater one with sign 1, the lesser one with sign -1; null if one is. */
function outer(a: Bound | null, b: Bound | null, sign: 1 | -1): Bound | null {
  if (a === null || b === null) return null;
  const order = sign * signOf(minus(quotient(a.value), quotient(b.value)));
  return order === 0 ? (a.strict ? b : a) : order > 0 ? a : b;
}

/** A fraction with an arithmetic of its own, by which results are checked. The denominator is positive. */
type Quotient = readonly [numerator: bigint, denominator: bigint];

function quotient(value: Rational): Quotient {
  return [BigInt(value.numerator), BigInt(value.denominator)];
}

function plus([a, b]: Quotient, [c, d]: Quotient): Quotient {
  return [a * d + c * b, b * d];
}

function minus(a: Quotient, [c, d]: Quotient): Quotient {
  return plus(a, [-c, d]);
}

function times([a, b]: Quotient, [c, d]: Quotient): Quotient {
  return [a * c, b * d];
}

function signOf([numerator]: Quotient): number {
  return numerator > 0n ? 1 : numerator < 0n ? -1 : 0;
}

/** True if values satisfy every bound of a system, and are integers where they must be. */
export function holds({ variables, rows }: LinearSystem, values: readonly Rational[]): boolean {
  const isWithin = (value: Quotient, { low, high }: { low: Bound | null; high: Bound | null }) =>
    [
      { bound: low, sign: 1 },
      { bound: high, sign: -1 },
    ].every(({ bound, sign }) => {
      if (bound === null) return true;
      const excess = sign * signOf(minus(value, quotient(bound.value)));
      return bound.strict ? excess > 0 : excess >= 0;
    });
  const valueOf = (variable: number) => quotient(values[variable] ?? { numerator: 0, denominator: 1 });
  return (
    values.length === variables.length &&
    variables.every((variable, index) => {
      const [numerator, denominator] = valueOf(index);
      return isWithin([numerator, denominator], variable) && (!variable.isInteger || numerator % denominator === 0n);
    }) &&
    rows.every(row =>
      isWithin(
        row.terms.reduce<Quotient>(
          (sum, { variable, coefficient }) => plus(sum, times(quotient(coefficient), valueOf(variable))),
          [0n, 1n],
        ),
        row,
      ),
    )
  );
}

/**
 * True if the multipliers of a conflict are those of Farkas' lemma.
 * @param small what the system was made from, if it has integer variables: their bounds count as the next values that they can have
 */
export function isFarkas(system: LinearSystem, { bounds }: Conflict, small?: SmallSystem): boolean {
  const columns: Quotient[] = system.variables.map(() => [0n, 1n]);
  let excess: Quotient = [0n, 1n];
  let isStrict = false;
  for (const { ref, multiplier } of bounds) {
    if (multiplier === null || signOf(quotient(multiplier)) <= 0) return false;
    const weight = times(quotient(multiplier), [ref.side === 'low' ? 1n : -1n, 1n]);
    const terms =
      ref.of === 'row'
        ? (system.rows[ref.index]?.terms ?? [])
        : [{ variable: ref.index, coefficient: { numerator: 1, denominator: 1 } }];
    for (const { variable, coefficient } of terms) {
      const column = columns[variable];
      if (column) columns[variable] = plus(column, times(weight, quotient(coefficient)));
    }
    const bound = (small && integerBound(small, ref)) ?? givenBound(system, ref);
    excess = plus(excess, times(weight, bound.value));
    isStrict ||= bound.strict;
  }
  const isExcessive = isStrict ? signOf(excess) >= 0 : signOf(excess) > 0;
  return isExcessive && columns.every(column => signOf(column) === 0);
}

function givenBound(system: LinearSystem, { of, index, side }: BoundRef): { value: Quotient; strict: boolean } {
  const bound = (of === 'row' ? system.rows : system.variables)[index]?.[side];
  if (!bound) throw new Error('There is no such bound');
  return { value: quotient(bound.value), strict: bound.strict };
}

/** A bound moved to the next value that integer variables can give its expression; undefined if it has other variables or none. */
function integerBound(small: SmallSystem, { of, index, side }: BoundRef) {
  const row = small.rows[index];
  const { coefficients, divisor } =
    of === 'row' && row ? row : { coefficients: small.variables.map((_, at) => (at === index ? 1 : 0)), divisor: 1 };
  const limit = (of === 'row' ? small.rows : small.variables)[index]?.[side];
  if (!limit || coefficients.every(coefficient => coefficient === 0)) return undefined;
  if (coefficients.some((coefficient, at) => coefficient !== 0 && !small.variables[at]?.isInteger)) return undefined;
  const { halves, strict } = limit;
  const common = coefficients.reduce((a, b) => greatestDivisor(a, Math.abs(b)), 0);
  // Steps of common / divisor, the first that the bound does not exclude.
  const isOutside = (step: number) => {
    const distance = (2 * step * common - halves * divisor) * (side === 'low' ? 1 : -1);
    return strict ? distance <= 0 : distance < 0;
  };
  let step = side === 'low' ? -200 : 200;
  while (isOutside(step)) step += side === 'low' ? 1 : -1;
  const value: Quotient = [BigInt(step * common), BigInt(divisor)];
  return { value, strict: false };
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}
