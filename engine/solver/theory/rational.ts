/**
 * An exact rational number in lowest terms, with a positive denominator. Equal numbers have equal representations.
 *
 * While both parts are safe integers, `numerator` and `denominator` hold them. Otherwise `big` does, and the two are NaN, so that the fast path of every
 * operation, which computes with doubles and checks that the result is safe, rejects it without a test of its own.
 */
export interface Rational {
  readonly numerator: number;
  readonly denominator: number;
  readonly big: Fraction | null;
}

interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

export const zero: Rational = { numerator: 0, denominator: 1, big: null };
export const one: Rational = { numerator: 1, denominator: 1, big: null };
export const minusOne: Rational = { numerator: -1, denominator: 1, big: null };

const maxSafe = Number.MAX_SAFE_INTEGER;

/** The quotient of two integers. @throws RangeError if a part is not an integer, or the denominator is 0 */
export function ratio(numerator: number | bigint, denominator: number | bigint): Rational {
  if (Number.isSafeInteger(numerator) && Number.isSafeInteger(denominator) && denominator > 0)
    return reduced(numerator as number, denominator as number);
  return reducedBig(BigInt(numerator), BigInt(denominator));
}

/** @throws RangeError if the value is not an integer */
export function fromInteger(value: number | bigint): Rational {
  return Number.isSafeInteger(value) ? integer(value as number) : ratio(BigInt(value), 1n);
}

/** The exact value of a double: an integer divided by a power of two. @throws RangeError if the double is not finite */
export function fromDouble(value: number): Rational {
  if (!Number.isFinite(value)) throw new RangeError(`${value} is not a rational number`);
  let scaled = value;
  let places = 0;
  for (; !Number.isInteger(scaled); places++) scaled *= 2;
  if (places === 0) return fromInteger(scaled);
  return places < 53 ? ratio(scaled, 2 ** places) : ratio(BigInt(scaled), 1n << BigInt(places));
}

/** The nearest double; of two equally near ones, the one with an even mantissa. Infinite beyond the range of doubles. */
export function toDouble(value: Rational): number {
  if (value.big === null) return value.numerator / value.denominator;
  const { numerator, denominator } = value.big;
  const size = numerator < 0n ? -numerator : numerator;
  const exponent = exponentOf(size, denominator);
  if (exponent > 1023) return numerator < 0n ? -Infinity : Infinity;
  // The value of the last bit of the mantissa is 2^unit.
  const unit = Math.max(exponent - 52, -1074);
  const [dividend, divisor] = unit < 0 ? [size << BigInt(-unit), denominator] : [size, denominator << BigInt(unit)];
  const quotient = dividend / divisor;
  const twiceRest = 2n * (dividend - quotient * divisor);
  const isRoundedUp = twiceRest > divisor || (twiceRest === divisor && (quotient & 1n) === 1n);
  const nearest = Number(isRoundedUp ? quotient + 1n : quotient) * 2 ** unit;
  return numerator < 0n ? -nearest : nearest;
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
  if (a.denominator === b.denominator) {
    const sum = a.numerator + b.numerator;
    if (isSafe(sum)) return reduced(sum, a.denominator);
  } else {
    const left = a.numerator * b.denominator;
    const right = b.numerator * a.denominator;
    const denominator = a.denominator * b.denominator;
    if (isSafe(Math.abs(left) + Math.abs(right)) && isSafe(denominator)) return reduced(left + right, denominator);
  }
  const [x, y] = [fraction(a), fraction(b)];
  return reducedBig(x.numerator * y.denominator + y.numerator * x.denominator, x.denominator * y.denominator);
}

export function subtract(a: Rational, b: Rational): Rational {
  return add(a, negate(b));
}

export function multiply(a: Rational, b: Rational): Rational {
  const numerator = a.numerator * b.numerator;
  const denominator = a.denominator * b.denominator;
  if (isSafe(numerator) && isSafe(denominator)) return reduced(numerator, denominator);
  const [x, y] = [fraction(a), fraction(b)];
  return reducedBig(x.numerator * y.numerator, x.denominator * y.denominator);
}

/** @throws RangeError if the divisor is 0 */
export function divide(a: Rational, b: Rational): Rational {
  return multiply(a, reciprocal(b));
}

function reciprocal(a: Rational): Rational {
  return a.big === null ? ratio(a.denominator, a.numerator) : ratio(a.big.denominator, a.big.numerator);
}

export function negate(a: Rational): Rational {
  if (a.big !== null) return { ...a, big: { ...a.big, numerator: -a.big.numerator } };
  return a.numerator === 0 ? a : { numerator: -a.numerator, denominator: a.denominator, big: null };
}

/** -1, 0 or 1. */
export function sign(a: Rational): number {
  const numerator = a.big === null ? a.numerator : a.big.numerator;
  return numerator > 0 ? 1 : numerator < 0 ? -1 : 0;
}

/** Negative if `a` is less than `b`, 0 if they are equal, positive if it is greater. */
export function compare(a: Rational, b: Rational): number {
  const left = a.numerator * b.denominator;
  const right = b.numerator * a.denominator;
  if (isSafe(left) && isSafe(right)) return left - right;
  const [x, y] = [fraction(a), fraction(b)];
  const difference = x.numerator * y.denominator - y.numerator * x.denominator;
  return difference > 0n ? 1 : difference < 0n ? -1 : 0;
}

export function isInteger(a: Rational): boolean {
  return a.big === null ? a.denominator === 1 : a.big.denominator === 1n;
}

/** The greatest integer that is not greater. */
export function floor(a: Rational): Rational {
  if (isInteger(a)) return a;
  if (a.big === null) {
    const rest = a.numerator % a.denominator;
    return integer((a.numerator - rest) / a.denominator - (rest < 0 ? 1 : 0));
  }
  const { numerator, denominator } = a.big;
  return ratio(numerator / denominator - (numerator < 0n ? 1n : 0n), 1n);
}

/** The least integer that is not less. */
export function ceil(a: Rational): Rational {
  return negate(floor(negate(a)));
}

/** Numerator and denominator as bigints. */
export function fraction(a: Rational): Fraction {
  return a.big ?? { numerator: BigInt(a.numerator), denominator: BigInt(a.denominator) };
}

function isSafe(value: number): boolean {
  return value <= maxSafe && value >= -maxSafe;
}

function integer(value: number): Rational {
  // -0 becomes 0.
  return value === 0 ? zero : { numerator: value, denominator: 1, big: null };
}

function reduced(numerator: number, denominator: number): Rational {
  if (denominator === 1 || numerator === 0) return integer(numerator);
  let [a, b] = [denominator, Math.abs(numerator)];
  while (b !== 0) [a, b] = [b, a % b];
  return { numerator: numerator / a, denominator: denominator / a, big: null };
}

function reducedBig(numerator: bigint, denominator: bigint): Rational {
  if (denominator === 0n) throw new RangeError('Division by zero');
  const divisor = greatestCommonDivisor(numerator, denominator) * (denominator < 0n ? -1n : 1n);
  const [n, d] = [numerator / divisor, denominator / divisor];
  if (n <= maxSafe && n >= -maxSafe && d <= maxSafe) return { numerator: Number(n), denominator: Number(d), big: null };
  return { numerator: NaN, denominator: NaN, big: { numerator: n, denominator: d } };
}

/** Not negative; 0 only for two zeros. */
export function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a < 0n ? -a : a;
}
