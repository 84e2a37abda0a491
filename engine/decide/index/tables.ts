import type { Box } from './boxes.ts';
import { eachCell, type CellSet } from './cell-set.ts';

/** A box, and the number of what it stands for. */
export interface OwnedBox {
  owner: number;
  box: Box;
}

/** How much memory an index takes, in words of 32 bits. */
export interface IndexLimits {
  /** Dimensions are merged as long as the rows of the whole take no more than this: what stays in the processor's cache is fast. */
  merged: number;
  /** Where the rows of all would take more than this, neighbouring cells share one. */
  rows: number;
}

export const usualLimits: IndexLimits = { merged: 1 << 14, rows: 1 << 24 };

/** The rows of some dimensions: for each combination of their cells, the boxes that it is in, as bits. */
export interface Table {
  rows: Int32Array;
  /** The dimension, how many of its cells (as a power of two) share a row, and how far its rows are apart, in words. */
  parts: { dimension: number; shared: number; stride: number }[];
  /** Of its bits, the share that is set: what is narrow is looked at first. */
  density: number;
}

export function setBit(bits: Int32Array, offset: number, bit: number): void {
  const word = offset + (bit >>> 5);
  bits[word] = (bits[word] as number) | (1 << (bit & 31));
}

/** A table for each dimension that some box has a side on. Boxes that are widened, because cells share a row, are noted as inexact. */
export function tablesOf(
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
export function merged(tables: readonly Table[], words: number, limits: IndexLimits): Table[] {
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
