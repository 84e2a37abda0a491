import type { SignalValues } from '../condition/condition.ts';
import { retained } from './small-arrays.ts';

/** The subject of a dimension: what its cells distinguish. */
export type Subject =
  /** The value of a signal, or its truth under the predicates asked of it. */
  | { kind: 'value'; signal: string }
  /** Whether a list contains a value; `null` stands for all values that no condition names. */
  | { kind: 'member'; signal: string; value: number | string | boolean | null }
  | { kind: 'size'; signal: string }
  /** The value of a term over several signals, by its key. */
  | { kind: 'term'; key: string; signals: readonly string[] }
  /** Whether two texts are equal: cell 1 if they are. */
  | { kind: 'pair'; names: readonly [string, string] }
  /** A clause outside the exact fragment, by its standard form: false (cell 0), true (cell 1), or without a value (missing). */
  | {
      kind: 'opaque';
      text: string;
      /** The text as written by an author. */
      written: string;
      signals: readonly string[];
      thresholds: readonly string[];
      needs: readonly string[];
      canFail: boolean;
    }
  /** A condition with errors, which may have any truth. */
  | { kind: 'broken'; text: string }
  /** A named part of a condition, which avoids multiplying it out. */
  | { kind: 'part' };

/**
 * One axis of the space of inputs. Its cells are numbered 0 to `cells - 1`; no condition distinguishes two values of a cell. If the signal can be missing,
 * there is another state, `cells`, which for an opaque clause means that it has no value.
 */
export interface Dimension {
  index: number;
  subject: Subject;
  /** Boxes hold a range of ordered cells, or any set of finite ones. */
  kind: 'ordered' | 'finite';
  cells: number;
  missing: boolean;
  /** Start and length of its part of a box, in numbers. */
  offset: number;
  width: number;
  /** The state of the dimension for an input: `cells` if the signal is missing, -1 if the declaration does not allow its value. */
  cellOf: (values: SignalValues) => number;
}

/**
 * A box: a set of states for each dimension. An ordered dimension is stored as its first and last cell (none if the first is greater) and 1 if missing is
 * included; a finite one as a bit set, with missing as bit `cells`.
 */
export type Box = Int32Array;

/** The dimensions in the order in which a box stores them. */
export interface Layout {
  dimensions: readonly Dimension[];
  stride: number;
  /** The box that holds all states. */
  whole: Box;
}

export function layoutOf(dimensions: readonly Dimension[]): Layout {
  let stride = 0;
  for (const dimension of dimensions) {
    dimension.offset = stride;
    dimension.width = dimension.kind === 'ordered' ? 3 : (dimension.cells + 32) >>> 5;
    stride += dimension.width;
  }
  const whole = new Int32Array(stride);
  for (const dimension of dimensions) fill(whole, dimension);
  return { dimensions, stride, whole };
}

/** Sets a dimension of a box to all its states. */
export function fill(box: Box, { kind, offset, width, cells, missing }: Dimension): void {
  if (kind === 'ordered') {
    box[offset] = 0;
    box[offset + 1] = cells - 1;
    box[offset + 2] = missing ? 1 : 0;
    return;
  }
  box.fill(0, offset, offset + width);
  for (let cell = 0; cell < cells + (missing ? 1 : 0); cell++) setBit(box, offset, cell);
}

export function setBit(box: Box, offset: number, bit: number): void {
  const at = offset + (bit >>> 5);
  box[at] = (box[at] ?? 0) | (1 << (bit & 31));
}

export function hasBit(box: Box, offset: number, bit: number): boolean {
  return (((box[offset + (bit >>> 5)] ?? 0) >>> (bit & 31)) & 1) === 1;
}

/** True if the box holds a cell of a dimension, or missing if `cell` is `cells`. */
export function holdsCell(box: Box, { kind, offset, cells }: Dimension, cell: number): boolean {
  if (kind === 'finite') return hasBit(box, offset, cell);
  if (cell === cells) return box[offset + 2] === 1;
  return cell >= (box[offset] ?? 0) && cell <= (box[offset + 1] ?? -1);
}

/** The number of states of a dimension that a box holds. */
export function statesIn(box: Box, { kind, offset, width }: Dimension): number {
  if (kind === 'ordered') {
    return Math.max(0, (box[offset + 1] ?? -1) - (box[offset] ?? 0) + 1) + (box[offset + 2] ?? 0);
  }
  let count = 0;
  for (let i = offset; i < offset + width; i++) count += countBits(box[i] ?? 0);
  return count;
}

export function countBits(bits: number): number {
  let count = 0;
  for (let left = bits; left !== 0; left &= left - 1) count++;
  return count;
}

/** The states of a dimension in a box, in ascending order, missing last. */
export function statesOf(box: Box, dimension: Dimension): number[] {
  const states: number[] = [];
  for (let cell = 0; cell <= dimension.cells; cell++) if (holdsCell(box, dimension, cell)) states.push(cell);
  return states;
}

/** The first state of a dimension in a box; missing if it holds none. */
export function firstState(box: Box, { kind, offset, width, cells }: Dimension): number {
  if (kind === 'ordered') {
    const low = box[offset] ?? 0;
    return low <= (box[offset + 1] ?? -1) ? low : cells;
  }
  for (let i = 0; i < width; i++) {
    const bits = box[offset + i] ?? 0;
    if (bits !== 0) return (i << 5) + 31 - Math.clz32(bits & -bits);
  }
  return cells;
}

