import { clausesOf, type Clause, type Condition, type SignalValues } from '../../condition/condition.ts';
import { evaluateClause } from '../../condition/evaluate.ts';
import type { Truth } from '../../model/decision-record.ts';
import { eachCell } from './cell-set.ts';
import type { Dimensions } from './dimensions.ts';

/** The truths of many clauses, as two bits each. A clause with neither bit is false. */
export interface ClauseTruths {
  isTrue: Int32Array;
  isUnknown: Int32Array;
}

/** Finds the truths of all clauses of a list of conditions at once. Clauses are numbered consecutively through all conditions, in text order. */
export interface ClauseIndex {
  /** The number of clauses before each condition; one more entry than conditions. */
  starts: Uint32Array;
  /** `values` is called only if some clause is not determined by cells. */
  truths: (cells: Int32Array, values: () => SignalValues) => ClauseTruths;
  truthOf: (truths: ClauseTruths, clause: number) => Truth;
}

/** The clauses that one dimension determines, in words of their own. */
interface Column {
  dimension: number;
  firstWord: number;
  words: number;
  /** For each cell, the clauses that are true in it. */
  rows: Int32Array;
  /** The clauses that are unknown if the signal is missing: all except tests of presence. */
  needing: Int32Array;
}

export function createClauseIndex(dimensions: Dimensions, conditions: readonly Condition[]): ClauseIndex {
  const clauses = conditions.map(clausesOf);
  const starts = new Uint32Array(conditions.length + 1);
  clauses.forEach((own, index) => (starts[index + 1] = (starts[index] as number) + own.length));
  const places = new Uint32Array(starts.at(-1) ?? 0);
  const undecided: { clause: Clause; place: number }[] = [];
  const decided = dimensions.all.map((): { clause: Clause; number: number }[] => []);
  const rest: { clause: Clause; number: number }[] = [];
  clauses.flat().forEach((clause, number) => {
    const literal = dimensions.literalOf(clause);
    (literal ? (decided[literal.dimension] ?? rest) : rest).push({ clause, number });
  });

  let words = 0;
  const columns = decided.map((own, dimension): Column => {
    const column = columnOf(dimensions, dimension, own, words);
    own.forEach(({ number }, bit) => (places[number] = (words << 5) + bit));
    words += column.words;
    return column;
  });
  rest.forEach(({ clause, number }, bit) => {
    const place = (words << 5) + bit;
    places[number] = place;
    undecided.push({ clause, place });
  });
  words += (rest.length + 31) >>> 5;

  return {
    starts,
    truths(cells, values) {
      const truths = { isTrue: new Int32Array(words), isUnknown: new Int32Array(words) };
      for (const column of columns) copyColumn(column, cells[column.dimension] as number, truths);
      for (const { clause, place } of undecided) {
        const { value } = evaluateClause(clause, values());
        if (value !== 'false') setBit(value === 'true' ? truths.isTrue : truths.isUnknown, place);
      }
      return truths;
    },
    truthOf({ isTrue, isUnknown }, clause) {
      const place = places[clause] as number;
      return hasBit(isTrue, place) ? 'true' : hasBit(isUnknown, place) ? 'unknown' : 'false';
    },
  };
}

function columnOf(
  dimensions: Dimensions,
  dimension: number,
  own: readonly { clause: Clause }[],
  firstWord: number,
): Column {
  const words = (own.length + 31) >>> 5;
  const rows = new Int32Array((dimensions.all[dimension]?.cells ?? 0) * words);
  const needing = new Int32Array(words);
  own.forEach(({ clause }, bit) => {
    if (clause.test.kind !== 'has') setBit(needing, bit);
    const literal = dimensions.literalOf(clause);
    if (literal) eachCell(literal.isTrue, cell => setBit(rows, cell * words * 32 + bit));
  });
  return { dimension, firstWord, words, rows, needing };
}

function copyColumn({ firstWord, words, rows, needing }: Column, cell: number, truths: ClauseTruths): void {
  for (let word = 0; word < words; word++) {
    truths.isTrue[firstWord + word] = rows[cell * words + word] as number;
    if (cell === 0) truths.isUnknown[firstWord + word] = needing[word] as number;
  }
}

function setBit(bits: Int32Array, place: number): void {
  bits[place >>> 5] = (bits[place >>> 5] as number) | (1 << (place & 31));
}

function hasBit(bits: Int32Array, place: number): boolean {
  return (((bits[place >>> 5] as number) >>> (place & 31)) & 1) === 1;
}
