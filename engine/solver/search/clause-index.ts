import { hasBit, type Box, type Dimension, type Layout } from '../../space/dimension.ts';
import { scratch } from '../../space/small-arrays.ts';
import type { Theory } from '../theory/theory.ts';
import { clauseOf, type Clause } from './clause.ts';

/** A set of clauses as a bit set of their numbers. */
export type ClauseSet = Int32Array;

/**
 * A bit matrix for testing many clauses against a box at once: a row of `words` words, with a bit for each clause, for each dimension and state.
 */
export interface ClauseIndex {
  layout: Layout;
  clauses: Clause[];
  words: number;
  rows: readonly DimensionRows[];
  /** For each dimension, the clauses that do not hold all its states. */
  asking: readonly ClauseSet[];
  /** For each word of clauses, where the rows of the dimensions that they ask begin in a level's `containing`, plus the word; null if not computed. */
  askedRows: (Int32Array | null)[];
  lookup: Lookup | null;
  /** What a theory has ruled out; null if there is no theory. */
  lemmas: Lemmas | null;
}

/** Clauses for boxes that hold no input according to a theory: the numbers `first` to `first + count - 1`. The oldest lemma makes room for a new one. */
export interface Lemmas {
  theory: Theory;
  first: number;
  count: number;
  /** Number of lemmas learned so far. */
  learned: number;
}

/** Rows by state for finding the clauses that hold an input, with working memory. */
export interface Lookup {
  /** For each dimension, the rows of its states. */
  holding: readonly Int32Array[];
  /** The first `count` entries: the selected dimensions, and the start of the input's row in each. */
  used: Int32Array;
  starts: Int32Array;
  count: number;
  /** The non-empty words of a set, and their indexes. */
  left: Int32Array;
  leftIn: Int32Array;
}

/** The state of a search at one depth: the remaining inputs, the clauses that meet them, and in which dimensions these hold all of them. */
export interface Level {
  domain: Box;
  alive: ClauseSet;
  /** The first `count` entries: the indexes of the non-empty words of `alive`. Other words of `alive` are undefined. */
  live: Uint32Array;
  count: number;
  /** For each dimension, a row of the clauses that hold all states of `domain`. */
  containing: Int32Array;
}

export interface DimensionRows {
  dimension: Dimension;
  /** Removes from the words `from` to `words - 1` of `set` the clauses whose boxes share no state of the dimension with `domain`. */
  keepMeeting(domain: Box, set: ClauseSet, words: number, from?: number): void;
  /** Writes the clauses whose boxes hold all of `domain`'s states of the dimension into `into`, starting at `at`. */
  containing(domain: Box, into: Int32Array, at: number, words: number): void;
  /** Removes from a level the clauses that do not meet its domain in this dimension, and writes those that hold it into the row at `start`. */
  narrow(level: Level, start: number): void;
  /** For each state (missing last), a row of the clauses whose boxes hold it. */
  holding(): Int32Array;
  /** Enters a clause. */
  enter(box: Box, number: number): void;
}

/**
 * @param spare number of clauses that may be entered later
 * @param lemmas which of the clauses given are lemmas
 */
export function clauseIndex(
  layout: Layout,
  given: readonly Clause[],
  spare = 0,
  lemmas: Lemmas | null = null,
): ClauseIndex {
  const clauses = [...given];
  const words = (clauses.length + spare + 31) >>> 5;
  const rows = layout.dimensions.map(dimension =>
    dimension.kind === 'ordered' ? orderedRows(dimension, clauses, words) : finiteRows(dimension, clauses, words),
  );
  const asking = rows.map(() => new Int32Array(words));
  clauses.forEach((clause, number) => enterAsking(asking, clause, number));
  const askedRows = Array.from({ length: words }, () => null);
  return { layout, clauses, words, rows, asking, askedRows, lookup: null, lemmas };
}

function enterAsking(asking: readonly ClauseSet[], { dimensions }: Clause, number: number): void {
  for (const at of dimensions) setBitAt(asking[at] as ClauseSet, 0, number);
}

