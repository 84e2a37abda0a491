import { isMultiple } from '../../condition/decimal.ts';
import { sizeOf } from '../../condition/evaluate.ts';
import { compilePattern } from '../../condition/pattern.ts';
import { textFormat } from '../../condition/text-format.ts';
import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { canonicalForm } from '../digest.ts';
import { brief } from './faults.ts';
import type { Work } from './work.ts';

/** Cached parts of a schema that all validations use. */
export interface Prepared {
  matches: (pattern: string) => (text: string) => boolean;
  /** The canonical forms of an `enum`'s values. */
  valuesOf: (list: Json[]) => ReadonlySet<string>;
}

/** Creates the cache. `matches` throws an Error for a pattern that RE2 rejects. */
export function prepared(): Prepared {
  const patterns = new Map<string, (text: string) => boolean>();
  const lists = new WeakMap<Json[], ReadonlySet<string>>();
  return {
    matches(pattern) {
      const known = patterns.get(pattern);
      if (known) return known;
      const compiled = compilePattern(pattern);
      if (typeof compiled === 'string')
        throw new Error(`\`${brief(pattern, 60)}\` is not an RE2 expression: ${compiled}`);
      patterns.set(pattern, compiled);
      return compiled;
    },
    valuesOf(list) {
      const known = lists.get(list) ?? new Set(list.map(canonicalForm));
      lists.set(list, known);
      return known;
    },
  };
}

export function typeOf(value: Json): string {
  return value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
}

/**
 * Checks the keywords without subschemas. Yields a sentence for each violation.
 * @see https://json-schema.org/draft/2020-12/json-schema-validation#section-6
 */
export function* brokenAssertions(
  value: Json,
  schema: JsonObject,
  { matches, valuesOf }: Prepared,
  work: Work,
): Generator<string> {
  const { type, enum: values } = schema;
  const only = Object.hasOwn(schema, 'const') ? schema['const'] : undefined;
  if (type !== undefined) {
    const types = Array.isArray(type) ? type : [type];
    const fits = types.some(each => each === typeOf(value) || (each === 'integer' && Number.isInteger(value)));
    if (!fits) yield `The value has the type \`${typeOf(value)}\`; the contract wants ${listed(types)}.`;
  }
  if (Array.isArray(values) && !valuesOf(values).has(canonical(value, work)))
    yield `The value is none of ${listed(values)}.`;
  if (only !== undefined && canonical(only, work) !== canonical(value, work))
    yield `The value is not ${listed([only])}.`;
  if (typeof value === 'number') yield* brokenByNumber(value, schema);
  else if (typeof value === 'string') {
    const { minLength, maxLength, pattern, format } = schema;
    work.spendOnText(value);
    if (typeof minLength === 'number' && sizeOf(value) < minLength)
      yield `The text is shorter than ${minLength} characters.`;
    if (typeof maxLength === 'number' && sizeOf(value) > maxLength)
      yield `The text is longer than ${maxLength} characters.`;
    if (typeof pattern === 'string') {
      work.spend(value.length);
      if (!matches(pattern)(value)) yield `The text does not match the pattern \`${brief(pattern)}\`.`;
    }
    if (typeof format === 'string' && textFormat(format)?.(value) === false)
      yield `The text is not of the format \`${brief(format)}\`.`;
  } else if (Array.isArray(value)) {
    yield* brokenByCount(value.length, schema, 'Items', 'items');
    if (schema['uniqueItems'] === true && hasDuplicates(value, work)) yield 'Two items are the same.';
  } else if (isJsonObject(value)) {
    yield* brokenByCount(Object.keys(value).length, schema, 'Properties', 'properties');
    yield* missingProperties(value, schema, work);
  }
}

function* brokenByNumber(value: number, schema: JsonObject): Generator<string> {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  if (typeof minimum === 'number' && value < minimum) yield `${value} is less than the minimum, ${minimum}.`;
  if (typeof maximum === 'number' && value > maximum) yield `${value} is greater than the maximum, ${maximum}.`;
  if (typeof exclusiveMinimum === 'number' && value <= exclusiveMinimum)
    yield `${value} is not greater than ${exclusiveMinimum}.`;
  if (typeof exclusiveMaximum === 'number' && value >= exclusiveMaximum)
    yield `${value} is not less than ${exclusiveMaximum}.`;
  if (typeof multipleOf === 'number' && !isMultiple(value, multipleOf))
    yield `${value} is not a multiple of ${multipleOf}.`;
}

function* brokenByCount(count: number, schema: JsonObject, suffix: string, what: string): Generator<string> {
  const { [`min${suffix}`]: min, [`max${suffix}`]: max } = schema;
  if (typeof min === 'number' && count < min) yield `There are ${count} ${what}, fewer than ${min}.`;
  if (typeof max === 'number' && count > max) yield `There are ${count} ${what}, more than ${max}.`;
}

function* missingProperties(value: JsonObject, schema: JsonObject, work: Work): Generator<string> {
  const { required, dependentRequired } = schema;
  if (Array.isArray(required)) {
    work.spend(required.length);
    for (const name of required as string[]) if (!Object.hasOwn(value, name)) yield `\`${name}\` is missing.`;
  }
  if (!isJsonObject(dependentRequired)) return;
  for (const [name, needed] of Object.entries(dependentRequired)) {
    work.spend(1);
    if (!Object.hasOwn(value, name) || !Array.isArray(needed)) continue;
    work.spend(needed.length);
    for (const other of needed as string[])
      if (!Object.hasOwn(value, other)) yield `\`${other}\` is missing: \`${name}\` needs it.`;
  }
}

function hasDuplicates(items: Json[], work: Work): boolean {
  return new Set(items.map(item => canonical(item, work))).size < items.length;
}

/** A text that is equal for equal values, regardless of the order of keys. */
function canonical(value: Json, work: Work): string {
  const text = canonicalForm(value);
  work.spend(1 + (text.length >>> 3));
  return text;
}

function listed(values: readonly Json[]): string {
  const shown = values
    .slice(0, 5)
    .map(value => `\`${typeof value === 'string' ? brief(value, 60) : brief(canonicalForm(value), 60)}\``);
  return values.length > shown.length
    ? `${shown.join(', ')} and ${values.length - shown.length} more`
    : shown.join(' or ');
}
