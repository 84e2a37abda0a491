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
 * Cells that contradict each other because one term is never greater than another, whose cells are lower; null if there are none. Terms that differ only in
 * the factors of their signals, as before and after an edit of a weight, are compared signal by signal: each operation is monotone, with its rounding, so
 * this is exact where a bound of the rounding error is not.
 */
export function beyondOther({ rows, ranges }: NumberQuestion): DimensionStates[] | null {
  for (const lower of rows) {
    for (const upper of rows) {
      if (lower === upper || lower.of.axis.term.shape !== upper.of.axis.term.shape) continue;
      if (!isApart(lower, upper)) continue;
      const signals = dominated(lower, upper, ranges);
      if (signals === null) continue;
      return [...apart(lower, upper), ...signals];
    }
  }
  return null;
}

/** True if every value of the first term's cells is greater than every value of the second's. */
function isApart(a: CellsOf<TermRow>, b: CellsOf<TermRow>): boolean {
  const [{ low, lowOpen }, { high, highOpen }] = [termInterval(a), termInterval(b)];
  return low > high || (low === high && (lowOpen || highOpen));
}

/** The cells of both terms, widened as far as they stay apart. */
function apart(a: CellsOf<TermRow>, b: CellsOf<TermRow>): DimensionStates[] {
  const [first, second] = [a.of.axis.dimension, b.of.axis.dimension];
  const from = { ...a, first: furthest(a.first, 0, cell => isApart({ ...a, first: cell }, b)), last: first.cells - 1 };
  const to = { ...b, first: 0, last: furthest(b.last, second.cells - 1, cell => isApart(from, { ...b, last: cell })) };
  return [statesOf(first, from), statesOf(second, to)];
}

/** Cells of the signals on which the first term is at most the second; null if it is not on those of the question. */
function dominated(
  a: CellsOf<TermRow>,
  b: CellsOf<TermRow>,
  ranges: NumberQuestion['ranges'],
): DimensionStates[] | null {
  const states: DimensionStates[] = [];
  for (const [at, { variable, slope }] of a.of.parts.entries()) {
    const other = b.of.parts[at];
    const range = ranges[variable] as CellsOf<NumberVariable>;
    if (other?.variable !== variable) return null;
    if (other.slope === slope) continue;
    const side = other.slope > slope ? 'low' : 'high';
    const isRight = (cells: CellsOf<NumberVariable>): boolean =>
      side === 'low' ? extremeOf(cells, 'low') >= 0 : extremeOf(cells, 'high') <= 0;
    if (!isRight(range)) return null;
    const { dimension } = range.of;
    const end = dimension.cells - 1;
    states.push(
      statesOf(
        dimension,
        side === 'low'
          ? { first: furthest(range.first, 0, first => isRight({ ...range, first })), last: end }
          : { first: 0, last: furthest(range.last, end, last => isRight({ ...range, last })) },
      ),
    );
  }
  return states;
}
