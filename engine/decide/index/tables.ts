import type { Box } from './boxes.ts';
import { eachCell, type CellSet } from './cell-set.ts';

/** A box, and the number of its owner. */
export interface OwnedBox {
  owner: number;
  box: Box;
}

/** Limits on the memory of an index, in 32-bit words. */
export interface IndexLimits {
  /** Maximum size of a table of merged dimensions, which should stay in the processor's cache. */
  merged: number;
  /** Maximum size of all rows. If they would be larger, neighbouring cells share a row. */
  rows: number;
}

export const usualLimits: IndexLimits = { merged: 1 << 14, rows: 1 << 24 };

/** For each combination of cells of some dimensions, a row of the boxes that contain it, as bits. */
export interface Table {
  rows: Int32Array;
  /** The dimensions, with the number of cells that share a row (as a power of two) and the distance of rows in words. */
  parts: { dimension: number; shared: number; stride: number }[];
  /** The share of bits that are set. Tables with a low density are intersected first. */
  density: number;
}

export function setBit(bits: Int32Array, offset: number, bit: number): void {
  const word = offset + (bit >>> 5);
  bits[word] = (bits[word] as number) | (1 << (bit & 31));
}

/** A table for each dimension that some box constrains. Boxes widened by shared rows are marked in `inexact`. */
export function tablesOf(
  cellCounts: readonly number[],
  boxes: readonly OwnedBox[],
  words: number,
  inexact: Int32Array,
  limits: IndexLimits,
): Table[] {
  const used = [...cellCounts.keys()].filter(dimension => boxes.some(({ box }) => box.sides[dimension]));
  const maxRows = Math.max(2, limits.rows / (words * Math.max(1, used.length)));
  return used.map(dimension => {
    const cells = cellCounts[dimension] as number;
    const shared = Math.max(0, Math.ceil(Math.log2(cells / maxRows)));
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

/** Merges tables, smallest first, as long as the merged ones stay small, so that fewer rows must be intersected. */
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
