import { describe, expect, test } from 'vitest';
import { formatTimestamp, parseTimestamp } from './timestamp.ts';

const noon = Date.UTC(2026, 2, 2, 12);

describe('parseTimestamp', () => {
  test.each([
    ['2026-03-02T12:00:00Z', noon],
    ['2026-03-02t12:00:00z', noon],
    ['2026-03-02T13:00:00+01:00', noon],
    ['2026-03-02T06:30:00-05:30', noon],
    ['2026-03-02T12:00:00.5Z', noon + 500],
    ['2026-03-02T12:00:00.123456789Z', noon + 123],
    ['2026-03-02T12:00:00.0009Z', noon],
    ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29)],
    ['0001-01-01T00:00:00Z', -62_135_596_800_000],
    ['9999-12-31T23:59:59Z', 253_402_300_799_000],
    ['0099-01-01T00:00:00Z', new Date('0099-01-01T00:00:00Z').getTime()],
  ])('%s', (text, milliseconds) => {
    expect(parseTimestamp(text)).toBe(milliseconds);
  });

  test.each([
    '',
    '2026-03-02',
    '2026-03-02T12:00:00',
    '2026-03-02T12:00Z',
    '2026-03-02 12:00:00Z',
    '2026-02-29T12:00:00Z',
    '2026-00-10T12:00:00Z',
    '2026-13-10T12:00:00Z',
    '2026-03-00T12:00:00Z',
    '2026-03-32T12:00:00Z',
    '2026-03-02T24:00:00Z',
    '2026-03-02T12:60:00Z',
    '2026-03-02T12:00:60Z',
    '2026-03-02T12:00:00+24:00',
    '2026-03-02T12:00:00+01:60',
    '2026-03-02T12:00:00+0100',
    '0000-01-01T00:00:00Z',
    '+2026-03-02T12:00:00Z',
    '1772452800',
    `2026-03-02T12:00:00.${'0'.repeat(100)}Z`,
  ])('%j is no RFC 3339 time', text => {
    expect(parseTimestamp(text)).toBeUndefined();
  });
});

test('a time is written in UTC, without a fraction where there is none', () => {
  expect(formatTimestamp(noon)).toBe('2026-03-02T12:00:00Z');
  expect(formatTimestamp(noon + 5)).toBe('2026-03-02T12:00:00.005Z');
});
