import { expect, test } from 'vitest';
import type { Json } from '../../../engine/model/json.ts';
import { vainKeywords } from './vain-keywords.ts';

test('a keyword is looked at by its own name, whatever objects inherit', () => {
  const schema = JSON.parse(
    '{"constructor": 1, "toString": 1, "__proto__": 1, "x-any": 1, "properties": {"requierd": true}}',
  ) as Json;
  expect([...vainKeywords(schema)].map(({ path, message }) => [path, message])).toEqual([
    [['constructor'], '`constructor` is not checked: it is not a keyword of JSON Schema 2020-12.'],
    [['toString'], '`toString` is not checked: it is not a keyword of JSON Schema 2020-12.'],
    [['__proto__'], '`__proto__` is not checked: it is not a keyword of JSON Schema 2020-12.'],
  ]);
});

test('data and names are no keywords', () => {
  const schema = { enum: [{ requierd: 1 }], default: { then: 1 }, $defs: { dependencies: { const: { id: 1 } } } };
  expect([...vainKeywords(schema)]).toEqual([]);
});
