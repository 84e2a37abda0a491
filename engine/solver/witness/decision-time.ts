import type { SignalValues } from '../../condition/condition.ts';
import { decisionTime } from '../../condition/derived-signals.ts';
import { signalType } from '../../condition/declarations.ts';
import { clock } from '../../model/time/clock.ts';
import { dimensionsOf, jointSignals } from '../../space/space.ts';
import type { Dimension } from '../../space/dimension.ts';
import type { Period } from '../period.ts';
import type { Problem } from '../problem.ts';
import { timeIn } from './round-value.ts';

const quarter = 15 * 60_000;
const day = 96 * quarter;
/** Days before and after a time in which one with the wanted fields is sought: hours and days of the week within a fortnight, dates within eight years. */
const daysNearby = 15;
const daysAway = 8 * 366;

/** The decision time that values say: that of the signal `at` if conditions read it, otherwise a natural one in the period. */
export function timeOf({ space, now }: Problem, values: SignalValues, period: Period): number {
  const value = space.derived.get(decisionTime)?.kind === 'time' ? values.get(decisionTime) : undefined;
  return typeof value === 'number' ? value : timeIn(period, now);
}

/**
 * Values whose fields of the decision time are those of one time, as near as possible to that of the given values. Other times that are compared with it
 * move along. The values as given if no such time is found, or none is needed.
 */
export function atOneTime(problem: Problem, values: SignalValues, period: Period): SignalValues {
  const { space, subject } = problem;
  const hands = [...space.derived].flatMap(([name, how]) => {
    const axes = space.signals.get(name);
    const dimension = axes === undefined ? undefined : dimensionsOf(axes)[0];
    return how.kind !== 'clock' || dimension === undefined
      ? []
      : [{ name, how, dimension, read: clock(how.field, how.zone), wanted: dimension.cellOf(values) }];
  });
  if (hands.length === 0) return values;
  const start = timeOf(problem, values, period);
  const axis = space.derived.has(decisionTime) ? space.signals.get(decisionTime) : undefined;
  const [own] = axis === undefined ? [] : dimensionsOf(axis);
  const isIn = (dimension: Dimension, name: string, value: number, cell: number): boolean =>
    dimension.cellOf(new Map([[name, value]])) === cell;
  const cell = own?.cellOf(values) ?? 0;
  const shows = (time: number): boolean =>
    time >= period.from &&
    time < period.until &&
    (own === undefined || isIn(own, decisionTime, time, cell)) &&
    hands.every(({ name, dimension, read, wanted }) => isIn(dimension, name, read(time), wanted));
  // Minutes, seconds and milliseconds are the same in all of their zones, but for zones with quarters of an hour.
  const fine = hands.reduce((sum, { name, how, wanted }) => {
    const value = values.get(name);
    const unit = how.field === 'getSeconds' ? 1000 : how.field === 'getMilliseconds' ? 1 : 0;
    return wanted < 0 || typeof value !== 'number' ? sum : sum + value * unit;
  }, 0);
  const step = hands.some(({ how }) => how.field === 'getMinutes') ? 60_000 : quarter;
  const found = firstTime(start, fine, step, shows);
  if (found === null) return values;
  const moved = new Map(values);
  for (const { name, read } of hands) moved.set(name, read(found));
  for (const dimension of problem.theory?.dimensions ?? []) {
    const names = jointSignals(dimension);
    if (!names.includes(decisionTime)) continue;
    for (const name of names) {
      const value = values.get(name);
      const signal = subject.declarations.signals.get(name);
      if (typeof value === 'number' && signal !== undefined && signalType(signal) === 'timestamp')
        moved.set(name, value + found - start);
    }
  }
  return moved.set(decisionTime, found);
}

/** The time nearest to `start` that passes a test, among whole steps and days; null if there is none. */
function firstTime(start: number, fine: number, step: number, passes: (time: number) => boolean): number | null {
  if (passes(start)) return start;
  const base = Math.floor(start / step) * step + fine;
  for (let away = 0; away <= daysNearby * day; away += step) {
    for (const time of [base + away, base - away]) if (passes(time)) return time;
  }
  const midnight = Math.floor(start / day) * day + fine;
  for (let days = daysNearby; days <= daysAway; days++) {
    for (const time of [midnight + days * day, midnight - days * day]) {
      for (let hours = 0; hours < 24; hours++)
        if (passes(time + hours * 4 * quarter)) return time + hours * 4 * quarter;
    }
  }
  return null;
}
