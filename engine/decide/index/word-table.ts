/**
 * Finds the number of a word among some known ones. One letter and the length of a word tell which one it can be, where a place of the letter can be
 * found for which they do; one comparison then says whether it is. Other words are looked up in a map, which takes longer. Several tables
 * lie one after the other in the same arrays.
 */
export interface WordTables {
  /** By the hash of a word; an empty text, and the number 0, where no word has that hash. */
  words: readonly string[];
  numbers: Int32Array;
  /** Where each table starts in these, and its size less one; -1 where there is none. */
  starts: Int32Array;
  masks: Int32Array;
  /** The place of the letter that is looked at, and what the length counts beside it. */
  letters: Int32Array;
  weights: Int32Array;
  maps: readonly ReadonlyMap<string, number>[];
}

const lettersTried = 12;
const weightsTried = [0, 1, 5, 11, 17, 31];

/** The table of the words, numbered from 1. */
export function wordTable(words: readonly string[]): WordTables {
  const maps = [new Map(words.map((word, index) => [word, index + 1]))];
  for (let size = 4; size <= 8 * words.length; size *= 2) {
    for (let letter = 0; letter < lettersTried; letter++) {
      for (const weight of weightsTried) {
        const hashes = words.map(word => hashOf(word, letter, weight, size - 1));
        if (new Set(hashes).size < words.length) continue;
        const byHash = Array.from({ length: size }, () => '');
        const numbers = new Int32Array(size);
        words.forEach((word, index) => {
          const hash = hashes[index] as number;
          byHash[hash] = word;
          numbers[hash] = index + 1;
        });
        return { ...one(size - 1, letter, weight), words: byHash, numbers, maps };
      }
    }
  }
  return { ...one(-1, 0, 0), words: [], numbers: new Int32Array(0), maps };
}

function one(mask: number, letter: number, weight: number) {
  return {
    starts: Int32Array.of(0),
    masks: Int32Array.of(mask),
    letters: Int32Array.of(letter),
    weights: Int32Array.of(weight),
  };
}

/** Lays tables behind each other. */
export function joinWordTables(tables: readonly WordTables[]): WordTables {
  let start = 0;
  const starts = tables.map(({ words }) => (start += words.length) - words.length);
  const joined = (key: 'numbers' | 'masks' | 'letters' | 'weights') =>
    Int32Array.from(tables.flatMap(table => [...table[key]]));
  return {
    words: tables.flatMap(({ words }) => words),
    numbers: joined('numbers'),
    starts: Int32Array.from(starts),
    masks: joined('masks'),
    letters: joined('letters'),
    weights: joined('weights'),
    maps: tables.flatMap(({ maps }) => maps),
  };
}

function hashOf(word: string, letter: number, weight: number, mask: number): number {
  const { length } = word;
  return (weight * length + (letter < length ? word.charCodeAt(letter) : 0)) & mask;
}

/** The number of a word in a table; 0 for one that is not among them. */
export function numberOfWord(tables: WordTables, table: number, word: string): number {
  const mask = tables.masks[table] as number;
  if (mask < 0) return tables.maps[table]?.get(word) ?? 0;
  const hash = hashOf(word, tables.letters[table] as number, tables.weights[table] as number, mask);
  const place = (tables.starts[table] as number) + hash;
  return tables.words[place] === word ? (tables.numbers[place] as number) : 0;
}
