import { describe, expect, it } from 'vitest';
import { sameJson, type Json } from '../../../engine/model/json.ts';
import { signalPath, withoutPaths, withoutValue, withValue } from './paths.ts';

describe('withValue', () => {
  it('puts a dotted signal into nested objects and leaves the rest and the original alone', () => {
    const input: Json = { a: 1, customer: { name: 'x' } };
    expect(withValue(input, signalPath('customer.tier'), 'pro')).toEqual({
      a: 1,
      customer: { name: 'x', tier: 'pro' },
    });
    expect(input).toEqual({ a: 1, customer: { name: 'x' } });
  });

  it('creates missing objects, and replaces other values by objects', () => {
    expect(withValue('text', ['a', 'b'], 1)).toEqual({ a: { b: 1 } });
    expect(withValue({ a: null }, ['a', 'b'], 1)).toEqual({ a: { b: 1 } });
  });

  it('treats __proto__ and constructor as names like any other', () => {
    const made = withValue({}, ['__proto__', 'polluted'], true);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(Object.getPrototypeOf(made)).toBe(Object.prototype);
    expect(JSON.stringify(made)).toBe('{"__proto__":{"polluted":true}}');
    expect(JSON.stringify(withValue(made, ['constructor', 'prototype', 'x'], 1))).toContain(
      '"constructor":{"prototype":{"x":1}}',
    );
    expect(JSON.stringify(withoutValue(made, ['__proto__']))).toBe('{}');
  });
});

describe('withoutValue', () => {
  it('removes the value and the objects that it leaves empty, but none that was empty before', () => {
    expect(withoutValue({ a: { b: { c: 1 } }, d: {} }, ['a', 'b', 'c'])).toEqual({ d: {} });
    expect(withoutValue({ a: {} }, ['a', 'b'])).toEqual({ a: {} });
  });

  it('changes nothing if the path does not exist', () => {
    const input: Json = { a: [1] };
    expect(withoutValue(input, ['a', 'x'])).toBe(input);
    expect(withoutValue(input, ['toString'])).toBe(input);
  });
});

it('keeps values that no path covers', () => {
  expect(withoutPaths({ a: 1, b: { c: 2, d: 3 }, e: 4 }, [['a'], ['b', 'c']])).toEqual({ b: { d: 3 }, e: 4 });
});

it('compares values whatever the order of keys', () => {
  expect(sameJson({ a: [1, { b: null }], c: 2 }, { c: 2, a: [1, { b: null }] })).toBe(true);
  expect(sameJson({ a: null }, { b: null })).toBe(false);
  expect(sameJson([1], { 0: 1 })).toBe(false);
  expect(sameJson([1, 2], [2, 1])).toBe(false);
});
