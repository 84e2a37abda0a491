import type { Constant, SignalTest, SignalValue, SignalValues } from '../condition/condition.ts';
import { signalType } from '../condition/declarations.ts';
import { holdsFor } from '../condition/evaluate.ts';
import { formatCheck } from '../condition/text-format.ts';
import { probableMatch } from './text/any-text.ts';
import { textCells } from './text/text-cells.ts';
import { compilePattern, type TextTest as AskedOfText } from './text/text-test.ts';
import type { Signal } from '../model/rule-set.ts';
import { textTestName, type Asked, type TextTest } from './asked.ts';
import type { Dimension, Subject } from './dimension.ts';
import { numberCells, type CellRange } from './number-cells.ts';
import { numberLineOf, type Interval } from './number-line.ts';

/** A set of cells of a dimension: ranges if it is ordered, single cells if it is finite. */
export type Cells = readonly CellRange[] | readonly number[];

/** The values in a cell, for printing it and for choosing one. */
export type CellMeaning =
  | { kind: 'interval'; interval: Interval }
  | { kind: 'value'; value: Constant }
  /** The text that a condition names, or all texts with the same truths as the example. */
  | { kind: 'text'; example: string; named: boolean; /** Truths of `asks`. */ truths: readonly boolean[] };

/** A dimension for the value of one signal. */
export interface Axis {
  dimension: Dimension;
  /** The cells whose values satisfy a test of the signal. */
  where: (test: ScalarTest) => Cells;
  meaning: (cell: number) => CellMeaning;
  /** For texts, the tests asked of them, in CEL. */
  asks?: readonly string[];
}

export type ScalarTest = Exclude<SignalTest, { kind: 'has' | 'contains' | 'overlaps' | 'within' }>;

/**
 * A dimension for a signal that is not a list, with the cells that distinguish what is asked of it. Null for a text if partitioning it takes too much
 * work.
 */
export function valueAxis(name: string, signal: Signal, asked: Asked): Axis | null {
  const line = numberLineOf(signal);
  if (line !== undefined) return numberAxis(name, signal, line, asked.numbers);
  if (signalType(signal) === 'bool') {
    return listedAxis(name, signal, [false, true].filter(listedBy(signal)));
  }
  const listed = signal.const !== undefined ? [signal.const] : signal.enum;
  if (listed !== undefined) {
    const texts = listed.filter(each => typeof each === 'string').filter(listedBy(signal));
    return listedAxis(
      name,
      signal,
      [...new Set(texts)].filter(text => fitsSchema(signal, text)),
    );
  }
  return textAxis(name, signal, asked);
}

/** True if a listed text satisfies the rest of the declaration. */
function fitsSchema(signal: Signal, text: string): boolean {
  const { cells } = textCells([], { ...signal, enum: [text], const: text }, { isOfFormat: formatCheck(signal.format) });
  return cells.length > 0;
}

function listedBy({ const: only, enum: values }: Signal): (value: Constant) => boolean {
  const listed = values === undefined ? null : new Set(values);
  return value => (only === undefined || only === value) && (listed === null || listed.has(value));
}

/** True if a signal is always missing, because it has a `maxAge` but no `observedAt`. Its dimensions have no cells. */
export function isNeverRead({ maxAge, observedAt }: Signal): boolean {
  return maxAge !== undefined && observedAt === undefined;
}

/** A dimension whose index and offset are set when it is added to a space. */
export function dimensionOf(
  subject: Subject,
  signal: Signal,
  part: Pick<Dimension, 'kind' | 'cells'> & { cellOf: (value: SignalValue) => number },
): Dimension {
  const cells = isNeverRead(signal) ? 0 : part.cells;
  const name = subject.kind === 'value' || subject.kind === 'member' || subject.kind === 'size' ? subject.signal : '';
  return {
    index: -1,
    subject,
    kind: part.kind,
    cells,
    // A required signal without possible values is always missing.
    missing: signal.required !== true || cells === 0,
    offset: 0,
    width: 0,
    cellOf: (values: SignalValues) => {
      const value = values.get(name);
      return value === undefined ? cells : part.cellOf(value);
    },
  };
}

function numberAxis(
  name: string,
  signal: Signal,
  line: NonNullable<ReturnType<typeof numberLineOf>>,
  constants: Set<number>,
): Axis {
  const cells = numberCells(line, constants);
  return {
    dimension: dimensionOf({ kind: 'value', signal: name }, signal, {
      kind: 'ordered',
      cells: cells.count,
      cellOf: value => cells.cellOf(value as number),
    }),
    where: test => numberRanges(test, cells.where, cells.count),
    meaning: cell => ({ kind: 'interval', interval: cells.interval(cell) }),
  };
}

/** The ranges of ordered cells in which a test holds. */
export function numberRanges(
  test: ScalarTest,
  where: ReturnType<typeof numberCells>['where'],
  count: number,
): CellRange[] {
  switch (test.kind) {
    case 'compare':
    case 'size':
      if (typeof test.value !== 'number') return [];
      return test.operator === '!='
        ? rangesOutside(where('==', test.value), count)
        : filled([where(test.operator, test.value)]);
    case 'between': {
      const inside: CellRange = test.low <= test.high ? [where('>=', test.low)[0], where('<=', test.high)[1]] : [0, -1];
      return test.negated ? rangesOutside(inside, count) : filled([inside]);
    }
    case 'one-of':
      return mergedRanges(test.values.flatMap(value => (typeof value === 'number' ? [where('==', value)] : [])));
    case 'text':
      return [];
  }
}

