import { describe, expect, test } from 'vitest';
import { fieldsOfTime, localTime } from './time-zone.ts';

const summer = new Date('2026-07-02T22:30:15.250Z');

describe('localTime', () => {
  test.each([
    ['Europe/Berlin', '2026-07-03T00:30:15.250Z'],
    ['America/New_York', '2026-07-02T18:30:15.250Z'],
    ['Asia/Kolkata', '2026-07-03T04:00:15.250Z'],
    ['UTC', '2026-07-02T22:30:15.250Z'],
    ['+01:00', '2026-07-02T23:30:15.250Z'],
    ['-5:30', '2026-07-02T17:00:15.250Z'],
    ['00:00', '2026-07-02T22:30:15.250Z'],
  ])('in %s', (zone, local) => {
    expect(localTime(summer, zone)?.toISOString()).toBe(local);
  });

  test('summer and winter differ', () => {
    expect(localTime(new Date('2026-01-02T22:30:00Z'), 'Europe/Berlin')?.toISOString()).toBe(
      '2026-01-02T23:30:00.000Z',
    );
  });

  test('the hour skipped in other time zones exists in this one', () => {
    expect(localTime(new Date('2026-03-29T02:30:00Z'), 'UTC')?.toISOString()).toBe('2026-03-29T02:30:00.000Z');
  });

  test.each(['', 'Nowhere', 'Europe/Atlantis', '+25:00', '+01:75', '+1', '__proto__'])('%j is not a zone', zone => {
    expect(localTime(summer, zone)).toBeUndefined();
  });
});

test('fields count as CEL counts them', () => {
  const read = Object.fromEntries(Object.entries(fieldsOfTime).map(([name, field]) => [name, field(summer)]));
  expect(read).toEqual({
    getFullYear: 2026,
    getMonth: 6,
    getDate: 2,
    getDayOfMonth: 1,
    getDayOfWeek: 4,
    getDayOfYear: 182,
    getHours: 22,
    getMinutes: 30,
    getSeconds: 15,
    getMilliseconds: 250,
  });
  expect(fieldsOfTime.getDayOfYear(new Date('2024-12-31T23:59:59Z'))).toBe(365);
  expect(fieldsOfTime.getDayOfYear(new Date('0050-01-01T00:00:00Z'))).toBe(0);
});
