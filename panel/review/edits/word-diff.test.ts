import { expect, it } from 'vitest';
import { wordDiff } from './word-diff.ts';

const marked = (parts: { text: string; changed: boolean }[]) =>
  parts.map(({ text, changed }) => (changed ? `[${text}]` : text)).join('');

it.each([
  ['a < 1 && b', 'a < 2 && b', 'a < [1] && b', 'a < [2] && b'],
  ['a', 'a && b == "x y"', 'a', 'a[ && b == "x y"]'],
  ['f in ["a", "b"]', 'f in ["a"]', 'f in ["a"[, "b"]]', 'f in ["a"]'],
  ['same', 'same', 'same', 'same'],
  ['', 'new', '', '[new]'],
])('%s becomes %s', (before, after, left, right) => {
  const parts = wordDiff(before, after);
  expect([marked(parts.before), marked(parts.after)]).toEqual([left, right]);
});

it('keeps every character of both texts', () => {
  const [before, after] = ['when: a.b >= 0.65 || x@2 != "é"', 'when: (a.b > 0.6) && x@3 != "e"'];
  const parts = wordDiff(before, after);
  expect(parts.before.map(({ text }) => text).join('')).toBe(before);
  expect(parts.after.map(({ text }) => text).join('')).toBe(after);
});
