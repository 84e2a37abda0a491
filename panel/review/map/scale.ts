import { parseDuration } from '../../../engine/model/time/duration.ts';
import { parseTimestamp } from '../../../engine/model/time/timestamp.ts';
import type { Signal } from '../../../engine/model/rule-set.ts';

type Scaled = Pick<Signal, 'type' | 'format' | 'minimum' | 'maximum'>;

/** The values of a stop of an ordered axis; infinite if unbounded. */
interface Bounds {
  low: number;
  high: number;
}

/** A stop takes at least this share of an axis, or of an equal part if there are many, so that it can be seen and pointed at. */
const minShare = 0.2;
/** The share of an axis for the values beyond the outermost bound, and for stops without an order, such as missing. */
const openShare = 0.22;

/**
 * The share of an axis that each of its stops takes, summing to 1: to scale if the stops are intervals of numbers, durations or times, else equal.
 * @param labels of the stops, as the map writes them: `< 0.65`, `≥ 0.65, < 0.75`, `3`, `missing`
 */
export function shares(labels: readonly string[], signal: Scaled | null): number[] {
  const equal = labels.map(() => 1 / labels.length);
  if (signal === null) return equal;
  const bounds = labels.map(label => boundsOf(label, signal));
  const finite = bounds.flatMap(each => (each === null ? [] : [each.low, each.high].filter(Number.isFinite)));
  if (finite.length === 0) return equal;
  const [first, last] = [Math.min(...finite), Math.max(...finite)];
  const span = Math.max(last - first, Number.MIN_VALUE);
  const raw = bounds.map(each => {
    if (each === null) return openShare;
    const { low, high } = each;
    return Number.isFinite(low) && Number.isFinite(high) ? (high - low) / span : openShare;
  });
  return normalised(normalised(raw).map(share => Math.max(share, Math.min(minShare, 0.8 / labels.length))));
}

function normalised(parts: readonly number[]): number[] {
  const sum = parts.reduce((total, part) => total + part, 0);
  return parts.map(part => part / sum);
}

/** The values that a label names; whole numbers reach half-way to their neighbours. Null if it names none. */
function boundsOf(label: string, signal: Scaled): Bounds | null {
  const half = signal.type === 'integer' ? 0.5 : 0;
  const value = (text: string): number => valueOf(text, signal) ?? Number.NaN;
  const range = /^(\S+) to (\S+)$/.exec(label);
  const found: Bounds = { low: (signal.minimum ?? -Infinity) - half, high: (signal.maximum ?? Infinity) + half };
  if (range !== null) {
    found.low = value(range[1] ?? '') - half;
    found.high = value(range[2] ?? '') + half;
  } else if (/^[<>≤≥]/.test(label)) {
    for (const part of label.split(', ')) {
      const bound = value(part.slice(2));
      if (/^[>≥]/.test(part)) found.low = bound - half;
      else found.high = bound + half;
    }
  } else {
    found.low = value(label) - half;
    found.high = value(label) + half;
  }
  return Number.isNaN(found.low) || Number.isNaN(found.high) || found.high < found.low ? null : found;
}

function valueOf(text: string, { type, format }: Scaled): number | undefined {
  if (format === 'duration') return parseDuration(text);
  if (format === 'date-time') return parseTimestamp(text);
  const isNumber = type === 'number' || type === 'integer';
  return isNumber && text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : undefined;
}
