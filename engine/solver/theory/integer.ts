/** An integer of any size: a number if it is a safe integer, otherwise a bigint. */
export type Integer = number | bigint;

const maxSafe = Number.MAX_SAFE_INTEGER;

/** @throws RangeError if the value is not an integer */
export function toInteger(value: number | bigint): Integer {
  if (typeof value === 'bigint') return normal(value);
  // -0 becomes 0.
  return Number.isSafeInteger(value) ? value + 0 : normal(BigInt(value));
}

function normal(value: bigint): Integer {
  return value <= maxSafe && value >= -maxSafe ? Number(value) : value;
}

function isSafe(value: number): boolean {
  return value <= maxSafe && value >= -maxSafe;
}

export function negated(a: Integer): Integer {
  return typeof a === 'number' ? 0 - a : -a;
}

export function magnitude(a: Integer): Integer {
  return a < 0 ? negated(a) : a;
}

/** -1, 0 or 1. */
export function signOf(a: Integer): number {
  return a > 0 ? 1 : a < 0 ? -1 : 0;
}

export function sum(a: Integer, b: Integer): Integer {
  if (typeof a === 'number' && typeof b === 'number') {
    const result = a + b;
    if (isSafe(result)) return result;
  }
  return normal(BigInt(a) + BigInt(b));
}

export function product(a: Integer, b: Integer): Integer {
  if (typeof a === 'number' && typeof b === 'number') {
    const result = a * b;
    if (isSafe(result)) return result + 0;
  }
  return normal(BigInt(a) * BigInt(b));
}

/** `a · b + c · d`. */
export function sumOfProducts(a: Integer, b: Integer, c: Integer, d: Integer): Integer {
  if (typeof a === 'number' && typeof b === 'number' && typeof c === 'number' && typeof d === 'number') {
    const [left, right] = [a * b, c * d];
    if (isSafe(Math.abs(left) + Math.abs(right))) return left + right;
  }
  return normal(BigInt(a) * BigInt(b) + BigInt(c) * BigInt(d));
}

/** `(a · b - c · d) / divisor`, which must be an integer. */
export function crossQuotient(a: Integer, b: Integer, c: Integer, d: Integer, divisor: Integer): Integer {
  if (
    typeof a === 'number' &&
    typeof b === 'number' &&
    typeof c === 'number' &&
    typeof d === 'number' &&
    typeof divisor === 'number'
  ) {
    const [left, right] = [a * b, c * d];
    if (isSafe(Math.abs(left) + Math.abs(right))) return (left - right) / divisor + 0;
  }
  return normal((BigInt(a) * BigInt(b) - BigInt(c) * BigInt(d)) / BigInt(divisor));
}

/** The sign of `a · b - c · d`. */
export function compareProducts(a: Integer, b: Integer, c: Integer, d: Integer): number {
  if (typeof a === 'number' && typeof b === 'number' && typeof c === 'number' && typeof d === 'number') {
    const [left, right] = [a * b, c * d];
    if (isSafe(left) && isSafe(right)) return Math.sign(left - right);
  }
  return signOf(BigInt(a) * BigInt(b) - BigInt(c) * BigInt(d));
}

/** The greatest integer that is not greater than a quotient. @param divisor positive */
export function floorQuotient(a: Integer, divisor: Integer): Integer {
  if (typeof a === 'number' && typeof divisor === 'number') {
    const rest = a % divisor;
    return (a - rest) / divisor - (rest < 0 ? 1 : 0) + 0;
  }
  const [x, y] = [BigInt(a), BigInt(divisor)];
  return normal(x / y - (x % y < 0n ? 1n : 0n));
}

/** Not negative; 0 only for two zeros. */
export function greatestCommonDivisor(a: Integer, b: Integer): Integer {
  let [x, y] = [a, b];
  while (y > 0 || y < 0) {
    if (typeof x === 'number' && typeof y === 'number') {
      let [m, n] = [x, y];
      while (n !== 0) [m, n] = [n, m % n];
      return Math.abs(m);
    }
    [x, y] = [y, normal(BigInt(x) % BigInt(y))];
  }
  return magnitude(x);
}

/** The binary logarithm of an integer's magnitude, which is not 0; less than 1 off. */
export function log2(a: Integer): number {
  return typeof a === 'number' ? Math.log2(Math.abs(a)) : (a < 0 ? -a : a).toString(2).length - 0.5;
}
