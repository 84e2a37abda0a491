import { hasBit, holdsCell, type Box, type Dimension, type Layout } from '../../condition/space/dimension.ts';
import type { Clause } from './clause.ts';

/** A set of clauses by their numbers, as bits. */
export type ClauseSet = Int32Array;

/**
 * Which of many boxes meet a given box, by bits: for each dimension the boxes that start at or before a cell and those that end at or after one,
 * or those that hold a cell. The candidates are the rows of all dimensions, intersected.
 */
export interface OverlapIndex {
  words: number;
  /** Writes the clauses below `limit` whose boxes meet `box` into `into`, and returns how many words are in use. */
  meeting(box: Box, limit: number, into: ClauseSet): number;
}

export function overlapIndex(layout: Layout, clauses: readonly Clause[]): OverlapIndex {
  const words = (clauses.length + 31) >>> 5;
  const asked = layout.dimensions.filter(({ index }) => clauses.some(({ dimensions }) => dimensions.includes(index)));
  const rows = asked.map(dimension => (dimension.kind === 'ordered' ? orderedRows(dimension) : finiteRows(dimension)));

  return {
    words,
    meeting(box, limit, into) {
      const used = (limit + 31) >>> 5;
      into.fill(-1, 0, used);
      for (const row of rows) row(box, used, into);
      if ((limit & 31) !== 0) into[used - 1] = (into[used - 1] as number) & ((1 << (limit & 31)) - 1);
      return used;
    },
  };

  type Row = (box: Box, used: number, into: ClauseSet) => void;

  function orderedRows(dimension: Dimension): Row {
    const { offset: at, cells } = dimension;
    // Row c: boxes whose range starts at or before c; and boxes whose range ends at or after c.
    const starting = new Int32Array(cells * words);
    const ending = new Int32Array(cells * words);
    const missing = new Int32Array(words);
    clauses.forEach(({ box }, number) => {
      const [low = 0, high = -1] = [box[at], box[at + 1]];
      if (low <= high) {
        setRowBit(starting, low, number);
        setRowBit(ending, high, number);
      }
      if (box[at + 2] === 1) setRowBit(missing, 0, number);
    });
    for (let i = words; i < starting.length; i++)
      starting[i] = (starting[i] as number) | (starting[i - words] as number);
    for (let i = ending.length - words - 1; i >= 0; i--)
      ending[i] = (ending[i] as number) | (ending[i + words] as number);
    const last = cells - 1;
    return (box, used, into) => {
      const low = box[at] as number;
      const high = box[at + 1] as number;
      const some = low <= high;
      if (some && low === 0 && high === last && (box[at + 2] === 1 || !dimension.missing)) return;
      const from = high * words;
      const to = low * words;
      if (box[at + 2] === 0) {
        if (!some) into.fill(0, 0, used);
        for (let i = 0; some && i < used; i++) {
          into[i] = (into[i] as number) & (starting[from + i] as number) & (ending[to + i] as number);
        }
        return;
      }
      for (let i = 0; i < used; i++) {
        const met = some ? (starting[from + i] as number) & (ending[to + i] as number) : 0;
        into[i] = (into[i] as number) & (met | (missing[i] as number));
      }
    };
  }

  function finiteRows(dimension: Dimension): Row {
    const { offset: at, cells, width } = dimension;
    const states = cells + (dimension.missing ? 1 : 0);
    const holding = new Int32Array(states * words);
    clauses.forEach(({ box }, number) => {
      for (let state = 0; state < states; state++) if (hasBit(box, at, state)) setRowBit(holding, state, number);
    });
    const known = new Map<number | string, Int32Array>();
    return (box, used, into) => {
      const key = width === 1 ? (box[at] as number) : box.slice(at, at + width).join();
      let row = known.get(key);
      if (row === undefined) {
        row = new Int32Array(words);
        for (let state = 0; state < states; state++) {
          if (!holdsCell(box, dimension, state)) continue;
          for (let i = 0; i < words; i++) row[i] = (row[i] as number) | (holding[state * words + i] as number);
        }
        if (known.size < 200) known.set(key, row);
      }
      for (let i = 0; i < used; i++) into[i] = (into[i] as number) & (row[i] as number);
    };
  }

  function setRowBit(row: Int32Array, line: number, number: number): void {
    const at = line * words + (number >>> 5);
    row[at] = (row[at] as number) | (1 << (number & 31));
  }
}

/** The clauses of a set, in order. */
export function membersOf(set: ClauseSet, used: number, clauses: readonly Clause[]): Clause[] {
  const members: Clause[] = [];
  for (let word = 0; word < used; word++) {
    for (let bits = set[word] as number; bits !== 0; bits &= bits - 1) {
      members.push(clauses[(word << 5) + (31 - Math.clz32(bits & -bits))] as Clause);
    }
  }
  return members;
}
