import {
  anyValue,
  common,
  isInside,
  isOn,
  numberLineOf,
  type Interval,
  type NumberLine,
} from '../../space/number-line.ts';

const day = 86_400_000;
const timeUnits = [day, 3_600_000, 60_000, 1000];
const manyDays = [1000 * day, 100 * day, 10 * day];
const durationUnits = [day, 3_600_000, 1_800_000, 600_000, 300_000, 60_000, 30_000, 10_000, 1000, 100, 10, 1];
/** Bounds beyond this are those of the type, not chosen by the author. */
const immense = 1e14;

/**
 * A natural value of a line inside an interval: round and near the middle, such as 0.65 between 0.6 and 0.7, or 2000 above 1000. Timestamps are near
 * `now` (milliseconds since the Unix epoch).
 */
export function roundValue(line: NumberLine, interval: Interval, type: string, now: number): number {
  const inside = common(line.range, interval);
  const fits = (value: number): boolean => isInside(inside, value) && isOn(line, value);
  const fallback = (): number => anyValue(line, interval) ?? inside.low;
  if (line.listed !== null) {
    const values = line.listed.filter(value => isInside(interval, value));
    return values[(values.length - 1) >> 1] ?? fallback();
  }
  if (inside.low === inside.high) return inside.low;
  if (type === 'timestamp') return times(inside, now).find(fits) ?? fallback();
  const middle = middleOf(inside, type);
  const units =
    type === 'duration'
      ? [...manyDays.filter(unit => unit <= Math.abs(middle)), ...durationUnits]
      : decimalUnits(inside, middle);
  for (const unit of units) {
    for (const value of [Math.round(middle / unit) * unit, Math.ceil(inside.low / unit) * unit]) {
      const rounded = Number(value.toPrecision(15));
      if (fits(rounded)) return rounded === 0 ? 0 : rounded;
    }
  }
  return fallback();
}

/** Candidate times: the start of today, now, and the whole days, hours, … just inside the bounds, the one nearer to now first. */
function times({ low, high }: Interval, now: number): number[] {
  const today = Math.floor(now / day) * day;
  const near = timeUnits.flatMap(unit =>
    [(Math.floor(low / unit) + 1) * unit, (Math.ceil(high / unit) - 1) * unit].sort(
      (a, b) => Math.abs(a - now) - Math.abs(b - now),
    ),
  );
  return [today, now, ...near];
}

/** A natural time in a half-open period, in milliseconds since the Unix epoch. */
export function timeIn({ from, until }: { from: number; until: number }, now: number): number {
  const line = numberLineOf({ type: 'string', format: 'date-time' });
  const interval = { low: from, high: until, lowOpen: false, highOpen: true };
  return line === undefined ? from : roundValue(line, interval, 'timestamp', now);
}

function middleOf({ low, high }: Interval, type: string): number {
  const [bounded, limited] = [low > -immense, high < immense];
  if (bounded && limited) return low / 2 + high / 2;
  if (bounded) return low + unitOf(low, type);
  return limited ? high - unitOf(high, type) : 0;
}

/** A distance at which a value is clearly beyond a bound. */
function unitOf(bound: number, type: string): number {
  if (bound === 0) return type === 'duration' ? 60_000 : 1;
  if (type === 'duration') return durationUnits.find(unit => unit <= Math.abs(bound)) ?? 1;
  return 10 ** Math.floor(Math.log10(Math.abs(bound)));
}

/** Powers of ten, from the width of the interval down. */
function decimalUnits({ low, high }: Interval, middle: number): number[] {
  const width = low > -immense && high < immense ? high - low : Math.abs(middle) || 1;
  // 0.999: an interval as wide as a whole unit gets a value in tenths, such as 0.5 between 0 and 1.
  const first = Math.floor(Math.log10(width * 0.999));
  return Array.from({ length: 17 }, (_, index) => 10 ** (first - index));
}
