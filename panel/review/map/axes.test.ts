import { expect, it } from 'vitest';
import type { Region } from '../../../engine/diff/facts.ts';
import { firstAxes } from './axes.ts';

const signals = [
  { name: 'amount', ordered: true },
  { name: 'customer.tier', ordered: false },
  { name: 'confidence', ordered: true },
  { name: 'intent', ordered: false },
];
const region = (condition: string, free: string[] = []) =>
  ({ condition, when: null, witness: { free } }) as unknown as Region;

it.each([
  ['confidence < 0.7 && amount > 50', 'confidence', 'amount'],
  ['confidence < 0.7 && confidence > 0.5', 'confidence', 'amount'],
  ['intent == "amount" && customer.tier == "pro"', 'intent', 'customer.tier'],
  ['amounts.size() > 1 && my.amount > 2 && !has(intent)', 'amount', 'intent'],
  ['true', 'amount', 'customer.tier'],
])('for %s the map starts with %s and %s', (condition, x, y) => {
  expect(firstAxes(signals, region(condition))).toEqual({ x, y });
});

it('signals that make no difference around the example come last', () => {
  const axes = firstAxes(signals, region('confidence < 0.7 && amount > 50 || intent == "refund"', ['amount']));
  expect(axes).toEqual({ x: 'confidence', y: 'intent' });
});

it('there is no map for a single signal', () => {
  expect(firstAxes([{ name: 'amount', ordered: true }], region('amount > 1'))).toBeNull();
});
