import type { ConditionSpan } from '../model/decision-record.ts';

export type Comparison = '<' | '<=' | '>' | '>=' | '==' | '!=';

/** A constant in a condition. Durations are milliseconds, timestamps milliseconds since the Unix epoch. */
export type Constant = number | string | boolean;

/**
 * The test of a clause. All kinds but `opaque` form the exact fragment of the rule language; `opaque` is evaluated by CEL. Numbers are compared as doubles,
 * exactly as parsed.
 */
export type Test =
  | SignalTest
  /** Compares a term over several signals with constants. `test.signal` is the key of the term. */
  | { kind: 'term'; term: Term; test: NumberTest }
  /** Compares two texts for equality. `names` are in ascending order. */
  | { kind: 'same'; names: readonly [string, string]; negated: boolean }
  /** `canFail`: evaluation may fail although all needed signals are present (a division by zero, an index out of bounds). */
  | { kind: 'opaque'; evaluate: (values: SignalValues) => boolean; canFail: boolean };

/** A test of a single signal. */
export type SignalTest =
  | { kind: 'compare'; signal: string; operator: Comparison; value: Constant }
  /** True inside a closed interval, which may be empty: an equation that holds for several doubles, or for none, because of rounding. */
  | { kind: 'between'; signal: string; low: number; high: number; negated: boolean }
  | { kind: 'one-of'; signal: string; values: Constant[] }
  /** The list contains the value. */
  | { kind: 'contains'; signal: string; value: Constant }
  /** The list contains at least one of the values. */
  | { kind: 'overlaps'; signal: string; values: Constant[] }
  /** The list contains no other values. */
  | { kind: 'within'; signal: string; values: Constant[] }
  /** Compares the number of elements of a list, or of code points of a string. */
  | { kind: 'size'; signal: string; operator: Comparison; value: number }
  | { kind: 'text'; signal: string; predicate: TextPredicate; argument: string; matches: (text: string) => boolean }
  | { kind: 'has'; signal: string };

/** A test of a number against constants. */
export type NumberTest = Extract<SignalTest, { kind: 'compare' | 'between' }>;

export type TextPredicate = 'startsWith' | 'endsWith' | 'contains' | 'matches';

/** The value of a signal; durations and timestamps are in milliseconds. */
export type SignalValue = number | string | boolean | readonly (number | string | boolean)[];

/** The values of signals by name. A signal that is not in the map is missing. */
export type SignalValues = ReadonlyMap<string, SignalValue>;

/**
 * A linear term over several signals: the sum of their values, each times a factor, and an offset. Ints, durations and timestamps are computed exactly,
 * doubles with the roundings of IEEE 754, in the order as written. Durations and timestamps are in milliseconds.
 */
export interface Term {
  /** Equal for terms with the same value on every input. */
  key: string;
  /** The term in CEL, or its negative if `isTurned`, as an author wrote it. */
  text: string;
  /** The operands in CEL if `text` is a difference: comparing it with 0 is comparing them. Otherwise null. */
  sides: readonly [string, string] | null;
  isTurned: boolean;
  type: 'int' | 'double' | 'duration' | 'timestamp';
  /** The operations of a term over doubles, for comparing terms with each other; null for exact terms. */
  tree: TermTree | null;
  /** The factors by signal. */
  factors: ReadonlyMap<string, Factor>;
  offset: number;
  /** Number of operations whose result is rounded: 0 if the value is exact. */
  roundings: number;
  /** The value if all signals have one. Monotone in each signal: it rises with those whose factor is positive, and falls with the others. */
  valueOf: (values: SignalValues) => number;
}

/** Operations over doubles, each of which is rounded and monotone. Factors are positive. */
export type TermTree =
  | { op: 'signal'; name: string; factor: number }
  | { op: '+' | '-'; left: TermTree; right: TermTree }
  | { op: 'shift'; of: TermTree; by: number }
  | { op: 'times' | 'over'; of: TermTree; by: number };

/** The quotient `times / over`, since 1/3 is not a double. `over` is positive. */
export interface Factor {
  times: number;
  over: number;
}

/** A type-checked condition: a tree of clauses, each with its position in the document. */
export type Condition =
  | { kind: 'all' | 'any'; operands: Condition[]; text: string; span: ConditionSpan }
  | { kind: 'not'; operand: Condition; text: string; span: ConditionSpan }
  | { kind: 'if'; test: Condition; then: Condition; otherwise: Condition; text: string; span: ConditionSpan }
  | { kind: 'constant'; value: boolean; text: string; span: ConditionSpan }
  /** A condition with errors. It is always unknown, so that it fails safe. */
  | { kind: 'broken'; text: string; span: ConditionSpan }
  | TableClause
  | Clause;

