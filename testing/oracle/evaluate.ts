import type { RuleSet, ThresholdDeclaration, ThresholdTable } from '../../engine/model/rule-set.ts';
import { bucketOf } from './buckets.ts';
import { asChoice, type Expression, type Trigger } from './expression.ts';
import { durationIn, Time, timestampIn, type Reading, type Value } from './values.ts';

export type Logic = 'true' | 'false' | 'unknown';

/** The context of an evaluation: the readings of all signals, and the declarations, which determine the numbers that are doubles. */
export interface World {
  ruleSet: RuleSet;
  readings: ReadonlyMap<string, Reading>;
}

class NoValue extends Error {}

/** Stands for a missing value. */
const failed = Symbol('no value');
type Failed = typeof failed;

/**
 * Section 3: CEL's error absorption over clauses. A clause is unknown if a signal in it is missing, except in a branch that is not taken, or if it has no
 * value. An equality of conditions is not a clause, but they are.
 */
export function truth(trigger: Trigger | Expression, world: World): Logic {
  if ('kind' in trigger) {
    switch (trigger.kind) {
      case 'expression':
        return truth(trigger.expression, world);
      case 'all':
        return both(trigger.of.map(part => truth(part, world)));
      case 'any':
        return either(trigger.of.map(part => truth(part, world)));
      case 'not':
        return opposite(truth(trigger.of, world));
    }
  }
  switch (trigger.op) {
    case 'and':
      return both(trigger.of.map(part => truth(part, world)));
    case 'or':
      return either(trigger.of.map(part => truth(part, world)));
    case 'not':
      return opposite(truth(trigger.of, world));
    case 'if': {
      const test = truth(trigger.test, world);
      return test === 'unknown' ? test : truth(test === 'true' ? trigger.then : trigger.otherwise, world);
    }
    case 'unknown':
      return truth(trigger.of, world) === 'unknown' ? 'true' : 'false';
    default: {
      const choice = asChoice(trigger);
      return choice ? truth(choice, world) : clause(trigger, world);
    }
  }
}

function clause(expression: Expression, world: World): Logic {
  if (isMissingIn(expression, world)) return 'unknown';
  try {
    return value(expression, world, new Map()) === true ? 'true' : 'false';
  } catch (error) {
    if (error instanceof NoValue) return 'unknown';
    throw error;
  }
}

/** True if a signal that the expression names is missing, outside `has` and branches that are not taken. */
function isMissingIn(expression: Expression, world: World): boolean {
  switch (expression.op) {
    case 'signal': {
      const reading = world.readings.get(expression.name);
      return reading !== undefined && 'missing' in reading;
    }
    case 'threshold': {
      const table = tableOf(expression.name, world.ruleSet);
      return table !== undefined && isMissingIn({ op: 'signal', name: table.per }, world);
    }
    case 'if': {
      const test = truth(expression.test, world);
      return test === 'unknown' || isMissingIn(test === 'true' ? expression.then : expression.otherwise, world);
    }
    default:
      return parts(expression).some(part => isMissingIn(part, world));
  }
}

function both(parts: Logic[]): Logic {
  return parts.includes('false') ? 'false' : parts.includes('unknown') ? 'unknown' : 'true';
}

function either(parts: Logic[]): Logic {
  return parts.includes('true') ? 'true' : parts.includes('unknown') ? 'unknown' : 'false';
}

function opposite(logic: Logic): Logic {
  return logic === 'unknown' ? logic : logic === 'true' ? 'false' : 'true';
}

/** The parts of an expression. */
export function parts(expression: Expression): Expression[] {
  switch (expression.op) {
    case 'list':
      return expression.items;
    case 'negate':
    case 'not':
    case 'size':
    case 'text':
    case 'unknown':
      return [expression.of];
    case 'arithmetic':
    case 'compare':
      return [expression.left, expression.right];
    case 'in':
      return [expression.element, expression.list];
    case 'macro':
      return [expression.list, expression.body];
    case 'and':
    case 'or':
      return expression.of;
    case 'if':
      return [expression.test, expression.then, expression.otherwise];
    default:
      return [];
  }
}

/** The signals that an expression names outside `has`. */
export function signalsOf(expression: Expression): string[] {
  return expression.op === 'signal' ? [expression.name] : parts(expression).flatMap(signalsOf);
}

/** The numeric type that CEL's checker gives an expression. */
function isDouble(expression: Expression, world: World, variables: ReadonlyMap<string, Value>): boolean {
  switch (expression.op) {
    case 'double':
      return true;
    case 'signal':
      return world.ruleSet.signals?.[expression.name]?.type === 'number';
    case 'threshold': {
      const table = tableOf(expression.name, world.ruleSet);
      if (table) return columnsOf(table).some(column => typeof thresholdValue(column) === 'number');
      return typeof thresholdValue(world.ruleSet.thresholds?.[expression.name]) === 'number';
    }
    case 'variable':
      return typeof variables.get(expression.name) === 'number';
    case 'negate':
      return isDouble(expression.of, world, variables);
    case 'arithmetic':
      return isDouble(expression.left, world, variables) || isDouble(expression.right, world, variables);
    case 'if':
      return isDouble(expression.then, world, variables) || isDouble(expression.otherwise, world, variables);
    default:
      return false;
  }
}

