import type { ASTNode } from '@marcbachmann/cel-js';
import type { SignalValues, Term } from './condition.ts';
import { signalType, type Declarations } from './declarations.ts';
import { dottedName } from './syntax-tree.ts';

/** A sum of ints, or of durations and timestamps, with whole factors. */
interface Sum {
  factors: Map<string, number>;
  offset: number;
  /** Upper bound of the amounts of all intermediate results. */
  most: number;
}

export interface ExactComparison {
  term: Term;
  /** True if the term is the right side minus the left, so that the operator must be mirrored. */
  isMirrored: boolean;
  /** The constant with which the term is compared, as a quotient. */
  constant: { times: number; over: number };
}

const { MAX_SAFE_INTEGER } = Number;
/** The largest int of CEL. Beyond it, an operation fails. */
const largestInt = 2 ** 63;

/**
 * A comparison of two sums of ints, durations and timestamps as a comparison of one term with a constant. Undefined for other expressions, if a signal
 * cancels out, and if an int may overflow.
 */
export function exactComparison(
  left: ASTNode,
  right: ASTNode,
  { signals }: Declarations,
  constantOf: (node: ASTNode) => number | undefined,
): ExactComparison | undefined {
  const [a, b] = [sideOf(left), sideOf(right)];
  const whole = a && b && combined(a, b, -1);
  if (!whole || whole.factors.size === 0 || [...whole.factors.values()].includes(0)) return undefined;
  const types = new Map([...whole.factors.keys()].map(name => [name, typeOf(name)]));
  const times = [...whole.factors].reduce(
    (sum, [name, factor]) => sum + (types.get(name) === 'timestamp' ? factor : 0),
    0,
  );
  const names = [...whole.factors.keys()].sort();
  const isInt = types.get(names[0] as string) === 'int';
  // Ints that are compared as doubles are rounded beyond 2^53, but not to a smaller constant.
  const isRounded = whole.most > MAX_SAFE_INTEGER && a.factors.size > 0 && b.factors.size > 0;
  if ((a.isDouble || b.isDouble) && (!isInt || isRounded)) return undefined;
  if (!isInt && Math.abs(times) > 1) return undefined;
  const sign = times !== 0 ? times : Math.sign(whole.factors.get(names[0] as string) as number);
  const over = names.reduce((common, name) => gcd(common, Math.abs(whole.factors.get(name) as number)), 0);
  const factors = new Map(names.map(name => [name, (sign * (whole.factors.get(name) as number)) / over]));
  const type = isInt ? 'int' : times !== 0 ? 'timestamp' : 'duration';
  const isTime = (name: string): boolean => types.get(name) === 'timestamp';
  const opposite = new Map(names.map(name => [name, -(factors.get(name) as number)]));
  // The negative of a timestamp, or of a duration alone, cannot be written.
  const isTurned = sign < 0 && (isInt || (times === 0 && [...opposite.values()].some(factor => factor > 0)));
  const written = isTurned ? opposite : factors;
  return {
    term: {
      ...(isInt ? intText(written) : timeText(written, isTime)),
      isTurned,
      type,
      tree: null,
      key: `${type} ${[...factors].map(([name, factor]) => `${factor} ${name}`).join(' ')}`,
      factors: new Map([...factors].map(([name, factor]) => [name, { times: factor, over: 1 }])),
      offset: 0,
      // Fractions of long durations are rounded.
      roundings: names.some(name => types.get(name) === 'duration') ? 1 : 0,
      valueOf: exactValue(factors),
    },
    isMirrored: sign < 0,
    constant: { times: 0 - sign * whole.offset, over },
  };

  function typeOf(name: string): string | undefined {
    const signal = signals.get(name);
    return signal && signalType(signal);
  }

  /** A side of the comparison: a constant, a sum, or a sum as a double. */
  function sideOf(node: ASTNode): (Sum & { isDouble: boolean }) | undefined {
    const constant = constantOf(node);
    if (constant !== undefined) return { ...sumOfConstant(constant), isDouble: !Number.isInteger(constant) };
    const [argument, ...others] = node.op === 'call' && node.args[0] === 'double' ? node.args[1] : [];
    const isDouble = argument !== undefined && others.length === 0;
    const sum = sumOf(isDouble ? argument : node);
    return sum && { ...sum, isDouble };
  }

  function sumOf(node: ASTNode): Sum | undefined {
    const constant = constantOf(node);
    if (constant !== undefined) return Number.isSafeInteger(constant) ? sumOfConstant(constant) : undefined;
    const name = dottedName(node)?.join('.');
    if (name !== undefined) {
      const type = typeOf(name);
      const isKnown = type === 'int' || type === 'duration' || type === 'timestamp';
      return isKnown ? { factors: new Map([[name, 1]]), offset: 0, most: largestOf(name) } : undefined;
    }
    switch (node.op) {
      case '-_': {
        const inner = sumOf(node.args);
        return inner && scaled(inner, -1);
      }
      case '+':
      case '-': {
        const [first, second] = [sumOf(node.args[0]), sumOf(node.args[1])];
        return first && second && combined(first, second, node.op === '+' ? 1 : -1);
      }
      case '*': {
        const [first, second] = node.args;
        const isFirst = constantOf(first) !== undefined;
        const factor = constantOf(isFirst ? first : second);
        const inner = sumOf(isFirst ? second : first);
        return factor !== undefined && Number.isSafeInteger(factor) && inner ? scaled(inner, factor) : undefined;
      }
      default:
        return undefined;
    }
  }

  function largestOf(name: string): number {
    const { minimum = -Infinity, maximum = Infinity } = signals.get(name) ?? {};
    return Math.min(MAX_SAFE_INTEGER, Math.max(Math.abs(minimum), Math.abs(maximum)));
  }
}

