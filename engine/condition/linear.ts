import type { ASTNode } from '@marcbachmann/cel-js';
import type { Comparison, NumberTest } from './condition.ts';
import { dottedName } from './syntax-tree.ts';

/** CEL's numbers: ints as bigint, doubles as number. */
type CelNumber = number | bigint;

/** A monotone function of one signal, or of a term, computed as in CEL: ints exactly, doubles with rounding. */
export interface MonotoneFunction {
  /** The name of the signal, or the key of the term. */
  signal: string;
  type: 'int' | 'double';
  rising: boolean;
  apply(value: CelNumber): CelNumber;
  /** The lowest and the highest argument to be considered. */
  lowest: CelNumber;
  highest: CelNumber;
}

/** The type of a numeric signal and the range that its declaration allows. */
export interface NumericSignal {
  type: 'int' | 'double';
  minimum?: number;
  maximum?: number;
}

/**
 * Recognises linear expressions such as `signal * c + d`: one signal or term with `double()`, unary minus, `+`, `-`, `*` and (on doubles) `/` by constants. Each
 * step is monotone even with IEEE 754 rounding, so comparing the whole with a constant is comparing the signal with another constant. Undefined for other
 * expressions, and if an int could overflow CEL's 64 bits, which is an error there.
 * @param signalNamed returns undefined if the name is not a numeric signal
 * @param termAt returns a sum or difference of doubles, as a function of its term; undefined for other parts
 */
export function monotoneFunction(
  node: ASTNode,
  signalNamed: (name: string) => NumericSignal | undefined,
  constantOf: (node: ASTNode) => number | undefined,
  termAt: (node: ASTNode) => MonotoneFunction | undefined,
): MonotoneFunction | undefined {
  const name = dottedName(node)?.join('.');
  if (name !== undefined) {
    const signal = signalNamed(name);
    return signal && { signal: name, type: signal.type, rising: true, apply: value => value, ...rangeOf(signal) };
  }
  if (node.op === 'call' && node.args[0] === 'double' && node.args[1].length === 1) {
    const [argument] = node.args[1];
    return argument && then(monotoneFunction(argument, signalNamed, constantOf, termAt), Number, false);
  }
  if (node.op === '-_')
    return then(monotoneFunction(node.args, signalNamed, constantOf, termAt), value => -value, true);
  if (node.op !== '+' && node.op !== '-' && node.op !== '*' && node.op !== '/') return undefined;
  const [left, right] = node.args;
  const constants = { left: constantOf(left), right: constantOf(right) };
  if (constants.left === undefined && constants.right === undefined) return termAt(node);
  if (constants.left !== undefined && constants.right !== undefined) return undefined;
  const inner = monotoneFunction(constants.left === undefined ? left : right, signalNamed, constantOf, termAt);
  const constant = constants.left ?? constants.right ?? 0;
  switch (node.op) {
    case '+':
      return then(inner, value => add(value, constant), false);
    case '-':
      return constants.left === undefined
        ? then(inner, value => add(value, -constant), false)
        : then(inner, value => add(-value, constant), true);
    case '*':
      return constant === 0 ? undefined : then(inner, value => multiply(value, constant), constant < 0);
    case '/':
      // Integer division truncates, and a quotient is not monotone in its divisor: both are left to CEL.
      if (constants.right === undefined || constant === 0 || isInt(inner)) return undefined;
      return then(inner, value => Number(value) / constant, constant < 0);
  }
}

/** The value of a term over doubles, or its negative. */
export function functionOfTerm(key: string, isNegated: boolean): MonotoneFunction {
  return {
    signal: key,
    type: 'double',
    rising: !isNegated,
    apply: value => (isNegated ? -value : value),
    lowest: -Number.MAX_VALUE,
    highest: Number.MAX_VALUE,
  };
}

function then(
  inner: MonotoneFunction | undefined,
  step: (value: CelNumber) => CelNumber,
  falls: boolean,
): MonotoneFunction | undefined {
  if (!inner) return undefined;
  const whole = { ...inner, rising: inner.rising !== falls, apply: (value: CelNumber) => step(inner.apply(value)) };
  return [whole.lowest, whole.highest].every(extreme => fits(whole.apply(extreme))) ? whole : undefined;
}

/** True if the result is an int, which it is not after `double()`. */
function isInt(f: MonotoneFunction | undefined): boolean {
  return f !== undefined && typeof f.apply(f.lowest) === 'bigint';
}

