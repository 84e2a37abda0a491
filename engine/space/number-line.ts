import { isMultiple } from '../condition/decimal.ts';
import type { Signal } from '../model/rule-set.ts';
import { signalType } from '../condition/declarations.ts';
import { parseDuration } from '../model/time/duration.ts';
import { parseTimestamp } from '../model/time/timestamp.ts';

/** An interval of numbers; bounds may be infinite. */
export interface Interval {
  low: number;
  high: number;
  lowOpen: boolean;
  highOpen: boolean;
}

/** The values that the declaration of a numeric signal allows; durations and timestamps are in milliseconds. */
export interface NumberLine {
  /** Distance of neighbouring values: 1 for integers and timestamps, a nanosecond for durations; null for numbers. */
  step: number | null;
  range: Interval;
  /** All values in ascending order if the declaration lists them; otherwise null. */
  listed: number[] | null;
  multipleOf: number | null;
}

const { MAX_SAFE_INTEGER, MAX_VALUE } = Number;
const limits: Readonly<Record<string, readonly [number, number, number | null]>> = {
  double: [-MAX_VALUE, MAX_VALUE, null],
  int: [-MAX_SAFE_INTEGER, MAX_SAFE_INTEGER, 1],
  // The ranges of google.protobuf.Duration and Timestamp, in milliseconds.
  duration: [-315_576_000_000_000, 315_576_000_000_000, 1e-6],
  timestamp: [-62_135_596_800_000, 253_402_300_799_999, 1],
};

/** The earliest decision time that the analysis considers: the start of the year 2000, since which clocks differ from UTC by whole quarters of an hour. */
export const firstDecision = Date.UTC(2000, 0, 1);

/** The number line of a signal of type number, integer, duration or date-time; undefined for other signals. */
export function numberLineOf(signal: Signal): NumberLine | undefined {
  const type = signalType(signal);
  const limit = limits[type];
  if (limit === undefined) return undefined;
  const [low, high, step] = limit;
  const numeric = type === 'int' || type === 'double';
  const { exclusiveMinimum = -Infinity, exclusiveMaximum = Infinity } = numeric ? signal : {};
  const { minimum = signal.derived?.kind === 'time' ? firstDecision : -Infinity, maximum = Infinity } = numeric
    ? signal
    : {};
  const listed = signal.const !== undefined ? [signal.const] : signal.enum;
  const line: NumberLine = {
    step,
    range: {
      low: Math.max(low, minimum, exclusiveMinimum),
      high: Math.min(high, maximum, exclusiveMaximum),
      lowOpen: exclusiveMinimum >= Math.max(low, minimum),
      highOpen: exclusiveMaximum <= Math.min(high, maximum),
    },
    listed: null,
    multipleOf: (numeric ? signal.multipleOf : undefined) ?? null,
  };
  if (listed !== undefined) {
    const values = listed.flatMap(value => {
      const both = signal.enum === undefined || signal.enum.includes(value);
      const number = typeof value === 'number' ? value : typeof value === 'string' ? parse(type, value) : undefined;
      return number !== undefined && both && isOn({ ...line, listed: null }, number) ? [number] : [];
    });
    line.listed = [...new Set(values)].sort((a, b) => a - b);
  }
  return line;
}

function parse(type: string, text: string): number | undefined {
  return type === 'duration' ? parseDuration(text) : type === 'timestamp' ? parseTimestamp(text) : undefined;
}

/** True if a number is a value of the line. */
export function isOn(line: NumberLine, value: number): boolean {
  if (line.listed !== null) return line.listed.includes(value);
  return (
    isInside(line.range, value) &&
    (line.step !== 1 || Number.isInteger(value)) &&
    (line.multipleOf === null || isMultiple(value, line.multipleOf))
  );
}

export function isInside({ low, high, lowOpen, highOpen }: Interval, value: number): boolean {
  return (lowOpen ? value > low : value >= low) && (highOpen ? value < high : value <= high);
}

export function common(a: Interval, b: Interval): Interval {
  const low = Math.max(a.low, b.low);
  const high = Math.min(a.high, b.high);
  return {
    low,
    high,
    lowOpen: (a.low === low && a.lowOpen) || (b.low === low && b.lowOpen),
    highOpen: (a.high === high && a.highOpen) || (b.high === high && b.highOpen),
  };
}

