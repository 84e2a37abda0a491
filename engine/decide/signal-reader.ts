import { compareCodePoints, sizeOf } from '../condition/evaluate.ts';
import { isMultiple } from '../condition/decimal.ts';
import { describeDuration, parseDuration } from '../model/time/duration.ts';
import { compilePattern } from '../condition/pattern.ts';
import { clock } from '../model/time/clock.ts';
import { bucketIfMissing, bucketOf } from '../model/rollout.ts';
import { parseTimestamp } from '../model/time/timestamp.ts';
import type { SignalValue } from '../condition/condition.ts';
import { formatCheck } from '../condition/text-format.ts';
import type { MissingCause } from '../model/decision-record.ts';
import { valueAtPath, type Json } from '../model/json.ts';
import type { Bucket, Derivation, Signal, SignalItems } from '../model/rule-set.ts';

/** The value of a signal in an input, or why it counts as missing. */
export type SignalReading = { value: SignalValue } | { missing: MissingCause; detail: string | null };

/** Reads a signal from an input. `at` is the decision time, in milliseconds since the Unix epoch; `granted` holds the rules for which a grant matches; none if absent. */
export type SignalReader = (input: Json, at: number, granted?: ReadonlySet<string>) => SignalReading;

/** Maximum length of lists, regardless of their schema, because conditions with macros may take quadratic time. */
export const maxListLength = 10_000;

/**
 * Compiles a signal's declaration into a reader. A signal is missing unless its value is present, not null, of the declared type, valid by its schema
 * (JSON Schema 2020-12, formats asserted) and, with `maxAge`, observed at most that long before the decision.
 */
export function signalReader(name: string, signal: Signal): SignalReader {
  if (signal.derived !== undefined) return derivedReader(signal.derived);
  const path = name.split('.');
  const read = valueReader(signal);
  const age = ageCheck(signal);
  return (input, at) => {
    const value = valueAtPath(input, path);
    if (value === undefined) return { missing: 'absent', detail: null };
    if (value === null) return { missing: 'null', detail: null };
    const reading = read(value);
    return 'missing' in reading ? reading : (age(input, at) ?? reading);
  };
}

function derivedReader(derived: Derivation): SignalReader {
  switch (derived.kind) {
    case 'time':
      return (_, at) => ({ value: at });
    case 'clock': {
      const field = clock(derived.field, derived.zone);
      return (_, at) => ({ value: field(at) });
    }
    case 'bucket':
      return bucketReader(derived);
    case 'grant':
      return (_input, _at, granted) => ({ value: granted?.has(derived.rule) === true });
  }
}

/** Reads the bucket of an input: that of its value of the signal, or the last one if the value is missing. */
export function bucketReader({ rule, by, of }: Bucket): SignalReader {
  const read = signalReader(by, of);
  const known = new Map<string | number, number>();
  return (input, at) => {
    const reading = read(input, at);
    if ('missing' in reading) return { value: bucketIfMissing };
    const value = reading.value as string | number;
    const found = known.get(value);
    if (found !== undefined) return { value: found };
    const bucket = bucketOf(rule, value);
    if (known.size >= maxKnown) known.clear();
    if (typeof value === 'number' || value.length <= maxKnownLength) known.set(value, bucket);
    return { value: bucket };
  };
}

/** Conversations decide several times, and a hash takes as long as several decisions. */
const maxKnown = 4096;
const maxKnownLength = 200;

function wrongType(value: Json, expected: string): SignalReading {
  return { missing: 'wrong-type', detail: `${brief(value)} is not ${expected}` };
}

function outOfSchema(detail: string): SignalReading {
  return { missing: 'out-of-schema', detail };
}

