import { expect, test } from 'vitest';
import { nearestName } from './nearest-name.ts';

test.each([
  ['confidnce', 'confidence'],
  ['latency_sm', 'latency_ms'],
  ['Intent', 'intent'],
  ['xyz', undefined],
  ['amounts', 'amount'],
  ['conf', 'confidence'],
])('%s is nearest to %s', (name, expected) => {
  expect(nearestName(name, ['confidence', 'latency_ms', 'intent', 'amount'])).toBe(expected);
});

test('a name is never its own suggestion', () => {
  expect(nearestName('amount', ['amount'])).toBeUndefined();
});
