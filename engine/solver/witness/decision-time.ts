import type { SignalValues } from '../../condition/condition.ts';
import { decisionTime } from '../../condition/derived-signals.ts';
import { signalType } from '../../condition/declarations.ts';
import { clock, isOfDate, offsetOf } from '../../model/time/clock.ts';
import type { TimeField } from '../../model/time/time-zone.ts';
import { dimensionsOf, isList, jointSignals } from '../../space/space.ts';
import type { Dimension } from '../../space/dimension.ts';
import type { Period } from '../period.ts';
import type { Problem } from '../problem.ts';
import { timeIn } from './round-value.ts';

const minute = 60_000;
const quarter = 15 * minute;
const day = 96 * quarter;
/** Days before and after a time in which one with the wanted hours and days of the week is sought, and years in which one with the wanted date is. */
const daysNearby = 8;
const daysAway = 8 * 366;

/** The decision time that values say: that of the signal `at` if conditions read it or its fields, otherwise a natural one in the period. */
export function timeOf({ space, now }: Problem, values: SignalValues, period: Period): number {
  const isRead = [...space.derived.values()].some(({ kind }) => kind === 'time' || kind === 'clock');
  const value = isRead ? values.get(decisionTime) : undefined;
  return typeof value === 'number' ? value : timeIn(period, now);
}

/** A field of the decision time that a condition reads, with the cell that it should be in. */
interface Hand {
  name: string;
  field: TimeField;
  zone: string | null;
  /** The wanted value, if one is known. */
  value: number | undefined;
  /** The wanted seconds or milliseconds, in milliseconds; 0 for other fields. */
  step: number;
  read: (at: number) => number;
  isRight: (at: number) => boolean;
  wanted: number;
}

/**
 * Values whose fields of the decision time are those of one time, as near as possible to that of the given values. Other times that are compared with it
 * move along. The values as given if no such time is found, or none is needed.
 */
export function atOneTime(problem: Problem, values: SignalValues, period: Period): SignalValues {
  const hands = handsOf(problem, values);
  if (hands.length === 0) return values;
  const read = problem.space.derived.has(decisionTime) ? values.get(decisionTime) : undefined;
  const start = typeof read === 'number' ? read : timeIn(period, problem.now);
  const found = timeShowing(problem, hands, { values, period, start });
  if (found === null) return values;
  const moved = new Map(values);
  for (const { name, read } of hands) moved.set(name, read(found));
  for (const dimension of problem.theory?.dimensions ?? []) {
    const names = jointSignals(dimension);
    if (!names.includes(decisionTime)) continue;
    for (const name of names) {
      const value = values.get(name);
      const signal = problem.subject.declarations.signals.get(name);
      if (typeof value === 'number' && signal !== undefined && signalType(signal) === 'timestamp')
        moved.set(name, value + found - start);
    }
  }
  return moved.set(decisionTime, found);
}

function handsOf({ space }: Problem, values: SignalValues): Hand[] {
  return [...space.derived].flatMap(([name, how]): Hand[] => {
    const axes = space.signals.get(name);
    if (how.kind !== 'clock' || axes === undefined) return [];
    const dimension = dimensionsOf(axes)[0] as Dimension;
    const read = clock(how.field, how.zone);
    const wanted = dimension.cellOf(values);
    const tried = new Map<string, number>();
    const isRight = (at: number): boolean => dimension.cellOf(tried.set(name, read(at))) === wanted;
    const value = values.get(name);
    const unit = how.field === 'getSeconds' ? 1000 : how.field === 'getMilliseconds' ? 1 : 0;
    const step = typeof value === 'number' ? value * unit : 0;
    const wantedValue = typeof value === 'number' ? value : undefined;
    return [{ name, field: how.field, zone: how.zone, value: wantedValue, step, read, isRight, wanted }];
  });
}

/** Times found for the wanted cells of all fields, or null, by these cells. */
const known = new WeakMap<Problem, Map<string, number | null>>();

