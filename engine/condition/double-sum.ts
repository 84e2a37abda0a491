import type { Factor, Term, TermTree } from './condition.ts';
import type { ASTNode } from '@marcbachmann/cel-js';
import { signalType, type Declarations } from './declarations.ts';
import { dottedName } from './syntax-tree.ts';

/** A part of an expression over doubles. `isNegated`: the expression is the negative of what the other members describe, which is exact. */
interface Part extends Omit<Term, 'isTurned'> {
  tree: TermTree;
  isNegated: boolean;
  /** Upper bound of the amounts of the value; infinite if it may overflow. */
  most: number;
  /** The text as an operand of a comparison, where ints need no conversion. */
  compared: string;
  /** The outermost operator of `text`. */
  form: 'name' | 'product' | 'sum';
}

export interface DoubleTerm {
  term: Term;
  isNegated: boolean;
  /** True if the value may be infinite. */
  mayOverflow: boolean;
}

/** Recognises linear expressions over doubles, and ints as doubles. Undefined for others, and if a signal is both added and subtracted. */
export function doubleSums({ signals }: Declarations, constantOf: (node: ASTNode) => number | undefined) {
  return {
    /** A sum or difference. */
    sum(node: ASTNode): DoubleTerm | undefined {
      const part = partOf(node);
      return part?.type === 'double' ? doubleTerm(part) : undefined;
    },
    /** The left side minus the right, whose sign is exactly that of the comparison. */
    difference(left: ASTNode, right: ASTNode): DoubleTerm | undefined {
      const [a, b] = [asDouble(partOf(left)), asDouble(partOf(right))];
      const whole = a && b && sumOf(a, negative(b));
      return whole && doubleTerm(whole);
    },
  };

  function partOf(node: ASTNode): Part | undefined {
    const name = dottedName(node)?.join('.');
    if (name !== undefined) return signalPart(name);
    switch (node.op) {
      case 'call': {
        const [argument, ...others] = node.args[1];
        const isConversion = node.args[0] === 'double' && argument !== undefined && others.length === 0;
        return isConversion ? asDouble(partOf(argument)) : undefined;
      }
      case '-_': {
        const inner = partOf(node.args);
        return inner?.type === 'double' ? negative(inner) : undefined;
      }
      case '+':
      case '-': {
        const [left, right] = node.args;
        const sign = node.op === '-';
        const [a, b] = [partOf(left), partOf(right)];
        if (a?.type === 'double' && b?.type === 'double') return sumOf(a, sign ? negative(b) : b);
        if (a?.type === 'double') return shifted(a, constantOf(right), sign);
        return b?.type === 'double' ? shifted(sign ? negative(b) : b, constantOf(left), false) : undefined;
      }
      case '*': {
        const [left, right] = node.args;
        const factor = constantOf(left);
        return factor === undefined ? scaled(partOf(left), constantOf(right), '*') : scaled(partOf(right), factor, '*');
      }
      case '/':
        return scaled(partOf(node.args[0]), constantOf(node.args[1]), '/');
      default:
        return undefined;
    }
  }

  function signalPart(name: string): Part | undefined {
    const signal = signals.get(name);
    const type = signal && signalType(signal);
    if (signal === undefined || (type !== 'int' && type !== 'double')) return undefined;
    const { minimum = -Infinity, maximum = Infinity } = signal;
    const largest = type === 'int' ? Number.MAX_SAFE_INTEGER : Number.MAX_VALUE;
    return {
      key: name,
      tree: { op: 'signal', name, factor: 1 },
      text: name,
      compared: name,
      sides: null,
      form: 'name',
      isNegated: false,
      most: Math.min(largest, Math.max(Math.abs(minimum), Math.abs(maximum))),
      type,
      factors: new Map([[name, { times: 1, over: 1 }]]),
      offset: 0,
      roundings: 0,
      valueOf: values => values.get(name) as number,
    };
  }
}

function doubleTerm(part: Part): DoubleTerm {
  return { term: termOf(part), isNegated: part.isNegated, mayOverflow: part.most === Infinity };
}

function termOf(part: Part): Term {
  const { key, tree, type, factors, offset, roundings, valueOf, isNegated } = part;
  return {
    key: `double ${key}`,
    tree,
    ...writtenOf(part),
    isTurned: isNegated,
    type,
    factors,
    offset,
    roundings,
    valueOf,
  };
}

/** The expression as it is written. */
function writtenOf({ text, sides, isNegated }: Part): Pick<Term, 'text' | 'sides'> {
  if (!isNegated) return { text, sides };
  if (sides === null) return { text: `-(${text})`, sides };
  const [a, b] = sides;
  return { text: `${b} - ${a.includes(' ') ? `(${a})` : a}`, sides: [b, a] };
}

/** Ints of signals are at most 2^53, so that the conversion is exact. */
function asDouble(part: Part | undefined): Part | undefined {
  if (part?.type !== 'int') return part;
  const text = `double(${part.text})`;
  return { ...part, type: 'double', key: text, text };
}

function negative(part: Part): Part {
  return { ...part, isNegated: !part.isNegated };
}

