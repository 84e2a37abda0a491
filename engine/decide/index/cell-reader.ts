import { holdsFor } from '../../condition/evaluate.ts';
import type { SignalValue } from '../../condition/condition.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import type { Signal } from '../../model/rule-set.ts';
import type { SignalReader } from '../signal-reader.ts';
import type { Dimension } from './dimensions.ts';
import { joinWordTables, numberOfWord, wordTable, type WordTables } from './word-table.ts';
import { numbersReader, placesFor, wordsReader } from './property-reads.ts';
import { cellOnLine, cutLine, joinLines, type Lines } from './line.ts';

/** Writes the cell of an input in each dimension into `cells`; 0 if the signal is missing. `at` is the decision time, `granted` as for a reader of signals. */
export type CellReader = (input: Json, at: number, granted: ReadonlySet<string>, cells: Int32Array) => void;

/** How a signal is read. All objects have the same shape, which keeps the loop over them fast. */
interface Sense {
  how: 'number' | 'integer' | 'word' | 'truth' | 'values';
  name: string;
  /** The index of its first dimension. The dimensions of a signal are consecutive. */
  dimension: number;
  /** For numbers: the line, and the first and last cell that the declaration allows. */
  line: Lines;
  lowest: number;
  highest: number;
  /** For words: the cells of the named words, and the cell of any other. */
  words: WordTables;
  otherWord: number;
  /** For all others: the signal's reader and dimensions. */
  read: SignalReader;
  dimensions: readonly Dimension[];
}

const noLine = cutLine([]);
const noWords = wordTable([]);
/** The `otherWord` of a boolean signal, which has no texts as values. */
const noWord = -1;

/**
 * Compiles a reader of all dimensions. Numbers and words at the top level of an input that are checked only against a range or a list of values are read
 * directly; all other signals are read by their readers.
 */
export function cellReader(
  dimensions: readonly Dimension[],
  signals: readonly { name: string; signal: Signal; read: SignalReader }[],
): CellReader {
  const senses = signals.flatMap(({ name, signal, read }): Sense[] => {
    const dimension = dimensions.findIndex(one => one.signal === name);
    if (dimension < 0) return [];
    const own = dimensions.filter(one => one.signal === name);
    return [senseOf(name, signal, read, dimension, own)];
  });

  const numbers = senses.filter(({ how }) => how === 'number' || how === 'integer');
  const words = senses.filter(({ how }) => how === 'word' || how === 'truth');
  const others = senses.filter(({ how }) => how === 'values');
  const [numberNames, wordNames] = [numbers, words].map(some => some.map(({ name }) => name)) as [string[], string[]];
  const readNumbers = numbersReader(numberNames);
  const readWords = wordsReader(wordNames);
  const lines = joinLines(numbers.map(({ line }) => line));
  const lowest = Int32Array.from(numbers, sense => sense.lowest);
  const highest = Int32Array.from(numbers, sense => sense.highest);
  const wholeOnly = Uint8Array.from(numbers, ({ how }) => (how === 'integer' ? 1 : 0));
  const numberDimensions = Int32Array.from(numbers, ({ dimension }) => dimension);
  const tables = joinWordTables(words.map(sense => sense.words));
  const otherCells = Int32Array.from(words, ({ how, otherWord }) => (how === 'word' ? otherWord : noWord));
  const wordDimensions = Int32Array.from(words, ({ dimension }) => dimension);
  const foundWords = Array.from<Json | undefined>({ length: placesFor(wordNames) });
  const foundNumbers = new Float64Array(placesFor(numberNames));

  return (input, at, granted, cells) => {
    if (!isPlain(input)) {
      const occasion = { input, at, granted };
      for (let index = 0; index < senses.length; index++) readValues(senses[index] as Sense, occasion, cells);
      return;
    }
    readNumbers(input, foundNumbers);
    for (let index = 0; index < numbers.length; index++) {
      const value = foundNumbers[index] as number;
      let cell = 0;
      if (wholeOnly[index] === 1 ? Number.isSafeInteger(value) : value - value === 0) {
        const found = cellOnLine(lines, index, value);
        if (found >= (lowest[index] as number) && found <= (highest[index] as number)) cell = found;
      }
      cells[numberDimensions[index] as number] = cell;
    }
    readWords(input, foundWords);
    for (let index = 0; index < words.length; index++) {
      const value = foundWords[index];
      let cell = 0;
      if (typeof value === 'string') {
        if (otherCells[index] !== noWord) cell = numberOfWord(tables, index, value) || (otherCells[index] as number);
      } else if (typeof value === 'boolean' && otherCells[index] === noWord) cell = value ? 2 : 1;
      cells[wordDimensions[index] as number] = cell;
    }
    if (others.length === 0) return;
    const occasion = { input, at, granted };
    for (let index = 0; index < others.length; index++) readValues(others[index] as Sense, occasion, cells);
  };
}

