import { compilePattern } from '../../../engine/index.ts';
import { isJsonObject, ownValue, type Json } from '../../../engine/model/json.ts';

export interface JsonSchemaProblem {
  /** Path into the schema. */
  path: (string | number)[];
  /** The fault is in the key at the end of the path; else in its value. */
  part?: 'key';
  message: string;
  /** A JSON Schema all the same, but not one that can be applied. */
  isPattern?: true;
}

const types = ['null', 'boolean', 'object', 'array', 'number', 'integer', 'string'];
/** Keywords whose content is a schema. */
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
/** Keywords whose content is a list of schemas. */
export const schemaLists = ['allOf', 'anyOf', 'oneOf', 'prefixItems'];
/** Keywords whose content is an object of schemas. */
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
/** Keywords that ask something of a value, without subschemas. */
export const assertions = [
  ...counts,
  ...numbers,
  ...['type', 'const', 'enum', 'required', 'uniqueItems', 'dependentRequired'],
];
/** Keywords whose content is a text. */
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
 * The first fault that keeps a value from being a JSON Schema (draft 2020-12: the vocabularies core, applicator and
 * validation), or null. References must lead to a place in the same schema: nothing is fetched.
 */
export function jsonSchemaProblem(schema: Json): JsonSchemaProblem | null {
  const ids = new Set<string>();
  collectIds(schema, ids);
  return check(schema, []);

  function check(value: Json, path: (string | number)[]): JsonSchemaProblem | null {
    if (typeof value === 'boolean') return null;
    if (!isJsonObject(value)) return { path, message: 'a schema is an object, or true or false.' };
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
      if (!Array.isArray(content) || content.length === 0) return fail(`\`${keyword}\` is a list of schemas.`);
      return first(content.entries(), ([index, each]) => check(each, [...path, index]));
    }
    if (schemaMaps.includes(keyword)) {
      if (!isJsonObject(content)) return fail(`\`${keyword}\` is an object of schemas.`);
      return first(Object.entries(content), ([name, each]) => {
        const refusal = keyword === 'patternProperties' ? patternRefusal(name) : null;
        if (refusal !== null) return { path: [...path, name], part: 'key', message: refusal, isPattern: true };
        return check(each, [...path, name]);
      });
    }
    if (counts.includes(keyword)) {
      return typeof content === 'number' && Number.isInteger(content) && content >= 0
        ? null
        : fail(`\`${keyword}\` is a whole number from 0.`);
    }
    if (numbers.includes(keyword)) {
      if (typeof content !== 'number') return fail(`\`${keyword}\` is a number.`);
      return keyword === 'multipleOf' && content <= 0 ? fail('`multipleOf` is above 0.') : null;
    }
    if (texts.includes(keyword)) {
      if (typeof content !== 'string') return fail(`\`${keyword}\` is a text.`);
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
        `\`${reference}\` is another document, and references are not fetched. Move what is meant under \`$defs\` and refer to it as #/$defs/name.`,
      );
    }
    if (!reference.startsWith('#/')) return fail(`There is no \`$anchor\` named ${reference.slice(1)}.`);
    let at: Json | undefined = schema;
    for (const segment of reference.slice(2).split('/')) {
      const key = decoded(segment).replaceAll('~1', '/').replaceAll('~0', '~');
      at = Array.isArray(at) ? at[Number(key)] : ownValue(at, key);
    }
    return at === undefined ? fail(`\`${reference}\` leads nowhere in this schema.`) : null;
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
        : fail(`\`type\` is one of ${types.join(', ')}, or a list of them.`);
    }
    case 'required':
      return isTextList(content) ? null : fail('`required` is a list of property names.');
    case 'enum':
      return Array.isArray(content) ? null : fail('`enum` is a list of values.');
    case 'uniqueItems':
      return typeof content === 'boolean' ? null : fail('`uniqueItems` is true or false.');
    case 'dependentRequired':
      return isJsonObject(content) && Object.values(content).every(isTextList)
        ? null
        : fail('`dependentRequired` is an object of lists of property names.');
    default:
      return null;
  }
}

/** What a `$ref` may name besides a pointer: every `$id`, and every anchor with its `#`. */
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

/** Payload contracts run on RE2, as the patterns of signals do: no text can make one of their patterns slow. */
function patternRefusal(pattern: string): string | null {
  const compiled = compilePattern(pattern);
  if (typeof compiled !== 'string') return null;
  return `\`${pattern}\` is not an RE2 expression (${compiled}): the payload could not be checked.`;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
