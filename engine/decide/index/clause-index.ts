import { clausesOf, type Clause, type Condition, type SignalValues } from '../../condition/condition.ts';
import { evaluateClause } from '../../condition/evaluate.ts';
import type { Dimensions } from './dimensions.ts';
import { eachCell } from './cell-set.ts';
import { codeOf, unknownCode } from '../truth-codes.ts';

/** The truth of all clauses of a list of conditions at once. */
export interface ClauseIndex {
  /** Where the clauses of each condition start, in the order of the text; one more entry than there are conditions. */
  starts: Uint32Array;
  /** The truth of every clause. `values` is asked for where the cells do not tell. */
  truths(cells: Int32Array, values: () => SignalValues): Uint8Array;
}

/** The clauses that one dimension decides. */
interface Column {
  dimension: number;
  numbers: Int32Array;
  /** Of these, the ones that are unknown where the signal is missing: all that do not ask just that. */
  needing: Int32Array;
  /** For each cell the clauses that are true there, as bits. */
  rows: Int32Array;
  words: number;
}

export function createClauseIndex(dimensions: Dimensions, conditions: readonly Condition[]): ClauseIndex {
  const clauses = conditions.map(clausesOf);
  const starts = new Uint32Array(conditions.length + 1);
  clauses.forEach((own, index) => (starts[index + 1] = (starts[index] as number) + own.length));
  const decided = new Map<number, { number: number; clause: Clause }[]>();
  const undecided: { number: number; clause: Clause }[] = [];
  clauses.flat().forEach((clause, number) => {
    const literal = dimensions.literalOf(clause);
    if (!literal) undecided.push({ number, clause });
    else decided.set(literal.dimension, [...(decided.get(literal.dimension) ?? []), { number, clause }]);
  });
  const columns = [...decided].map(([dimension, own]): Column => {
    const words = (own.length + 31) >>> 5;
    const rows = new Int32Array((dimensions.all[dimension]?.cells ?? 0) * words);
    own.forEach(({ clause }, bit) => {
      const isTrue = dimensions.literalOf(clause)?.isTrue ?? new Uint32Array();
      eachCell(isTrue, cell => {
        const word = cell * words + (bit >>> 5);
        rows[word] = (rows[word] as number) | (1 << (bit & 31));
      });
    });
    return {
      dimension,
      words,
      rows,
      numbers: Int32Array.from(own, ({ number }) => number),
      needing: Int32Array.from(
        own.filter(({ clause }) => clause.test.kind !== 'has'),
        ({ number }) => number,
      ),
    };
  });

  return {
    starts,
    truths(cells, values) {
      const truths = new Uint8Array(starts.at(-1) ?? 0);
      for (const column of columns) addColumn(column, cells[column.dimension] as number, truths);
      for (const { number, clause } of undecided) truths[number] = codeOf(evaluateClause(clause, values()).value);
      return truths;
    },
  };
}

function addColumn({ numbers, needing, rows, words }: Column, cell: number, truths: Uint8Array): void {
  if (cell === 0) for (let index = 0; index < needing.length; index++) truths[needing[index] as number] = unknownCode;
  for (let word = 0; word < words; word++) {
    for (let bits = rows[cell * words + word] as number; bits !== 0; bits &= bits - 1) {
      truths[numbers[(word << 5) + 31 - Math.clz32(bits & -bits)] as number] = 1;
    }
  }
}
