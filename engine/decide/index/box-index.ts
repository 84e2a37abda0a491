import { setBit, tablesOf, merged, usualLimits, type IndexLimits, type OwnedBox, type Table } from './tables.ts';

/** Finds the boxes, in order, that contain an input, given its cells. Bit-parallel, as in packet classification. */
export interface BoxIndex {
  /** The owner of the first box that contains the input; -1 if none does. */
  first(cells: Int32Array): number;
  /** Visits the owners of all boxes that contain the input, in order. An owner of several boxes may be visited several times. */
  all(cells: Int32Array, visit: (owner: number) => void): void;
}

/** Called for each owner found, in order; null if only the first is wanted. */
type Visit = ((owner: number) => void) | null;

/** The number of rows that are intersected at once. Further rows are intersected only if the result is not empty. */
const together = 6;

/**
 * Creates an index in which each cell of each dimension selects a set of boxes. The boxes that contain an input are the intersection of these sets, computed
 * word by word until the first is found.
 * @param cellCounts the number of cells of each dimension
 * @param isIn decides for an inexact box of an owner whether the current input is really in it
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

  /** The owner of the first box in a word that really contains the input. With `visit`, all of them are visited and the result is -1. */
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

/** A scan for at most 32 boxes. Each row is a single word, so merging tables gains nothing. */
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
  // One array for all rows. The last row has all bits set; it is used if there are fewer tables than `together`.
  const total = tables.reduce((sum, { rows }) => sum + rows.length, 0);
  const rows = new Int32Array(total + words).fill(-1, total);
  const used = tables.length;
  const count = Math.max(together, used);
  const bases = new Int32Array(count).fill(total);
  // The parts of all tables, and the start of each table's parts.
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

  /** The start of the row that the cells select in a table. */
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
