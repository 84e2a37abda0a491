import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cases } from '../../../testing/random/random-cases.ts';
import {
  add,
  ceil,
  compare,
  divide,
  floor,
  fromDouble,
  fromInteger,
  isInteger,
  multiply,
  negate,
  ratio,
  sign,
  subtract,
  toDouble,
  type Rational,
} from './rational.ts';

/** Small parts, parts near the limit of safe integers, and parts of any size. */
const part = fc.oneof(
  fc.bigInt({ min: -20n, max: 20n }),
  fc.bigInt({ min: -9n, max: 9n }).map(offset => BigInt(Number.MAX_SAFE_INTEGER) + offset),
  fc.bigInt({ min: -(2n ** 60n), max: 2n ** 60n }),
);
const divisor = part.filter(value => value !== 0n);
const rationals = fc.tuple(part, divisor).map(([numerator, denominator]) => ratio(numerator, denominator));
const doubles = fc.double({ noDefaultInfinity: true, noNaN: true });

const fraction = ({ numerator, denominator }: Rational) => ({
  numerator: BigInt(numerator),
  denominator: BigInt(denominator),
});

/** True if a rational is a quotient of two integers, in lowest terms. */
function is(value: Rational, numerator: bigint, denominator: bigint): boolean {
  const { numerator: n, denominator: d } = fraction(value);
  const isReduced = d > 0n && [2n, 3n, 5n, 7n, 11n, 13n, 17n, 19n].every(prime => n % prime !== 0n || d % prime !== 0n);
  return isReduced && n * denominator === numerator * d;
}

function every<Ts extends [unknown, ...unknown[]]>(
  arbitraries: { [At in keyof Ts]: fc.Arbitrary<Ts[At]> },
  predicate: (...values: Ts) => boolean,
): void {
  fc.assert(fc.property(...arbitraries, predicate), { numRuns: cases(100) });
}

describe('the result is exact for', () => {
  const parts = (a: Rational, b: Rational) => [fraction(a), fraction(b)] as const;

  test('sums and differences', () => {
    every<[Rational, Rational]>([rationals, rationals], (a, b) => {
      const [x, y] = parts(a, b);
      const denominator = x.denominator * y.denominator;
      const [left, right] = [x.numerator * y.denominator, y.numerator * x.denominator];
      return is(add(a, b), left + right, denominator) && is(subtract(a, b), left - right, denominator);
    });
  });

  test('products and quotients', () => {
    every<[Rational, Rational]>([rationals, rationals], (a, b) => {
      const [x, y] = parts(a, b);
      const isProduct = is(multiply(a, b), x.numerator * y.numerator, x.denominator * y.denominator);
      if (y.numerator === 0n) return isProduct;
      return isProduct && is(divide(a, b), x.numerator * y.denominator, x.denominator * y.numerator);
    });
  });

  test('comparisons and signs', () => {
    every<[Rational, Rational]>([rationals, rationals], (a, b) => {
      const [x, y] = parts(a, b);
      const order = x.numerator * y.denominator - y.numerator * x.denominator;
      const signOf = (value: bigint) => (value > 0n ? 1 : value < 0n ? -1 : 0);
      return Math.sign(compare(a, b)) === signOf(order) && sign(a) === signOf(x.numerator);
    });
  });

  test('the integers below and above', () => {
    every<[Rational]>([rationals], a => {
      const [below, above] = [floor(a), ceil(a)];
      const isNext = compare(below, a) <= 0 && compare(a, add(below, ratio(1, 1))) < 0;
      return isNext && isInteger(below) && compare(above, isInteger(a) ? below : add(below, ratio(1, 1))) === 0;
    });
  });
});

test('equal numbers are equal objects, whichever way they were computed', () => {
  every<[Rational, Rational]>([rationals, rationals], (a, b) => {
    expect(subtract(add(a, b), b)).toEqual(a);
    if (sign(b) !== 0) expect(divide(multiply(a, b), b)).toEqual(a);
    expect(negate(negate(a))).toEqual(a);
    return true;
  });
});

describe('a double', () => {
  test('comes back from its exact value', () => {
    every<[number]>([doubles], value => toDouble(fromDouble(value)) === value);
  });

  test.each([
    [0.1, 3602879701896397n, 2n ** 55n],
    [-2.5, -5n, 2n],
    [-0, 0n, 1n],
    [Number.MIN_VALUE, 1n, 2n ** 1074n],
    [2 ** 80, 2n ** 80n, 1n],
  ])('%d has its exact value', (value, numerator, denominator) => {
    expect(fromDouble(value)).toEqual(ratio(numerator, denominator));
  });

  test.each([NaN, Infinity])('%d has none', value => {
    expect(() => fromDouble(value)).toThrow(RangeError);
  });
});

describe('the nearest double', () => {
  const half = (value: number, other: number) => multiply(add(fromDouble(value), fromDouble(other)), ratio(1, 2));

  test('is the nearer one of the two around', () => {
    every<[Rational]>([rationals], a => {
      const nearest = toDouble(a);
      const distance = (value: number) => {
        const difference = subtract(fromDouble(value), a);
        return sign(difference) < 0 ? negate(difference) : difference;
      };
      const step = Math.max(Math.abs(nearest) * 2 ** -53, Number.MIN_VALUE);
      return [nearest + step, nearest - step].every(other => compare(distance(nearest), distance(other)) <= 0);
    });
  });

  test('of a number in the middle is the even one', () => {
    expect(toDouble(half(1, 1 + 2 ** -52))).toBe(1);
    expect(toDouble(half(1 + 2 ** -52, 1 + 2 ** -51))).toBe(1 + 2 ** -51);
    expect(toDouble(half(0, Number.MIN_VALUE))).toBe(0);
    expect(toDouble(half(Number.MIN_VALUE, 2 * Number.MIN_VALUE))).toBe(2 * Number.MIN_VALUE);
  });

  test('is infinite beyond the range of doubles', () => {
    expect(toDouble(fromInteger(10n ** 309n))).toBe(Infinity);
    expect(toDouble(fromInteger(-(10n ** 309n)))).toBe(-Infinity);
    expect(toDouble(half(Number.MAX_VALUE, Number.MAX_VALUE))).toBe(Number.MAX_VALUE);
  });
});

test('nothing is divided by zero', () => {
  expect(() => ratio(1, 0)).toThrow(RangeError);
  expect(() => divide(ratio(1, 2), ratio(0, 1))).toThrow(RangeError);
});
