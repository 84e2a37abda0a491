import { Duration, UnsignedInt } from '@marcbachmann/cel-js/evaluator';
import { expect, test } from 'vitest';
import { maxJsonDepth, toJson } from './cel-to-json.ts';

test.each<[unknown, unknown]>([
  [null, null],
  ['x', 'x'],
  [true, true],
  [1.5, 1.5],
  [5n, 5],
  [2n ** 60n, '1152921504606846976'],
  [-(2n ** 63n), '-9223372036854775808'],
  [NaN, 'NaN'],
  [-Infinity, '-Infinity'],
  [new UnsignedInt(7n), 7],
  [new Duration(900n), '900s'],
  [new Duration(1n, 500_000_000), '1.5s'],
  [new Date(0), '1970-01-01T00:00:00Z'],
  [new Date(NaN), undefined],
  [new Uint8Array([104, 105]), 'aGk='],
  [
    [1n, [2n]],
    [1, [2]],
  ],
  [
    new Map<unknown, unknown>([
      ['a', 1n],
      [2n, 'b'],
    ]),
    { a: 1, '2': 'b' },
  ],
  [{ a: { b: 1n } }, { a: { b: 1 } }],
  [() => 1, undefined],
  [[undefined], undefined],
  [{ a: Symbol('x') }, undefined],
])('%o', (value, json) => {
  expect(toJson(value)).toEqual(json);
});

test('__proto__ is a key like any other', () => {
  const copied = toJson(JSON.parse('{"__proto__": {"x": 1}}'));
  expect(JSON.stringify(copied)).toBe('{"__proto__":{"x":1}}');
});

test('values nested too deeply are undefined', () => {
  const nested = (depth: number) => {
    let value: unknown = 1;
    for (let i = 0; i < depth; i++) value = [value];
    return value;
  };
  expect(toJson(nested(maxJsonDepth))).toBeDefined();
  expect(toJson(nested(maxJsonDepth + 2))).toBeUndefined();
  expect(toJson(nested(100_000))).toBeUndefined();
});
