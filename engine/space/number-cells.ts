import type { Comparison } from '../condition/condition.ts';
import { hasValue, type Interval, type NumberLine } from './number-line.ts';

/** A range of ordered cells, both ends inclusive; empty if `first` is greater than `last`. */
export type CellRange = readonly [first: number, last: number];

/**
 * The cells into which thresholds divide a number line: each threshold itself and the open intervals between them, except those without a value of
 * the line.
 */
export interface NumberCells {
  line: NumberLine;
  count: number;
  /** The cells in which a comparison with one of the constants holds. */
  where: (operator: Exclude<Comparison, '!='>, constant: number) => CellRange;
  cellOf: (value: number) => number;
  /** The values of a cell. */
  interval(cell: number): Interval;
  /** The constants, in ascending order. */
  thresholds: readonly number[];
}

export function numberCells(line: NumberLine, constants: Iterable<number>): NumberCells {
  const thresholds = Float64Array.from(new Set(constants)).sort();
  const indexOf = new Map<number, number>();
  thresholds.forEach((threshold, index) => indexOf.set(threshold, index));
  // Slot 2i is the interval before threshold i, slot 2i + 1 the threshold itself. `before[slot]` is the number of cells in lower slots.
  const slots = 2 * thresholds.length + 1;
  const before = new Int32Array(slots + 1);
  const slotOf: number[] = [];
  for (let slot = 0; slot < slots; slot++) {
    before[slot] = slotOf.length;
    if (hasValue(line, intervalOf(slot))) slotOf.push(slot);
  }
  before[slots] = slotOf.length;
  const count = slotOf.length;
  const at = (slot: number): number => before[slot] ?? count;

  return { line, count, where, cellOf, interval: cell => intervalOf(slotOf[cell] ?? 0), thresholds: [...thresholds] };

  function intervalOf(slot: number): Interval {
    const index = slot >>> 1;
    const high = thresholds[index] ?? Infinity;
    if (slot & 1) return { low: high, high, lowOpen: false, highOpen: false };
    return { low: thresholds[index - 1] ?? -Infinity, high, lowOpen: true, highOpen: true };
  }

  function where(operator: Exclude<Comparison, '!='>, constant: number): CellRange {
    const point = 2 * (indexOf.get(constant) ?? -1) + 1;
    switch (operator) {
      case '<':
        return [0, at(point) - 1];
      case '<=':
        return [0, at(point + 1) - 1];
      case '>':
        return [at(point + 1), count - 1];
      case '>=':
        return [at(point), count - 1];
      case '==':
        return [at(point), at(point + 1) - 1];
    }
  }

  function cellOf(value: number): number {
    let low = 0;
    let high = thresholds.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((thresholds[middle] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    const slot = 2 * low + (thresholds[low] === value ? 1 : 0);
    return before[slot] === before[slot + 1] ? -1 : at(slot);
  }
}