function combined(a: Sum, b: Sum, sign: 1 | -1): Sum | undefined {
  const factors = new Map(a.factors);
  for (const [name, factor] of b.factors) factors.set(name, (factors.get(name) ?? 0) + sign * factor);
  return bounded({ factors, offset: a.offset + sign * b.offset, most: a.most + b.most });
}

function scaled({ factors, offset, most }: Sum, by: number): Sum | undefined {
  return bounded({
    factors: new Map([...factors].map(([name, factor]) => [name, by * factor])),
    offset: by * offset,
    most: Math.abs(by) * most,
  });
}

function bounded(sum: Sum): Sum | undefined {
  const isExact = [...sum.factors.values()].every(Number.isSafeInteger) && Math.abs(sum.offset) <= MAX_SAFE_INTEGER;
  return isExact && sum.most < largestInt ? sum : undefined;
}

function sumOfConstant(value: number): Sum {
  return { factors: new Map(), offset: value, most: Math.abs(value) };
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}

/** Exact if all values are whole and the sum is below 2^53, as usual; otherwise rounded once. Fractions of milliseconds are whole nanoseconds. */
function exactValue(factors: ReadonlyMap<string, number>): (values: SignalValues) => number {
  const all = [...factors];
  return values => {
    let sum = 0;
    let most = 0;
    let isWhole = true;
    for (const [name, factor] of all) {
      const value = values.get(name) as number;
      isWhole &&= Number.isInteger(value);
      sum += factor * value;
      most += Math.abs(factor * value);
    }
    if (isWhole && most <= MAX_SAFE_INTEGER) return sum;
    const unit = isWhole ? 1 : 1e6;
    const exact = all.reduce((total, [name, factor]) => {
      const value = values.get(name) as number;
      const whole = Math.floor(value);
      return total + BigInt(factor) * (BigInt(whole) * BigInt(unit) + BigInt(Math.round((value - whole) * unit)));
    }, 0n);
    return Number(exact) / unit;
  };
}

type Texts = Pick<Term, 'text' | 'sides'>;

function intText(factors: ReadonlyMap<string, number>): Texts {
  const multiple = ([name, factor]: readonly [string, number]): string => {
    const amount = Math.abs(factor);
    return amount === 1 ? name : `${amount} * ${name}`;
  };
  const all = [...factors];
  const [added, taken] = [all.filter(([, factor]) => factor > 0), all.filter(([, factor]) => factor < 0)];
  const [sum, ...others] = [added.map(multiple).join(' + '), ...taken.map(multiple)];
  if (taken.length === 0) return { text: sum, sides: null };
  if (added.length === 0) return { text: `-(${others.join(' + ')})`, sides: null };
  return { text: [sum, ...others].join(' - '), sides: [sum, others.join(' + ')] };
}

/** Timestamps come in pairs of which one is subtracted, with at most one left over, since CEL adds only durations to a timestamp. */
function timeText(factors: ReadonlyMap<string, number>, isTimestamp: (name: string) => boolean): Texts {
  const listed = (sign: 1 | -1, timestamps: boolean): string[] =>
    [...factors].flatMap(([name, factor]) =>
      isTimestamp(name) === timestamps && factor * sign > 0 ? Array<string>(Math.abs(factor)).fill(name) : [],
    );
  const [to, from] = [listed(1, true), listed(-1, true)];
  const [added, taken] = [listed(1, false), listed(-1, false)];
  const spans = from.map((name, at) => `${to[at] ?? ''} - ${name}`);
  const first = to.slice(from.length);
  const head = [...first, ...spans.map((span, at) => (at === 0 && first.length === 0 ? span : `(${span})`)), ...added];
  // Only two durations or two timestamps can be compared.
  const isDifference = to.length === from.length && to.length < 2 && from.length + taken.length > 0;
  const text = taken.reduce((left, name) => (left === '' ? `-${name}` : `${left} - ${name}`), head.join(' + '));
  const sides = [[...to, ...added].join(' + '), [...from, ...taken].join(' + ')] as const;
  return { text, sides: isDifference && sides[0] !== '' ? sides : null };
}
