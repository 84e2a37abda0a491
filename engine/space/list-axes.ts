import type { Constant, SignalValue } from '../condition/condition.ts';
import { signalType } from '../condition/declarations.ts';
import type { Signal, SignalItems } from '../model/rule-set.ts';
import type { Asked } from './asked.ts';
import type { Dimension } from './dimension.ts';
import { numberCells, type CellRange } from './number-cells.ts';
import { isOn, numberLineOf, type Interval } from './number-line.ts';
import { dimensionOf, isNeverRead, type CellMeaning } from './signal-axes.ts';
import { compilePattern } from '../condition/pattern.ts';

/** The dimensions of a list: one for each named value, one for all other values if they matter, and one for its size if it matters. */
export interface ListAxes {
  members: Map<Constant, Dimension>;
  /** Whether the list contains a value that no condition names; null if that is irrelevant or impossible. */
  others: Dimension | null;
  size: {
    dimension: Dimension;
    where: (operator: '<' | '<=' | '>' | '>=' | '==' | '!=', value: number) => CellRange[];
    meaning: (cell: number) => CellMeaning;
  } | null;
  /** Combinations of states that no list has. */
  impossible: { dimension: Dimension; cells: readonly number[] }[][];
  /** False if `impossible` is incomplete because there are too many combinations of members and sizes. */
  exact: boolean;
}

/** Maximum number of impossible combinations. */
const maxCombinations = 3000;
const maxListLength = 10_000;
/** Maximum number of possible items that all get a dimension. */
const maxNamed = 16;

export function listAxes(name: string, signal: Signal, asked: Asked): ListAxes {
  const items: SignalItems = signal.items ?? { type: 'string' };
  const sized = asked.sizes.size > 0 || (signal.minItems ?? 0) > 0 || signal.maxItems !== undefined;
  const enumerated = valuesOf(items);
  // If all possible items are named, no dimension for others is needed.
  const nameable = enumerated !== null && (sized || (asked.others && enumerated.length <= maxNamed));
  const named = nameable ? new Set([...asked.members, ...enumerated]) : asked.members;
  const cells = isNeverRead(signal) || hasNoLength(signal, enumerated) ? 0 : 2;
  const members = new Map<Constant, Dimension>();
  const impossible: ListAxes['impossible'] = [];
  const held = (value: SignalValue, member: Constant): number =>
    (value as readonly Constant[]).includes(member) ? 1 : 0;
  for (const value of named) {
    const member = dimensionOf({ kind: 'member', signal: name, value }, signal, {
      kind: 'finite',
      cells,
      cellOf: list => held(list, value),
    });
    members.set(value, member);
    if (!isItem(items, value)) impossible.push([{ dimension: member, cells: [1] }]);
  }
  const unnamed = enumerated === null || enumerated.some(value => !named.has(value));
  const others =
    unnamed && (asked.others || sized || members.size === 0)
      ? dimensionOf({ kind: 'member', signal: name, value: null }, signal, {
          kind: 'finite',
          cells,
          cellOf: list => ((list as readonly Constant[]).some(item => !named.has(item)) ? 1 : 0),
        })
      : null;
  const axes: ListAxes = { members, others, size: null, impossible, exact: true };
  if (sized) addSize(axes, name, signal, asked, enumerated);
  const all = [...members.values(), ...(others ? [others] : []), ...(axes.size ? [axes.size.dimension] : [])];
  if (all.length === 0) {
    axes.others = dimensionOf({ kind: 'member', signal: name, value: null }, signal, {
      kind: 'finite',
      cells,
      cellOf: list => ((list as readonly Constant[]).length > 0 ? 1 : 0),
    });
    // The element type has no values, so only the empty list is possible.
    impossible.push([{ dimension: axes.others, cells: [1] }]);
  }
  presentTogether(all, impossible);
  // A list that is always missing has no cells, so it has no impossible combinations of cells.
  return cells === 0 ? { ...axes, impossible: [], exact: true } : axes;
}

/** True if the declaration allows no length, so that no value is valid. */
function hasNoLength(signal: Signal, enumerated: Constant[] | null): boolean {
  const { low, high } = lengthsOf(signal, enumerated);
  return low > high;
}

function lengthsOf(
  { minItems = 0, maxItems = maxListLength, uniqueItems }: Signal,
  enumerated: Constant[] | null,
): Interval {
  const distinct = uniqueItems === true ? (enumerated?.length ?? maxListLength) : maxListLength;
  return { low: minItems, high: Math.min(maxItems, distinct, maxListLength), lowOpen: false, highOpen: false };
}

