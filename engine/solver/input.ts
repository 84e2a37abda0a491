import type { SignalValue } from '../condition/condition.ts';
import { toJson } from '../condition/signal-json.ts';
import { formatTimestamp } from '../model/time/timestamp.ts';
import { isJsonObject, ownValue, setOwn, withValueAt, type Json, type JsonObject } from '../model/json.ts';
import type { Signal } from '../model/rule-set.ts';

/** The input document with the given values, of which derived ones are no part. `observedAt` paths get their time from `observed`, or else `at`; times are in milliseconds since the epoch. */
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
    if (value === undefined || signal.derived !== undefined) continue;
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
    const next = ownValue(node, key);
    if (isJsonObject(next)) node = next;
    else if (next === undefined) node = setOwn(node, key, {});
    else return;
  }
  if (ownValue(node, last) === undefined) setOwn(node, last, value);
}

/** The input with one signal set to a value, or removed if the value is undefined. */
export function withSignal(input: Json, name: string, value: Json | undefined): Json {
  return withValueAt(input, name.split('.'), value);
}
