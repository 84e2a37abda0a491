import {
  compareProducts,
  floorQuotient,
  greatestCommonDivisor,
  negated,
  product,
  signOf,
  sumOfProducts,
  sum,
  toInteger,
  type Integer,
} from './integer.ts';

/** An exact rational number in lowest terms, with a positive denominator. Equal numbers have equal representations. */
export interface Rational {
  readonly numerator: Integer;
  readonly denominator: Integer;
}

export const zero: Rational = { numerator: 0, denominator: 1 };
export const one: Rational = { numerator: 1, denominator: 1 };

/** The quotient of two integers. @throws RangeError if a part is not an integer, or the denominator is 0 */
export function ratio(numerator: number | bigint, denominator: number | bigint): Rational {
  return reduced(toInteger(numerator), toInteger(denominator));
}

/** @throws RangeError if the value is not an integer */
export function fromInteger(value: number | bigint): Rational {
  return { numerator: toInteger(value), denominator: 1 };
}

/** The exact value of a double: an integer divided by a power of two. @throws RangeError if the double is not finite */
export function fromDouble(value: number): Rational {
  if (!Number.isFinite(value)) throw new RangeError(`${value} is not a rational number`);
  let scaled = value;
  let places = 0;
  for (; !Number.isInteger(scaled); places++) scaled *= 2;
  // An odd numerator and a power of two: nothing to reduce.
  return { numerator: toInteger(scaled), denominator: toInteger(1n << BigInt(places)) };
}

/** The nearest double; of two equally near ones, the one with an even mantissa. Infinite beyond the range of doubles. */
export function toDouble({ numerator, denominator }: Rational): number {
  if (typeof numerator === 'number' && typeof denominator === 'number') return numerator / denominator;
  if (numerator < 0) return -toDouble({ numerator: negated(numerator), denominator });
  const [size, divisor] = [BigInt(numerator), BigInt(denominator)];
  const exponent = exponentOf(size, divisor);
  if (exponent > 1023) return Infinity;
  // The value of the last bit of the mantissa is 2^unit.
  const unit = Math.max(exponent - 52, -1074);
  const [x, y] = unit < 0 ? [size << BigInt(-unit), divisor] : [size, divisor << BigInt(unit)];
  const quotient = x / y;
  const twiceRest = 2n * (x - quotient * y);
  const isRoundedUp = twiceRest > y || (twiceRest === y && (quotient & 1n) === 1n);
  return Number(isRoundedUp ? quotient + 1n : quotient) * 2 ** unit;
}

/** The greatest e such that 2^e is at most numerator / denominator; both are positive. */
function exponentOf(numerator: bigint, denominator: bigint): number {
  const e = bits(numerator) - bits(denominator);
  const isAtLeast = e >= 0 ? numerator >= denominator << BigInt(e) : numerator << BigInt(-e) >= denominator;
  return isAtLeast ? e : e - 1;
}

function bits(value: bigint): number {
  return value.toString(2).length;
}

export function add(a: Rational, b: Rational): Rational {
  if (a.denominator === b.denominator) return reduced(sum(a.numerator, b.numerator), a.denominator);
  const numerator = sumOfProducts(a.numerator, b.denominator, b.numerator, a.denominator);
  return reduced(numerator, product(a.denominator, b.denominator));
}

export function subtract(a: Rational, b: Rational): Rational {
  return add(a, negate(b));
}

export function multiply(a: Rational, b: Rational): Rational {
  return reduced(product(a.numerator, b.numerator), product(a.denominator, b.denominator));
}

/** @throws RangeError if the divisor is 0 */
export function divide(a: Rational, b: Rational): Rational {
  return reduced(product(a.numerator, b.denominator), product(a.denominator, b.numerator));
}

export function negate({ numerator, denominator }: Rational): Rational {
  return { numerator: negated(numerator), denominator };
}

/** -1, 0 or 1. */
export function sign({ numerator }: Rational): number {
  return signOf(numerator);
}

/** -1 if `a` is less than `b`, 0 if they are equal, 1 if it is greater. */
export function compare(a: Rational, b: Rational): number {
  return compareProducts(a.numerator, b.denominator, b.numerator, a.denominator);
}

export function isInteger({ denominator }: Rational): boolean {
  return denominator === 1;
}

/** The greatest integer that is not greater. */
export function floor({ numerator, denominator }: Rational): Rational {
  return { numerator: floorQuotient(numerator, denominator), denominator: 1 };
}

/** The least integer that is not less. */
export function ceil(a: Rational): Rational {
  return negate(floor(negate(a)));
}

function reduced(numerator: Integer, denominator: Integer): Rational {
  if (denominator === 1) return { numerator, denominator };
  if (denominator === 0) throw new RangeError('Division by zero');
  const divisor = greatestCommonDivisor(denominator, numerator);
  const by = denominator < 0 ? negated(divisor) : divisor;
  if (by === 1) return { numerator, denominator };
  return { numerator: floorQuotient(numerator, by), denominator: floorQuotient(denominator, by) };
}
