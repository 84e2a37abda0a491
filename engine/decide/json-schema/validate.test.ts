import { describe, expect, test } from 'vitest';
import type { Json } from '../../model/json.ts';
import { jsonSchemaValidator } from './validate.ts';

const isValid = (schema: Json, instance: Json) => jsonSchemaValidator(schema)(instance).length === 0;
const messages = (schema: Json, instance: Json) => jsonSchemaValidator(schema)(instance).map(({ message }) => message);

describe('unevaluated properties and items are those that no in-place subschema has evaluated', () => {
  const closed = { unevaluatedProperties: false };
  const closedList = { unevaluatedItems: false };
  test.each<[string, Json, Json, boolean]>([
    ['properties of the schema itself', { properties: { a: true }, ...closed }, { a: 1 }, true],
    ['others', { properties: { a: true }, ...closed }, { a: 1, b: 1 }, false],
    ['by a pattern', { patternProperties: { '^a': true }, ...closed }, { ab: 1 }, true],
    ['in allOf', { allOf: [{ properties: { a: true } }], ...closed }, { a: 1 }, true],
    ['additional ones in allOf', { allOf: [{ additionalProperties: true }], ...closed }, { a: 1 }, true],
    [
      'in the choices that fit',
      { anyOf: [{ required: ['a'], properties: { a: true } }, true], ...closed },
      { a: 1 },
      true,
    ],
    [
      'in a choice that does not fit',
      { anyOf: [{ properties: { a: { const: 2 } } }, { properties: { b: true } }], ...closed },
      { a: 1 },
      false,
    ],
    ['in what must not fit', { not: { not: { properties: { a: true } } }, ...closed }, { a: 1 }, false],
    ['in a test that holds', { if: { properties: { a: true } }, ...closed }, { a: 1 }, true],
    ['in a test that fails', { if: { properties: { a: false } }, ...closed }, { a: 1 }, false],
    ['in the branch', { if: { required: ['a'] }, then: { properties: { a: true } }, ...closed }, { a: 1 }, true],
    ['behind a reference', { $ref: '#/$defs/d', $defs: { d: { properties: { a: true } } }, ...closed }, { a: 1 }, true],
    ['of a cousin', { allOf: [{ properties: { a: true } }, closed] }, { a: 1 }, false],
    ['by a nested one', { allOf: [{ unevaluatedProperties: true }], ...closed }, { a: 1 }, true],
    [
      'by a dependent schema',
      { dependentSchemas: { a: { properties: { a: true, b: true } } }, ...closed },
      { a: 1, b: 1 },
      true,
    ],
    ['items of a prefix', { prefixItems: [true], ...closedList }, [1], true],
    ['items behind it', { prefixItems: [true], ...closedList }, [1, 2], false],
    ['all items', { items: true, ...closedList }, [1, 2], true],
    ['items that are contained', { contains: { type: 'string' }, ...closedList }, ['a', 'b'], true],
    ['items that are not', { contains: { type: 'string' }, ...closedList }, ['a', 1], false],
    [
      'the longest prefix',
      { anyOf: [{ prefixItems: [true] }, { prefixItems: [true, true] }], ...closedList },
      [1, 2],
      true,
    ],
    ['a prefix that does not fit', { anyOf: [{ prefixItems: [false] }, true], ...closedList }, [1], false],
  ])('%s', (_, schema, instance, valid) => {
    expect(isValid(schema, instance)).toBe(valid);
  });
});

describe('a list that contains', () => {
  const contains = { type: 'string' };
  test.each<[string, Json, Json, boolean]>([
    ['one', { contains }, [1, 'a'], true],
    ['none', { contains }, [1], false],
    ['nothing at all', { contains: true, prefixItems: [true] }, [], false],
    ['none, if none is enough', { contains, minContains: 0 }, [1], true],
    ['fewer than it must', { contains, minContains: 2 }, ['a', 1], false],
    ['more than it may', { contains, maxContains: 1 }, ['a', 'b'], false],
    ['what is no list', { contains }, 1, true],
  ])('%s', (_, schema, instance, valid) => {
    expect(isValid(schema, instance)).toBe(valid);
  });
});

describe('references', () => {
  test.each<[string, Json, Json, Json]>([
    [
      'to the root',
      { properties: { a: { $ref: '#' } }, additionalProperties: false },
      { a: { a: {} } },
      { a: { b: {} } },
    ],
    ['by an escaped pointer', { $ref: '#/$defs/a~1b~0c%25', $defs: { 'a/b~c%': { type: 'number' } } }, 1, 'x'],
    ['into a list', { prefixItems: [{ type: 'number' }, { $ref: '#/prefixItems/0' }] }, [1, 1], [1, 'x']],
    ['to an anchor', { $ref: '#n', $defs: { any: { $anchor: 'n', type: 'number' } } }, 1, 'x'],
    ['to an embedded schema', { $ref: 'item', $defs: { any: { $id: 'item', type: 'number' } } }, 1, 'x'],
    [
      'inside an embedded schema',
      { $ref: 'item', $defs: { any: { $id: 'item', $ref: '#/$defs/n', $defs: { n: { type: 'number' } } }, n: false } },
      1,
      'x',
    ],
    ['that stand beside other keywords', { $ref: '#/$defs/n', maximum: 3, $defs: { n: { type: 'number' } } }, 2, 5],
    [
      'to a dynamic anchor, which the outermost resource takes over',
      {
        $id: 'strict',
        $ref: 'tree',
        $dynamicAnchor: 'node',
        unevaluatedProperties: false,
        $defs: {
          tree: { $id: 'tree', $dynamicAnchor: 'node', properties: { of: { items: { $dynamicRef: '#node' } } } },
        },
      },
      { of: [{ of: [] }] },
      { of: [{ off: [] }] },
    ],
    [
      'named like keywords',
      { properties: { $ref: { type: 'string' }, enum: { $ref: '#/$defs/n' } }, $defs: { n: { type: 'number' } } },
      { $ref: 'x', enum: 1 },
      { enum: 'x' },
    ],
  ])('%s', (_, schema, right, wrong) => {
    expect({ right: messages(schema, right), wrong: isValid(schema, wrong) }).toEqual({ right: [], wrong: false });
  });

  test('that lead nowhere or never end are reported', () => {
    expect(messages({ $ref: '#/$defs/none' }, 1)).toEqual([
      "The contract's schema cannot be applied: `#/$defs/none` leads nowhere in it.",
    ]);
    for (const schema of [{ $ref: '#' }, { allOf: [{ $ref: '#/$defs/a' }], $defs: { a: { anyOf: [{ $ref: '#' }] } } }])
      expect(messages(schema, 1)).toEqual([
        "The contract's schema cannot be applied: it refers to itself without end.",
      ]);
  });
});

