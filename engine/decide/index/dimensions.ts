import {
  clausesOf,
  type Clause,
  type Comparison,
  type Condition,
  type Constant,
  type SignalTest,
} from '../../condition/condition.ts';
import { signalType, type Declarations } from '../../condition/declarations.ts';
import { holdsFor } from '../../condition/evaluate.ts';
import type { Signal } from '../../model/rule-set.ts';
import { addRange, complement, noCells, unite, type CellSet } from './cell-set.ts';
import { cellOnLine, cellsOfLine, cutLine, type Lines } from './line.ts';

/** The test of a clause in the exact fragment on its signal's value. */
export type ValueTest = Exclude<SignalTest, { kind: 'has' }>;

/**
 * A partition of a signal's values into cells within which the clauses that it determines do not distinguish values. Cell 0 is always missing.
 */
export type Dimension = { signal: string; cells: number } & (
  | { kind: 'line'; line: Lines }
  /** Cell k + 1 is value k. If `others`, the last cell is any other value. */
  | { kind: 'values'; values: readonly Constant[]; others: boolean }
  /** Cell k + 1 has the tests that the value passes as the bits of k. */
  | { kind: 'tests'; tests: readonly ValueTest[] }
);

/** A clause as a test of one dimension. In cells that are in neither set, it is unknown. */
export interface Literal {
  dimension: number;
  isTrue: CellSet;
  isFalse: CellSet;
}

export interface Dimensions {
  all: readonly Dimension[];
  /** The literal of a clause; undefined if cells do not determine it and it must be evaluated. */
  literalOf(clause: Clause): Literal | undefined;
  /** The index of the dimension that shows whether a signal is missing; -1 if there is none. */
  presenceOf(signal: string): number;
}

/** Maximum number of tests in one dimension, which has 2 to this power cells. */
const testsTogether = 6;
/** Maximum number of tests of a signal in dimensions. Further ones are evaluated, but only for rules that are still possible. */
const maxTests = 36;

/** The dimensions of all signals that the conditions read. */
export function dimensionsOf(declarations: Declarations, conditions: Iterable<Condition>): Dimensions {
  const asked = new Map<string, Map<string, ValueTest>>();
  for (const condition of conditions) {
    for (const { test, signals } of clausesOf(condition)) {
      const read = 'signal' in test ? [test.signal] : signals;
      for (const signal of read) if (!asked.has(signal)) asked.set(signal, new Map());
      if ('signal' in test && test.kind !== 'has') asked.get(test.signal)?.set(nameOf(test), test);
    }
  }
  const all: Dimension[] = [];
  /** For each signal, the dimension of its presence, and that of each test by name. */
  const places = new Map<string, { presence: number; tests: Map<string, number> }>();
  for (const [signal, tests] of asked) {
    const declared = declarations.signals.get(signal);
    if (!declared) continue;
    const place = { presence: all.length, tests: new Map<string, number>() };
    for (const { dimension, decides } of divide(signal, declared, tests)) {
      for (const name of decides) place.tests.set(name, all.length);
      all.push(dimension);
    }
    places.set(signal, place);
  }

  const literals = new Map<string, Literal>();
  return {
    all,
    presenceOf: signal => places.get(signal)?.presence ?? -1,
    literalOf({ test, needs }) {
      if (!('signal' in test)) return undefined;
      const place = places.get(test.signal);
      if (!place) return undefined;
      if (test.kind === 'has') return presence(place.presence);
      const name = nameOf(test);
      const index = place.tests.get(name);
      if (index === undefined || needs.length !== 1) return undefined;
      const key = `${index} ${name}`;
      const known = literals.get(key);
      if (known) return known;
      const dimension = all[index] as Dimension;
      const isTrue = cellsOf(dimension, test);
      const isMissing = addRange(noCells(dimension.cells), 0, 1);
      const literal = { dimension: index, isTrue, isFalse: complement(unite(isTrue, isMissing), dimension.cells) };
      literals.set(key, literal);
      return literal;
    },
  };

  function presence(dimension: number): Literal {
    const { cells } = all[dimension] as Dimension;
    const isFalse = addRange(noCells(cells), 0, 1);
    return { dimension, isTrue: complement(isFalse, cells), isFalse };
  }
}

/** A key that is equal for equal tests. */
function nameOf(test: ValueTest): string {
  const { kind } = test;
  switch (kind) {
    case 'compare':
    case 'size':
      return `${kind} ${test.operator} ${JSON.stringify(test.value)}`;
    case 'between':
      return `${kind} ${test.negated} ${test.low} ${test.high}`;
    case 'contains':
      return `${kind} ${JSON.stringify(test.value)}`;
    case 'one-of':
    case 'overlaps':
    case 'within':
      return `${kind} ${JSON.stringify(test.values)}`;
    case 'text':
      return `${kind} ${test.predicate} ${test.argument}`;
  }
}

interface Division {
  dimension: Dimension;
  /** Names of the tests that its cells determine. */
  decides: string[];
}

