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

/** A union of boxes, which may overlap; empty for no inputs. */
export type Region = readonly Box[];

/** The box with the given states of some dimensions and all states of the others. Cells of an ordered dimension must be contiguous. */
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

/** The region of the given cells of one dimension, with or without missing. */
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

/** The intersection of two regions; null if it has more than `maxBoxes` boxes. */
export function intersectRegions(layout: Layout, a: Region, b: Region, maxBoxes = Infinity): Region | null {
  const boxes: Box[] = [];
  for (const left of a) {
    for (const right of b) {
      const both = intersect(layout, left, right);
      if (both !== null) boxes.push(both);
    }
    if (boxes.length > 4 * maxBoxes) return null;
  }
  const tidy = simplified(layout, boxes);
  return tidy.length > maxBoxes ? null : tidy;
}

/** The same union with fewer boxes: those inside others are removed, and those that differ in one dimension are merged. Large unions are left unchanged. */
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

/** The union of two boxes if it is a box; otherwise null. */
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

/** The difference `a` minus `b`; null if it has more than `maxBoxes` boxes. They are disjoint if those of `a` are. */
export function difference(layout: Layout, a: Region, b: Region, maxBoxes = Infinity): Box[] | null {
  let left = [...a];
  for (const box of b) {
    const next: Box[] = [];
    for (const each of left) {
      next.push(...differenceOf(layout, each, box));
      if (next.length > maxBoxes) return null;
    }
    left = next;
  }
  return left;
}

/** The difference of two boxes, as disjoint boxes. */
function differenceOf(layout: Layout, box: Box, taken: Box): Box[] {
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

/** The complement of a box, as boxes that may overlap. */
export function outside(layout: Layout, box: Box): Box[] {
  const parts: Box[] = [];
  for (const dimension of layout.dimensions) {
    if (sameAt(box, layout.whole, dimension)) continue;
    for (const part of complementAt(layout, box, dimension)) parts.push(part);
  }
  return parts;
}

/** The boxes of the states of a dimension that `box` does not hold, with all states of the other dimensions. */
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

/** Extends a box made before dimensions were added to the layout: it holds all states of the new ones. */
export function widened(layout: Layout, box: Box): Box {
  if (box.length === layout.stride) return box;
  const wide = retained.copied(layout.whole);
  wide.set(box);
  return wide;
}
