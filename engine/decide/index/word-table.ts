/**
 * Finds the number of a word in a list. The hash is computed from one letter and the length, if a position of the letter exists for which there are no
 * collisions; a single comparison then suffices. Otherwise, a slower map is used. Several tables are stored one after the other in the same arrays.
 */
export interface WordTables {
  /** Words and numbers by hash; an empty text and 0 for unused hashes. */
  words: readonly string[];
  numbers: Int32Array;
  /** The start of each table in these arrays, and its size minus one; -1 if the table uses its map. */
  starts: Int32Array;
  masks: Int32Array;
  /** The position of the letter, and the weight of the length in the hash. */
  letters: Int32Array;
  weights: Int32Array;
  maps: readonly ReadonlyMap<string, number>[];
}

const lettersTried = 12;
const weightsTried = [0, 1, 5, 11, 17, 31];

/** A table of words, numbered from 1. */
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

/** Concatenates tables. */
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

/** The number of a word in a table; 0 if it is not in it. */
export function numberOfWord(tables: WordTables, table: number, word: string): number {
  const mask = tables.masks[table] as number;
  if (mask < 0) return tables.maps[table]?.get(word) ?? 0;
  const hash = hashOf(word, tables.letters[table] as number, tables.weights[table] as number, mask);
  const place = (tables.starts[table] as number) + hash;
  return tables.words[place] === word ? (tables.numbers[place] as number) : 0;
}
