import { describe, expect, test } from 'vitest';
import type { Json } from '../model/json.ts';
import type { Signal } from '../model/rule-set.ts';
import { signalReader } from './signal-reader.ts';

const at = Date.UTC(2026, 2, 2, 10);

function read(signal: Signal, value: Json, input: Record<string, Json> = {}) {
  return signalReader('x', signal)({ x: value, ...input }, at);
}

describe('values in the form used by conditions', () => {
  test.each<[Signal, Json, unknown]>([
    [{ type: 'number' }, 0.5, 0.5],
    [{ type: 'integer' }, 3, 3],
    [{ type: 'integer' }, -0, 0],
    [{ type: 'string' }, '', ''],
    [{ type: 'boolean' }, false, false],
    [{ type: 'array', items: { type: 'string' } }, ['a', 'a'], ['a', 'a']],
    [{ type: 'string', format: 'duration' }, 'PT15M', 900_000],
    [{ type: 'string', format: 'date-time' }, '2026-03-02T11:00:00+01:00', at],
    [{ type: 'string', format: 'email' }, 'a@example.org', 'a@example.org'],
    [{ type: 'string', format: 'no-such-format' }, 'x', 'x'],
    [{ type: 'array' }, ['a'], ['a']],
  ])('%j: %j', (signal, value, seen) => {
    expect(read(signal, value)).toEqual({ value: seen });
  });
});

describe('the detail says what was found instead', () => {
  test.each<[Signal, Json, string, string | null]>([
    [{ type: 'number' }, 'high', 'wrong-type', '"high" is not a number'],
    [{ type: 'integer' }, 1.5, 'wrong-type', '1.5 is not a whole number'],
    [{ type: 'boolean' }, 'true', 'wrong-type', '"true" is not true or false'],
    [{ type: 'string' }, 5, 'wrong-type', '5 is not a string'],
    [{ type: 'number' }, [1, [2]], 'wrong-type', 'a list is not a number'],
    [{ type: 'number' }, { a: 1 }, 'wrong-type', 'an object is not a number'],
    [{ type: 'array' }, 'a', 'wrong-type', '"a" is not a list'],
    [{ type: 'array', items: { type: 'string' } }, ['a', 5], 'wrong-type', 'item 2: 5 is not a string'],
    [{ type: 'array', items: { type: 'string' } }, [null], 'wrong-type', 'item 1: null is not of type string'],
    [{ type: 'array', items: { type: 'number', minimum: 0 } }, [1, -1], 'out-of-schema', 'item 2: -1 is below 0'],
    [{ type: 'number', minimum: 0 }, -1, 'out-of-schema', '-1 is below 0'],
    [{ type: 'number', maximum: 1 }, 2, 'out-of-schema', '2 is above 1'],
    [{ type: 'number', exclusiveMinimum: 0 }, 0, 'out-of-schema', '0 is not above 0'],
    [{ type: 'number', exclusiveMaximum: 1 }, 1, 'out-of-schema', '1 is not below 1'],
    [{ type: 'number', multipleOf: 0.1 }, 0.35, 'out-of-schema', '0.35 is not a multiple of 0.1'],
    [{ type: 'string', minLength: 2 }, 'a', 'out-of-schema', '"a" is shorter than 2 characters'],
    [{ type: 'string', maxLength: 1 }, 'ab', 'out-of-schema', '"ab" is longer than 1 characters'],
    [{ type: 'string', pattern: '^a' }, 'b', 'out-of-schema', '"b" does not match ^a'],
    [{ type: 'string', pattern: '(?=a)' }, 'a', 'out-of-schema', '"a" does not match (?=a)'],
    [{ type: 'string', format: 'email' }, 'nobody', 'out-of-schema', '"nobody" is not of format email'],
    [{ type: 'string', format: 'duration' }, 'soon', 'out-of-schema', '"soon" is not a duration such as 15m or PT15M'],
    [{ type: 'string', format: 'date-time' }, 'today', 'out-of-schema', '"today" is not an RFC 3339 time'],
    [{ type: 'string', enum: ['a', 'b'] }, 'c', 'out-of-schema', '"c" is not one of "a", "b"'],
    [{ type: 'string', const: 'a' }, 'c', 'out-of-schema', '"c" is not "a"'],
    [{ type: 'array', uniqueItems: true }, ['a', 'a'], 'out-of-schema', 'a list holds an item twice'],
    [{ type: 'array', minItems: 1 }, [], 'out-of-schema', 'a list has fewer than 1 items'],
    [{ type: 'array', maxItems: 1 }, ['a', 'b'], 'out-of-schema', 'a list has more than 1 items'],
    [{ type: 'integer' }, 2 ** 53, 'out-of-schema', '9007199254740992 is too large for an exact whole number'],
    [{ type: 'number' }, Infinity, 'out-of-schema', 'the number is too large'],
    [{ type: 'string' }, null, 'null', null],
  ])('%j: %j', (signal, value, missing, detail) => {
    expect(read(signal, value)).toEqual({ missing, detail });
  });

  test('long texts are cut', () => {
    expect(read({ type: 'number' }, 'x'.repeat(1000))).toEqual({
      missing: 'wrong-type',
      detail: `"${'x'.repeat(56)}… is not a number`,
    });
  });
});

