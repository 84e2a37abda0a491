import { expect, it } from 'vitest';
import { formatDistance, formatTime, formatValue, shorten } from './format.ts';

it('prints values on one line', () => {
  expect(formatValue({ a: ['x', 1], b: {} })).toBe('{ "a": ["x", 1], "b": {} }');
  expect(shorten('x'.repeat(200), 10)).toBe(`${'x'.repeat(9)}…`);
});

it('formats distances without rounding noise, in the words of their type', () => {
  expect(formatDistance(0.64 - 0.7, { type: 'number' }, 0.64, null)).toBe('0.06 below');
  expect(formatDistance(820 - 4000, { type: 'integer', unit: 'ms' }, 820, null)).toBe('3,180 ms below');
  expect(formatDistance(0.1 + 0.2 - 0.3, null, 0.3, null)).toBe('just above');
  expect(formatDistance(0.64 - 0.7, { type: 'number' }, 0.64, '0.7')).toBe('0.06 below 0.7');
  expect(formatDistance(-720_000, { type: 'string', format: 'duration' }, null, '15m')).toBe('12 min shorter than 15m');
  expect(formatDistance(0, null, 1, '0.7')).toBe('exactly 0.7');
  expect(formatDistance(1000.1 - 1000, null, 1000.1, null)).toBe('0.1 above');
  expect(formatDistance(1e-15, null, 3e-15, null)).toBe('0.000000000000001 above');
  expect(formatDistance(0, null, 1, null)).toBe('exactly on it');
  expect(formatDistance(-720_000, { type: 'string', format: 'duration' }, null, null)).toBe('12 min shorter');
  expect(formatDistance(3_600_000, { type: 'string', format: 'date-time' }, null, null)).toBe('1 h later');
});

it('formats times in UTC', () => {
  expect(formatTime('2026-03-02T10:00:00Z')).toBe('2 Mar 2026, 10:00 UTC');
  expect(formatTime('2026-03-02T10:00:07.000Z')).toBe('2 Mar 2026, 10:00:07 UTC');
  expect(formatTime('soon')).toBe('soon');
});