/** A value in at most 60 characters. Lists and objects are not written out. */
function brief(value: Json): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = JSON.stringify(typeof value === 'string' ? value.slice(0, 100) : value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function valueReader(signal: Signal): (value: Json) => SignalReading {
  const outside = constraints(signal);
  const check = <T extends SignalValue>(value: T, json: Json): SignalReading => {
    for (const constraint of outside) {
      const broken = constraint(json);
      if (broken) return outOfSchema(`${brief(json)} ${broken}`);
    }
    return { value };
  };
  switch (signal.type) {
    case 'number':
      return value =>
        typeof value === 'number'
          ? Number.isFinite(value)
            ? check(value, value)
            : outOfSchema('the number is too large')
          : wrongType(value, 'a number');
    case 'integer':
      return value => {
        if (typeof value !== 'number') return wrongType(value, 'a whole number');
        if (Number.isFinite(value) && !Number.isInteger(value)) return wrongType(value, 'a whole number');
        return Number.isSafeInteger(value)
          ? check(value === 0 ? 0 : value, value)
          : outOfSchema(`${value} is too large for an exact whole number`);
      };
    case 'boolean':
      return value => (typeof value === 'boolean' ? check(value, value) : wrongType(value, 'true or false'));
    case 'string':
      return stringReader(signal, check);
    case 'array':
      return listReader(signal, check);
  }
}

function stringReader(
  signal: Signal,
  check: (value: SignalValue, json: Json) => SignalReading,
): (value: Json) => SignalReading {
  const { format } = signal;
  const parse = format === 'duration' ? parseDuration : format === 'date-time' ? parseTimestamp : undefined;
  const expected = format === 'duration' ? 'a duration such as 15m or PT15M' : 'an RFC 3339 time';
  return value => {
    if (typeof value !== 'string') return wrongType(value, 'a string');
    if (!parse) return check(value, value);
    const parsed = parse(value);
    return parsed === undefined ? outOfSchema(`${brief(value)} is not ${expected}`) : check(parsed, value);
  };
}

function listReader(
  signal: Signal,
  check: (value: SignalValue, json: Json) => SignalReading,
): (value: Json) => SignalReading {
  const items: SignalItems = signal.items ?? { type: 'string' };
  const readItem = valueReader(items);
  return list => {
    if (!Array.isArray(list)) return wrongType(list, 'a list');
    if (list.length > maxListLength) return outOfSchema(`the list has more than ${maxListLength} items`);
    const values: (number | string | boolean)[] = [];
    for (const [index, item] of list.entries()) {
      const reading = item === null ? wrongType(item, `of type ${items.type}`) : readItem(item);
      if ('missing' in reading)
        return { missing: reading.missing, detail: `item ${index + 1}: ${reading.detail ?? ''}` };
      values.push(reading.value as number | string | boolean);
    }
    return check(values, list);
  };
}

/** Returns how a value violates a constraint, worded to follow the value in a sentence; undefined if it does not. */
type Constraint = (value: Json) => string | undefined;

function constraints(signal: Signal): Constraint[] {
  const all: Constraint[] = [];
  const number = (test: (value: number) => boolean, says: string) =>
    all.push(value => (typeof value === 'number' && !test(value) ? says : undefined));
  const text = (test: (value: string) => boolean, says: string) =>
    all.push(value => (typeof value === 'string' && !test(value) ? says : undefined));
  const list = (test: (value: Json[]) => boolean, says: string) =>
    all.push(value => (Array.isArray(value) && !test(value) ? says : undefined));
  const {
    minimum,
    maximum,
    exclusiveMinimum,
    exclusiveMaximum,
    multipleOf,
    minLength,
    maxLength,
    pattern,
    format,
    minItems,
    maxItems,
  } = signal;
  if (minimum !== undefined) number(value => value >= minimum, `is below ${minimum}`);
  if (maximum !== undefined) number(value => value <= maximum, `is above ${maximum}`);
  if (exclusiveMinimum !== undefined) number(value => value > exclusiveMinimum, `is not above ${exclusiveMinimum}`);
  if (exclusiveMaximum !== undefined) number(value => value < exclusiveMaximum, `is not below ${exclusiveMaximum}`);
  if (multipleOf !== undefined) number(value => isMultiple(value, multipleOf), `is not a multiple of ${multipleOf}`);
  if (minLength !== undefined) text(value => sizeOf(value) >= minLength, `is shorter than ${minLength} characters`);
  if (maxLength !== undefined) text(value => sizeOf(value) <= maxLength, `is longer than ${maxLength} characters`);
  if (pattern !== undefined) {
    const matches = compilePattern(pattern);
    text(typeof matches === 'string' ? () => false : matches, `does not match ${pattern}`);
  }
  const isOfFormat = formatCheck(format);
  if (isOfFormat) text(isOfFormat, `is not of format ${format}`);
  if (minItems !== undefined) list(value => value.length >= minItems, `has fewer than ${minItems} items`);
  if (maxItems !== undefined) list(value => value.length <= maxItems, `has more than ${maxItems} items`);
  if (signal.uniqueItems) list(value => new Set(value).size === value.length, 'holds an item twice');
  const { enum: values, const: only } = signal;
  if (values) {
    const scalars = new Set(values);
    all.push(value =>
      scalars.has(value) || (Array.isArray(value) && values.some(allowed => sameValue(allowed, value)))
        ? undefined
        : `is not one of ${listed(values)}`,
    );
  }
  if (only !== undefined) all.push(value => (sameValue(only, value) ? undefined : `is not ${brief(only)}`));
  return all;
}

/** The first ten values, because the detail should fit on one line of a record. */
function listed(values: readonly Json[]): string {
  const shown = values.slice(0, 10).map(brief).join(', ');
  return values.length > 10 ? `${shown} and ${values.length - 10} more` : shown;
}

function sameValue(a: Json, b: Json): boolean {
  if (typeof a === 'string' && typeof b === 'string') return compareCodePoints(a, b) === 0;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, index) => sameValue(item, b[index] as Json));
  return a === b;
}

/** Tolerated clock difference, in milliseconds. The age of a value observed further in the future is unknown. */
const clockTolerance = 60_000;

function ageCheck(signal: Signal): (input: Json, at: number) => SignalReading | undefined {
  const { maxAge, observedAt } = signal;
  const limit = maxAge === undefined ? undefined : parseDuration(maxAge);
  if (maxAge === undefined || limit === undefined) return () => undefined;
  const path = observedAt?.split('.') ?? [];
  return (input, at) => {
    const observed = path.length > 0 ? valueAtPath(input, path) : undefined;
    const time = typeof observed === 'string' ? parseTimestamp(observed) : undefined;
    if (time === undefined) {
      const detail =
        observed === undefined
          ? `${observedAt ?? 'observedAt'} is not given`
          : `${brief(observed)} is not an RFC 3339 time`;
      return { missing: 'age-unknown', detail };
    }
    if (time - at > clockTolerance)
      return { missing: 'age-unknown', detail: `observed ${describeDuration(time - at)} after the decision time` };
    if (at - time <= limit) return undefined;
    return { missing: 'stale', detail: `${describeDuration(at - time)} old, at most ${maxAge}` };
  };
}
