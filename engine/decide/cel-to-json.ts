import { Duration, UnsignedInt } from '@marcbachmann/cel-js/evaluator';
import { formatTimestamp } from '../condition/timestamp.ts';
import type { Json } from '../model/json.ts';

/** Values nested deeper than this do not travel: neither people nor JSON libraries follow them. */
export const deepestJson = 100;

/**
 * A CEL value as JSON, in a deep copy: ints as numbers (as strings beyond 2^53, as in ProtoJSON), durations as seconds (`900s`), timestamps in
 * RFC 3339, bytes in base64. Undefined where JSON has no place for it, or where it is nested too deeply.
 * @see https://protobuf.dev/programming-guides/json/
 */
export function toJson(value: unknown, depth = 0): Json | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  if (typeof value !== 'object' || depth > deepestJson) return undefined;
  if (value instanceof Duration) return `${Number(value.valueOf()) / 1000}s`;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : formatTimestamp(value.getTime());
  if (value instanceof UnsignedInt) return toJson(value.valueOf());
  if (value instanceof Uint8Array) return btoa(String.fromCharCode(...value));
  if (Array.isArray(value)) return allDefined(value.map(item => toJson(item, depth + 1)));
  const entries = value instanceof Map ? [...(value as Map<unknown, unknown>)] : Object.entries(value);
  const converted = allDefined(entries.map(([, item]) => toJson(item, depth + 1)));
  return converted && Object.fromEntries(entries.map(([key], index) => [String(key), converted[index] as Json]));
}

function allDefined(items: (Json | undefined)[]): Json[] | undefined {
  return items.every(item => item !== undefined) ? items : undefined;
}