function operand({ text, form }: Part, of: 'product' | 'sum'): string {
  return form === 'name' || (form === 'product' && of === 'sum') ? text : `(${text})`;
}

/** `a + b` and `b + a`, `a - b` and `-(b - a)` round alike. */
function sumOf(first: Part, second: Part): Part | undefined {
  const isOrdered = first.key <= second.key;
  const [a, b] = isOrdered ? [first, second] : [second, first];
  const isSum = a.isNegated === b.isNegated;
  const factors = new Map(a.factors);
  for (const [name, factor] of b.factors) {
    const other = factors.get(name);
    const own = isSum ? factor : { ...factor, times: -factor.times };
    if (other !== undefined && !canAdd(other, own)) return undefined;
    factors.set(name, other === undefined ? own : { ...own, times: other.times + own.times });
  }
  const offset = isSum ? a.offset + b.offset : a.offset - b.offset;
  // The difference of two infinite values is none, although CEL compares them.
  if (!areExact(a.offset, b.offset) || (a.most === Infinity && b.most === Infinity)) return undefined;
  const [x, y] = [a.valueOf, b.valueOf];
  const text = isSum ? `${first.text} + ${operand(second, 'sum')}` : `${a.text} - ${operand(b, 'sum')}`;
  return {
    key: isSum ? `(${a.key} + ${b.key})` : `(${a.key} - ${b.key})`,
    tree: { op: isSum ? '+' : '-', left: a.tree, right: b.tree },
    text,
    compared: text,
    sides: isSum ? null : [a.compared, b.compared],
    form: 'sum',
    isNegated: a.isNegated,
    most: a.most + b.most,
    type: 'double',
    factors,
    offset,
    roundings: a.roundings + b.roundings + 1,
    valueOf: isSum ? values => x(values) + y(values) : values => x(values) - y(values),
  };
}

function scaledTree(tree: TermTree, operator: '*' | '/', by: number): TermTree {
  if (operator === '/') return { op: 'over', of: tree, by };
  return tree.op === 'signal' && tree.factor === 1 ? { ...tree, factor: by } : { op: 'times', of: tree, by };
}

/** Constants beyond this, or closer to zero than its inverse, are left to CEL. */
const immense = 1e100;

/** True if the sum of two constants is exact. */
function areExact(a: number, b: number): boolean {
  return a === 0 || b === 0 || (isShort(a) && isShort(b));
}

function isShort(value: number): boolean {
  return Number.isSafeInteger(value * 2 ** 20);
}

/** True if the sum of two factors is exact and has the sign of both: the value would not be monotone otherwise. */
function canAdd(a: Factor, b: Factor): boolean {
  return (
    a.over === b.over && a.times > 0 === b.times > 0 && Number.isSafeInteger(a.times) && Number.isSafeInteger(b.times)
  );
}

function shifted(part: Part, constant: number | undefined, isTaken: boolean): Part | undefined {
  if (constant === undefined) return undefined;
  const by = isTaken !== part.isNegated ? -constant : constant;
  const offset = part.offset + by;
  if (!areExact(part.offset, by) || Math.abs(by) > immense) return undefined;
  const value = part.valueOf;
  const text = `${part.text} ${by < 0 ? '-' : '+'} ${Math.abs(by)}`;
  return {
    ...part,
    key: `(${part.key} ${by < 0 ? '-' : '+'} ${Math.abs(by)})`,
    tree: { op: 'shift', of: part.tree, by },
    text,
    compared: text,
    sides: null,
    form: 'sum',
    offset,
    most: part.most + Math.abs(by),
    roundings: part.roundings + 1,
    valueOf: values => value(values) + by,
  };
}

/** The product with, or quotient by, a constant; undefined unless the factors stay exact. */
function scaled(part: Part | undefined, constant: number | undefined, operator: '*' | '/'): Part | undefined {
  if (part?.type !== 'double' || constant === undefined || constant === 0) return undefined;
  const by = Math.abs(constant);
  const isPower = Number.isInteger(Math.log2(by));
  // A smaller number may lose its last bits.
  const grows = operator === '*' ? by >= 1 : by <= 1;
  if (by > immense || by < 1 / immense) return undefined;
  const factors = new Map<string, Factor>();
  for (const [name, { times, over }] of part.factors) {
    const isProduct = operator === '*';
    if (!isPower && (isProduct ? Math.abs(times) !== 1 : over !== 1)) return undefined;
    factors.set(name, isProduct ? { times: times * by, over } : { times, over: over * by });
  }
  const value = part.valueOf;
  const text = operator === '*' ? `${by} * ${operand(part, 'product')}` : `${operand(part, 'product')} / ${by}`;
  return {
    ...part,
    key: `(${part.key} ${operator} ${by})`,
    tree: scaledTree(part.tree, operator, by),
    text,
    compared: text,
    sides: null,
    form: 'product',
    isNegated: part.isNegated !== constant < 0,
    factors,
    offset: operator === '*' ? part.offset * by : part.offset / by,
    most: operator === '*' ? part.most * by : part.most / by,
    roundings: part.roundings + (isPower && grows ? 0 : 1),
    valueOf: operator === '*' ? values => value(values) * by : values => value(values) / by,
  };
}