export interface Clause {
  kind: 'clause';
  test: Test;
  /** Signals without which the clause has no value. Those that occur only in `has` are not included. */
  needs: string[];
  /** All signals in the clause, in order of first occurrence. */
  signals: string[];
  thresholds: string[];
  text: string;
  span: ConditionSpan;
  /** The clause in standard CEL, with mixed numbers and `has` rewritten. */
  standardForm: string;
}

/**
 * A clause that names tables of thresholds, with a condition for each value that the tables can give. The value of the signal chooses the one that counts;
 * while the signal is missing, the clause is unknown.
 */
export interface TableClause {
  kind: 'table';
  /** The signal whose value chooses. */
  signal: string;
  columns: Column[];
  /** The position of the column for each value, and of the column for all other values; -1 if there are no others. */
  positions: ReadonlyMap<Constant, number>;
  others: number;
  /** All signals that the clause reads, by name or through a table, in order of first occurrence. */
  signals: string[];
  /** All thresholds that it names. */
  thresholds: string[];
  text: string;
  span: ConditionSpan;
}

/** A column of tables: `then` is the clause with the values of the column as constants, and counts if `test`, of the signal alone, is true. */
export interface Column {
  test: Condition;
  then: Condition;
}

/** The column that counts for a value of the signal; undefined if no table has one. */
export function columnFor({ columns, positions, others }: TableClause, value: SignalValue): Column | undefined {
  return columns[positions.get(value as Constant) ?? others];
}

/** A clause as an author writes it. */
export type WrittenClause = Clause | TableClause;

/** The direct operands of a condition, in text order. */
export function operandsOf(condition: Condition): readonly Condition[] {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return condition.operands;
    case 'not':
      return [condition.operand];
    case 'if':
      return [condition.test, condition.then, condition.otherwise];
    case 'table':
      return condition.columns.flatMap(({ test, then }) => [test, then]);
    case 'clause':
    case 'constant':
    case 'broken':
      return [];
  }
}

/** All clauses of a condition, in text order. For a clause that names tables of thresholds, those of all its columns. */
export function clausesOf(condition: Condition): Clause[] {
  const found: Clause[] = [];
  collectClauses(condition, found);
  return found;
}

function collectClauses(condition: Condition, found: Clause[]): void {
  if (condition.kind === 'clause') found.push(condition);
  else for (const operand of operandsOf(condition)) collectClauses(operand, found);
}

/** The clauses of a condition as they are written, in text order. */
export function writtenClausesOf(condition: Condition): WrittenClause[] {
  if (condition.kind === 'clause' || condition.kind === 'table') return [condition];
  return operandsOf(condition).flatMap(writtenClausesOf);
}

/** The names of the thresholds in a condition. */
export function thresholdsNamedIn(condition: Condition): string[] {
  return [...new Set(writtenClausesOf(condition).flatMap(({ thresholds }) => thresholds))];
}

/** All parts of a condition that have errors. */
export function brokenPartsOf(condition: Condition): Condition[] {
  if (condition.kind === 'broken') return [condition];
  return condition.kind === 'clause' ? [] : operandsOf(condition).flatMap(brokenPartsOf);
}

/** A copy of a condition with its clauses replaced. */
export function withClauses(condition: Condition, change: (clause: Clause) => Condition): Condition {
  const inside = (each: Condition): Condition => withClauses(each, change);
  switch (condition.kind) {
    case 'all':
    case 'any':
      return { ...condition, operands: condition.operands.map(inside) };
    case 'not':
      return { ...condition, operand: inside(condition.operand) };
    case 'if': {
      const { test, then, otherwise } = condition;
      return { ...condition, test: inside(test), then: inside(then), otherwise: inside(otherwise) };
    }
    case 'table':
      return { ...condition, columns: withEach(condition.columns, inside) };
    case 'clause':
      return change(condition);
    case 'constant':
    case 'broken':
      return condition;
  }
}

/** A copy of a condition with the given path in all spans. */
export function atPath(condition: Condition, path: (string | number)[]): Condition {
  const span = { ...condition.span, path };
  const moved = (each: Condition): Condition => atPath(each, path);
  switch (condition.kind) {
    case 'all':
    case 'any':
      return { ...condition, operands: condition.operands.map(moved), span };
    case 'not':
      return { ...condition, operand: moved(condition.operand), span };
    case 'if': {
      const { test, then, otherwise } = condition;
      return { ...condition, test: moved(test), then: moved(then), otherwise: moved(otherwise), span };
    }
    case 'table':
      return { ...condition, columns: withEach(condition.columns, moved), span };
    case 'clause':
    case 'constant':
    case 'broken':
      return { ...condition, span };
  }
}

function withEach(columns: readonly Column[], change: (condition: Condition) => Condition): Column[] {
  return columns.map(({ test, then }) => ({ test: change(test), then: change(then) }));
}
