import { expect, test } from 'vitest';
import { fromDifference } from './apart.ts';

const clauses = (last: string) =>
  ['amount > 50', 'tier == "pro"', 'confidence >= 0.5', 'waited <= duration("5m")', last].join(' && ');

test('long texts that begin alike are shown from where they differ', () => {
  const [before, after] = fromDifference(clauses('n < 4'), clauses('n < 5'), 60);
  expect([before, after]).toEqual(['…duration("5m") && n < 4', '…duration("5m") && n < 5']);
});

test('short texts, and those that differ early, stay whole', () => {
  expect(fromDifference('n < 4', 'n < 5', 60)).toEqual(['n < 4', 'n < 5']);
  const others = [`a && ${clauses('b')}`, clauses('b')] as const;
  expect(fromDifference(...others, 60)).toEqual(others);
});

test('a text that only goes on longer is shown from its end', () => {
  const [before, after] = fromDifference(clauses('n < 4'), `${clauses('n < 4')} && late`, 60);
  expect(before).not.toBe(after);
  expect(after.endsWith('&& late')).toBe(true);
});