/** Leaves a box a single state of a dimension. */
export function setState(box: Box, { kind, offset, width, cells }: Dimension, state: number): void {
  if (kind === 'finite') {
    box.fill(0, offset, offset + width);
    setBit(box, offset, state);
    return;
  }
  box[offset] = state === cells ? 0 : state;
  box[offset + 1] = state === cells ? -1 : state;
  box[offset + 2] = state === cells ? 1 : 0;
}

/** The state at index `number` among those of a dimension in a box, which must hold more than that. */
export function nthState(box: Box, { kind, offset, width, cells }: Dimension, number: number): number {
  if (kind === 'ordered') {
    const low = box[offset] ?? 0;
    return low + number <= (box[offset + 1] ?? -1) ? low + number : cells;
  }
  let left = number;
  for (let i = 0; i < width; i++) {
    for (let bits = box[offset + i] ?? 0; bits !== 0; bits &= bits - 1) {
      if (left-- === 0) return (i << 5) + 31 - Math.clz32(bits & -bits);
    }
  }
  return cells;
}

/** The first state in a box that is not less than `state`; -1 if there is none. Iterating over all states takes one pass over the box. */
export function stateFrom(box: Box, { kind, offset, width, cells }: Dimension, state: number): number {
  if (kind === 'ordered') {
    const next = Math.max(state, box[offset] ?? 0);
    if (next <= (box[offset + 1] ?? -1)) return next;
    return state <= cells && box[offset + 2] !== 0 ? cells : -1;
  }
  for (let i = state >> 5; i < width; i++) {
    const bits = (box[offset + i] ?? 0) & (i === state >> 5 ? -1 << (state & 31) : -1);
    if (bits !== 0) return (i << 5) + 31 - Math.clz32(bits & -bits);
  }
  return -1;
}

export function isEmptyAt(box: Box, { kind, offset, width }: Dimension): boolean {
  if (kind === 'ordered') return (box[offset] ?? 0) > (box[offset + 1] ?? -1) && box[offset + 2] === 0;
  for (let i = offset; i < offset + width; i++) if (box[i] !== 0) return false;
  return true;
}

/** True if two boxes hold the same states of a dimension. */
export function sameAt(a: Box, b: Box, { kind, offset, width }: Dimension): boolean {
  if (kind === 'ordered' && (a[offset] ?? 0) > (a[offset + 1] ?? -1) && (b[offset] ?? 0) > (b[offset + 1] ?? -1)) {
    return a[offset + 2] === b[offset + 2];
  }
  for (let i = offset; i < offset + width; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** True if `outer` holds all states of a dimension that `inner` holds. */
export function withinAt(inner: Box, outer: Box, { kind, offset, width }: Dimension): boolean {
  if (kind === 'ordered') {
    const low = inner[offset] ?? 0;
    const high = inner[offset + 1] ?? -1;
    const inside = low > high || (low >= (outer[offset] ?? 0) && high <= (outer[offset + 1] ?? -1));
    return inside && (inner[offset + 2] === 0 || outer[offset + 2] === 1);
  }
  for (let i = offset; i < offset + width; i++) if (((inner[i] ?? 0) & ~(outer[i] ?? 0)) !== 0) return false;
  return true;
}

/** Intersects a box in place with another in one dimension. Returns false if no state is left. */
export function narrowAt(box: Box, by: Box, { kind, offset, width }: Dimension): boolean {
  if (kind === 'ordered') {
    const low = Math.max(box[offset] ?? 0, by[offset] ?? 0);
    const high = Math.min(box[offset + 1] ?? -1, by[offset + 1] ?? -1);
    box[offset] = low;
    box[offset + 1] = high;
    box[offset + 2] = (box[offset + 2] ?? 0) & (by[offset + 2] ?? 0);
    return low <= high || box[offset + 2] === 1;
  }
  let left = 0;
  for (let i = offset; i < offset + width; i++) left |= box[i] = (box[i] ?? 0) & (by[i] ?? 0);
  return left !== 0;
}

/** True if two boxes have a state of a dimension in common. */
export function meetAt(a: Box, b: Box, { kind, offset, width }: Dimension): boolean {
  if (kind === 'ordered') {
    if (((a[offset + 2] ?? 0) & (b[offset + 2] ?? 0)) === 1) return true;
    return Math.max(a[offset] ?? 0, b[offset] ?? 0) <= Math.min(a[offset + 1] ?? -1, b[offset + 1] ?? -1);
  }
  for (let i = offset; i < offset + width; i++) if (((a[i] ?? 0) & (b[i] ?? 0)) !== 0) return true;
  return false;
}

export function boxesMeet(layout: Layout, a: Box, b: Box): boolean {
  for (const dimension of layout.dimensions) if (!meetAt(a, b, dimension)) return false;
  return true;
}

export function intersect(layout: Layout, a: Box, b: Box): Box | null {
  if (!boxesMeet(layout, a, b)) return null;
  const result = retained.copied(a);
  for (const dimension of layout.dimensions) if (!narrowAt(result, b, dimension)) return null;
  return result;
}

export function within(layout: Layout, inner: Box, outer: Box): boolean {
  return layout.dimensions.every(dimension => withinAt(inner, outer, dimension));
}

/** The dimensions in which a box does not hold all states. */
export function constrained(layout: Layout, box: Box): Dimension[] {
  return layout.dimensions.filter(dimension => !sameAt(box, layout.whole, dimension));
}
