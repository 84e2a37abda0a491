import { expect, it } from 'vitest';
import { ageOf, observedAt } from './observed-age.ts';

it('converts an age to a unit that fits, or to the given one, and back', () => {
  const at = '2026-03-02T10:00:00Z';
  expect(ageOf('2026-03-02T09:48:00Z', at)).toEqual({ amount: 12, unit: 'min' });
  expect(ageOf('2026-03-02T09:58:30Z', at)).toEqual({ amount: 1.5, unit: 'min' });
  expect(ageOf('2026-03-02T09:58:20Z', at)).toEqual({ amount: 100, unit: 's' });
  expect(ageOf('2026-03-02T09:47:59Z', at)).toEqual({ amount: 12, unit: 'min' });
  expect(ageOf('2026-03-02T08:00:00Z', at, 'min')).toEqual({ amount: 120, unit: 'min' });
  expect(ageOf('2026-03-02T10:00:00Z', at)).toEqual({ amount: 0, unit: 's' });
  expect(ageOf('2026-02-28T10:00:00Z', at)).toEqual({ amount: 2, unit: 'd' });
  expect(ageOf('yesterday', at)).toBeNull();
  expect(observedAt(at, { amount: 12, unit: 'min' })).toBe('2026-03-02T09:48:00Z');
  expect(observedAt(at, { amount: 1e300, unit: 'd' })).toBeNull();
});
