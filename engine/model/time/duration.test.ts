import { describe, expect, test } from 'vitest';
import { describeDuration, formatDuration, parseDuration } from './duration.ts';

describe('parseDuration', () => {
  test.each([
    ['15m', 900_000],
    ['1h30m', 5_400_000],
    ['2d', 172_800_000],
    ['1d12h', 129_600_000],
    ['500ms', 500],
    ['1.5h', 5_400_000],
    ['.5s', 500],
    ['1.s', 1000],
    ['250us', 0.25],
    ['250µs', 0.25],
    ['1ns', 0.000001],
    ['0', 0],
    ['+15m', 900_000],
    ['-1m30s', -90_000],
    ['1.005s', 1005],
    ['0.3s', 300],
    ['4.35s', 4350],
    ['PT15M', 900_000],
    ['P1DT2H', 93_600_000],
    ['P2W', 1_209_600_000],
    ['PT1.5S', 1500],
    ['-PT1H', -3_600_000],
    ['P1D', 86_400_000],
  ])('%s is %d ms', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });

  test.each([
    '',
    ' ',
    '15',
    'm',
    '15 m',
    '15min',
    '1h 30m',
    '1h30',
    '5m-3s',
    '--5m',
    'P',
    'PT',
    'P1H',
    'PT1D',
    'P1Y',
    'P1M',
    'PT1S ',
    '1e3s',
    'NaNs',
    'Infinityh',
    '१m',
  ])('%j is none', text => {
    expect(parseDuration(text)).toBeUndefined();
  });

  test('CEL durations end at about ten thousand years', () => {
    expect(parseDuration('87660000h')).toBe(315_576_000_000_000);
    expect(parseDuration('87660001h')).toBeUndefined();
    expect(parseDuration(`${'9'.repeat(50)}s`)).toBeUndefined();
  });
});

describe('describeDuration', () => {
  test.each([
    [0, '0 ms'],
    [450, '450 ms'],
    [0.25, '0.25 ms'],
    [12 * 60_000, '12 min'],
    [90 * 60_000, '1 h 30 min'],
    [2 * 86_400_000, '2 d'],
    [86_400_000 + 3_600_000 + 60_000, '1 d 1 h'],
    [61_500, '1 min 1.5 s'],
    [-90_000, '-1 min 30 s'],
    [1005, '1.005 s'],
  ])('%d ms is %s', (milliseconds, text) => {
    expect(describeDuration(milliseconds)).toBe(text);
  });
});

describe('formatDuration', () => {
  test.each([
    [0, '0s'],
    [450, '450ms'],
    [0.25, '0.25ms'],
    [1500, '1s500ms'],
    [15 * 60_000, '15m'],
    [90 * 60_000, '1h30m'],
    [48 * 3_600_000, '48h'],
    [3_601_005, '1h1s5ms'],
    [-90_000, '-1m30s'],
  ])('%d ms is %s, which is read back', (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text);
    expect(parseDuration(text)).toBe(milliseconds);
  });
});
