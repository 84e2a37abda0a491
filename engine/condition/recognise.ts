import type { ASTNode } from '@marcbachmann/cel-js';
import type { Comparison, Constant, NumberTest, SignalTest, Test, TextPredicate, Term } from './condition.ts';
import type { Declarations, ValueType } from './declarations.ts';
import { signalType } from './declarations.ts';
import { nameOfCall } from './derived-signals.ts';
import { doubleSums, type DoubleTerm } from './double-sum.ts';
import { exactComparison } from './exact-sum.ts';
import { functionOfTerm, monotoneFunction, solve, type NumericSignal } from './linear.ts';
import { compilePattern } from './pattern.ts';
import { dottedName } from './syntax-tree.ts';

const mirrored: Record<Comparison, Comparison> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=', '==': '==', '!=': '!=' };
const textPredicates = new Set(['startsWith', 'endsWith', 'contains', 'matches']);

/** Thrown by `recogniseTest` if RE2 rejects a pattern; `node` is the pattern. */
export class InvalidPattern extends Error {
  constructor(
    message: string,
    readonly node: ASTNode,
  ) {
    super(message);
  }
}

type ExactTest = Exclude<Test, { kind: 'opaque' }>;

/**
 * The test of a type-checked clause in the exact fragment of the language; undefined if it is outside the fragment.
 * @param constantOf returns the value of a node that reads no signal
 * @throws InvalidPattern if the argument of `matches` is not an RE2 pattern
 */
export function recogniseTest(
  node: ASTNode,
  declarations: Declarations,
  constantOf: (node: ASTNode) => Constant | undefined,
): ExactTest | undefined {
  const doubles = doubleSums(declarations, numericConstant);
  const signal = signalOf(node);
  if (signal)
    return signal.type === 'bool' ? { kind: 'compare', signal: signal.name, operator: '==', value: true } : undefined;
  switch (node.op) {
    case '<':
    case '<=':
    case '>':
    case '>=':
    case '==':
    case '!=':
      return (
        comparison(node.op, node.args[0], node.args[1]) ??
        comparison(mirrored[node.op], node.args[1], node.args[0]) ??
        comparisonOfSignals(node.op, node.args[0], node.args[1])
      );
    case 'in':
      return membership(node.args[0], node.args[1]);
    case 'call':
      return presence(node.args[0], node.args[1]);
    case 'rcall':
      return method(node.args[0], node.args[1], node.args[2]);
    default:
      return undefined;
  }

  function signalOf(at: ASTNode): { name: string; type: ValueType } | undefined {
    const name = nameOfCall(at) ?? dottedName(at)?.join('.');
    const declared = name === undefined ? undefined : declarations.signals.get(name);
    return name !== undefined && declared ? { name, type: signalType(declared) } : undefined;
  }

  function comparison(operator: Comparison, left: ASTNode, right: ASTNode): ExactTest | undefined {
    const value = constantOf(right);
    if (value === undefined) return undefined;
    const plain = signalOf(unconverted(left));
    if (plain)
      return plain.type.startsWith('list') ? undefined : { kind: 'compare', signal: plain.name, operator, value };
    if (typeof value !== 'number') return undefined;
    const sized = sizeOf(left);
    if (sized !== undefined) return { kind: 'size', signal: sized, operator, value };
    let sum: DoubleTerm | undefined;
    const f = monotoneFunction(left, numericSignal, numericConstant, node => {
      sum = doubles.sum(node);
      return sum && functionOfTerm(sum.term.key, sum.isNegated);
    });
    const test = f && solve(f, operator, value);
    if (!test || !sum) return test;
    return sum.mayOverflow && isImmense(test) ? undefined : { kind: 'term', term: sum.term, test };
  }

  /** A comparison of sums of signals, or of two texts. */
  function comparisonOfSignals(operator: Comparison, left: ASTNode, right: ASTNode): ExactTest | undefined {
    const [a, b] = [left, right].map(side => signalOf(unconverted(side)));
    if (a && a.name === b?.name) return comparisonWithItself(operator, a);
    if (a?.type === 'string' && b?.type === 'string') {
      if (operator !== '==' && operator !== '!=') return undefined;
      const [first, second] = [a.name, b.name].sort() as [string, string];
      return { kind: 'same', names: [first, second], negated: operator === '!=' };
    }
    const exact = exactComparison(left, right, declarations, numericConstant);
    if (exact) {
      const { term, isMirrored, constant } = exact;
      const turned = isMirrored ? mirrored[operator] : operator;
      const test = comparedWith(term, turned, constant.times, constant.over);
      const [only, ...others] = term.factors.keys();
      if (only !== undefined && others.length === 0) return test && { ...test, signal: only };
      return test && { kind: 'term', term, test };
    }
    const difference = doubles.difference(left, right);
    return difference && signOf(difference, operator);
  }

  /** Always true or always false if the signal has a value. */
  function comparisonWithItself(
    operator: Comparison,
    { name, type }: { name: string; type: ValueType },
  ): SignalTest | undefined {
    const isTrue = operator === '==' || operator === '<=' || operator === '>=';
    if (type !== 'string')
      return type.startsWith('list') || type === 'bool'
        ? undefined
        : { kind: 'between', signal: name, low: 1, high: 0, negated: isTrue };
    return isTrue
      ? { kind: 'text', signal: name, predicate: 'startsWith', argument: '', matches: () => true }
      : { kind: 'one-of', signal: name, values: [] };
  }

  function numericConstant(at: ASTNode): number | undefined {
    const constant = constantOf(at);
    return typeof constant === 'number' ? constant : undefined;
  }

  function numericSignal(name: string): NumericSignal | undefined {
    const declared = declarations.signals.get(name);
    const type = declared && signalType(declared);
    if (type !== 'int' && type !== 'double') return undefined;
    const { minimum, maximum } = declared ?? {};
    return { type, ...(minimum !== undefined && { minimum }), ...(maximum !== undefined && { maximum }) };
  }

  function sizeOf(at: ASTNode): string | undefined {
    if (at.op === 'call' && at.args[0] === 'size' && at.args[1][0]) return signalOf(at.args[1][0])?.name;
    return at.op === 'rcall' && at.args[0] === 'size' ? signalOf(at.args[1])?.name : undefined;
  }

  function membership(element: ASTNode, list: ASTNode): SignalTest | undefined {
    const set = signalOf(list);
    if (set) {
      const value = constantOf(element);
      return value === undefined ? undefined : { kind: 'contains', signal: set.name, value };
    }
    const values = constantsOf(list);
    const one = signalOf(unconverted(element));
    return one && values && { kind: 'one-of', signal: one.name, values };
  }

  function constantsOf(list: ASTNode): Constant[] | undefined {
    if (list.op !== 'list') return undefined;
    const values = list.args.map(constantOf);
    return values.every(value => value !== undefined) ? values : undefined;
  }

  function presence(name: string, args: ASTNode[]): SignalTest | undefined {
    const signal = args[0] && signalOf(args[0]);
    return name === 'has' && signal ? { kind: 'has', signal: signal.name } : undefined;
  }

  function method(name: string, receiver: ASTNode, args: ASTNode[]): SignalTest | undefined {
    const signal = signalOf(receiver);
    const [first, second] = args;
    if (!signal || !first) return undefined;
    if (textPredicates.has(name) && signal.type === 'string') {
      const argument = constantOf(first);
      return typeof argument === 'string' ? textTest(signal.name, name as TextPredicate, argument, first) : undefined;
    }
    if ((name !== 'exists' && name !== 'all') || first.op !== 'id' || !second) return undefined;
    const values = elementsAllowed(second, first.args);
    if (!values || !signal.type.startsWith('list')) return undefined;
    return { kind: name === 'exists' ? 'overlaps' : 'within', signal: signal.name, values };
  }

  /** The constants in `v in [...]`, `v == "a"` or a disjunction of these, where `v` is the macro's variable; undefined for other bodies. */
  function elementsAllowed(body: ASTNode, variable: string): Constant[] | undefined {
    if (body.op === '||') {
      const [left, right] = [elementsAllowed(body.args[0], variable), elementsAllowed(body.args[1], variable)];
      return left && right && [...left, ...right];
    }
    if (body.op !== 'in' && body.op !== '==') return undefined;
    const [left, right] = body.args;
    if (body.op === 'in') return left.op === 'id' && left.args === variable ? constantsOf(right) : undefined;
    const other =
      left.op === 'id' && left.args === variable
        ? right
        : right.op === 'id' && right.args === variable
          ? left
          : undefined;
    const value = other && constantOf(other);
    return value === undefined ? undefined : [value];
  }
}

