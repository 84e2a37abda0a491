import {
  boxesMeet,
  intersect,
  isEmptyAt,
  narrowAt,
  sameAt,
  setBit,
  within,
  withinAt,
  type Box,
  type Dimension,
  type Layout,
} from './dimension.ts';
import type { CellRange } from './number-cells.ts';
import { retained } from './small-arrays.ts';

/** A union of boxes; empty for nothing. They may overlap. */
export type Region = readonly Box[];

/** The box that holds these states of some dimensions, and everything of the others. Cells of an ordered dimension must be neighbours. */
export function cellsBox(layout: Layout, states: readonly { dimension: Dimension; cells: readonly number[] }[]): Box {
  const box = retained.copied(layout.whole);
  for (const { dimension, cells } of states) setCells(box, dimension, cells);
  return box;
}

function setCells(box: Box, dimension: Dimension, cells: readonly number[]): void {
  const { kind, offset, width, cells: count } = dimension;
  if (kind === 'finite') {
    box.fill(0, offset, offset + width);
    for (const cell of cells) setBit(box, offset, cell);
    return;
  }
  const present = cells.filter(cell => cell < count);
  box[offset] = present.length === 0 ? 0 : Math.min(...present);
  box[offset + 1] = present.length === 0 ? -1 : Math.max(...present);
  box[offset + 2] = cells.includes(count) ? 1 : 0;
}

/** The boxes that hold some cells of one dimension, with missing or without. */
export function regionAt(
  layout: Layout,
  dimension: Dimension,
  cells: readonly CellRange[] | readonly number[],
  missing: boolean,
): Region {
  const withMissing = missing && dimension.missing;
  if (dimension.kind === 'finite') {
    const states = [...(cells as readonly number[]), ...(withMissing ? [dimension.cells] : [])];
    return states.length === 0 ? [] : [cellsBox(layout, [{ dimension, cells: states }])];
  }
  const ranges = cells as readonly CellRange[];
  const boxes = ranges.map(range => rangeBox(layout, dimension, range, false));
  if (!withMissing) return boxes;
  const [first = rangeBox(layout, dimension, [0, -1], false), ...rest] = boxes;
  first[dimension.offset + 2] = 1;
  return [first, ...rest];
}

function rangeBox(layout: Layout, { offset }: Dimension, [first, last]: CellRange, missing: boolean): Box {
  const box = retained.copied(layout.whole);
  box[offset] = first;
  box[offset + 1] = last;
  box[offset + 2] = missing ? 1 : 0;
  return box;
}

/** All pairs' intersections; null where there would be more than `most` boxes. */
export function intersectRegions(layout: Layout, a: Region, b: Region, most = Infinity): Region | null {
  const boxes: Box[] = [];
  for (const left of a) {
    for (const right of b) {
      const both = intersect(layout, left, right);
      if (both !== null) boxes.push(both);
    }
    if (boxes.length > 4 * most) return null;
  }
  const tidy = simplified(layout, boxes);
  return tidy.length > most ? null : tidy;
}

/** Without boxes inside others, and with boxes made one that differ in a single dimension. Leaves large unions as they are. */
export function simplified(layout: Layout, boxes: readonly Box[]): Box[] {
  if (boxes.length < 2 || boxes.length > 300) return [...boxes];
  let left = [...boxes];
  for (let changed = true; changed;) {
    changed = false;
    left = left.filter(
      (box, index) =>
        !left.some(
          (other, at) => at !== index && within(layout, box, other) && (at < index || !within(layout, other, box)),
        ),
    );
    pairs: for (let i = 0; i < left.length; i++) {
      for (let j = i + 1; j < left.length; j++) {
        const joint = joinedBox(layout, left[i] as Box, left[j] as Box);
        if (joint === null) continue;
        left = [...left.slice(0, i), joint, ...left.slice(i + 1, j), ...left.slice(j + 1)];
        changed = true;
        break pairs;
      }
    }
  }
  return left;
}

