import type { ConditionSpan } from '../model/decision-record.ts';

export type Comparison = '<' | '<=' | '>' | '>=' | '==' | '!=';

/** A constant in a condition. Durations are milliseconds, timestamps milliseconds since the Unix epoch. */
export type Constant = number | string | boolean;

/**
 * What a clause asks of a single signal: the exact fragment of the rule language. Anything else is `opaque`, and left to CEL.
 * Numbers are compared as doubles, exactly as parsed.
 */
export type Test =
  | { kind: 'compare'; signal: string; operator: Comparison; value: Constant }
  /** Inside the closed interval, which may be empty: an equation that rounding spreads over several doubles, or over none. */
  | { kind: 'between'; signal: string; low: number; high: number; negated: boolean }
  | { kind: 'one-of'; signal: string; values: Constant[] }
  /** The set holds the value. */
  | { kind: 'contains'; signal: string; value: Constant }
  /** The set holds at least one of the values. */
  | { kind: 'overlaps'; signal: string; values: Constant[] }
  /** The set holds nothing but the values. */
  | { kind: 'within'; signal: string; values: Constant[] }
  /** Number of elements of a list, or of code points of a string. */
  | { kind: 'size'; signal: string; operator: Comparison; value: number }
  | { kind: 'text'; signal: string; predicate: TextPredicate; argument: string; matches: (text: string) => boolean }
  | { kind: 'has'; signal: string }
  /** `canFail`: it may have no value although no signal that it needs is missing (a division by zero, an index past the end). */
  | { kind: 'opaque'; evaluate: (values: SignalValues) => boolean; canFail: boolean };

export type TextPredicate = 'startsWith' | 'endsWith' | 'contains' | 'matches';

/** The value of a signal that is not missing; durations and timestamps in milliseconds. */
export type SignalValue = number | string | boolean | readonly (number | string | boolean)[];

/** Signals that have a value. A signal that is not in the map is missing. */
export type SignalValues = ReadonlyMap<string, SignalValue>;

/** A condition, type-checked: a tree over clauses, each of which knows where it stands. */
export type Condition =
  | { kind: 'all' | 'any'; operands: Condition[]; text: string; span: ConditionSpan }
  | { kind: 'not'; operand: Condition; text: string; span: ConditionSpan }
  | { kind: 'if'; test: Condition; then: Condition; otherwise: Condition; text: string; span: ConditionSpan }
  | { kind: 'constant'; value: boolean; text: string; span: ConditionSpan }
  /** A condition that has errors of its own: always unknown, so that it fails safe. */
  | { kind: 'broken'; text: string; span: ConditionSpan }
  | Clause;

export interface Clause {
  kind: 'clause';
  test: Test;
  /** Signals that must have a value for the clause to have one (those in `has` alone are not among them). */
  needs: string[];
  /** All signals named, in order of first mention. */
  signals: string[];
  thresholds: string[];
  text: string;
  span: ConditionSpan;
  /** The clause in standard CEL, with the rewritings of mixed numbers and `has` applied. */
  standardForm: string;
}

/** The conditions that a condition is made of, in order of the text. */
export function operandsOf(condition: Condition): readonly Condition[] {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return condition.operands;
    case 'not':
      return [condition.operand];
    case 'if':
      return [condition.test, condition.then, condition.otherwise];
    case 'clause':
    case 'constant':
    case 'broken':
      return [];
  }
}

/** Every clause of a condition, in order of the text. */
export function clausesOf(condition: Condition): Clause[] {
  const found: Clause[] = [];
  collectClauses(condition, found);
  return found;
}

function collectClauses(condition: Condition, found: Clause[]): void {
  if (condition.kind === 'clause') found.push(condition);
  else for (const operand of operandsOf(condition)) collectClauses(operand, found);
}

/** Every part of a condition that could not be read. */
export function brokenPartsOf(condition: Condition): Condition[] {
  if (condition.kind === 'broken') return [condition];
  return condition.kind === 'clause' ? [] : operandsOf(condition).flatMap(brokenPartsOf);
}

/** A condition with its clauses replaced. */
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
    case 'clause':
      return change(condition);
    case 'constant':
    case 'broken':
      return condition;
  }
}

/** A condition as if it were written at another path. */
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
    case 'clause':
    case 'constant':
    case 'broken':
      return { ...condition, span };
  }
}
