import { expect, it } from 'vitest';
import { givenIn } from './focus.ts';

it.each([
  [
    { name: 'Witness', input: { x: 1 }, at: '2026-01-01T00:00:00Z' },
    { name: 'Witness', input: { x: 1 }, at: '2026-01-01T00:00:00Z' },
  ],
  [{ input: null }, { name: 'An input', input: null, at: null }],
  [{ name: 'Nothing' }, null],
  ['text', null],
  [undefined, null],
])('reads from the argument %j the input %j', (value, expected) => {
  expect(givenIn(value)).toEqual(expected);
});