/** The value of an expression that names no signal. */
export function constantOf(expression: Expression, ruleSet: RuleSet): Value {
  return value(expression, { ruleSet, readings: new Map() }, new Map());
}

/** True for integer literals and arithmetic on them, which count as doubles next to a double. */
function isLiteral(expression: Expression): boolean {
  switch (expression.op) {
    case 'int':
    case 'threshold':
      return true;
    case 'negate':
      return isLiteral(expression.of);
    case 'arithmetic':
      return isLiteral(expression.left) && isLiteral(expression.right);
    default:
      return false;
  }
}

function value(
  expression: Expression,
  world: World,
  variables: ReadonlyMap<string, Value>,
  double: boolean = false,
): Value {
  const of = (part: Expression, asDouble = false): Value => value(part, world, variables, asDouble);
  switch (expression.op) {
    case 'signal': {
      const reading = world.readings.get(expression.name);
      if (!reading || !('value' in reading)) throw new NoValue();
      return reading.value;
    }
    case 'threshold': {
      const table = tableOf(expression.name, world.ruleSet);
      if (!table) return number(thresholdValue(world.ruleSet.thresholds?.[expression.name]), double);
      const isMixed = columnsOf(table).some(column => typeof thresholdValue(column) === 'number');
      const chooser = of({ op: 'signal', name: table.per });
      const key = typeof chooser === 'string' ? chooser : JSON.stringify(chooser);
      const [column] = columnsOf(table, key);
      return number(thresholdValue(column), double || isMixed);
    }
    case 'variable':
      return variables.get(expression.name) ?? fail();
    case 'int':
      return double ? expression.value : BigInt(expression.value);
    case 'double':
    case 'string':
    case 'bool':
      return expression.value;
    case 'duration':
    case 'timestamp':
      return new Time(expression.value);
    case 'list':
      return expression.items.map(item => of(item));
    case 'negate': {
      const operand = of(expression.of, double);
      return typeof operand === 'bigint' ? int64(-operand) : -(operand as number);
    }
    case 'not':
      return of(expression.of) !== true;
    case 'size': {
      const sized = of(expression.of);
      return BigInt(typeof sized === 'string' ? Array.from(sized).length : (sized as Value[]).length);
    }
    case 'arithmetic': {
      const { left, right } = expression;
      const asDouble = double || isDouble(left, world, variables) || isDouble(right, world, variables);
      return calculate(
        expression.operator,
        of(left, asDouble && isLiteral(left)),
        of(right, asDouble && isLiteral(right)),
      );
    }
    case 'compare': {
      const { left, right } = expression;
      const asDouble = isDouble(left, world, variables) || isDouble(right, world, variables);
      return compare(
        expression.operator,
        of(left, asDouble && isLiteral(left)),
        of(right, asDouble && isLiteral(right)),
      );
    }
    case 'in': {
      const element = of(expression.element);
      return (of(expression.list) as Value[]).some(item => compare('==', element, item));
    }
    case 'text':
      return says(of(expression.of) as string, expression.predicate, expression.argument);
    case 'macro': {
      const found = (of(expression.list) as Value[]).map(item =>
        attempt(() => value(expression.body, world, new Map(variables).set(expression.variable, item))),
      );
      if (expression.macro === 'exists') return absorb(found, true);
      if (expression.macro === 'all') return absorb(found, false);
      if (found.includes(failed)) throw new NoValue();
      return found.filter(each => each === true).length === 1;
    }
    case 'unknown':
      return truth(expression.of, world) === 'unknown';
    case 'bucket': {
      const reading = world.readings.get(expression.by);
      return bucketOf(expression.rule, reading && 'value' in reading ? reading.value : undefined);
    }
    case 'has':
      return 'value' in (world.readings.get(expression.name) ?? {});
    case 'and':
      return absorb(
        expression.of.map(part => attempt(() => of(part))),
        false,
      );
    case 'or':
      return absorb(
        expression.of.map(part => attempt(() => of(part))),
        true,
      );
    case 'if': {
      const { then, otherwise } = expression;
      const asDouble = isDouble(then, world, variables) || isDouble(otherwise, world, variables);
      const chosen = of(expression.test) === true ? then : otherwise;
      const result = of(chosen, asDouble && isLiteral(chosen));
      return asDouble && typeof result === 'bigint' ? Number(result) : result;
    }
  }
}

function fail(): never {
  throw new NoValue();
}

function attempt(evaluate: () => Value): Value | Failed {
  try {
    return evaluate();
  } catch (error) {
    if (error instanceof NoValue) return failed;
    throw error;
  }
}