test('names that objects inherit are names like any other', () => {
  expect(messages({ required: ['constructor', '__proto__'] }, {})).toEqual([
    '`constructor` is missing.',
    '`__proto__` is missing.',
  ]);
  const schema = { properties: JSON.parse('{"__proto__": {"type": "string"}}') as Json, additionalProperties: false };
  expect(isValid(schema, JSON.parse('{"__proto__": "x"}') as Json)).toBe(true);
  expect(isValid(schema, JSON.parse('{"__proto__": 1}') as Json)).toBe(false);
  expect(isValid(schema, { constructor: 1 })).toBe(false);
});

describe('no schema exceeds the work limit', () => {
  const incomplete = 'The payload was not checked completely: its schema takes more than 1,000,000 steps on it.';
  const doubling = (times: number): Json => {
    const $defs: { [name: string]: Json } = { [`d${times}`]: { type: 'string' } };
    for (let n = 0; n < times; n++) {
      const next = { $ref: `#/$defs/d${n + 1}` };
      $defs[`d${n}`] = { anyOf: [next, next] };
    }
    return { $ref: '#/$defs/d0', $defs };
  };

  test('patterns that backtrack', () => {
    const text = `${'a'.repeat(100_000)}!`;
    const object = { [text]: 1, x: text };
    expect(messages({ patternProperties: { '^(a+)+$': false } }, object)).toEqual([]);
    expect(messages({ properties: { x: { pattern: '^(a|aa)+$' } } }, object)).toHaveLength(1);
    expect(messages({ propertyNames: { pattern: '^(a+)+$' } }, object)).toHaveLength(4);
    expect(messages({ pattern: '^(a+)+$' }, text)).toEqual(['The text does not match the pattern `^(a+)+$`.']);
    expect(messages({ pattern: '(?=a)' }, 'a')).toEqual([
      expect.stringMatching(/^The contract's schema cannot be applied: `\(\?=a\)` is not an RE2 expression: /),
    ]);
  });

  test('choices among choices', () => {
    expect(messages(doubling(10), 1)).toHaveLength(101);
    expect(messages(doubling(40), 1)).toEqual([incomplete]);
  });

  test('items that must differ', () => {
    const many = Array.from({ length: 100_000 }, (_, n) => ({ n }));
    expect(messages({ uniqueItems: true }, many)).toEqual([]);
    expect(messages({ uniqueItems: true }, [...many, { n: 5 }])).toEqual(['Two items are the same.']);
    expect(isValid({ uniqueItems: true }, [1, true, '1', 'true', null, [1], { a: 1, b: 2 }])).toBe(true);
    expect(
      isValid({ uniqueItems: true }, [
        { a: 1, b: 2 },
        { b: 2, a: 1 },
      ]),
    ).toBe(false);
  });

  test('long enums on long lists', () => {
    const values = Array.from({ length: 10_000 }, (_, n) => `v${n}`);
    expect(messages({ items: { enum: values } }, values)).toEqual([]);
    expect(messages({ enum: values }, 'x')).toEqual([
      'The value is none of `v0`, `v1`, `v2`, `v3`, `v4` and 9995 more.',
    ]);
  });

  test('errors beyond the maximum are only counted', () => {
    const errors = jsonSchemaValidator({ items: { type: 'string' } })(Array.from({ length: 300_000 }, (_, n) => n));
    expect(errors).toHaveLength(101);
    expect(errors.at(-1)).toEqual({ path: '', message: 'There are 299900 more errors than the 100 that are listed.' });
    const name = 'n'.repeat(100_000);
    expect(
      JSON.stringify(jsonSchemaValidator({ additionalProperties: { type: 'string' } })({ [name]: 1 })).length,
    ).toBeLessThan(1000);
  });

  test('schemas and values that are nested as deeply as a payload may be', () => {
    let value: Json = 1;
    for (let depth = 0; depth < 100; depth++) value = { next: value };
    const chain = { properties: { next: { allOf: [{ anyOf: [{ $ref: '#' }] }] } } };
    expect(messages(chain, value)).toEqual([]);
    let schema: Json = true;
    for (let depth = 0; depth < 5000; depth++) schema = { not: schema };
    expect(messages(schema, 1)).toEqual([
      "The contract's schema cannot be applied: it nests more than 1000 subschemas.",
    ]);
  });
});
