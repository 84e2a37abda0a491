import { compilePattern } from '../../../engine/index.ts';
import { isJsonObject, ownValue, type Json } from '../../../engine/model/json.ts';

export interface JsonSchemaProblem {
  /** Path into the schema. */
  path: (string | number)[];
  /** Set if the problem is the key at the end of the path, not its value. */
  part?: 'key';
  message: string;
  /** Set for a pattern that RE2 rejects: the schema is valid, but cannot be applied. */
  isPattern?: true;
}

const types = ['null', 'boolean', 'object', 'array', 'number', 'integer', 'string'];
/** Keywords with a schema as value. */
export const schemas = [
  'additionalProperties',
  'unevaluatedProperties',
  'propertyNames',
  'items',
  'unevaluatedItems',
  'contains',
  'if',
  'then',
  'else',
  'not',
  'contentSchema',
];
/** Keywords with a list of schemas as value. */
export const schemaLists = ['allOf', 'anyOf', 'oneOf', 'prefixItems'];
/** Keywords with an object of schemas as value. */
export const schemaMaps = ['properties', 'patternProperties', 'dependentSchemas', '$defs', 'definitions'];
const counts = [
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'minProperties',
  'maxProperties',
  'minContains',
  'maxContains',
];
const numbers = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'];
/** Keywords that constrain a value, without subschemas. */
export const assertions = [
  ...counts,
  ...numbers,
  ...['type', 'const', 'enum', 'required', 'uniqueItems', 'dependentRequired'],
];
/** Keywords with a string as value. */
export const texts = [
  '$id',
  '$ref',
  '$anchor',
  '$dynamicRef',
  '$dynamicAnchor',
  'title',
  'description',
  'format',
  'pattern',
  '$comment',
];

/**
 * The first reason why a value is not a JSON Schema (draft 2020-12: the vocabularies core, applicator and validation), or null.
 * References must stay in the same schema: nothing is fetched.
 */
export function jsonSchemaProblem(schema: Json): JsonSchemaProblem | null {
  const ids = new Set<string>();
  collectIds(schema, ids);
  return check(schema, []);

  function check(value: Json, path: (string | number)[]): JsonSchemaProblem | null {
    if (typeof value === 'boolean') return null;
    if (!isJsonObject(value)) return { path, message: 'a schema must be an object, true or false.' };
    for (const [keyword, content] of Object.entries(value)) {
      const problem = checkKeyword(keyword, content, [...path, keyword]);
      if (problem !== null) return problem;
    }
    return null;
  }

  function checkKeyword(keyword: string, content: Json, path: (string | number)[]): JsonSchemaProblem | null {
    const fail = (message: string): JsonSchemaProblem => ({ path, message });
    if (schemas.includes(keyword)) return check(content, path);
    if (schemaLists.includes(keyword)) {
      if (!Array.isArray(content) || content.length === 0) return fail(`\`${keyword}\` must be a list of schemas.`);
      return first(content.entries(), ([index, each]) => check(each, [...path, index]));
    }
    if (schemaMaps.includes(keyword)) {
      if (!isJsonObject(content)) return fail(`\`${keyword}\` must be an object of schemas.`);
      return first(Object.entries(content), ([name, each]) => {
        const refusal = keyword === 'patternProperties' ? patternRefusal(name) : null;
        if (refusal !== null) return { path: [...path, name], part: 'key', message: refusal, isPattern: true };
        return check(each, [...path, name]);
      });
    }
    if (counts.includes(keyword)) {
      return typeof content === 'number' && Number.isInteger(content) && content >= 0
        ? null
        : fail(`\`${keyword}\` must be a whole number, 0 or more.`);
    }
    if (numbers.includes(keyword)) {
      if (typeof content !== 'number') return fail(`\`${keyword}\` must be a number.`);
      return keyword === 'multipleOf' && content <= 0 ? fail('`multipleOf` must be greater than 0.') : null;
    }
    if (texts.includes(keyword)) {
      if (typeof content !== 'string') return fail(`\`${keyword}\` must be text.`);
      const refusal = keyword === 'pattern' ? patternRefusal(content) : null;
      if (refusal !== null) return { path, message: refusal, isPattern: true };
      return keyword === '$ref' ? checkReference(content, fail) : null;
    }
    return checkRest(keyword, content, fail);
  }

  function checkReference(reference: string, fail: (message: string) => JsonSchemaProblem): JsonSchemaProblem | null {
    if (ids.has(reference) || reference === '#') return null;
    if (!reference.startsWith('#')) {
      return fail(
        `\`${reference}\` is another document, which is not fetched. Move the schema to \`$defs\` and refer to it as #/$defs/name.`,
      );
    }
    if (!reference.startsWith('#/')) return fail(`There is no \`$anchor\` named ${reference.slice(1)}.`);
    let at: Json | undefined = schema;
    for (const segment of reference.slice(2).split('/')) {
      const key = decoded(segment).replaceAll('~1', '/').replaceAll('~0', '~');
      at = Array.isArray(at) ? at[Number(key)] : ownValue(at, key);
    }
    return at === undefined ? fail(`\`${reference}\` does not exist in this schema.`) : null;
  }
}

function checkRest(
  keyword: string,
  content: Json,
  fail: (message: string) => JsonSchemaProblem,
): JsonSchemaProblem | null {
  const isTextList = (value: Json): boolean => Array.isArray(value) && value.every(each => typeof each === 'string');
  switch (keyword) {
    case 'type': {
      const named = Array.isArray(content) ? content : [content];
      const wrong = named.find(each => typeof each !== 'string' || !types.includes(each));
      return wrong === undefined && named.length > 0
        ? null
        : fail(`\`type\` must be one of ${types.join(', ')}, or a list of them.`);
    }
    case 'required':
      return isTextList(content) ? null : fail('`required` must be a list of property names.');
    case 'enum':
      return Array.isArray(content) ? null : fail('`enum` must be a list of values.');
    case 'uniqueItems':
      return typeof content === 'boolean' ? null : fail('`uniqueItems` must be true or false.');
    case 'dependentRequired':
      return isJsonObject(content) && Object.values(content).every(isTextList)
        ? null
        : fail('`dependentRequired` must be an object of lists of property names.');
    default:
      return null;
  }
}

/** Collects what a `$ref` may name besides a pointer: every `$id`, and every anchor with its `#`. */
function collectIds(value: Json, ids: Set<string>): void {
  if (Array.isArray(value)) value.forEach(each => collectIds(each, ids));
  else if (isJsonObject(value)) {
    for (const [key, content] of Object.entries(value)) {
      if (typeof content === 'string') {
        if (key === '$id') ids.add(content);
        if (key === '$anchor' || key === '$dynamicAnchor') ids.add(`#${content}`);
      } else collectIds(content, ids);
    }
  }
}

function first<T>(values: Iterable<T>, problemOf: (value: T) => JsonSchemaProblem | null): JsonSchemaProblem | null {
  for (const value of values) {
    const problem = problemOf(value);
    if (problem !== null) return problem;
  }
  return null;
}

/** Why a pattern is rejected, or null. Contracts use RE2, as signals do, so that no text can make a pattern slow. */
function patternRefusal(pattern: string): string | null {
  const compiled = compilePattern(pattern);
  if (typeof compiled !== 'string') return null;
  return `\`${pattern}\` is not an RE2 expression (${compiled}), so payloads cannot be checked.`;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