/** The union of two boxes where that is a box. */
function joinedBox(layout: Layout, a: Box, b: Box): Box | null {
  let differs: Dimension | null = null;
  for (const dimension of layout.dimensions) {
    if (sameAt(a, b, dimension)) continue;
    if (differs !== null) return null;
    differs = dimension;
  }
  if (differs === null) return a;
  const { kind, offset, width } = differs;
  const joint = retained.copied(a);
  if (kind === 'finite') {
    for (let i = offset; i < offset + width; i++) joint[i] = (a[i] ?? 0) | (b[i] ?? 0);
    return joint;
  }
  const [low, high, otherLow, otherHigh] = [a[offset] ?? 0, a[offset + 1] ?? -1, b[offset] ?? 0, b[offset + 1] ?? -1];
  joint[offset + 2] = (a[offset + 2] ?? 0) | (b[offset + 2] ?? 0);
  if (low > high || otherLow > otherHigh) {
    joint[offset] = low > high ? otherLow : low;
    joint[offset + 1] = low > high ? otherHigh : high;
    return joint;
  }
  if (otherLow > high + 1 || low > otherHigh + 1) return null;
  joint[offset] = Math.min(low, otherLow);
  joint[offset + 1] = Math.max(high, otherHigh);
  return joint;
}

/** What is in one region and not in another, as boxes that do not overlap where those of the first do not; null where there are more than `most`. */
export function difference(layout: Layout, a: Region, b: Region, most = Infinity): Box[] | null {
  let left = [...a];
  for (const box of b) {
    const next: Box[] = [];
    for (const each of left) {
      next.push(...beside(layout, each, box));
      if (next.length > most) return null;
    }
    left = next;
  }
  return left;
}

/** A box less another, as boxes that do not overlap. */
function beside(layout: Layout, box: Box, taken: Box): Box[] {
  if (!boxesMeet(layout, box, taken)) return [box];
  const parts: Box[] = [];
  let inner = box;
  for (const dimension of layout.dimensions) {
    if (withinAt(inner, taken, dimension)) continue;
    for (const part of complementAt(layout, taken, dimension)) {
      const piece = retained.copied(inner);
      if (narrowAt(piece, part, dimension)) parts.push(piece);
    }
    inner = retained.copied(inner);
    narrowAt(inner, taken, dimension);
  }
  return parts;
}

/** What a box leaves out, dimension by dimension: together all inputs outside of it. */
export function outside(layout: Layout, box: Box): Box[] {
  const parts: Box[] = [];
  for (const dimension of layout.dimensions) {
    if (sameAt(box, layout.whole, dimension)) continue;
    for (const part of complementAt(layout, box, dimension)) parts.push(part);
  }
  return parts;
}

/** Boxes that hold the states of a dimension which `box` does not hold, and everything of the other dimensions. */
export function complementAt(layout: Layout, box: Box, dimension: Dimension): Box[] {
  const { kind, offset, width, cells, missing } = dimension;
  if (kind === 'finite') {
    const part = retained.copied(layout.whole);
    for (let i = offset; i < offset + width; i++) part[i] = (part[i] ?? 0) & ~(box[i] ?? 0);
    return isEmptyAt(part, dimension) ? [] : [part];
  }
  const [low = 0, high = -1] = [box[offset], box[offset + 1]];
  const ranges: CellRange[] =
    low > high
      ? [[0, cells - 1]]
      : [
          [0, low - 1],
          [high + 1, cells - 1],
        ];
  return [
    ...regionAt(
      layout,
      dimension,
      ranges.filter(([first, last]) => first <= last),
      missing && box[offset + 2] === 0,
    ),
  ].filter(part => !isEmptyAt(part, dimension));
}

/** A box of an earlier layout with fewer dimensions: of the new ones it holds everything. */
export function widened(layout: Layout, box: Box): Box {
  if (box.length === layout.stride) return box;
  const wide = retained.copied(layout.whole);
  wide.set(box);
  return wide;
}
