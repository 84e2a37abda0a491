import { formatDuration, parseDuration } from '../model/time/duration.ts';
import { formatTimestamp, parseTimestamp } from '../model/time/timestamp.ts';
import type { Json } from '../model/json.ts';
import type { Signal } from '../model/rule-set.ts';
import type { SignalValue } from './condition.ts';
import { signalType } from './declarations.ts';

/** The JSON form of a signal's value. */
export function toJson(value: SignalValue, signal: Signal): Json {
  if (typeof value === 'object') return [...value];
  if (typeof value !== 'number') return value;
  const type = signalType(signal);
  if (type !== 'duration' && type !== 'timestamp') return value;
  const parse = type === 'duration' ? parseDuration : parseTimestamp;
  // A listed text is allowed only as it is written.
  const listed = signal.const === undefined ? signal.enum : [signal.const];
  const written = listed?.find(each => typeof each === 'string' && parse(each) === value);
  return written ?? (type === 'duration' ? formatDuration(value) : formatTimestamp(value));
}