function filled(ranges: readonly CellRange[]): CellRange[] {
  return ranges.filter(([first, last]) => first <= last);
}

/** The ranges of all cells outside a range. */
export function rangesOutside([first, last]: CellRange, count: number): CellRange[] {
  return first > last
    ? filled([[0, count - 1]])
    : filled([
        [0, first - 1],
        [last + 1, count - 1],
      ]);
}

/** The ranges in ascending order, with overlapping and adjacent ones merged. */
export function mergedRanges(ranges: readonly CellRange[]): CellRange[] {
  const result: [number, number][] = [];
  for (const [first, last] of filled(ranges).sort((a, b) => a[0] - b[0])) {
    const previous = result.at(-1);
    if (previous !== undefined && first <= previous[1] + 1) previous[1] = Math.max(previous[1], last);
    else result.push([first, last]);
  }
  return result;
}

function listedAxis(name: string, signal: Signal, values: readonly Constant[]): Axis {
  const cellOf = new Map(values.map((value, index) => [value, index]));
  return {
    dimension: dimensionOf({ kind: 'value', signal: name }, signal, {
      kind: 'finite',
      cells: values.length,
      cellOf: value => cellOf.get(value as Constant) ?? -1,
    }),
    where: test => values.flatMap((value, index) => (holdsFor(test, value) ? [index] : [])),
    meaning: cell => ({ kind: 'value', value: values[cell] ?? '' }),
  };
}

/**
 * A text with a single cell, which may include texts that the declaration does not allow. Used if a pattern is too much work to analyse even without
 * tests.
 */
export function anyTextAxis(name: string, signal: Signal): Axis {
  const pattern = signal.pattern === undefined ? undefined : compilePattern(signal.pattern);
  const example = (pattern && probableMatch(pattern)) ?? '';
  return {
    dimension: dimensionOf({ kind: 'value', signal: name }, signal, { kind: 'finite', cells: 1, cellOf: () => 0 }),
    where: () => [],
    meaning: () => ({ kind: 'text', example, named: false, truths: [] }),
    asks: [],
  };
}

/** A text that is not listed, with a cell for each combination of truths that some text has. Null if finding them takes too much work. */
function textAxis(name: string, signal: Signal, { texts, predicates }: Asked): Axis | null {
  const named = [...texts];
  const tests = [...predicates.values()];
  const { cells, complete } = textCells(
    [...named.map(value => ({ kind: 'compare', operator: '==', value }) as const), ...tests.map(toPredicate)],
    signal,
    { isOfFormat: formatCheck(signal.format) },
  );
  if (!complete || cells.some(({ certain }) => !certain)) return null;
  /** The cells of named texts, and those of all other texts by the truths of the tests. */
  const cellOfText = new Map<string, number>();
  const cellOfTruths = new Map<string, number>();
  cells.forEach(({ truths }, cell) => {
    const text = named[truths.indexOf(true)];
    if (text !== undefined) cellOfText.set(text, cell);
    else cellOfTruths.set(keyOf(truths.slice(named.length)), cell);
  });
  const truthsOf = new Map(tests.map((test, index) => [textTestName(test), named.length + index]));

  return {
    dimension: dimensionOf({ kind: 'value', signal: name }, signal, {
      kind: 'finite',
      cells: cells.length,
      cellOf: value =>
        cellOfText.get(value as string) ?? cellOfTruths.get(keyOf(tests.map(test => holdsFor(test, value)))) ?? -1,
    }),
    where: test => {
      const holds = truthIn(test);
      return cells.flatMap(({ truths }, cell) => (holds(truths, cell) ? [cell] : []));
    },
    meaning: cell => {
      const { example, truths = [] } = cells[cell] ?? {};
      return { kind: 'text', example: example ?? '', named: named[truths.indexOf(true)] !== undefined, truths };
    },
    asks: [...named.map(value => `${name} == ${JSON.stringify(value)}`), ...tests.map(test => printTest(name, test))],
  };

  function truthIn(test: ScalarTest): (truths: readonly boolean[], cell: number) => boolean {
    if (test.kind === 'one-of') {
      const wanted = new Set(test.values.map(value => cellOfText.get(value as string)));
      return (_, cell) => wanted.has(cell);
    }
    if (test.kind === 'compare' && (test.operator === '==' || test.operator === '!=')) {
      const wanted = cellOfText.get(test.value as string);
      return (_, cell) => (cell === wanted) === (test.operator === '==');
    }
    const at = test.kind === 'between' ? undefined : truthsOf.get(textTestName(test));
    return truths => at !== undefined && truths[at] === true;
  }
}

function printTest(name: string, test: TextTest): string {
  switch (test.kind) {
    case 'compare':
      return `${name} ${test.operator} ${JSON.stringify(test.value)}`;
    case 'size':
      return `size(${name}) ${test.operator} ${test.value}`;
    case 'text':
      return `${name}.${test.predicate}(${JSON.stringify(test.argument)})`;
  }
}

function keyOf(truths: readonly boolean[]): string {
  return truths.map(Number).join('');
}

function toPredicate(test: TextTest): AskedOfText {
  switch (test.kind) {
    case 'compare':
      return { kind: 'compare', operator: test.operator, value: String(test.value) };
    case 'size':
      return { kind: 'size', operator: test.operator, value: test.value };
    case 'text':
      return { kind: 'text', predicate: test.predicate, argument: test.argument };
  }
}
