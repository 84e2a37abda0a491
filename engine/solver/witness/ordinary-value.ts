import type { Constant, SignalValue } from '../../condition/condition.ts';
import { signalType } from '../../condition/declarations.ts';
import type { Signal } from '../../model/rule-set.ts';
import { parseDuration } from '../../model/time/duration.ts';
import { parseTimestamp } from '../../model/time/timestamp.ts';
import { numberLineOf } from '../../space/number-line.ts';
import { roundValue } from './round-value.ts';

/** The typical value of a signal: its first example, its default, or a round value near the middle of its range; undefined if it has none of these. */
export function ordinaryValue(signal: Signal, now: number): SignalValue | undefined {
  for (const json of [...(signal.examples ?? []), signal.default]) {
    const value = typeof json === 'string' ? parsed(signal, json) : json;
    if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean') return value;
    if (Array.isArray(value)) return value.filter((item): item is Constant => typeof item !== 'object');
  }
  const line = numberLineOf(signal);
  return line === undefined ? undefined : roundValue(line, line.range, signalType(signal), now);
}

function parsed(signal: Signal, text: string): SignalValue | undefined {
  const type = signalType(signal);
  return type === 'duration' ? parseDuration(text) : type === 'timestamp' ? parseTimestamp(text) : text;
}