function addSize(axes: ListAxes, name: string, signal: Signal, asked: Asked, enumerated: Constant[] | null): void {
  const line = {
    step: 1,
    range: lengthsOf(signal, enumerated),
    listed: null,
    multipleOf: null,
  };
  // The numbers of members matter up to the largest size: a list with two different values has at least two elements.
  const cells = numberCells(line, [0, ...asked.sizes]);
  const dimension = dimensionOf({ kind: 'size', signal: name }, signal, {
    kind: 'ordered',
    cells: cells.count,
    cellOf: list => cells.cellOf((list as readonly Constant[]).length),
  });
  axes.size = {
    dimension,
    meaning: cell => ({ kind: 'interval', interval: cells.interval(cell) }),
    where: (operator, value) => {
      if (operator !== '!=') return [cells.where(operator, value)].filter(([first, last]) => first <= last);
      const [first, last] = cells.where('==', value);
      const ranges: CellRange[] =
        first > last
          ? [[0, cells.count - 1]]
          : [
              [0, first - 1],
              [last + 1, cells.count - 1],
            ];
      return ranges.filter(([low, high]) => low <= high);
    },
  };
  const kinds = [...axes.members.values(), ...(axes.others ? [axes.others] : [])];
  for (let cell = 0; cell < cells.count; cell++) {
    const { low, high, lowOpen, highOpen } = cells.interval(cell);
    const most = Math.min(highOpen ? high - 1 : high, line.range.high);
    const least = Math.max(lowOpen ? low + 1 : low, line.range.low);
    // Impossible: more different values than elements.
    if (most < kinds.length) forbid(axes, dimension, cell, kinds, most + 1, 1);
    // Impossible: elements without any value; with `uniqueItems`, fewer different values than elements.
    const unbounded = axes.others !== null;
    if (signal.uniqueItems === true && least > 0) {
      const without = axes.others ? [axes.others] : [];
      const members = [...axes.members.values()];
      const missing = members.length - least + 1;
      if (missing <= 0) {
        if (unbounded)
          axes.impossible.push([
            { dimension, cells: [cell] },
            { dimension: axes.others as Dimension, cells: [0] },
          ]);
        else axes.impossible.push([{ dimension, cells: [cell] }]);
      } else forbid(axes, dimension, cell, members, missing, 0, without);
    } else if (least > 0) {
      axes.impossible.push([{ dimension, cells: [cell] }, ...kinds.map(each => ({ dimension: each, cells: [0] }))]);
    }
  }
}

/** Adds the constraints that no list has its size in the cell and `count` of the kinds, plus those in `also`, in the given state. */
function forbid(
  axes: ListAxes,
  size: Dimension,
  cell: number,
  kinds: readonly Dimension[],
  count: number,
  state: 0 | 1,
  also: readonly Dimension[] = [],
): void {
  const chosen: Dimension[] = [];
  const choose = (from: number): void => {
    if (axes.impossible.length > maxCombinations) {
      axes.exact = false;
      return;
    }
    if (chosen.length === count) {
      const states = [...chosen, ...also].map(dimension => ({ dimension, cells: [state] }));
      axes.impossible.push([{ dimension: size, cells: [cell] }, ...states]);
      return;
    }
    for (let i = from; i <= kinds.length - (count - chosen.length); i++) {
      chosen.push(kinds[i] as Dimension);
      choose(i + 1);
      chosen.pop();
    }
  };
  choose(0);
}

/** Adds the constraints that the dimensions of a list are missing all together or not at all. */
function presentTogether(dimensions: readonly Dimension[], impossible: ListAxes['impossible']): void {
  dimensions.forEach((dimension, index) => {
    const next = dimensions[index + 1];
    if (next === undefined || !dimension.missing || !next.missing) return;
    const present = (of: Dimension) => Array.from({ length: of.cells }, (_, cell) => cell);
    impossible.push([
      { dimension, cells: [dimension.cells] },
      { dimension: next, cells: present(next) },
    ]);
    impossible.push([
      { dimension, cells: present(dimension) },
      { dimension: next, cells: [next.cells] },
    ]);
  });
}

/** All possible items; null if they are too many. */
function valuesOf(items: SignalItems): Constant[] | null {
  if (items.type === 'boolean') return [false, true].filter(value => isItem(items, value));
  if (items.enum !== undefined) {
    return items.enum
      .filter((value): value is Constant => typeof value !== 'object')
      .filter(value => isItem(items, value));
  }
  if (items.type !== 'integer' || items.minimum === undefined || items.maximum === undefined) return null;
  const [low, high] = [Math.ceil(items.minimum), Math.floor(items.maximum)];
  return high - low < 64 ? Array.from({ length: Math.max(0, high - low + 1) }, (_, index) => low + index) : null;
}

function isItem(items: SignalItems, value: Constant): boolean {
  if (items.enum !== undefined && !items.enum.includes(value)) return false;
  const line = numberLineOf(items);
  if (line !== undefined) return typeof value === 'number' && isOn(line, value);
  if (signalType(items) === 'bool') return typeof value === 'boolean';
  if (typeof value !== 'string') return false;
  const matches = items.pattern === undefined ? undefined : compilePattern(items.pattern);
  return matches === undefined || (typeof matches === 'function' && matches(value));
}
