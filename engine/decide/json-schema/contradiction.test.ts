import { expect, test } from 'vitest';
import type { Json } from '../../model/json.ts';
import { contradictionIn } from './contradiction.ts';

const fields = ['a', 'b'];
const where = (schema: Json) => contradictionIn(schema, fields)?.path.join('/') ?? null;

test.each<[string, Json, string]>([
  ['false', false, ''],
  ['another type', { type: 'string' }, 'type'],
  ['no type at all', { type: ['string', 'null'] }, 'type'],
  ['an enum without values', { enum: [] }, 'enum'],
  ['an enum of others', { enum: [1, 'x'] }, 'enum'],
  ['a constant of another type', { const: 1 }, 'const'],
  ['a required property that is refused', { properties: { a: false }, required: ['a'] }, 'properties/a'],
  ['one whose enum is empty', { properties: { a: { enum: [] } }, required: ['a'] }, 'properties/a/enum'],
  ['one of two types', { properties: { a: { type: 'string', const: 1 } }, required: ['a'] }, 'properties/a/const'],
  ['one out of its own bounds', { properties: { a: { enum: [1], minimum: 2 } }, required: ['a'] }, 'properties/a/enum'],
  [
    'one without any text or number',
    {
      properties: { a: { type: ['string', 'number'], minLength: 2, maxLength: 1, minimum: 1, exclusiveMaximum: 1 } },
      required: ['a'],
    },
    'properties/a/exclusiveMaximum',
  ],
  ['one that the rest refuses', { additionalProperties: false, required: ['a'] }, 'required/0'],
  ['one that no field gives', { required: ['a', 'c'] }, 'required/1'],
  [
    'one that no field gives, behind a reference',
    { $ref: '#/$defs/d', $defs: { d: { required: ['c'] } } },
    '$ref/required/0',
  ],
  ['more properties than there may be', { minProperties: 2, maxProperties: 1 }, 'maxProperties'],
  ['a part that is refused', { allOf: [true, { type: 'array' }] }, 'allOf/1'],
  ['choices that are all refused', { anyOf: [false, { type: 'array' }] }, 'anyOf'],
  ['the same behind a reference', { oneOf: [{ $ref: '#/$defs/d' }], $defs: { d: { type: 'null' } } }, 'oneOf'],
  ['what refuses all', { not: {} }, 'not'],
  [
    'a list that must have what it cannot',
    { properties: { a: { type: 'array', items: false, minItems: 1 } }, required: ['a'] },
    'properties/a/items',
  ],
  ['a reference to itself', { $ref: '#' }, '$ref'],
  [
    'one in a circle',
    { allOf: [{ $ref: '#/$defs/d' }], $defs: { d: { anyOf: [{ $ref: '#' }] } } },
    'allOf/0/$ref/anyOf/0/$ref',
  ],
  ['one inside', { properties: { a: { $ref: '#/$defs/d' } }, $defs: { d: { $ref: '#/$defs/d' } } }, '$defs/d/$ref'],
])('no payload meets %s', (_name, schema, path) => {
  expect(where(schema)).toBe(path);
});

test.each<[string, Json]>([
  ['true', true],
  ['nothing', {}],
  ['an optional property that is refused', { properties: { a: false } }],
  ['an optional property without a value', { properties: { a: { enum: [] } } }],
  [
    'a required property that a pattern allows',
    { patternProperties: { '^a$': true }, additionalProperties: false, required: ['a'] },
  ],
  ['a schema inside itself', { properties: { a: { $ref: '#' } }, required: ['a'] }],
  ['a name like a reference', { properties: { a: { properties: { $ref: { type: 'string' } } } } }],
  ['data like a reference', { properties: { a: { const: { $ref: '#/properties/a' } } } }],
  ['a type among several', { type: ['object', 'null'], anyOf: [false, { type: 'object' }] }],
  ['bounds of another type', { minLength: 2, maxLength: 1 }],
])('%s may be met', (_name, schema) => {
  expect(contradictionIn(schema, fields)).toBeNull();
});

test('long chains of references take no longer than a validation', () => {
  const chain = (length: number): Json => ({
    $ref: '#/$defs/0',
    $defs: Object.fromEntries(
      Array.from({ length }, (_, n) => [n, n + 1 < length ? { $ref: `#/$defs/${n + 1}` } : true]),
    ),
  });
  expect(contradictionIn(chain(900), fields)).toBeNull();
  expect(contradictionIn(chain(20_000), fields)?.message).toBe('It nests more than 1000 subschemas.');
  const required: Json = { required: ['a'], properties: { a: { allOf: Array(20).fill({ $ref: '#/$defs/x' }) } } };
  expect(contradictionIn({ ...required, $defs: { x: required } }, fields)).toBeNull();
});