/** Rows of an ordered dimension: the boxes that start at or before a cell, those that end at or after it, and those that hold missing. */
function orderedRows(dimension: Dimension, clauses: readonly Clause[], words: number): DimensionRows {
  const { offset: at, cells } = dimension;
  const starting = new Int32Array(cells * words);
  const ending = new Int32Array(cells * words);
  const missing = new Int32Array(words);
  clauses.forEach(({ box }, number) => {
    const low = box[at] as number;
    const high = box[at + 1] as number;
    if (low <= high) {
      setBitAt(starting, low * words, number);
      setBitAt(ending, high * words, number);
    }
    if (box[at + 2] === 1) setBitAt(missing, 0, number);
  });
  for (let i = words; i < starting.length; i++) starting[i] = (starting[i] as number) | (starting[i - words] as number);
  for (let i = ending.length - words - 1; i >= 0; i--) {
    ending[i] = (ending[i] as number) | (ending[i + words] as number);
  }
  let rows: Int32Array | undefined;
  return {
    dimension,
    keepMeeting(domain, set, used, first = 0) {
      const low = domain[at] as number;
      const high = domain[at + 1] as number;
      const withMissing = domain[at + 2] === 1 ? -1 : 0;
      const from = high * words;
      const to = low * words;
      for (let i = first; i < used; i++) {
        const met = low <= high ? (starting[from + i] as number) & (ending[to + i] as number) : 0;
        set[i] = (set[i] as number) & (met | ((missing[i] as number) & withMissing));
      }
    },
    containing(domain, into, start, used) {
      const low = domain[at] as number;
      const high = domain[at + 1] as number;
      const unlessMissing = domain[at + 2] === 1 ? 0 : -1;
      const from = low * words;
      const to = high * words;
      for (let i = 0; i < used; i++) {
        const held = low <= high ? (starting[from + i] as number) & (ending[to + i] as number) : -1;
        into[start + i] = held & ((missing[i] as number) | unlessMissing);
      }
    },
    narrow({ domain, alive, live, count, containing }, start) {
      const low = domain[at] as number;
      const high = domain[at + 1] as number;
      const withMissing = domain[at + 2] === 1 ? -1 : 0;
      const unlessMissing = ~withMissing;
      const present = low <= high;
      const from = low * words;
      const to = high * words;
      for (let i = 0; i < count; i++) {
        const word = live[i] as number;
        const holdsMissing = missing[word] as number;
        const met = present ? (starting[to + word] as number) & (ending[from + word] as number) : 0;
        const held = present ? (starting[from + word] as number) & (ending[to + word] as number) : -1;
        alive[word] = (alive[word] as number) & (met | (holdsMissing & withMissing));
        containing[start + word] = held & (holdsMissing | unlessMissing);
      }
    },
    holding() {
      if (rows !== undefined) return rows;
      rows = new Int32Array((cells + 1) * words);
      for (let i = 0; i < starting.length; i++) rows[i] = (starting[i] as number) & (ending[i] as number);
      rows.set(missing, starting.length);
      return rows;
    },
    enter(box, number) {
      const low = box[at] as number;
      const high = box[at + 1] as number;
      for (let cell = 0; cell < cells; cell++) {
        if (rows !== undefined) writeBit(rows, cell * words, number, low <= cell && high >= cell);
        writeBit(starting, cell * words, number, low <= high && low <= cell);
        writeBit(ending, cell * words, number, low <= high && high >= cell);
      }
      writeBit(missing, 0, number, box[at + 2] === 1);
      if (rows !== undefined) writeBit(rows, cells * words, number, box[at + 2] === 1);
    },
  };
}

/** Rows of a finite dimension: the boxes that hold a state. Combinations of states are cached, since few occur. */
function finiteRows(dimension: Dimension, clauses: readonly Clause[], words: number): DimensionRows {
  const { offset: at, cells, width } = dimension;
  const states = cells + (dimension.missing ? 1 : 0);
  const holding = new Int32Array((cells + 1) * words);
  clauses.forEach(({ box }, number) => {
    for (let state = 0; state < states; state++) if (hasBit(box, at, state)) setBitAt(holding, state * words, number);
  });
  const known = new Map<number | string, { some: Int32Array; every: Int32Array }>();
  const rowsOf = (domain: Box): { some: Int32Array; every: Int32Array } => {
    const key = width === 1 ? (domain[at] as number) : domain.slice(at, at + width).join();
    let rows = known.get(key);
    if (rows !== undefined) return rows;
    rows = { some: new Int32Array(words), every: new Int32Array(words).fill(-1) };
    for (let state = 0; state < states; state++) {
      if (!hasBit(domain, at, state)) continue;
      for (let i = 0; i < words; i++) {
        const row = holding[state * words + i] as number;
        rows.some[i] = (rows.some[i] as number) | row;
        rows.every[i] = (rows.every[i] as number) & row;
      }
    }
    if (known.size < maxCached) known.set(key, rows);
    return rows;
  };
  return {
    dimension,
    keepMeeting(domain, set, used, from = 0) {
      const { some } = rowsOf(domain);
      for (let i = from; i < used; i++) set[i] = (set[i] as number) & (some[i] as number);
    },
    containing(domain, into, start, used) {
      const { every } = rowsOf(domain);
      for (let i = 0; i < used; i++) into[start + i] = every[i] as number;
    },
    narrow({ domain, alive, live, count, containing }, start) {
      const { some, every } = rowsOf(domain);
      for (let i = 0; i < count; i++) {
        const word = live[i] as number;
        alive[word] = (alive[word] as number) & (some[word] as number);
        containing[start + word] = every[word] as number;
      }
    },
    holding: () => holding,
    enter(box, number) {
      for (let state = 0; state < states; state++) writeBit(holding, state * words, number, hasBit(box, at, state));
      known.clear();
    },
  };
}

