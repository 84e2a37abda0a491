import fc from 'fast-check';
import { expect, test } from 'vitest';
import { joinWordTables, numberOfWord, wordTable } from './word-table.ts';

const words = fc.uniqueArray(fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 4 })), {
  maxLength: 40,
});

test('the number of a word is its position in the list, and 0 for any other text', () => {
  fc.assert(
    fc.property(words, fc.array(fc.string()), (known, others) => {
      const table = wordTable(known);
      known.forEach((word, index) => expect(numberOfWord(table, 0, word)).toBe(index + 1));
      for (const word of others) if (!known.includes(word)) expect(numberOfWord(table, 0, word)).toBe(0);
    }),
  );
});

test('words that neither a letter nor the length distinguishes are found too', () => {
  const alike = Array.from({ length: 64 }, (_, index) => `${'x'.repeat(20)}${String(index).padStart(2, '0')}`);
  const table = wordTable(alike);
  expect(alike.map(word => numberOfWord(table, 0, word))).toEqual(alike.map((_, index) => index + 1));
  expect(numberOfWord(table, 0, 'x')).toBe(0);
});

test('concatenated tables keep their numbers', () => {
  const lists = [
    ['a', 'b'],
    [],
    ['b', 'xx', ''],
    Array.from({ length: 64 }, (_, index) => `${'x'.repeat(20)}${index}`),
  ];
  const joined = joinWordTables(lists.map(wordTable));
  lists.forEach((list, table) => {
    for (const word of ['a', 'b', 'xx', '', ...list])
      expect(numberOfWord(joined, table, word)).toBe(list.indexOf(word) + 1);
  });
});
