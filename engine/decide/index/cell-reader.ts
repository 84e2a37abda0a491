import { holdsFor } from '../../condition/evaluate.ts';
import type { SignalValue } from '../../condition/condition.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import type { Signal } from '../../model/rule-set.ts';
import type { SignalReader } from '../signal-reader.ts';
import type { Dimension } from './dimensions.ts';
import { joinWordTables, numberOfWord, wordTable, type WordTables } from './word-table.ts';
import { numbersReader, placesFor, wordsReader } from './property-reads.ts';
import { cellOnLine, cutLine, joinLines, type Lines } from './line.ts';

/** Writes the cell of an input on every dimension, in their order: 0 where the signal is missing. `at` is the decision time. */
export type CellReader = (input: Json, at: number, cells: Int32Array) => void;

/** How a signal is read. All have one shape, so that the loop over them stays on one fast path. */
interface Sense {
  how: 'number' | 'integer' | 'word' | 'truth' | 'values';
  name: string;
  /** The first of its dimensions; those of one signal follow each other. */
  dimension: number;
  /** For numbers: the line, and the first and the last cell that the declaration allows. */
  line: Lines;
  lowest: number;
  highest: number;
  /** For words: the cells of those that are told apart, and of any other. */
  words: WordTables;
  otherWord: number;
  /** For all others: the reader of the signal, and its dimensions. */
  read: SignalReader;
  dimensions: readonly Dimension[];
}

const noLine = cutLine([]);
const noWords = wordTable([]);
/** For a signal that is true or false: no text is a value of it. */
const noWord = -1;

/**
 * Compiles the reading of all dimensions. Numbers and words at the top level of an input that need no more checks than a range or a list of
 * values are read straight away; what its reader says holds for every other signal.
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

  return (input, at, cells) => {
    if (!isPlain(input)) {
      for (let index = 0; index < senses.length; index++) readValues(senses[index] as Sense, input, at, cells);
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
    for (let index = 0; index < others.length; index++) readValues(others[index] as Sense, input, at, cells);
  };
}

/**
 * Whether reading a property finds own ones alone, given that its name is not one of those that every object inherits. (The prototype is asked for
 * like any property, since that is many times faster; an input with a property of that name is not plain.)
 */
function isPlain(input: Json): input is JsonObject {
  return (
    typeof input === 'object' &&
    input !== null &&
    (input as { __proto__?: unknown }).__proto__ === Object.prototype &&
    !everyObjectInherits()
  );
}

/** Whether some code in this process has put a property into all objects: a signal must not be taken from there. */
function everyObjectInherits(): boolean {
  for (const name in Object.prototype) return name.length >= 0;
  return false;
}

function readValues({ read, dimension, dimensions }: Sense, input: Json, at: number, cells: Int32Array): void {
  const reading = read(input, at);
  for (let index = 0; index < dimensions.length; index++) {
    cells[dimension + index] = 'value' in reading ? cellOfValue(dimensions[index] as Dimension, reading.value) : 0;
  }
}

/** The cell of a value that is not missing. */
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
  if (dimensions.length > 1 || !only || name.includes('.') || name in Object.prototype || isCheckedFurther(signal))
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

/** Whether more is asked of a value than its type, a range, or to be one of a list. */
function isCheckedFurther({ maxAge, multipleOf, pattern, format, minLength, maxLength, const: only }: Signal): boolean {
  return [maxAge, multipleOf, pattern, format, minLength, maxLength, only].some(keyword => keyword !== undefined);
}