/**
 * True if reading a property, except one that every object inherits, finds only own properties. The prototype is read as the property `__proto__`, which
 * is many times faster; an input with an own property of that name does not count as plain.
 */
function isPlain(input: Json): input is JsonObject {
  return (
    typeof input === 'object' &&
    input !== null &&
    (input as { __proto__?: unknown }).__proto__ === Object.prototype &&
    !everyObjectInherits()
  );
}

/** True if some code has added an enumerable property to all objects, which must not be read as a signal. */
function everyObjectInherits(): boolean {
  for (const name in Object.prototype) return name.length >= 0;
  return false;
}

function readValues(
  { read, dimension, dimensions }: Sense,
  { input, at, granted }: { input: Json; at: number; granted: ReadonlySet<string> },
  cells: Int32Array,
): void {
  const reading = read(input, at, granted);
  for (let index = 0; index < dimensions.length; index++) {
    cells[dimension + index] = 'value' in reading ? cellOfValue(dimensions[index] as Dimension, reading.value) : 0;
  }
}

/** The cell of a signal's value. */
function cellOfValue(dimension: Dimension, value: SignalValue): number {
  switch (dimension.kind) {
    case 'line':
      return cellOnLine(dimension.line, 0, value as number);
    case 'values': {
      const index = dimension.values.indexOf(value as string | boolean);
      return index < 0 ? dimension.cells - 1 : index + 1;
    }
    case 'tests':
      return dimension.tests.reduce((cell, test, bit) => cell + (holdsFor(test, value) ? 1 << bit : 0), 1);
  }
}

function senseOf(
  name: string,
  signal: Signal,
  read: SignalReader,
  dimension: number,
  dimensions: readonly Dimension[],
): Sense {
  const sense: Sense = {
    how: 'values',
    name,
    dimension,
    line: noLine,
    lowest: 1,
    highest: 0,
    words: noWords,
    otherWord: 0,
    read,
    dimensions,
  };
  const [only] = dimensions;
  if (dimensions.length > 1 || !only || name.includes('.') || name in Object.prototype || isReadFurther(signal))
    return sense;
  if (only.kind === 'line' && (signal.type === 'number' || signal.type === 'integer') && !signal.enum) {
    const { line, cells } = only;
    const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = signal;
    const lowest = Math.max(
      1,
      minimum === undefined ? 1 : cellOnLine(line, 0, minimum),
      exclusiveMinimum === undefined ? 1 : cellOnLine(line, 0, exclusiveMinimum) + 1,
    );
    const highest = Math.min(
      cells - 1,
      maximum === undefined ? cells - 1 : cellOnLine(line, 0, maximum),
      exclusiveMaximum === undefined ? cells - 1 : cellOnLine(line, 0, exclusiveMaximum) - 1,
    );
    return { ...sense, how: signal.type, line, lowest, highest };
  }
  if (only.kind === 'values' && signal.type === 'boolean' && !signal.enum) return { ...sense, how: 'truth' };
  if (only.kind === 'values' && signal.type === 'string') {
    const words = only.values.filter(value => typeof value === 'string');
    return { ...sense, how: 'word', words: wordTable(words), otherWord: only.others ? only.cells - 1 : 0 };
  }
  return sense;
}

/** True if a signal is no property of the input, or its declaration has keywords other than the type, a range, or a list of values. */
function isReadFurther(signal: Signal): boolean {
  const { derived, maxAge, multipleOf, pattern, format, minLength, maxLength, const: only } = signal;
  return [derived, maxAge, multipleOf, pattern, format, minLength, maxLength, only].some(
    keyword => keyword !== undefined,
  );
}