/** A time of a period in the wanted cells of all fields, near the given one; null if none is found. */
function timeShowing(
  problem: Problem,
  hands: readonly Hand[],
  { values, period, start }: { values: SignalValues; period: Period; start: number },
): number | null {
  const { space } = problem;
  const axis = space.derived.has(decisionTime) ? space.signals.get(decisionTime) : undefined;
  const own = axis === undefined || isList(axis) ? undefined : axis;
  const cell = own?.dimension.cellOf(values) ?? -1;
  const tried = new Map<string, number>();
  const passes = (time: number): boolean =>
    time >= period.from &&
    time < period.until &&
    (own === undefined || own.dimension.cellOf(tried.set(decisionTime, time)) === cell) &&
    hands.every(({ isRight }) => isRight(time));
  if (passes(start)) return start;
  const memory = known.get(problem) ?? new Map<string, number | null>();
  known.set(problem, memory);
  const key = [cell, period.from, ...hands.map(({ wanted }) => wanted)].join(' ');
  const before = memory.get(key);
  if (before !== undefined) return before;
  const meaning = own === undefined || cell < 0 ? undefined : own.meaning(cell);
  const { low = -Infinity, high = Infinity } = meaning?.kind === 'interval' ? meaning.interval : {};
  const from = Math.max(low, period.from);
  const until = Math.min(high, period.until);
  const near = Math.min(Math.max(start, from), until);
  let found: number | null = null;
  for (const time of candidates(hands, near, { from, until })) {
    if (!passes(time)) continue;
    found = time;
    break;
  }
  memory.set(key, found);
  return found;
}

/** Times at which fields may have other values than before, the nearest first; both ends of the range too. */
function* candidates(
  hands: readonly Hand[],
  near: number,
  { from, until }: { from: number; until: number },
): Generator<number> {
  const fine = hands.reduce((sum, { step }) => sum + step, 0);
  const step = hands.some(({ field }) => field === 'getMinutes') ? minute : quarter;
  const base = Math.floor(near / step) * step + fine;
  for (let away = 0; away <= daysNearby * day; away += step) {
    if (base + away < until) yield base + away;
    if (base - away >= from) yield base - away;
  }
  yield* [from, from + 1, until - 1, until].filter(Number.isFinite);
  const ofDate = hands.filter(({ field }) => isOfDate(field));
  if (ofDate.length > 0) yield* onDays(ofDate, near, { from, until, step, fine });
  else yield* inWeeks(hands, near, { from, until, step, fine });
}

interface Search {
  from: number;
  until: number;
  step: number;
  /** Seconds and milliseconds, in milliseconds. */
  fine: number;
}

/** The times of all days near a time, or of the year that is wanted, on which the fields of the date can be right. */
function* onDays(ofDate: readonly Hand[], near: number, { from, until, step, fine }: Search): Generator<number> {
  const year = ofDate.find(({ field }) => field === 'getFullYear')?.value;
  const start = year === undefined ? near : new Date(0).setUTCFullYear(year, 5, 30);
  const midnight = Math.floor(start / day) * day + fine;
  const mayShow = (time: number): boolean =>
    ofDate.every(({ isRight }) =>
      [0, 1, 2, 3, 4].some(part => isRight(time + part * (day / 4) - (part === 4 ? 1 : 0))),
    );
  for (let days = 0; days <= daysAway; days++) {
    for (const time of days === 0 ? [midnight] : [midnight + days * day, midnight - days * day]) {
      if (time + day < from || time >= until || !mayShow(time)) continue;
      for (let at = time; at < time + day; at += step) yield at;
    }
  }
}

/** The times of one week for each combination of offsets that the zones have within a year: no more hours and days of the week go together. */
function* inWeeks(hands: readonly Hand[], near: number, { from, until, step, fine }: Search): Generator<number> {
  const offsets = [...new Set(hands.flatMap(({ zone }) => zone ?? []))].map(offsetOf);
  const known = new Set<string>();
  const start = Math.floor(near / day) * day + fine;
  for (let days = daysNearby; days <= 366; days += 7) {
    for (const time of [start + days * day, start - days * day]) {
      const key = offsets.map(offset => offset(time)).join(' ');
      if (known.has(key) || time + 7 * day < from || time >= until) continue;
      known.add(key);
      for (let at = time; at < time + 7 * day; at += step) yield at;
    }
  }
}
