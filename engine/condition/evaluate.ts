import { EvaluationError } from '@marcbachmann/cel-js';
import {
  columnFor,
  type Clause,
  type Comparison,
  type Condition,
  type Constant,
  type SignalTest,
  type SignalValue,
  type SignalValues,
  type Test,
} from './condition.ts';
import type { Truth } from '../model/decision-record.ts';

/** The truth of a condition in Kleene's three-valued logic, like CEL's error absorption: unknown if it depends on a missing signal. */
export function evaluate(condition: Condition, values: SignalValues): Truth {
  switch (condition.kind) {
    case 'constant':
      return condition.value ? 'true' : 'false';
    case 'broken':
      return 'unknown';
    case 'clause':
      return evaluateClause(condition, values).value;
    case 'not':
      return negate(evaluate(condition.operand, values));
    case 'all':
      return absorb(condition.operands, 'false', values);
    case 'any':
      return absorb(condition.operands, 'true', values);
    case 'if':
      return choose(
        evaluate(condition.test, values),
        () => evaluate(condition.then, values),
        () => evaluate(condition.otherwise, values),
      );
    case 'table': {
      const chooser = values.get(condition.signal);
      const column = chooser === undefined ? undefined : columnFor(condition, chooser);
      return column === undefined ? 'unknown' : evaluate(column.then, values);
    }
  }
}

/** An operand with the absorbing value decides; otherwise, any unknown operand makes the whole unknown. */
function absorb(operands: readonly Condition[], absorbing: 'true' | 'false', values: SignalValues): Truth {
  let result: Truth = absorbing === 'true' ? 'false' : 'true';
  for (const operand of operands) {
    const value = evaluate(operand, values);
    if (value === absorbing) return absorbing;
    if (value === 'unknown') result = 'unknown';
  }
  return result;
}

/** The truth of `all` or `any` over known operands. */
export function combine(kind: 'all' | 'any', operands: readonly Truth[]): Truth {
  const absorbing = kind === 'all' ? 'false' : 'true';
  if (operands.includes(absorbing)) return absorbing;
  if (operands.includes('unknown')) return 'unknown';
  return kind === 'all' ? 'true' : 'false';
}

export function negate(value: Truth): Truth {
  return value === 'unknown' ? 'unknown' : value === 'true' ? 'false' : 'true';
}

/** The truth of CEL's `?:`, which is strict in its test: an unknown test makes the whole unknown, regardless of the branches. */
export function choose(test: Truth, then: () => Truth, otherwise: () => Truth): Truth {
  return test === 'unknown' ? 'unknown' : test === 'true' ? then() : otherwise();
}

/** The truth of a clause. `error` is the reason if it is unknown although all its signals are present; otherwise null. */
export function evaluateClause(clause: Clause, values: SignalValues): { value: Truth; error: string | null } {
  for (const signal of clause.needs) if (!values.has(signal)) return { value: 'unknown', error: null };
  try {
    return { value: holds(clause.test, values) ? 'true' : 'false', error: null };
  } catch (error) {
    // CEL's evaluation errors, such as a division by zero, and values of the wrong type count as unknown.
    const summary =
      error instanceof EvaluationError ? error.summary : error instanceof Error ? error.message : String(error);
    return { value: 'unknown', error: summary };
  }
}

/**
 * True if values pass a test, whose signals must all be present except for a test of presence.
 * @throws if an opaque test has no value
 */
export function holds(test: Test, values: SignalValues): boolean {
  switch (test.kind) {
    case 'has':
      return values.has(test.signal);
    case 'term':
      return holdsFor(test.test, test.term.valueOf(values));
    case 'same':
      return (values.get(test.names[0]) === values.get(test.names[1])) !== test.negated;
    case 'opaque':
      return test.evaluate(values);
    case 'compare':
    case 'between':
    case 'one-of':
    case 'contains':
    case 'overlaps':
    case 'within':
    case 'size':
    case 'text':
      return holdsFor(test, values.get(test.signal) as SignalValue);
  }
}

/** True if a value of the signal passes the test. */
export function holdsFor(test: Exclude<SignalTest, { kind: 'has' }>, value: SignalValue): boolean {
  switch (test.kind) {
    case 'compare':
      return compare(value as Constant, test.operator, test.value);
    case 'between':
      return ((value as number) >= test.low && (value as number) <= test.high) !== test.negated;
    case 'one-of':
      return test.values.includes(value as Constant);
    case 'contains':
      return (value as readonly Constant[]).includes(test.value);
    case 'overlaps':
      return (value as readonly Constant[]).some(item => test.values.includes(item));
    case 'within':
      return (value as readonly Constant[]).every(item => test.values.includes(item));
    case 'size':
      return compare(sizeOf(value), test.operator, test.value);
    case 'text':
      return test.matches(value as string);
  }
}

function compare(left: Constant, operator: Comparison, right: Constant): boolean {
  switch (operator) {
    case '==':
      return left === right;
    case '!=':
      return left !== right;
    case '<':
      return order(left, right) < 0;
    case '<=':
      return order(left, right) <= 0;
    case '>':
      return order(left, right) > 0;
    case '>=':
      return order(left, right) >= 0;
  }
}

/** Negative, zero or positive. Strings are ordered by code point, as in CEL, not by UTF-16 code unit. */
function order(left: Constant, right: Constant): number {
  if (typeof left !== 'string' || typeof right !== 'string') return Number(left) - Number(right);
  return compareCodePoints(left, right);
}

export function compareCodePoints(left: string, right: string): number {
  let i = 0;
  while (i < left.length && i < right.length && left.charCodeAt(i) === right.charCodeAt(i)) i++;
  // If a surrogate pair differs in its second half, compare from its first half. Unpaired surrogates are compared as they are.
  if (i > 0 && isHighSurrogate(left.charCodeAt(i - 1)) && (isLowSurrogate(left, i) || isLowSurrogate(right, i))) i--;
  return (left.codePointAt(i) ?? -1) - (right.codePointAt(i) ?? -1);
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function isLowSurrogate(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit >= 0xdc00 && unit <= 0xdfff;
}

/** The number of elements of a list, or of code points of a string, as in CEL. */
export function sizeOf(value: SignalValue): number {
  return typeof value === 'string' ? [...value].length : (value as readonly unknown[]).length;
}
