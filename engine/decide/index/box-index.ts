import { setBit, tablesOf, merged, usualLimits, type IndexLimits, type OwnedBox, type Table } from './tables.ts';

/** Boxes in order, to be found by the cells of an input; bit-parallel, as packet classifiers do it. */
export interface BoxIndex {
  /** The owner of the first box, in order, that the input is in; -1 where it is in none. */
  first(cells: Int32Array): number;
  /** The owners of all boxes that the input is in, in order; one that owns several boxes may come several times. */
  all(cells: Int32Array, visit: (owner: number) => void): void;
}

/** Is told of the owners that are found, in order; null where the first is enough. */
type Visit = ((owner: number) => void) | null;

/** Rows that are intersected in one go; the others only where these leave something. */
const together = 6;

/**
 * Every cell of every dimension selects the set of boxes that it is in; the boxes that an input is in are the intersection of these sets, word
 * by word, which stops at the first that is found.
 * @param cellCounts how many cells each dimension has
 * @param isIn whether the input at hand is what an owner's box that is not exact is meant to hold
 * @see Lakshman and Stiliadis, High-speed policy-based packet forwarding using efficient multi-dimensional range matching, SIGCOMM 1998
 */
export function createBoxIndex(
  cellCounts: readonly number[],
  boxes: readonly OwnedBox[],
  isIn: (owner: number) => boolean,
  limits: IndexLimits = usualLimits,
): BoxIndex {
  const words = Math.max(1, (boxes.length + 31) >>> 5);
  const inexact = new Int32Array(words);
  const owners = Int32Array.from(boxes, ({ owner }) => owner);
  boxes.forEach(({ box }, index) => !box.exact && setBit(inexact, 0, index));
  const lastWord = (boxes.length & 31) === 0 && boxes.length > 0 ? -1 : (1 << (boxes.length & 31)) - 1;
  const tables = tablesOf(cellCounts, boxes, words, inexact, limits);
  const scan =
    words === 1
      ? scanOfOneWord(tables, lastWord, settle)
      : scanOfWords(merged(tables, words, limits), words, lastWord, settle);
  return {
    first: cells => scan(cells, null),
    all(cells, visit) {
      scan(cells, visit);
    },
  };

  /** What is found in a word: the owner of its first box that the input is really in, or, with `visit`, -1 after all of them. */
  function settle(found: number, word: number, visit: Visit): number {
    for (let bits = found; bits !== 0; bits &= bits - 1) {
      const bit = bits & -bits;
      const owner = owners[(word << 5) + 31 - Math.clz32(bit)] as number;
      if (((inexact[word] as number) & bit) !== 0 && !isIn(owner)) continue;
      if (visit === null) return owner;
      visit(owner);
    }
    return -1;
  }
}

type Settle = (found: number, word: number, visit: Visit) => number;
type Scan = (cells: Int32Array, visit: Visit) => number;

/** For a few boxes: a row is a word, so that nothing is gained by merging tables. */
function scanOfOneWord(tables: readonly Table[], lastWord: number, settle: Settle): Scan {
  const rows = Int32Array.from(tables.flatMap(table => [...table.rows]));
  let start = 0;
  const starts = Int32Array.from(tables, table => (start += table.rows.length) - table.rows.length);
  const dimensions = Int32Array.from(tables, ({ parts }) => parts[0]?.dimension ?? 0);
  const shared = Int32Array.from(tables, ({ parts }) => parts[0]?.shared ?? 0);
  return (cells, visit) => {
    let found = lastWord;
    for (let table = 0; table < starts.length; table++) {
      const cell = cells[dimensions[table] as number] as number;
      found &= rows[(starts[table] as number) + (cell >> (shared[table] as number))] as number;
    }
    return found === 0 ? -1 : settle(found, 0, visit);
  };
}

function scanOfWords(tables: readonly Table[], words: number, lastWord: number, settle: Settle): Scan {
  // One array for all rows; the last is of ones, for the places of those that there are too few of.
  const total = tables.reduce((sum, { rows }) => sum + rows.length, 0);
  const rows = new Int32Array(total + words).fill(-1, total);
  const used = tables.length;
  const count = Math.max(together, used);
  const bases = new Int32Array(count).fill(total);
  // The parts of all tables, and where those of each start.
  const parts = tables.flatMap(table => table.parts);
  const firstPart = new Int32Array(count + 1).fill(parts.length);
  const dimensions = Int32Array.from(parts, ({ dimension }) => dimension);
  const shared = Int32Array.from(parts, part => part.shared);
  const strides = Int32Array.from(parts, ({ stride }) => stride);
  let base = 0;
  let part = 0;
  tables.forEach((table, index) => {
    rows.set(table.rows, base);
    bases[index] = base;
    firstPart[index] = part;
    base += table.rows.length;
    part += table.parts.length;
  });
  const others = new Int32Array(count);
  return scan;

  /** Where the row of a table starts that the cells select. */
  function rowOf(cells: Int32Array, table: number): number {
    let row = bases[table] as number;
    const end = firstPart[table + 1] as number;
    for (let part = firstPart[table] as number; part < end; part++) {
      const cell = cells[dimensions[part] as number] as number;
      row += (cell >> (shared[part] as number)) * (strides[part] as number);
    }
    return row;
  }

  function scan(cells: Int32Array, visit: Visit): number {
    const a = rowOf(cells, 0);
    const b = used > 1 ? rowOf(cells, 1) : total;
    const c = used > 2 ? rowOf(cells, 2) : total;
    const d = used > 3 ? rowOf(cells, 3) : total;
    const e = used > 4 ? rowOf(cells, 4) : total;
    const f = used > 5 ? rowOf(cells, 5) : total;
    for (let table = together; table < used; table++) others[table] = rowOf(cells, table);
    for (let word = 0; word < words; word++) {
      let found =
        (rows[a + word] as number) &
        (rows[b + word] as number) &
        (rows[c + word] as number) &
        (rows[d + word] as number) &
        (rows[e + word] as number) &
        (rows[f + word] as number);
      if (found === 0) continue;
      for (let table = together; table < used; table++) found &= rows[(others[table] as number) + word] as number;
      if (word === words - 1) found &= lastWord;
      if (found === 0) continue;
      const owner = settle(found, word, visit);
      if (owner >= 0) return owner;
    }
    return -1;
  }
}
