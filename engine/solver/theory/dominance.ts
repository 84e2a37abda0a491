import type { TermTree } from '../../condition/condition.ts';
import {
  extremeOf,
  furthest,
  statesOf,
  termInterval,
  type CellsOf,
  type NumberQuestion,
  type NumberVariable,
  type TermRow,
} from './number-question.ts';
import type { DimensionStates } from './solved.ts';

/**
 * Cells that contradict each other because one term is never greater than another, whose cells are lower; null if there are none. Terms over doubles are
 * compared operation by operation: each is monotone, with its rounding, so this is exact where a bound of the rounding error is not. It decides what an edit
 * of a weight cannot change, and that `spent + amount <= limit` excludes `amount > limit` if nothing negative was spent.
 */
export function beyondOther({ rows, ranges }: NumberQuestion): DimensionStates[] | null {
  const sides = rows.flatMap(sidesOf);
  for (const greater of sides) {
    for (const less of sides) {
      if (greater.row === less.row || !isApart(greater, less)) continue;
      const cells = new Map<string, CellsOf<NumberVariable>>();
      for (const { variable } of [...greater.row.of.parts, ...less.row.of.parts]) {
        const range = ranges[variable] as CellsOf<NumberVariable>;
        cells.set(range.of.name, range);
      }
      const [a, b] = [greater.tree, less.tree];
      if (isAtMost(a, b, cells)) return [...apart(greater, less), ...widened(a, b, cells)];
    }
  }
  return null;
}

type Cells = ReadonlyMap<string, CellsOf<NumberVariable>>;

/** A term over doubles, or its negative, which is exact. */
interface Side {
  row: CellsOf<TermRow>;
  tree: TermTree;
  isNegative: boolean;
}

function sidesOf(row: CellsOf<TermRow>): Side[] {
  const { tree } = row.of.axis.term;
  if (tree === null) return [];
  const own: Side = { row, tree, isNegative: false };
  if (tree.op !== '-') return [own];
  return [own, { row, tree: { op: '-', left: tree.right, right: tree.left }, isNegative: true }];
}

/** True if every value of the first side's cells is greater than every value of the second's. */
function isApart(a: Side, b: Side): boolean {
  const [low, lowOpen] = endOf(a, 'low');
  const [high, highOpen] = endOf(b, 'high');
  return low > high || (low === high && (lowOpen || highOpen));
}

function endOf({ row, isNegative }: Side, side: 'low' | 'high'): readonly [value: number, isOpen: boolean] {
  const { low, lowOpen, high, highOpen } = termInterval(row);
  if (isNegative) return side === 'low' ? [0 - high, highOpen] : [0 - low, lowOpen];
  return side === 'low' ? [low, lowOpen] : [high, highOpen];
}

/** The cells of both sides, widened as far as they stay apart. */
function apart(a: Side, b: Side): DimensionStates[] {
  const from = extended(a, 'low', each => isApart(each, b));
  const to = extended(b, 'high', each => isApart(from, each));
  return [from, to].map(({ row }) => statesOf(row.of.axis.dimension, row));
}

/** The side with more cells at one end, as far as a property holds, and all at the other. */
function extended(side: Side, end: 'low' | 'high', holds: (side: Side) => boolean): Side {
  const { row, isNegative } = side;
  const lastCell = row.of.axis.dimension.cells - 1;
  const isFirst = (end === 'low') !== isNegative;
  const withCell = (cell: number): Side => ({ ...side, row: { ...row, [isFirst ? 'first' : 'last']: cell } });
  const cell = isFirst
    ? furthest(row.first, 0, each => holds(withCell(each)))
    : furthest(row.last, lastCell, each => holds(withCell(each)));
  return { ...side, row: { ...row, first: isFirst ? cell : 0, last: isFirst ? lastCell : cell } };
}

/** The cells of the signals, widened as far as the first term stays at most the second. */
function widened(a: TermTree, b: TermTree, cells: Cells): DimensionStates[] {
  const wide = new Map(cells);
  for (const [name, range] of cells) {
    const holds = (changed: CellsOf<NumberVariable>): boolean => isAtMost(a, b, new Map(wide).set(name, changed));
    const first = furthest(range.first, 0, cell => holds({ ...range, first: cell }));
    const last = furthest(range.last, range.of.dimension.cells - 1, cell => holds({ ...range, first, last: cell }));
    wide.set(name, { ...range, first, last });
  }
  return [...wide.values()].map(range => statesOf(range.of.dimension, range));
}

/** True if the first expression is at most the second for all values of the cells. False proves nothing. */
function isAtMost(a: TermTree, b: TermTree, cells: Cells): boolean {
  const atMost = (x: TermTree, y: TermTree): boolean => isAtMost(x, y, cells);
  if (a.op === 'signal' && b.op === 'signal' && a.name === b.name) {
    if (a.factor === b.factor) return true;
    return b.factor > a.factor ? extremeIn(cells, a.name, 'low') >= 0 : extremeIn(cells, a.name, 'high') <= 0;
  }
  if (a.op === b.op && 'left' in a && 'left' in b) {
    const isOrdered = a.op === '+' ? atMost(a.right, b.right) : atMost(b.right, a.right);
    if (isOrdered && atMost(a.left, b.left)) return true;
    if (a.op === '+' && atMost(a.left, b.right) && atMost(a.right, b.left)) return true;
  }
  if (
    'by' in a &&
    'by' in b &&
    a.op === b.op &&
    (a.op === 'shift' ? a.by <= b.by : a.by === b.by) &&
    atMost(a.of, b.of)
  )
    return true;
  // Something that is not negative only adds to the second, or is only taken from the first.
  if (
    b.op === '+' &&
    ((atMost(a, b.left) && isPositive(b.right, cells)) || (atMost(a, b.right) && isPositive(b.left, cells)))
  )
    return true;
  if (b.op === 'shift' && b.by >= 0 && atMost(a, b.of)) return true;
  if (a.op === '-' && atMost(a.left, b) && isPositive(a.right, cells)) return true;
  return a.op === 'shift' && a.by <= 0 && atMost(a.of, b);
}

/** True if an expression is nowhere negative. */
function isPositive(tree: TermTree, cells: Cells): boolean {
  switch (tree.op) {
    case 'signal':
      return extremeIn(cells, tree.name, 'low') >= 0;
    case '+':
      return isPositive(tree.left, cells) && isPositive(tree.right, cells);
    case '-':
      return isAtMost(tree.right, tree.left, cells);
    case 'shift':
      return tree.by >= 0 && isPositive(tree.of, cells);
    case 'times':
    case 'over':
      return isPositive(tree.of, cells);
  }
}

function extremeIn(cells: Cells, name: string, side: 'low' | 'high'): number {
  const range = cells.get(name);
  return range === undefined ? NaN : extremeOf(range, side);
}
