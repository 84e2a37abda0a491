/**
 * Conditions as trees, for the tests' own interpreter. They are generated as trees and printed as CEL for the engine, so no parser is needed.
 * Independent of how the engine represents or evaluates conditions.
 */
export type Expression =
  | { op: 'signal'; name: string }
  | { op: 'threshold'; name: string }
  /** The variable of a macro. */
  | { op: 'variable'; name: string }
  | { op: 'int'; value: number }
  | { op: 'double'; value: number }
  | { op: 'string'; value: string }
  | { op: 'bool'; value: boolean }
  /** In milliseconds. */
  | { op: 'duration'; value: number }
  /** In milliseconds since the Unix epoch. */
  | { op: 'timestamp'; value: number }
  | { op: 'list'; items: Expression[] }
  | { op: 'negate' | 'not' | 'size'; of: Expression }
  | { op: 'arithmetic'; operator: '+' | '-' | '*' | '/' | '%'; left: Expression; right: Expression }
  | { op: 'compare'; operator: '<' | '<=' | '>' | '>=' | '==' | '!='; left: Expression; right: Expression }
  | { op: 'in'; element: Expression; list: Expression }
  | { op: 'text'; predicate: 'startsWith' | 'endsWith' | 'contains' | 'matches'; of: Expression; argument: string }
  | { op: 'macro'; macro: 'exists' | 'all' | 'exists_one'; list: Expression; variable: string; body: Expression }
  | { op: 'has'; name: string }
  /** The bucket of a signal's value in the rollouts of a rule, an int. Only in conditions that are derived from rollouts. */
  | { op: 'bucket'; rule: string; by: string }
  /** In conditions of regions, which CEL does not have: the clause has no value. */
  | { op: 'unknown'; of: Expression }
  | { op: 'and' | 'or'; of: Expression[] }
  | { op: 'if'; test: Expression; then: Expression; otherwise: Expression };

/** A trigger: an expression, or `all`, `any` or `not` over triggers. */
export type Trigger =
  | { kind: 'expression'; expression: Expression }
  | { kind: 'all' | 'any'; of: Trigger[] }
  | { kind: 'not'; of: Trigger };

const booleanOps = new Set<Expression['op']>(['bool', 'not', 'compare', 'in', 'text', 'macro', 'has', 'and', 'or']);

/** An equality of two conditions as a choice: `(a > 1) == p` is `a > 1 ? p : !p`. Undefined for other expressions. */
export function asChoice(expression: Expression): Expression | undefined {
  if (expression.op !== 'compare' || (expression.operator !== '==' && expression.operator !== '!=')) return undefined;
  const { left, right, operator } = expression;
  if (!booleanOps.has(left.op) && !booleanOps.has(right.op)) return undefined;
  const not: Expression = { op: 'not', of: right };
  return operator === '=='
    ? { op: 'if', test: left, then: right, otherwise: not }
    : { op: 'if', test: left, then: not, otherwise: right };
}
type Operator<Op extends Expression['op']> = Extract<Expression, { op: Op; operator: unknown }>['operator'];

export const signal = (name: string): Expression => ({ op: 'signal', name });
export const threshold = (name: string): Expression => ({ op: 'threshold', name });
export const int = (value: number): Expression => ({ op: 'int', value });
export const double = (value: number): Expression => ({ op: 'double', value });
export const string = (value: string): Expression => ({ op: 'string', value });
export const arithmetic = (left: Expression, operator: Operator<'arithmetic'>, right: Expression): Expression => ({
  op: 'arithmetic',
  operator,
  left,
  right,
});
export const compare = (left: Expression, operator: Operator<'compare'>, right: Expression): Expression => ({
  op: 'compare',
  operator,
  left,
  right,
});

/** Prints an expression as CEL, with parentheses around every operand that is not atomic, so that precedence does not matter. */
export function print(expression: Expression): string {
  switch (expression.op) {
    case 'signal':
    case 'variable':
      return expression.name;
    case 'threshold':
      return `thresholds.${expression.name}`;
    case 'int':
      return String(expression.value);
    case 'double':
      return printDouble(expression.value);
    case 'string':
      return JSON.stringify(expression.value);
    case 'bool':
      return String(expression.value);
    case 'duration':
      return `duration("${expression.value}ms")`;
    case 'timestamp':
      return `timestamp("${new Date(expression.value).toISOString()}")`;
    case 'list':
      return `[${expression.items.map(print).join(', ')}]`;
    case 'negate':
      return `-${operand(expression.of)}`;
    case 'not':
      return `!${operand(expression.of)}`;
    case 'size':
      return `size(${print(expression.of)})`;
    case 'arithmetic':
    case 'compare':
      return `${operand(expression.left)} ${expression.operator} ${operand(expression.right)}`;
    case 'in':
      return `${operand(expression.element)} in ${operand(expression.list)}`;
    case 'text':
      return `${operand(expression.of)}.${expression.predicate}(${JSON.stringify(expression.argument)})`;
    case 'macro':
      return `${operand(expression.list)}.${expression.macro}(${expression.variable}, ${print(expression.body)})`;
    case 'has':
      return `has(${expression.name})`;
    case 'bucket':
      return `rollout(${JSON.stringify(expression.rule)}, ${expression.by})`;
    case 'unknown':
      return `unknown(${print(expression.of)})`;
    case 'and':
    case 'or':
      return expression.of.map(operand).join(expression.op === 'and' ? ' && ' : ' || ');
    case 'if':
      return `${operand(expression.test)} ? ${operand(expression.then)} : ${operand(expression.otherwise)}`;
  }
}

function operand(expression: Expression): string {
  switch (expression.op) {
    case 'negate':
    case 'not':
    case 'arithmetic':
    case 'compare':
    case 'in':
    case 'and':
    case 'or':
    case 'if':
      return `(${print(expression)})`;
    case 'int':
    case 'double':
      return expression.value < 0 || Object.is(expression.value, -0) ? `(${print(expression)})` : print(expression);
    default:
      return print(expression);
  }
}

function printDouble(value: number): string {
  const text = String(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}
