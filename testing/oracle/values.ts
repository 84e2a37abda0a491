import type { Json } from '../../engine/model/json.ts';
import type { Signal } from '../../engine/model/rule-set.ts';

/** The value of a signal: ints are bigints, doubles are numbers, durations and timestamps are milliseconds. */
export type Value = bigint | number | string | boolean | Time | readonly Value[];

export class Time {
  readonly milliseconds: number;
  constructor(milliseconds: number) {
    this.milliseconds = milliseconds;
  }
}

export type Cause = 'absent' | 'null' | 'wrong-type' | 'out-of-schema' | 'stale' | 'age-unknown';

export type Reading = { value: Value } | { missing: Cause };

/**
 * Reads a signal from an input as in section 3, "Missing values": it is missing if it is absent, null, of the wrong type, outside its schema, or
 * older than its `maxAge`.
 */
export function readSignal(name: string, signal: Signal, input: Json, at: number): Reading {
  const raw = follow(input, name);
  if (raw === undefined) return { missing: 'absent' };
  if (raw === null) return { missing: 'null' };
  if (!isDeclaredType(signal, raw)) return { missing: 'wrong-type' };
  const value = typed(signal, raw);
  if (value === undefined || !allowed(signal, raw)) return { missing: 'out-of-schema' };
  if (signal.maxAge !== undefined) {
    const observed = signal.observedAt === undefined ? undefined : follow(input, signal.observedAt);
    const when = typeof observed === 'string' ? timestampIn(observed) : undefined;
    if (when === undefined || when - at > 60_000) return { missing: 'age-unknown' };
    if (at - when > (durationIn(signal.maxAge) ?? NaN)) return { missing: 'stale' };
  }
  if (Array.isArray(raw)) {
    return { value: raw.map(item => asDeclared(signal.items?.type ?? 'string', item as Value)) };
  }
  return { value: value instanceof Time ? value : asDeclared(signal.type, value) };
}

function asDeclared(type: string, value: Value): Value {
  return type === 'integer' && typeof value === 'number' ? BigInt(value) : value;
}

function follow(input: Json, path: string): Json | undefined {
  let here: Json | undefined = input;
  for (const key of path.split('.')) {
    if (typeof here !== 'object' || here === null || Array.isArray(here)) return undefined;
    here = Object.keys(here).includes(key) ? here[key] : undefined;
  }
  return here;
}

function isDeclaredType({ type, items }: Signal, raw: Json): boolean {
  return isOfType(type, raw) && (!Array.isArray(raw) || !items || raw.every(item => isOfType(items.type, item)));
}

/** Converts a JSON value of the right type; undefined for a string that is not a duration or time. */
function typed(signal: Signal, raw: Json): Value | undefined {
  if (typeof raw === 'string' && signal.format === 'duration') return time(durationIn(raw));
  if (typeof raw === 'string' && signal.format === 'date-time') return time(timestampIn(raw));
  return raw as Value;
}

function isOfType(type: Signal['type'], raw: Json): boolean {
  switch (type) {
    case 'number':
      return typeof raw === 'number';
    case 'integer':
      return typeof raw === 'number' && Math.floor(raw) === raw;
    case 'array':
      return Array.isArray(raw);
    case 'string':
    case 'boolean':
      return typeof raw === type;
  }
}

function time(milliseconds: number | undefined): Time | undefined {
  return milliseconds === undefined ? undefined : new Time(milliseconds);
}

function allowed(schema: Partial<Signal>, raw: Json): boolean {
  if (schema.enum && !schema.enum.includes(raw)) return false;
  if (schema.const !== undefined && schema.const !== raw) return false;
  if (typeof raw === 'number') {
    if (!Number.isFinite(raw)) return false;
    if (schema.type === 'integer' && Math.abs(raw) > 2 ** 53 - 1) return false;
    if (raw < (schema.minimum ?? -Infinity) || raw > (schema.maximum ?? Infinity)) return false;
    if (raw <= (schema.exclusiveMinimum ?? -Infinity) || raw >= (schema.exclusiveMaximum ?? Infinity)) return false;
    if (schema.multipleOf !== undefined && raw % schema.multipleOf !== 0) return false;
  }
  if (typeof raw === 'string') {
    const letters = Array.from(raw).length;
    if (letters < (schema.minLength ?? 0) || letters > (schema.maxLength ?? Infinity)) return false;
    if (schema.pattern !== undefined && !new RegExp(schema.pattern, 'u').test(raw)) return false;
  }
  if (Array.isArray(raw)) {
    if (raw.length < (schema.minItems ?? 0) || raw.length > (schema.maxItems ?? 10_000)) return false;
    if (schema.uniqueItems === true && new Set(raw).size < raw.length) return false;
    const items = schema.items;
    return items === undefined || raw.every(item => allowed(items, item));
  }
  return true;
}

/** Milliseconds of a duration, in the forms that the generated inputs and rule sets use. */
export function durationIn(text: string): number | undefined {
  const go = /^(-?)(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/.exec(text);
  const iso = /^(-?)PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/.exec(text);
  const parts = (go ?? iso)?.slice(2);
  if (!parts || parts.every(part => part === undefined)) return undefined;
  const [h = 0, m = 0, s = 0, ms = 0] = parts.map(part => Number(part ?? 0));
  return (text.startsWith('-') ? -1 : 1) * (((h * 60 + m) * 60 + s) * 1000 + ms) + 0;
}

export function timestampIn(text: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text)) return undefined;
  const milliseconds = Date.parse(text);
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}
