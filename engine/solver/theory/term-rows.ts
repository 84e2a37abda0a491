import type { Term } from '../../condition/condition.ts';
import { decimal } from '../../condition/decimal.ts';
import { neighbour, type Interval, type NumberLine } from '../../space/number-line.ts';
import type { Bound } from './linear-system.ts';
import { add, divide, fromDouble, ratio, subtract, type Rational } from './rational.ts';

/** A numeric signal of terms as a variable: its value is `unit` times the variable. */
export interface Unit {
  unit: Rational;
  isInteger: boolean;
}

/** Integers and timestamps are integers, multiples of a half, a quarter, … too; everything else is real. */
export function unitOf({ step, multipleOf, listed }: NumberLine): Unit {
  const isDyadic = multipleOf !== null && isWhole(multipleOf * 2 ** 20);
  if (listed === null && multipleOf !== null && isDyadic && (step !== 1 || Number.isInteger(multipleOf)))
    return { unit: fromDouble(multipleOf), isInteger: true };
  return { unit: ratio(1, 1), isInteger: step === 1 };
}

/** The factor of a signal as its shortest decimal says, which is exact unless multiplying by it is rounded too. */
export function factorOf(term: Term, name: string): Rational {
  const { times = 0, over = 1 } = term.factors.get(name) ?? {};
  return divide(fromDecimal(times), fromDecimal(over));
}

function fromDecimal(value: number): Rational {
  const [digits, exponent] = decimal(value);
  return exponent < 0 ? ratio(digits, 10n ** BigInt(-exponent)) : ratio(digits * 10n ** BigInt(exponent), 1n);
}

/** Beyond this, the error of a sum cannot be bounded. */
const immense = 1e290;

/**
 * The bounds of the exact sum of a term's signals and factors whose computed value is in an interval; null on a side where it has no bound.
 * Exact values have the bounds of the interval. A value that is rounded once is beyond a double exactly if the sum is, so only closed bounds are widened, by
 * half a unit in the last place. For several roundings, see Higham, Accuracy and Stability of Numerical Algorithms, 2002, section 3.1.
 * @param largest the largest amounts of the signals, by name
 */
export function exactBounds(
  term: Term,
  { low, high, lowOpen, highOpen }: Interval,
  largest: ReadonlyMap<string, number>,
  isExact: boolean,
): { low: Bound | null; high: Bound | null } {
  const offset = fromDouble(term.offset);
  const error = isExact || term.roundings < 2 ? null : errorOf(term, largest);
  const bound = (value: number, isOpen: boolean, side: 'low' | 'high'): Bound | null => {
    if (Math.abs(value) >= Number.MAX_VALUE || Number.isNaN(value)) return null;
    const exact = subtract(fromDouble(value), offset);
    if (isExact || term.roundings === 0) return { value: exact, strict: isOpen };
    if (term.roundings === 1) {
      if (isOpen || value === 0) return { value: exact, strict: isOpen };
      return widened(exact, fromDouble((neighbour(Math.abs(value), true) - Math.abs(value)) / 2), side);
    }
    return error === null ? null : widened(exact, error, side);
  };
  return { low: bound(low, lowOpen, 'low'), high: bound(high, highOpen, 'high') };
}

function widened(value: Rational, by: Rational, side: 'low' | 'high'): Bound {
  return { value: side === 'low' ? subtract(value, by) : add(value, by), strict: false };
}

/** An upper bound of the rounding error of a term's value; null if there is none. */
function errorOf({ factors, offset, roundings }: Term, largest: ReadonlyMap<string, number>): Rational | null {
  let amounts = Math.abs(offset);
  for (const [name, { times, over }] of factors) amounts += Math.abs(times / over) * (largest.get(name) ?? Infinity);
  if (!(amounts < immense)) return null;
  // Several times γ, which covers the roundings of this computation, and decimal factors that are not doubles.
  return fromDouble(2 * (roundings + 1) * Number.EPSILON * amounts + Number.MIN_VALUE * 1024);
}

/** True if no operation of a term ever rounds, because all values are multiples of one power of two and not too large. */
export function neverRounds(term: Term, lines: ReadonlyMap<string, NumberLine>): boolean {
  if (term.roundings === 0) return true;
  const scale = 2 ** 20;
  let most = Math.abs(term.offset) * scale;
  if (!isWhole(term.offset * scale)) return false;
  for (const [name, { times, over }] of term.factors) {
    const line = lines.get(name);
    if (line === undefined || line.listed !== null) return false;
    const unit = line.multipleOf ?? (line.step === 1 ? 1 : NaN);
    if (!isWhole((times / over) * unit * 2 ** 10) || !isWhole(times * 2 ** 10) || !isWhole(Math.log2(over)))
      return false;
    if (!isWhole(unit * 2 ** 10)) return false;
    most += Math.abs(times / over) * Math.max(Math.abs(line.range.low), Math.abs(line.range.high)) * scale;
  }
  return most <= Number.MAX_SAFE_INTEGER;
}

function isWhole(value: number): boolean {
  return Number.isSafeInteger(value);
}
