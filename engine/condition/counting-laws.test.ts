import { expect, test } from 'vitest';
import type { Signal } from '../model/rule-set.ts';
import { countingLaws } from './counting-laws.ts';

const counter = (minutes: number): Signal => ({ type: 'integer', minimum: 0, counts: 'failed', within: `${minutes}m` });

test('all pairs of counters have a law; of very many, only neighbours', () => {
  const many = (count: number) =>
    countingLaws(Object.fromEntries(Array.from({ length: count }, (_, n) => [`failed_${n}`, counter(count - n)])));
  expect(many(8)).toHaveLength(28);
  expect(
    many(12)
      .map(({ holds }) => holds)
      .sort(),
  ).toEqual(Array.from({ length: 11 }, (_, n) => `failed_${n + 1} <= failed_${n}`).sort());
});
