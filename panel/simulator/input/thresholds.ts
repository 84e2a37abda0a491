import { describeDuration, parseDuration } from '../../../engine/model/time/duration.ts';
import type { Signal, Threshold } from '../../../engine/model/rule-set.ts';
import { formatNumber } from '../../words/format.ts';
import { thresholdRange, type SliderRange } from './ranges.ts';

/** A threshold whose value can be tried out: a number, or a duration in milliseconds. */
export interface TriableThreshold {
  declared: number;
  isDuration: boolean;
  range: SliderRange | null;
  /** A value in words: `0.7`, `4,000 ms`, `15 min`. */
  words: (value: number) => string;
  /** A value as it is typed. */
  text: (value: number) => string;
  /** What was typed as a value; null where it is none. */
  parse: (text: string) => number | null;
}

/** `signals`: those that the threshold is compared with. Null where it is neither a number nor a duration. */
export function triableThreshold(threshold: Threshold, signals: readonly Signal[]): TriableThreshold | null {
  const { value, format, unit } = threshold;
  if (typeof value === 'number') {
    return {
      declared: value,
      isDuration: false,
      range: thresholdRange({ ...threshold, value }, signals),
      words: number => `${formatNumber(number)}${unit === undefined ? '' : ` ${unit}`}`,
      text: number => `${number}`,
      parse: text => (text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : null),
    };
  }
  const declared = format === 'duration' && typeof value === 'string' ? parseDuration(value) : undefined;
  if (declared === undefined) return null;
  return {
    declared,
    isDuration: true,
    // Bounds of a duration's threshold are not numbers of milliseconds, so its slider goes by its value alone.
    range: thresholdRange({ value: declared }, []),
    words: describeDuration,
    text: durationText,
    parse: text => parseDuration(text.trim()) ?? null,
  };
}

/** Milliseconds in the form in which durations are written: `1h30m`, `450ms`. */
function durationText(milliseconds: number): string {
  const units = [
    ['h', 3_600_000],
    ['m', 60_000],
    ['s', 1000],
    ['ms', 1],
  ] as const;
  let rest = Math.round(milliseconds);
  let text = '';
  for (const [unit, size] of units) {
    const amount = Math.floor(rest / size);
    if (amount > 0) text += `${amount}${unit}`;
    rest -= amount * size;
  }
  return text || '0s';
}

/** The value that is tried out instead of the declared one; undefined where none is. */
export function triedValue(tried: Readonly<Record<string, number>>, name: string): number | undefined {
  return Object.hasOwn(tried, name) ? tried[name] : undefined;
}