const maxCached = 256;

function setBitAt(rows: Int32Array, row: number, number: number): void {
  const at = row + (number >>> 5);
  rows[at] = (rows[at] as number) | (1 << (number & 31));
}

function writeBit(rows: Int32Array, row: number, number: number, value: boolean): void {
  const at = row + (number >>> 5);
  const bit = 1 << (number & 31);
  rows[at] = value ? (rows[at] as number) | bit : (rows[at] as number) & ~bit;
}

/** True if another clause can be entered. */
export function hasRoom({ clauses, words }: ClauseIndex): boolean {
  return clauses.length < words << 5;
}

/** Enters a clause and returns its number. Throws if the index is full. */
export function enterClause(index: ClauseIndex, clause: Clause): number {
  if (index.clauses.length === index.words << 5) throw new Error('There is no room for another clause.');
  return place(index, clause, index.clauses.length);
}

/** A clause that holds no input, in whose place a lemma can be entered. */
export function emptyClause(layout: Layout): Clause {
  const box = new Int32Array(layout.stride);
  for (const { kind, offset } of layout.dimensions) if (kind === 'ordered') box[offset + 1] = -1;
  return { box, dimensions: layout.dimensions.map(({ index }) => index), source: { kind: 'constraint' } };
}

/** Enters a box that holds no input according to the theory. Returns the number of the clause. */
export function learn(index: ClauseIndex, lemmas: Lemmas, box: Box): number {
  return place(
    index,
    clauseOf(index.layout, box, { kind: 'constraint' }),
    lemmas.first + (lemmas.learned++ % lemmas.count),
  );
}

function place(index: ClauseIndex, clause: Clause, number: number): number {
  index.clauses[number] = clause;
  index.askedRows[number >>> 5] = null;
  for (const row of index.rows) row.enter(clause.box, number);
  for (const set of index.asking) writeBit(set, 0, number, false);
  enterAsking(index.asking, clause, number);
  return number;
}

/** Drops all clauses from a number on. */
export function dropClauses(index: ClauseIndex, from: number): void {
  index.clauses.length = from;
}

/** The rows of a level that matter for one word of clauses: those of the dimensions in which not all of them hold every state. */
export function rowsAsked({ askedRows, asking, words }: ClauseIndex, word: number): Int32Array {
  return (askedRows[word] ??= Int32Array.from(
    asking.flatMap((set, dimension) => (set[word] === 0 ? [] : [dimension * words + word])),
  ));
}

export function emptySet(index: ClauseIndex): ClauseSet {
  return scratch.zeros(index.words);
}

export function include(set: ClauseSet, number: number): void {
  setBitAt(set, 0, number);
}

/** Adds the clauses `first` to `end - 1`. */
export function addRange(set: ClauseSet, first: number, end: number): void {
  for (let number = first; number < end;) {
    if ((number & 31) === 0 && number + 32 <= end) {
      set[number >>> 5] = -1;
      number += 32;
    } else setBitAt(set, 0, number++);
  }
}

export function addAll(set: ClauseSet, others: ClauseSet): void {
  for (let word = 0; word < set.length; word++) set[word] = (set[word] as number) | (others[word] as number);
}

export function removeRange(set: ClauseSet, first: number, end: number): void {
  for (let number = first; number < end; number++) writeBit(set, 0, number, false);
}

/** The numbers in a set, in ascending order. */
export function numbersIn(set: ClauseSet): number[] {
  const numbers: number[] = [];
  for (let word = 0; word < set.length; word++) {
    for (let bits = set[word] as number; bits !== 0; bits &= bits - 1) numbers.push((word << 5) + lowestBit(bits));
  }
  return numbers;
}

export function lowestBit(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}

/** True if two sets have a clause in common. */
export function haveCommon(a: ClauseSet, b: ClauseSet): boolean {
  for (let word = 0; word < a.length; word++) if (((a[word] as number) & (b[word] as number)) !== 0) return true;
  return false;
}
