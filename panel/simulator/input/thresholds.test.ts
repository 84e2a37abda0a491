import { expect, it } from 'vitest';
import { triableThreshold } from './thresholds.ts';

it('tries out numbers as they are written', () => {
  const threshold = triableThreshold({ value: 4000, unit: 'ms' }, []);
  expect(threshold?.words(4500)).toBe('4,500 ms');
  expect(threshold?.parse('4500')).toBe(4500);
  expect(threshold?.parse('')).toBeNull();
  expect(threshold?.parse('much')).toBeNull();
});

it('tries out durations in milliseconds, written as durations', () => {
  const threshold = triableThreshold({ value: '15m', format: 'duration' }, []);
  expect(threshold?.declared).toBe(900_000);
  expect(threshold?.text(5_400_500)).toBe('1h30m500ms');
  expect(threshold?.parse('PT20M')).toBe(1_200_000);
  expect(threshold?.range?.maximum).toBeGreaterThanOrEqual(1_800_000);
});

it('does not try out strings, booleans and unreadable durations', () => {
  expect(triableThreshold({ value: 'gold' }, [])).toBeNull();
  expect(triableThreshold({ value: true }, [])).toBeNull();
  expect(triableThreshold({ value: 'soon', format: 'duration' }, [])).toBeNull();
});
