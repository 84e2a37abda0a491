/**
 * Finds the number of a word among some known ones. One letter and the length of a word tell which one it can be, where a place of the letter can be
 * found for which they do; one comparison then says whether it is. Other words are looked up in a map, which takes longer.
 */
export interface WordTable {
  /** By the hash of a word; an empty text, and the number 0, where no word has that hash. */
  words: readonly string[];
  numbers: Int32Array;
  letter: number;
  lengthWeight: number;
  /** The size of the table less one; -1 where there is no table. */
  mask: number;
  map: ReadonlyMap<string, number>;
}

const lettersTried = 12;
const weightsTried = [0, 1, 5, 11, 17, 31];

/** The table of the words, numbered from 1. */
export function wordTable(words: readonly string[]): WordTable {
  const map = new Map(words.map((word, index) => [word, index + 1]));
  const table: WordTable = { words: [], numbers: new Int32Array(1), letter: 0, lengthWeight: 0, mask: -1, map };
  for (let size = 4; size <= 8 * words.length; size *= 2) {
    for (let letter = 0; letter < lettersTried; letter++) {
      for (const lengthWeight of weightsTried) {
        const candidate = { ...table, letter, lengthWeight, mask: size - 1 };
        const hashes = words.map(word => hashOf(candidate, word));
        if (new Set(hashes).size < words.length) continue;
        const byHash = Array.from({ length: size }, () => '');
        const numbers = new Int32Array(size);
        words.forEach((word, index) => {
          const hash = hashes[index] as number;
          byHash[hash] = word;
          numbers[hash] = index + 1;
        });
        return { ...candidate, words: byHash, numbers };
      }
    }
  }
  return table;
}

function hashOf({ letter, lengthWeight, mask }: WordTable, word: string): number {
  const { length } = word;
  return (lengthWeight * length + (letter < length ? word.charCodeAt(letter) : 0)) & mask;
}

/** The number of a word; 0 for one that is not among them. */
export function numberOfWord(table: WordTable, word: string): number {
  if (table.mask < 0) return table.map.get(word) ?? 0;
  const hash = hashOf(table, word);
  return table.words[hash] === word ? (table.numbers[hash] as number) : 0;
}
