import { expect, test } from 'vitest';
import { triedIds } from './tried-ids.ts';

test('values end if no other one is like the given one', () => {
  const ids = triedIds('user', { type: 'string', enum: ['ann', 'bob'] }, 'ann', {
    isAlike: value => value === 'ann',
    keyOf: value => String(value),
  });
  expect(ids.nth('ann', 0)).toBe('ann');
  expect(ids.nth('ann', 1)).toBeUndefined();
  expect(ids.nth('bob', 0)).toBeUndefined();
});
