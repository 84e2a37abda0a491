import { Duration, UnsignedInt } from '@marcbachmann/cel-js/evaluator';
import { formatTimestamp } from '../model/time/timestamp.ts';
import type { Json } from '../model/json.ts';

/** Maximum nesting of values in a payload. */
export const maxJsonDepth = 100;

/** Maximum number of values in a payload field. Without it, a field that reads the same list many times would be unbounded. */
export const maxJsonValues = 1_000_000;

/**
 * A deep copy of a CEL value as JSON: ints as numbers (beyond 2^53 as strings, as in ProtoJSON), durations as seconds (`900s`), timestamps in RFC 3339,
 * bytes in base64. Undefined if JSON cannot represent the value, or if it is too large or too deeply nested.
 * @see https://protobuf.dev/programming-guides/json/
 */
export function toJson(value: unknown): Json | undefined {
  return convert(value, 0, { left: maxJsonValues });
}

function convert(value: unknown, depth: number, values: { left: number }): Json | undefined {
  if (--values.left < 0) return undefined;
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  if (typeof value !== 'object' || depth > maxJsonDepth) return undefined;
  if (value instanceof Duration) return `${Number(value.valueOf()) / 1000}s`;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : formatTimestamp(value.getTime());
  if (value instanceof UnsignedInt) return convert(value.valueOf(), depth, values);
  if (value instanceof Uint8Array) return btoa(String.fromCharCode(...value));
  if (Array.isArray(value)) return allDefined(value, item => convert(item, depth + 1, values));
  const entries = value instanceof Map ? [...(value as Map<unknown, unknown>)] : Object.entries(value);
  const converted = allDefined(entries, ([, item]) => convert(item, depth + 1, values));
  return converted && Object.fromEntries(entries.map(([key], index) => [String(key), converted[index] as Json]));
}

/** The converted items; undefined if one of them is. */
function allDefined<T>(items: readonly T[], of: (item: T) => Json | undefined): Json[] | undefined {
  const converted: Json[] = [];
  for (const item of items) {
    const json = of(item);
    if (json === undefined) return undefined;
    converted.push(json);
  }
  return converted;
}