/** `&&` (decided by false) and `||` (decided by true) over values and errors. */
function absorb(found: (Value | Failed)[], deciding: boolean): boolean {
  if (found.includes(deciding)) return deciding;
  if (found.includes(failed)) throw new NoValue();
  return !deciding;
}

function says(text: string, predicate: 'startsWith' | 'endsWith' | 'contains' | 'matches', argument: string): boolean {
  switch (predicate) {
    case 'startsWith':
      return text.slice(0, argument.length) === argument;
    case 'endsWith':
      return argument === '' || text.slice(-argument.length) === argument;
    case 'contains':
      return argument === '' || text.split(argument).length > 1;
    case 'matches':
      return new RegExp(argument, 'u').test(text);
  }
}

function number(constant: Value, double: boolean): Value {
  return double && typeof constant === 'bigint' ? Number(constant) : constant;
}

/** A table of thresholds, in the section of version 2 of the language; undefined for other thresholds. */
export function tableOf(name: string, { thresholds }: RuleSet): ThresholdTable | undefined {
  const declared = thresholds?.[name];
  return typeof declared === 'object' && 'per' in declared ? declared : undefined;
}

/** The thresholds between which a table chooses; with `key`, the one for that value of the signal, if there is one. */
function columnsOf({ values, value, format }: ThresholdTable, key?: string): ThresholdDeclaration[] {
  const listed = Object.entries(values).filter(([each]) => key === undefined || each === key);
  const found = listed.map(([, each]) => each);
  const others = value === undefined || (key !== undefined && found.length > 0) ? [] : [value];
  return [...found, ...others].map(each => ({ value: each, ...(format && { format }) }));
}

/** Integers become ints, other numbers doubles; strings are read by their declared format. */
function thresholdValue(declared: ThresholdDeclaration | undefined): Value {
  const { value: constant, format } = typeof declared === 'object' ? declared : { value: declared, format: undefined };
  if (typeof constant === 'number') return Number.isInteger(constant) ? BigInt(constant) : constant;
  if (typeof constant === 'string' && format === 'duration') return new Time(durationIn(constant) ?? NaN);
  if (typeof constant === 'string' && format === 'date-time') return new Time(timestampIn(constant) ?? NaN);
  return constant ?? fail();
}

function int64(result: bigint): bigint {
  if (result !== BigInt.asIntN(64, result)) throw new NoValue();
  return result;
}

function calculate(operator: '+' | '-' | '*' | '/' | '%', left: Value, right: Value): Value {
  if (left instanceof Time && right instanceof Time) {
    return new Time(left.milliseconds + (operator === '-' ? -1 : 1) * right.milliseconds);
  }
  if (typeof left === 'bigint' && typeof right === 'bigint') {
    if ((operator === '/' || operator === '%') && right === 0n) throw new NoValue();
    switch (operator) {
      case '+':
        return int64(left + right);
      case '-':
        return int64(left - right);
      case '*':
        return int64(left * right);
      case '/':
        return int64(left / right);
      case '%':
        return left % right;
    }
  }
  if (typeof left !== 'number' || typeof right !== 'number') throw new Error('the generator made a type error');
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    case '%':
      throw new Error('CEL has no remainder of doubles');
  }
}

function compare(operator: '<' | '<=' | '>' | '>=' | '==' | '!=', left: Value, right: Value): boolean {
  if (Array.isArray(left) && Array.isArray(right)) {
    const equal =
      left.length === right.length && left.every((item, index) => compare('==', item as Value, right[index] as Value));
    return operator === '==' ? equal : !equal;
  }
  const [a, b] = [comparable(left), comparable(right)];
  switch (operator) {
    case '==':
      return same(a, b);
    case '!=':
      return !same(a, b);
    case '<':
      return less(a, b);
    case '<=':
      return less(a, b) || compare('==', left, right);
    case '>':
      return less(b, a);
    case '>=':
      return less(b, a) || compare('==', left, right);
  }
}

function comparable(of: Value): bigint | number | string | boolean {
  return of instanceof Time ? of.milliseconds : (of as bigint | number | string | boolean);
}

/** An int equals the double of the same value; NaN equals nothing. */
function same(a: bigint | number | string | boolean, b: bigint | number | string | boolean): boolean {
  return typeof a === typeof b ? a === b : a <= b && a >= b;
}

/** Strings by code point, false before true. */
function less(a: bigint | number | string | boolean, b: bigint | number | string | boolean): boolean {
  if (typeof a !== 'string' || typeof b !== 'string') return a < b;
  const [left, right] = [
    Array.from(a, letter => letter.codePointAt(0) ?? 0),
    Array.from(b, letter => letter.codePointAt(0) ?? 0),
  ];
  for (let index = 0; index < Math.min(left.length, right.length); index++) {
    const [l = 0, r = 0] = [left[index], right[index]];
    if (l !== r) return l < r;
  }
  return left.length < right.length;
}
