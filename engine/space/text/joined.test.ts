import { expect, test } from 'vitest';
import { joinedStrings } from './joined.ts';

const words = (count: number) =>
  Array.from({ length: count }, (_, n) => ({
    kind: 'text' as const,
    predicate: 'contains' as const,
    argument: `w${n}`,
  }));

test('of a thousand words, not every pair is joined', () => {
  const joined = [...joinedStrings(words(1000), () => undefined)];
  expect(joined.length).toBeLessThan(5_000);
  expect(joined.some(text => text.includes('w0') && text.includes('w999'))).toBe(true);
});

test('of a few words, every subset is joined', () => {
  const joined = [...joinedStrings(words(3), () => undefined)];
  for (const wanted of [['w0'], ['w0', 'w2'], ['w1', 'w2'], ['w0', 'w1', 'w2']])
    expect(
      joined.some(text => words(3).every(({ argument }) => text.includes(argument) === wanted.includes(argument))),
    ).toBe(true);
});