function divide(signal: string, declared: Signal, tests: ReadonlyMap<string, ValueTest>): Division[] {
  const type = signalType(declared);
  if (type.startsWith('list')) return divideByTests(signal, tests);
  if (type === 'bool') return [divideByValues(signal, [false, true], false, tests)];
  if (type !== 'string') return [divideByPoints(signal, declared, tests)];
  const listed = listedTexts(declared);
  if (listed) return [divideByValues(signal, listed, false, tests)];
  const equations = new Map([...tests].filter(([, test]) => constantsOf(test) !== undefined));
  const others = new Map([...tests].filter(([name]) => !equations.has(name)));
  const named = new Set([...equations.values()].flatMap(test => constantsOf(test) ?? []));
  return [
    divideByValues(signal, [...named], true, equations),
    ...(others.size > 0 ? divideByTests(signal, others) : []),
  ];
}

/** The texts that a declaration lists; undefined if it lists none. */
function listedTexts({ enum: values, const: only }: Signal): string[] | undefined {
  if (!values && only === undefined) return undefined;
  const listed = (values ?? [only]).filter(value => typeof value === 'string');
  return [...new Set(only === undefined ? listed : listed.filter(value => value === only))];
}

/** The constants of a test of equality; undefined for other tests. */
function constantsOf(test: ValueTest): readonly Constant[] | undefined {
  if (test.kind === 'one-of') return test.values;
  return test.kind === 'compare' && (test.operator === '==' || test.operator === '!=') ? [test.value] : undefined;
}

function divideByValues(
  signal: string,
  values: readonly Constant[],
  others: boolean,
  tests: ReadonlyMap<string, ValueTest>,
): Division {
  const cells = 1 + values.length + (others ? 1 : 0);
  return { dimension: { signal, cells, kind: 'values', values, others }, decides: [...tests.keys()] };
}

function divideByPoints(signal: string, declared: Signal, tests: ReadonlyMap<string, ValueTest>): Division {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = declared;
  const points = [minimum, maximum, exclusiveMinimum, exclusiveMaximum].filter(bound => bound !== undefined);
  const decides: string[] = [];
  for (const [name, test] of tests) {
    const asked = pointsOf(test);
    if (!asked) continue;
    points.push(...asked);
    decides.push(name);
  }
  const line = cutLine(points);
  return { dimension: { signal, cells: cellsOfLine(line), kind: 'line', line }, decides };
}

/** The points at which a test of a number changes; undefined for other tests. */
function pointsOf(test: ValueTest): number[] | undefined {
  const points =
    test.kind === 'compare'
      ? [test.value]
      : test.kind === 'between'
        ? [test.low, test.high]
        : test.kind === 'one-of'
          ? test.values
          : [undefined];
  return points.every(point => typeof point === 'number' && !Number.isNaN(point)) ? (points as number[]) : undefined;
}

function divideByTests(signal: string, tests: ReadonlyMap<string, ValueTest>): Division[] {
  // A regular expression takes longer than the rest of a decision, so it is evaluated only for rules that are still possible.
  const cheap = [...tests].filter(([, test]) => !(test.kind === 'text' && test.predicate === 'matches'));
  const inDimensions = cheap.slice(0, maxTests);
  const divisions: Division[] = [];
  for (let from = 0; from === 0 || from < inDimensions.length; from += testsTogether) {
    const together = inDimensions.slice(from, from + testsTogether);
    divisions.push({
      dimension: { signal, cells: 1 + 2 ** together.length, kind: 'tests', tests: together.map(([, test]) => test) },
      decides: together.map(([name]) => name),
    });
  }
  return divisions;
}

/** The cells of a dimension in which one of its tests holds. */
function cellsOf(dimension: Dimension, test: ValueTest): CellSet {
  const { cells } = dimension;
  const set = noCells(cells);
  switch (dimension.kind) {
    case 'line':
      return cellsOnLine(dimension.line, cells, test);
    case 'values':
      dimension.values.forEach((value, index) => holdsFor(test, value) && addRange(set, index + 1, index + 2));
      if (dimension.others && test.kind === 'compare' && test.operator === '!=') addRange(set, cells - 1, cells);
      return set;
    case 'tests': {
      const bit = dimension.tests.findIndex(one => nameOf(one) === nameOf(test));
      for (let passed = 0; passed < cells - 1; passed++) {
        if (((passed >> bit) & 1) === 1) addRange(set, passed + 1, passed + 2);
      }
      return set;
    }
  }
}

function cellsOnLine(line: Lines, cells: number, test: ValueTest): CellSet {
  const set = noCells(cells);
  switch (test.kind) {
    case 'compare':
      for (const [from, until] of ranges(test.operator, cellOnLine(line, 0, test.value as number), cells)) {
        addRange(set, from, until);
      }
      return set;
    case 'between': {
      const { low, high, negated } = test;
      if (low <= high) addRange(set, cellOnLine(line, 0, low), cellOnLine(line, 0, high) + 1);
      return negated ? complement(addRange(set, 0, 1), cells) : set;
    }
    case 'one-of':
      for (const value of test.values) {
        const point = cellOnLine(line, 0, value as number);
        addRange(set, point, point + 1);
      }
      return set;
    default:
      return set;
  }
}

/** The cells in which a comparison with a point holds. */
function ranges(operator: Comparison, point: number, cells: number): [from: number, until: number][] {
  switch (operator) {
    case '<':
      return [[1, point]];
    case '<=':
      return [[1, point + 1]];
    case '>':
      return [[point + 1, cells]];
    case '>=':
      return [[point, cells]];
    case '==':
      return [[point, point + 1]];
    case '!=':
      return [
        [1, point],
        [point + 1, cells],
      ];
  }
}
