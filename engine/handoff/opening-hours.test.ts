import { expect, test } from 'vitest';
import { isOpen } from './opening-hours.ts';

test.each([
  ['2026-03-02T07:59:00Z', false],
  ['2026-03-02T08:00:00Z', true],
  ['2026-03-02T16:59:59Z', true],
  ['2026-03-02T17:00:00Z', false],
  ['2026-07-06T07:00:00Z', true],
  ['2026-03-03T10:00:00Z', false],
])('Berlin, Mondays from 9 to 18, at %s: %s', (at, open) => {
  expect(isOpen({ timezone: 'Europe/Berlin', days: ['mon'], from: '09:00', until: '18:00' }, Date.parse(at))).toBe(
    open,
  );
});

test.each([
  ['2026-03-02T22:30:00Z', true],
  ['2026-03-03T05:59:00Z', true],
  ['2026-03-03T06:00:00Z', false],
  ['2026-03-03T22:30:00Z', false],
])('a night shift that begins on Mondays, at %s: %s', (at, open) => {
  expect(isOpen({ timezone: 'UTC', days: ['mon'], from: '22:00', until: '06:00' }, Date.parse(at))).toBe(open);
});

test('a target with an unknown time zone is closed', () => {
  expect(
    isOpen(
      { timezone: 'Mars/Olympus', days: ['mon'], from: '00:00', until: '24:00' },
      Date.parse('2026-03-02T10:00:00Z'),
    ),
  ).toBe(false);
});
