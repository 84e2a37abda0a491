import type { Box } from './boxes.ts';
import { eachCell, type CellSet } from './cell-set.ts';

/** Boxes in order, to be found by the cells of an input; bit-parallel, as packet classifiers do it. */
export interface BoxIndex {
  /** The owner of the first box, in order, that the input is in; -1 where it is in none. */
  first(cells: Int32Array): number;
  /** The owners of all boxes that the input is in, in order; one that owns several boxes may come several times. */
  all(cells: Int32Array, visit: (owner: number) => void): void;
}

/** A box, and the number of what it stands for. */
export interface OwnedBox {
  owner: number;
  box: Box;
}

/** Rows that are intersected in one go. */
const together = 8;

/** How much memory an index takes, in words of 32 bits. */
export interface IndexLimits {
  /** Dimensions are merged as long as the rows of the whole take no more than this: what stays in the processor's cache is fast. */
  merged: number;
  /** Where the rows of all would take more than this, neighbouring cells share one. */
  rows: number;
}

const usual: IndexLimits = { merged: 1 << 14, rows: 1 << 24 };

/** The rows of some dimensions: for each combination of their cells, the boxes that it is in, as bits. */
interface Table {
  rows: Int32Array;
  /** The dimension, how many of its cells (as a power of two) share a row, and how far its rows are apart, in words. */
  parts: { dimension: number; shared: number; stride: number }[];
  /** Of its bits, the share that is set: what is narrow is looked at first. */
  density: number;
}

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
  limits: IndexLimits = usual,
): BoxIndex {
  const words = Math.max(1, (boxes.length + 31) >>> 5);
  const inexact = new Int32Array(words);
  const owners = Int32Array.from(boxes, ({ owner }) => owner);
  boxes.forEach(({ box }, index) => !box.exact && setBit(inexact, 0, index));
  const tables = merged(tablesOf(cellCounts, boxes, words, inexact, limits), words, limits);

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
  const lastWord = (boxes.length & 31) === 0 && boxes.length > 0 ? -1 : (1 << (boxes.length & 31)) - 1;

  return {
    first: cells => scan(cells, null),
    all(cells, visit) {
      scan(cells, visit);
    },
  };

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

  function scan(cells: Int32Array, visit: ((owner: number) => void) | null): number {
    const a = rowOf(cells, 0);
    const b = used > 1 ? rowOf(cells, 1) : total;
    const c = used > 2 ? rowOf(cells, 2) : total;
    const d = used > 3 ? rowOf(cells, 3) : total;
    const e = used > 4 ? rowOf(cells, 4) : total;
    const f = used > 5 ? rowOf(cells, 5) : total;
    const g = used > 6 ? rowOf(cells, 6) : total;
    const h = used > 7 ? rowOf(cells, 7) : total;
    for (let word = 0; word < words; word++) {
      let found =
        (rows[a + word] as number) &
        (rows[b + word] as number) &
        (rows[c + word] as number) &
        (rows[d + word] as number) &
        (rows[e + word] as number) &
        (rows[f + word] as number) &
        (rows[g + word] as number) &
        (rows[h + word] as number);
      if (found === 0) continue;
      for (let more = together; more < count; more++) found &= rows[rowOf(cells, more) + word] as number;
      if (word === words - 1) found &= lastWord;
      for (; found !== 0; found &= found - 1) {
        const bit = found & -found;
        const owner = owners[(word << 5) + 31 - Math.clz32(bit)] as number;
        if (((inexact[word] as number) & bit) !== 0 && !isIn(owner)) continue;
        if (visit === null) return owner;
        visit(owner);
      }
    }
    return -1;
  }
}

function setBit(bits: Int32Array, offset: number, bit: number): void {
  const word = offset + (bit >>> 5);
  bits[word] = (bits[word] as number) | (1 << (bit & 31));
}

/** A table for each dimension that some box has a side on. Boxes that are widened, because cells share a row, are noted as inexact. */
function tablesOf(
  cellCounts: readonly number[],
  boxes: readonly OwnedBox[],
  words: number,
  inexact: Int32Array,
  limits: IndexLimits,
): Table[] {
  const used = [...cellCounts.keys()].filter(dimension => boxes.some(({ box }) => box.sides[dimension]));
  const most = Math.max(2, limits.rows / (words * Math.max(1, used.length)));
  return used.map(dimension => {
    const cells = cellCounts[dimension] as number;
    const shared = Math.max(0, Math.ceil(Math.log2(cells / most)));
    const count = ((cells - 1) >> shared) + 1;
    const free = new Int32Array(words);
    boxes.forEach(({ box }, index) => !box.sides[dimension] && setBit(free, 0, index));
    const rows = new Int32Array(count * words);
    for (let row = 0; row < count; row++) rows.set(free, row * words);
    let set = 0;
    boxes.forEach(({ box }, index) => {
      const side: CellSet | undefined = box.sides[dimension];
      if (!side) set += count;
      else
        eachCell(side, cell => {
          set++;
          setBit(rows, (cell >> shared) * words, index);
        });
      if (side && shared > 0) setBit(inexact, 0, index);
    });
    return { rows, parts: [{ dimension, shared, stride: words }], density: set / (count * boxes.length) };
  });
}

/** Merges tables, the smallest first, as long as the merged one stays small: fewer rows are left to intersect. */
function merged(tables: readonly Table[], words: number, limits: IndexLimits): Table[] {
  const bySize = [...tables].sort((a, b) => a.rows.length - b.rows.length);
  const result: Table[] = [];
  for (const table of bySize) {
    const last = result.at(-1);
    if (last && (last.rows.length / words) * table.rows.length <= limits.merged)
      result[result.length - 1] = merge(last, table, words);
    else result.push(table);
  }
  return result.sort((a, b) => a.density - b.density);
}

function merge(a: Table, b: Table, words: number): Table {
  const countOfB = b.rows.length / words;
  const rows = new Int32Array(a.rows.length * countOfB);
  for (let rowOfA = 0; rowOfA < a.rows.length; rowOfA += words) {
    for (let rowOfB = 0; rowOfB < b.rows.length; rowOfB += words) {
      const row = rowOfA * countOfB + rowOfB;
      for (let word = 0; word < words; word++) {
        rows[row + word] = (a.rows[rowOfA + word] as number) & (b.rows[rowOfB + word] as number);
      }
    }
  }
  const parts = [...a.parts.map(part => ({ ...part, stride: part.stride * countOfB })), ...b.parts];
  return { rows, parts, density: a.density * b.density };
}
