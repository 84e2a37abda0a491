import { isOn, type Interval } from '../../space/number-line.ts';
import type { Budget } from '../search/budget.ts';
import type { Bound, BoundRef, Conflict, LinearRow, LinearSystem, LinearVariable, Side } from './linear-system.ts';
import {
  extremeOf,
  furthest,
  satisfies,
  statesOf,
  termInterval,
  type CellsOf,
  type NumberQuestion,
  type NumberVariable,
  type TermRow,
} from './number-question.ts';
import { divide, fromDouble, multiply, toDouble } from './rational.ts';
import { repaired } from './repair.ts';
import { solveLinear } from './solve-linear.ts';
import { stillConflicts } from './still-conflicts.ts';
import { exactBounds } from './term-rows.ts';
import type { DimensionStates, Solved } from './solved.ts';

/** Maximum work of one question, in entries of tableaus. */
const maxWork = 100_000;

/** Decides a question by its linear bounds alone. Unknown if only the roundings of doubles, or gaps between values, decide it. */
export function solveBounds(question: NumberQuestion, values: Map<string, number>, budget: Budget): Solved {
  const ranges = question.ranges.filter(range => range !== undefined);
  const places = new Map(ranges.map(({ of }, at) => [of, at]));
  const largest = new Map(
    ranges.map(range => [
      range.of.name,
      Math.max(Math.abs(extremeOf(range, 'low')), Math.abs(extremeOf(range, 'high'))),
    ]),
  );
  const boundsOfRow = (row: CellsOf<TermRow>): Record<Side, Bound | null> =>
    exactBounds(row.of.axis.term, termInterval(row), largest, row.of.isExact);
  const system: LinearSystem = {
    variables: ranges.map((range): LinearVariable => ({
      low: boundOfRange(range, 'low'),
      high: boundOfRange(range, 'high'),
      isInteger: range.of.isInteger,
    })),
    rows: question.rows.map((row): LinearRow => ({
      terms: row.of.parts.map(({ variable, factor }) => {
        const { of } = question.ranges[variable] as CellsOf<NumberVariable>;
        return { variable: places.get(of) as number, coefficient: multiply(factor, of.unit) };
      }),
      ...boundsOfRow(row),
    })),
  };
  // The other half is left for trying values.
  const allowed = Math.min(maxWork, budget.left / 2);
  const work = { left: allowed };
  const anywhere = solveLinear(system, work);
  const nearby = anywhere.kind === 'point' ? windowed(system, ranges) : null;
  const expected = nearby && solveLinear(nearby, work);
  const solved = expected?.kind === 'point' ? expected : anywhere;
  budget.left -= allowed - work.left;
  if (solved.kind === 'undecided') return { kind: 'unknown' };
  if (solved.kind === 'conflict') {
    const cells = { variable: ranges, row: question.rows };
    return { kind: 'impossible', states: conflictStates(system, solved, cells, boundsOfRow) };
  }
  ranges.forEach((range, at) => {
    const value = toDouble(multiply(solved.values[at] ?? fromDouble(0), range.of.unit));
    const kept = Math.max(extremeOf(range, 'low'), Math.min(extremeOf(range, 'high'), value));
    values.set(range.of.name, kept);
  });
  const isFound =
    (satisfies(question, values) || repaired(question, values)) &&
    ranges.every(({ of }) => isOn(of.line, values.get(of.name) as number));
  return isFound ? { kind: 'possible', values } : { kind: 'unknown' };
}

/** The system with values where people expect them; null if its declarations bound all. */
function windowed(system: LinearSystem, ranges: readonly CellsOf<NumberVariable>[]): LinearSystem | null {
  if (ranges.every(({ of }) => of.window === null)) return null;
  const variables = system.variables.map((variable, at): LinearVariable => {
    const range = ranges[at] as CellsOf<NumberVariable>;
    const { window, unit } = range.of;
    if (window === null) return variable;
    const [low, high] = window.map(value => divide(fromDouble(value), unit));
    const isLow = low !== undefined && window[0] > extremeOf(range, 'low') && window[0] < extremeOf(range, 'high');
    const isHigh = high !== undefined && window[1] < extremeOf(range, 'high') && window[1] > extremeOf(range, 'low');
    return {
      ...variable,
      ...(isLow && { low: { value: low, strict: false } }),
      ...(isHigh && { high: { value: high, strict: false } }),
    };
  });
  return { ...system, variables };
}

/** The bound of a variable, in its unit. */
function boundOfRange(range: CellsOf<NumberVariable>, side: Side): Bound | null {
  const { line, unit, isInteger, interval } = range.of;
  const extreme = extremeOf(range, side);
  if (!(Math.abs(extreme) < Number.MAX_VALUE)) return null;
  const hasGaps = isInteger || line.listed !== null || line.multipleOf !== null;
  if (hasGaps) return { value: divide(fromDouble(extreme), unit), strict: false };
  const { low, lowOpen, high, highOpen }: Interval = interval(side === 'low' ? range.first : range.last);
  const [end, isOpen] = side === 'low' ? [low, lowOpen] : [high, highOpen];
  const isOwn = isOpen && (side === 'low' ? end >= line.range.low : end <= line.range.high);
  return isOwn ? { value: fromDouble(end), strict: true } : { value: fromDouble(extreme), strict: false };
}

interface Cells {
  variable: readonly CellsOf<NumberVariable>[];
  row: readonly CellsOf<TermRow>[];
}

/** The cells of a conflict, each widened as far as it stays one. */
function conflictStates(
  system: LinearSystem,
  conflict: Conflict,
  cells: Cells,
  boundsOfRow: (row: CellsOf<TermRow>) => Record<Side, Bound | null>,
): DimensionStates[] {
  const moved = new Map<string, { ref: BoundRef; cell: number; bound: Bound | null }>();
  const keyOf = ({ of, index, side }: BoundRef): string => `${of} ${index} ${side}`;
  for (const { ref } of conflict.bounds) {
    const own = cells[ref.of][ref.index] as CellsOf<NumberVariable | TermRow>;
    const isLow = ref.side === 'low';
    const boundAt = (cell: number): Bound | null => {
      const there = { ...own, [isLow ? 'first' : 'last']: cell };
      return ref.of === 'row'
        ? boundsOfRow(there as CellsOf<TermRow>)[ref.side]
        : boundOfRange(there as CellsOf<NumberVariable>, ref.side);
    };
    const end = isLow ? 0 : dimensionOf(own).cells - 1;
    const cell = furthest(isLow ? own.first : own.last, end, each =>
      stillConflicts(system, conflict, other => {
        if (keyOf(other) === keyOf(ref)) return boundAt(each);
        return moved.get(keyOf(other))?.bound;
      }),
    );
    moved.set(keyOf(ref), { ref, cell, bound: boundAt(cell) });
  }
  const states = new Map<string, { dimension: ReturnType<typeof dimensionOf>; first: number; last: number }>();
  for (const { ref, cell } of moved.values()) {
    const dimension = dimensionOf(cells[ref.of][ref.index] as CellsOf<NumberVariable | TermRow>);
    const key = `${ref.of} ${ref.index}`;
    const known = states.get(key) ?? { dimension, first: 0, last: dimension.cells - 1 };
    states.set(key, { ...known, [ref.side === 'low' ? 'first' : 'last']: cell });
  }
  return [...states.values()].map(({ dimension, ...range }) => statesOf(dimension, range));
}

function dimensionOf({ of }: CellsOf<NumberVariable | TermRow>) {
  return 'axis' in of ? of.axis.dimension : of.dimension;
}