/** The argument of `double()`, which is exact for the ints of signals. */
function unconverted(node: ASTNode): ASTNode {
  return node.op === 'call' && node.args[0] === 'double' ? (node.args[1][0] ?? node) : node;
}

/** A comparison of a term with the quotient `times / over`; undefined if that is not a double and cannot be rounded. */
function comparedWith({ key, type }: Term, operator: Comparison, times: number, over: number): NumberTest | undefined {
  const value = times / over;
  if (value * over === times && (type !== 'int' || Number.isInteger(value)))
    return { kind: 'compare', signal: key, operator, value };
  if (type !== 'int') return undefined;
  switch (operator) {
    case '<':
    case '<=':
      return { kind: 'compare', signal: key, operator: '<=', value: Math.floor(value) };
    case '>':
    case '>=':
      return { kind: 'compare', signal: key, operator: '>=', value: Math.ceil(value) };
    case '==':
    case '!=':
      return { kind: 'between', signal: key, low: 1, high: 0, negated: operator === '!=' };
  }
}

/** True for constants that only an infinite value may be beyond. */
function isImmense(test: NumberTest): boolean {
  const constants = test.kind === 'between' ? [test.low, test.high] : [Number(test.value)];
  return constants.some(value => Math.abs(value) > 1e300);
}

function signOf({ term, isNegated }: DoubleTerm, operator: Comparison): ExactTest {
  const test: NumberTest = {
    kind: 'compare',
    signal: term.key,
    operator: isNegated ? mirrored[operator] : operator,
    value: 0,
  };
  return { kind: 'term', term, test };
}

function textTest(signal: string, predicate: TextPredicate, argument: string, node: ASTNode): SignalTest {
  const matches = textMatcher(predicate, argument);
  if (typeof matches === 'string') throw new InvalidPattern(matches, node);
  return { kind: 'text', signal, predicate, argument, matches };
}

/** The function that a predicate with its argument is; an error message if the argument is not a valid pattern. */
export function textMatcher(predicate: TextPredicate, argument: string): ((text: string) => boolean) | string {
  switch (predicate) {
    case 'startsWith':
      return text => text.startsWith(argument);
    case 'endsWith':
      return text => text.endsWith(argument);
    case 'contains':
      return text => text.includes(argument);
    case 'matches':
      return compilePattern(argument);
  }
}