function rangeOf({ type, minimum, maximum }: NumericSignal): { lowest: CelNumber; highest: CelNumber } {
  if (type === 'double') return { lowest: -Number.MAX_VALUE, highest: Number.MAX_VALUE };
  const [low, high] = [Math.ceil(minimum ?? -Infinity), Math.floor(maximum ?? Infinity)];
  const { MIN_SAFE_INTEGER, MAX_SAFE_INTEGER } = Number;
  return { lowest: BigInt(Math.max(low, MIN_SAFE_INTEGER)), highest: BigInt(Math.min(high, MAX_SAFE_INTEGER)) };
}

function fits(value: CelNumber): boolean {
  return typeof value === 'number' || BigInt.asIntN(64, value) === value;
}

function add(value: CelNumber, constant: number): CelNumber {
  return typeof value === 'bigint' ? value + BigInt(constant) : value + constant;
}

function multiply(value: CelNumber, constant: number): CelNumber {
  return typeof value === 'bigint' ? value * BigInt(constant) : value * constant;
}

/** The values of a numeric type in ascending order: key 0 is zero, key k + 1 is the next value after key k, and key -k is the negative of key k. */
interface NumberLine {
  last: bigint;
  /** The value with a key, as an argument of the function. */
  valueAt(key: bigint): CelNumber;
}

const integerLine: NumberLine = { last: BigInt(Number.MAX_SAFE_INTEGER), valueAt: key => key };

const pattern = new BigInt64Array(1);
const double = new Float64Array(pattern.buffer);

/** The doubles, keyed by bit pattern: read as an integer, that of a positive double is the number of doubles between it and zero (IEEE 754). */
const doubleLine: NumberLine = {
  last: 0x7fef_ffff_ffff_ffffn,
  valueAt: key => {
    pattern[0] = key < 0n ? -key : key;
    const magnitude = double[0] ?? 0;
    return key < 0n ? -magnitude : magnitude;
  },
};

/** Solves `f(signal) operator constant` for the signal: a test that holds for exactly the same values. */
export function solve(f: MonotoneFunction, operator: Comparison, constant: number): NumberTest {
  const line = f.type === 'int' ? integerLine : doubleLine;
  // In the direction in which the function rises, results are first less than, then equal to, then greater than the constant.
  const valueAt = (key: bigint) => line.valueAt(f.rising ? key : -key);
  const on = firstKey(line, key => f.apply(valueAt(key)) >= constant);
  const beyond = firstKey(line, key => f.apply(valueAt(key)) > constant);
  switch (operator) {
    case '<':
      return split(f, line, on, true, true);
    case '>=':
      return split(f, line, on, false, true);
    case '<=':
      return split(f, line, beyond, true, false);
    case '>':
      return split(f, line, beyond, false, false);
    case '==':
    case '!=': {
      const negated = operator === '!=';
      if (on === beyond) return { kind: 'between', signal: f.signal, low: 1, high: 0, negated };
      const [a, b] = [Number(valueAt(on)), Number(valueAt(beyond - 1n))];
      if (a === b) return { kind: 'compare', signal: f.signal, operator, value: a };
      return { kind: 'between', signal: f.signal, low: Math.min(a, b), high: Math.max(a, b), negated };
    }
  }
}

/** The first key for which `reached` holds, by bisection; one past the last if it holds for none. */
function firstKey(line: NumberLine, reached: (key: bigint) => boolean): bigint {
  let low = -line.last;
  let high = line.last + 1n;
  while (low < high) {
    const middle = low + (high - low) / 2n;
    if (reached(middle)) high = middle;
    else low = middle + 1n;
  }
  return low;
}

/** A comparison of the signal that holds for all values before the key, or for all others, in the direction in which the function rises. */
function split(f: MonotoneFunction, line: NumberLine, key: bigint, before: boolean, atFirst: boolean): NumberTest {
  const { signal } = f;
  const none = key === -line.last;
  const all = key > line.last;
  if (none || all) {
    const lowest = Number(line.valueAt(-line.last));
    return { kind: 'compare', signal, operator: all === before ? '>=' : '<', value: lowest };
  }
  const numberAt = (k: bigint) => Number(line.valueAt(f.rising ? k : -k));
  const [last, first] = [numberAt(key - 1n), numberAt(key)];
  // `x < first` and `x <= last` are equivalent for neighbours. For integers, the operator is kept as written; for doubles, the shorter numeral
  // is used.
  const strict = f.type === 'int' ? atFirst : String(first).length <= String(last).length;
  const value = strict ? first : last;
  if (before)
    return { kind: 'compare', signal, operator: f.rising ? (strict ? '<' : '<=') : strict ? '>' : '>=', value };
  return { kind: 'compare', signal, operator: f.rising ? (strict ? '>=' : '>') : strict ? '<=' : '<', value };
}
