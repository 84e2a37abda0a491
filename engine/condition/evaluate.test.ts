import { describe, expect, test } from 'vitest';
import { choose, combine, compareCodePoints, negate, sizeOf } from './evaluate.ts';
import type { Truth } from '../model/decision-record.ts';

const all: Truth[] = ['true', 'false', 'unknown'];

test('combine: an absorbing value decides; otherwise, an unknown makes the whole unknown', () => {
  const table = (kind: 'all' | 'any') => all.map(a => all.map(b => combine(kind, [a, b])));
  expect(table('all')).toEqual([
    ['true', 'false', 'unknown'],
    ['false', 'false', 'false'],
    ['unknown', 'false', 'unknown'],
  ]);
  expect(table('any')).toEqual([
    ['true', 'true', 'true'],
    ['true', 'false', 'unknown'],
    ['true', 'unknown', 'unknown'],
  ]);
  expect([combine('all', []), combine('any', [])]).toEqual(['true', 'false']);
});

test('negate keeps unknown; choose is strict in its test', () => {
  expect(all.map(negate)).toEqual(['false', 'true', 'unknown']);
  expect(
    all.map(value =>
      choose(
        value,
        () => 'true',
        () => 'true',
      ),
    ),
  ).toEqual(['true', 'true', 'unknown']);
});

describe('strings are ordered and counted by code point', () => {
  test.each([
    ['a', 'b', -1],
    ['a', 'a', 0],
    ['', 'a', -1],
    ['ab', 'a', 1],
    ['\ue000', '😀', -1],
    ['😀', '😁', -1],
    ['x😀', 'x\uffff', 1],
    ['😀', '\ud83d', 1],
    ['\ud83d\ue000', '😀', -1],
    ['é', 'z', 1],
    ['\ud83dx', '\ud83dy', -1],
  ])('%j and %j', (left, right, sign) => {
    expect(Math.sign(compareCodePoints(left, right))).toBe(sign);
    expect(Math.sign(compareCodePoints(right, left))).toBe(sign === 0 ? 0 : -sign);
  });

  test('sizeOf', () => {
    expect([sizeOf(''), sizeOf('a😀'), sizeOf(['a', 'b']), sizeOf([])]).toEqual([0, 2, 2, 0]);
  });
});