describe('multipleOf is decimal', () => {
  test.each([
    [0.3, 0.1, true],
    [4.35, 0.01, true],
    [1.1, 0.1, true],
    [0.35, 0.1, false],
    [10_000_000_000.5, 1, false],
    [10_000_000_000.01, 0.01, true],
    [1e21, 7, false],
    [7e20, 7, true],
    [1.5, 0.5, true],
    [-5e-324, 0.5, false],
    [0, 0.1, true],
    [-0.3, 0.1, true],
    [1e308, 1e300, true],
    [1e-7, 1e-8, true],
    [1e-8, 1e-7, false],
  ])('%d of %d: %s', (value, multipleOf, is) => {
    expect('value' in read({ type: 'number', multipleOf }, value)).toBe(is);
  });
});

describe('the age of a value', () => {
  const aged: Signal = { type: 'number', maxAge: '5m', observedAt: 'meta.seen' };
  test.each([
    ['2026-03-02T09:55:00Z', { value: 1 }],
    ['2026-03-02T09:48:00Z', { missing: 'stale', detail: '12 min old, at most 5m' }],
    ['2026-03-02T10:01:00Z', { value: 1 }],
    [
      '2026-03-02T10:01:00.001Z',
      { missing: 'age-unknown', detail: expect.stringMatching(/^observed 1 min.* after the decision time$/) as string },
    ],
    [
      '2099-01-01T00:00:00Z',
      { missing: 'age-unknown', detail: expect.stringMatching(/^observed .* after the decision time$/) as string },
    ],
    ['yesterday', { missing: 'age-unknown', detail: '"yesterday" is not an RFC 3339 time' }],
    [17, { missing: 'age-unknown', detail: '17 is not an RFC 3339 time' }],
    [null, { missing: 'age-unknown', detail: 'null is not an RFC 3339 time' }],
  ])('%j', (seen, reading) => {
    expect(read(aged, 1, { meta: { seen } })).toEqual(reading);
  });

  test('names the time that is not given', () => {
    expect(read(aged, 1)).toEqual({ missing: 'age-unknown', detail: 'meta.seen is not given' });
    expect(read({ type: 'number', maxAge: '5m' }, 1)).toMatchObject({ missing: 'age-unknown' });
  });

  test('does not matter if the value itself is missing', () => {
    expect(read(aged, 'x')).toMatchObject({ missing: 'wrong-type' });
  });
});

describe('paths', () => {
  const nested = signalReader('a.b.c', { type: 'number' });
  test.each<[Json, object]>([
    [{ a: { b: { c: 5 } } }, { value: 5 }],
    [{ a: { b: null } }, { missing: 'absent', detail: null }],
    [{ 'a.b.c': 5 }, { missing: 'absent', detail: null }],
    [[], { missing: 'absent', detail: null }],
    [null, { missing: 'absent', detail: null }],
  ])('%j', (input, reading) => {
    expect(nested(input, at)).toEqual(reading);
  });

  test('inherited properties are not read', () => {
    expect(signalReader('constructor', { type: 'string' })({}, at)).toMatchObject({ missing: 'absent' });
    expect(signalReader('a.length', { type: 'integer' })({ a: [1] }, at)).toMatchObject({ missing: 'absent' });
  });
});
