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
  /** A value as a person would type it. */
  text: (value: number) => string;
  /** The value of a typed text; null if it has none. */
  parse: (text: string) => number | null;
}

/** The threshold as one that can be tried out; null if it is neither a number nor a duration. `signals` are those that it is compared with. */
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
    // The declared bounds of a duration are not in milliseconds, so its slider depends only on its value.
    range: thresholdRange({ value: declared }, []),
    words: describeDuration,
    text: durationText,
    parse: text => parseDuration(text.trim()) ?? null,
  };
}

/** Milliseconds as a duration in the rule language: `1h30m`, `450ms`. */
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

/** The value that is tried out instead of the declared one; undefined if there is none. */
export function triedValue(tried: Readonly<Record<string, number>>, name: string): number | undefined {
  return Object.hasOwn(tried, name) ? tried[name] : undefined;
}
