import type { SignalValues } from '../../condition/condition.ts';
import type { Dimension } from '../../space/dimension.ts';
import { extremeValue, isInside, type Interval, type NumberLine } from '../../space/number-line.ts';
import type { TermAxis } from '../../space/space.ts';
import type { Rational } from './rational.ts';
import type { DimensionStates } from './solved.ts';
import type { Unit } from './term-rows.ts';

/** A numeric signal of terms. */
export interface NumberVariable extends Unit {
  name: string;
  dimension: Dimension;
  line: NumberLine;
  interval: (cell: number) => Interval;
  /** Where people expect its values if its declaration bounds them little; null if it bounds them. */
  window: readonly [low: number, high: number] | null;
  /** The least and the greatest value of each cell, computed on first use. */
  lowest: Float64Array;
  highest: Float64Array;
  /** A round value of an interval. */
  round: (interval: Interval) => number;
  /** A round value of a range of cells. */
  usual: (first: number, last: number) => number;
}

/** A term with its variables, by index. */
export interface TermRow {
  axis: TermAxis;
  parts: readonly { variable: number; rises: boolean; factor: Rational; slope: number }[];
  /** True if no operation rounds. */
  isExact: boolean;
}

/** A range of cells of a dimension, and what values it holds. */
export interface CellsOf<T> {
  of: T;
  first: number;
  last: number;
}

/** The bounds of a question: the terms that a box restricts, and the signals that they read. */
export interface NumberQuestion {
  rows: readonly CellsOf<TermRow>[];
  /** By index of the variable; undefined for others. */
  ranges: readonly (CellsOf<NumberVariable> | undefined)[];
}

/** The least value of a range of cells (`low`), or the greatest. */
export function extremeOf({ of, first, last }: CellsOf<NumberVariable>, side: 'low' | 'high'): number {
  const [known, cell] = side === 'low' ? [of.lowest, first] : [of.highest, last];
  const value = known[cell] as number;
  return Number.isNaN(value) ? (known[cell] = extremeValue(of.line, of.interval(cell), side)) : value;
}

/** The values of a range of cells. */
export function intervalOf(first: Interval, last: Interval): Interval {
  return { low: first.low, lowOpen: first.lowOpen, high: last.high, highOpen: last.highOpen };
}

export function termInterval({ of, first, last }: CellsOf<TermRow>): Interval {
  return intervalOf(of.axis.interval(first), of.axis.interval(last));
}

/** True if values give each term a value in its range. */
export function satisfies({ rows }: NumberQuestion, values: SignalValues): boolean {
  return rows.every(row => isInside(termInterval(row), row.of.axis.term.valueOf(values)));
}

export function statesOf(dimension: Dimension, { first, last }: { first: number; last: number }): DimensionStates {
  return { dimension, cells: first === last ? [first] : [first, last] };
}

/** The cell furthest towards `end` for which a property that holds at `start` holds; it must hold up to some cell and not beyond. */
export function furthest(start: number, end: number, holdsAt: (cell: number) => boolean): number {
  const direction = end < start ? -1 : 1;
  let [known, limit] = [0, Math.abs(end - start)];
  while (known < limit) {
    const middle = Math.ceil((known + limit) / 2);
    if (holdsAt(start + direction * middle)) known = middle;
    else limit = middle - 1;
  }
  return start + direction * known;
}
