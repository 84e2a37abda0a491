import { describeDuration } from '../../engine/model/time/duration.ts';
import type { MissingCause } from '../../engine/model/decision-record.ts';
import type { Json } from '../../engine/model/json.ts';
import type { Signal } from '../../engine/model/rule-set.ts';

/** Longer values are shortened on the page, with the full value as title. */
const maxValueLength = 80;

/** A value on one line, as JSON with spaces between items. */
export function formatValue(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(formatValue).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}: ${formatValue(member)}`);
    return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
  }
  return JSON.stringify(value);
}

export function shorten(text: string, longest: number = maxValueLength): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}

const grouped = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 12 });

/** A number for people, without rounding noise: `3,180`, `0.06`. */
export function formatNumber(value: number): string {
  return grouped.format(value);
}

/**
 * The distance of a signal from the constant that it is compared with: `0.06 below 0.7`, `3,180 ms above`, `12 min shorter than 15m`. `value` is
 * the signal's, for rounding the difference; `constant` is the other side, or null if the clause already shows it.
 */
export function formatDistance(
  distance: number,
  signal: Signal | null,
  value: number | null,
  constant: string | null,
): string {
  const away = Math.abs(distance);
  const side = (below: string, above: string) => (distance < 0 ? below : above);
  const named = (words: string, link = '') => (constant === null ? words : `${words}${link} ${constant}`);
  if (signal?.format === 'duration') {
    return away === 0
      ? named('exactly as long', ' as')
      : named(`${describeDuration(away)} ${side('shorter', 'longer')}`, ' than');
  }
  if (signal?.format === 'date-time') {
    return away === 0
      ? named('the same time', ' as')
      : named(`${describeDuration(away)} ${side('earlier', 'later')}`, ' than');
  }
  if (away === 0) return constant === null ? 'exactly on it' : `exactly ${constant}`;
  if (away < Math.abs(value ?? 0) * 1e-12) return named(`just ${side('below', 'above')}`);
  const unit = signal?.unit === undefined ? '' : ` ${signal.unit}`;
  return named(`${formatNumber(withoutNoise(away, value ?? 0))}${unit} ${side('below', 'above')}`);
}

/** The difference, rounded to twelve significant digits of the larger of the two numbers. */
function withoutNoise(difference: number, value: number): number {
  const scale = Math.floor(Math.log10(Math.max(difference, Math.abs(value), Number.MIN_VALUE)));
  const decimals = Math.min(100, Math.max(0, 12 - scale));
  return Number(difference.toFixed(decimals));
}

/** Why a signal is missing, for use after its name. */
export const causeWords: Record<MissingCause, string> = {
  absent: 'not given',
  null: 'null',
  'wrong-type': 'wrong type',
  'out-of-schema': 'not allowed',
  stale: 'stale',
  'age-unknown': 'age unknown',
};

/** `1 signal`, `2 signals`, with thousands grouped. */
export function count(amount: number, one: string, many = `${one}s`): string {
  return `${formatNumber(amount)} ${amount === 1 ? one : many}`;
}

/** An RFC 3339 time as `2 Mar 2026, 10:00 UTC`, with seconds if they are not zero; any other text is returned unchanged. */
export function formatTime(at: string): string {
  const time = new Date(at);
  if (Number.isNaN(time.getTime())) return at;
  const date = time.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
  const clock = time.toISOString().slice(11, 19);
  return `${date}, ${clock.endsWith(':00') ? clock.slice(0, 5) : clock} UTC`;
}