/** True if the line has a value inside the interval. Exact: there is nothing between neighbouring doubles. */
export function hasValue(line: NumberLine, interval: Interval): boolean {
  return anyValue(line, interval) !== undefined;
}

/** A value of the line inside the interval, simple rather than typical; undefined if there is none. */
export function anyValue(line: NumberLine, interval: Interval): number | undefined {
  if (line.listed !== null) return line.listed.find(value => isInside(interval, value));
  const inside = common(interval, line.range);
  const { low, high, lowOpen, highOpen } = inside;
  if (low > high) return undefined;
  if (line.multipleOf !== null) return firstMultiple(line, inside, line.multipleOf);
  if (line.step !== null) {
    const perUnit = line.step === 1 ? 1 : 1e6;
    const first = lowOpen ? Math.floor(low * perUnit) + 1 : Math.ceil(low * perUnit);
    const value = first / perUnit;
    if (isInside(inside, value)) return value;
    // A long duration has the precision of a double, which is coarser than a nanosecond.
    return line.step === 1 ? undefined : betweenDoubles(inside);
  }
  if (!lowOpen && isInside(inside, low)) return low;
  if (!highOpen && isInside(inside, high)) return high;
  return betweenDoubles(inside);
}

function betweenDoubles({ low, high, lowOpen, highOpen }: Interval): number | undefined {
  const middle = low / 2 + high / 2;
  if (middle > low && middle < high) return middle;
  if (!lowOpen && (low < high || (low === high && !highOpen))) return low;
  return !highOpen && high > low ? high : undefined;
}

/** A multiple of the unit inside the interval, searched from the bound nearer to zero; on an integer line, an integer. */
function firstMultiple(line: NumberLine, inside: Interval, unit: number): number | undefined {
  const rising = Math.abs(inside.low) <= Math.abs(inside.high);
  const wholeUnit = line.step === 1 && !Number.isInteger(unit);
  const start = rising ? Math.floor(inside.low / unit) : Math.ceil(inside.high / unit);
  const opposite = inside.low < 0 && inside.high > 0;
  // Few integers are multiples of a fraction such as 0.4: if none of the first ten thousand is one, none is.
  for (let i = -1; i < (wholeUnit ? 10_000 : 12); i++) {
    const value = Number(((opposite ? i + 1 : start + (rising ? i : -i)) * unit).toPrecision(15));
    if (rising || opposite ? value > inside.high : value < inside.low) return undefined;
    if (isInside(inside, value) && isMultiple(value, unit) && (line.step !== 1 || Number.isInteger(value)))
      return value;
  }
  return undefined;
}

/** A bound of the values of the line inside an interval that has some: the least (`low`) or the greatest. Not itself a value only if the line ends nowhere. */
export function extremeValue(line: NumberLine, interval: Interval, side: 'low' | 'high'): number {
  const { listed, multipleOf, step } = line;
  const rises = side === 'low';
  if (listed !== null) {
    const inside = listed.filter(value => isInside(interval, value));
    return (rises ? inside[0] : inside.at(-1)) ?? NaN;
  }
  const inside = common(interval, line.range);
  const bound = rises ? inside.low : inside.high;
  const isOpen = rises ? inside.lowOpen : inside.highOpen;
  const unit = multipleOf ?? step;
  if (unit === null) return isOpen ? neighbour(bound, rises) : bound;
  const count = bound / unit;
  if (!Number.isSafeInteger(Math.round(count))) return bound;
  const start = rises ? Math.ceil(count) : Math.floor(count);
  for (let i = -1; i < 3; i++) {
    const value = Number(((start + (rises ? i : -i)) * unit).toPrecision(15));
    if (isInside(inside, value) && isOn(line, value)) return value;
  }
  return isOpen ? neighbour(bound, rises) : bound;
}

const double = new Float64Array(1);
const pattern = new BigInt64Array(double.buffer);

/** The next double above (or below) a number. */
export function neighbour(value: number, above: boolean): number {
  if (!Number.isFinite(value)) return value;
  if (value === 0) return above ? Number.MIN_VALUE : -Number.MIN_VALUE;
  double[0] = value;
  pattern[0] = (pattern[0] as bigint) + (value > 0 === above ? 1n : -1n);
  return double[0];
}
