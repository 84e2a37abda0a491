import type { SignalValue } from '../condition/condition.ts';
import { signalType } from '../condition/declarations.ts';
import { formatDuration } from '../condition/duration.ts';
import { formatTimestamp } from '../condition/timestamp.ts';
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import type { Signal } from '../model/rule-set.ts';

/** The input document in which signals have these values; what has a `maxAge` was observed at `at`, or else at the time told for its path. */
export function inputOf(
  signals: ReadonlyMap<string, Signal>,
  values: ReadonlyMap<string, SignalValue>,
  at: number,
  observed: ReadonlyMap<string, number> = new Map(),
): JsonObject {
  const input: JsonObject = {};
  for (const [path, time] of observed) place(input, path, formatTimestamp(time));
  for (const [name, signal] of signals) {
    const value = values.get(name);
    if (value === undefined) continue;
    place(input, name, toJson(value, signal));
    if (signal.maxAge !== undefined && signal.observedAt !== undefined) {
      place(input, signal.observedAt, formatTimestamp(at));
    }
  }
  return input;
}

function place(input: JsonObject, path: string, value: Json): void {
  const keys = path.split('.');
  const last = keys.pop() ?? path;
  let node = input;
  for (const key of keys) {
    const next = node[key];
    if (isJsonObject(next)) node = next;
    else if (next === undefined) node = node[key] = {};
    else return;
  }
  node[last] ??= value;
}

/** The same input without a signal. */
export function withoutSignal(input: Json, name: string): Json {
  const [key = '', ...rest] = name.split('.');
  if (!isJsonObject(input) || !Object.hasOwn(input, key)) return input;
  const { [key]: value, ...others } = input;
  if (rest.length === 0 || value === undefined) return others;
  return { ...others, [key]: withoutSignal(value, rest.join('.')) };
}

function toJson(value: SignalValue, signal: Signal): Json {
  if (typeof value === 'object') return [...value];
  if (typeof value !== 'number') return value;
  const type = signalType(signal);
  return type === 'duration' ? formatDuration(value) : type === 'timestamp' ? formatTimestamp(value) : value;
}
