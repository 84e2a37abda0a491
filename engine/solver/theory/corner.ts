import {
  furthest,
  extremeOf,
  statesOf,
  termInterval,
  type CellsOf,
  type NumberQuestion,
  type NumberVariable,
  type TermRow,
} from './number-question.ts';
import type { DimensionStates } from './solved.ts';

/**
 * Cells that contradict each other because a term cannot be as large, or as small, as its own; null if there are none. Terms are monotone even with roundings,
 * so their extremes are those of the signals.
 */
export function beyondCorner({ rows, ranges }: NumberQuestion): DimensionStates[] | null {
  for (const row of rows) {
    for (const side of ['low', 'high'] as const) {
      // The side of the term that all its values miss.
      const isMissed = (cells: readonly CellsOf<NumberVariable>[], own: CellsOf<TermRow>): boolean => {
        const values = new Map<string, number>();
        row.of.parts.forEach(({ rises }, at) => {
          const range = cells[at] as CellsOf<NumberVariable>;
          values.set(range.of.name, extremeOf(range, rises === (side === 'low') ? 'high' : 'low'));
        });
        const reached = own.of.axis.term.valueOf(values);
        const { low, lowOpen, high, highOpen } = termInterval(own);
        return side === 'low'
          ? reached < low || (lowOpen && reached === low)
          : reached > high || (highOpen && reached === high);
      };
      const own = row.of.parts.map(({ variable }) => ranges[variable] as CellsOf<NumberVariable>);
      if (!isMissed(own, row)) continue;
      return cornerStates(row, own, side, isMissed);
    }
  }
  return null;
}

type IsMissed = (cells: readonly CellsOf<NumberVariable>[], own: CellsOf<TermRow>) => boolean;

/** The cells of a contradiction, each widened as far as it stays one. */
function cornerStates(
  row: CellsOf<TermRow>,
  cells: readonly CellsOf<NumberVariable>[],
  side: 'low' | 'high',
  isMissed: IsMissed,
): DimensionStates[] {
  let own = row;
  const wide = [...cells];
  const { dimension } = row.of.axis;
  // The term is at least its first cell (or at most its last): the other end does not matter.
  own =
    side === 'low'
      ? { ...own, first: furthest(own.first, 0, first => isMissed(wide, { ...own, first })), last: dimension.cells - 1 }
      : { ...own, last: furthest(own.last, dimension.cells - 1, last => isMissed(wide, { ...own, last })), first: 0 };
  row.of.parts.forEach(({ rises }, at) => {
    const range = wide[at] as CellsOf<NumberVariable>;
    const end = range.of.dimension.cells - 1;
    const withCell = (changed: CellsOf<NumberVariable>) => wide.map((each, index) => (index === at ? changed : each));
    wide[at] =
      rises === (side === 'low')
        ? { ...range, first: 0, last: furthest(range.last, end, last => isMissed(withCell({ ...range, last }), own)) }
        : {
            ...range,
            last: end,
            first: furthest(range.first, 0, first => isMissed(withCell({ ...range, first }), own)),
          };
  });
  return [statesOf(dimension, own), ...wide.map(range => statesOf(range.of.dimension, range))];
}
