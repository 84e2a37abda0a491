import fc from 'fast-check';
import { arithmetic, compare, signal, string, type Expression } from './expression.ts';

export type Make = fc.Arbitrary<Expression>;

export const one = <T>(values: readonly T[]) => fc.constantFrom(...values);
export const order = one(['<', '<=', '>', '>='] as const);
export const anyOrder = one(['<', '<=', '>', '>=', '<', '<=', '>', '>=', '==', '!='] as const);
export const equality = one(['==', '!='] as const);
export const sign = one(['+', '-'] as const);
export const has = (name: string): Make => fc.constant({ op: 'has', name });

/** Two different signals, in any order. */
export function pairOf(names: readonly string[]): fc.Arbitrary<[Expression, Expression]> {
  return fc.shuffledSubarray(names.map(signal), { minLength: 2, maxLength: 2 }) as fc.Arbitrary<
    [Expression, Expression]
  >;
}

/** Constants for the calculations of a type. */
export interface Constants {
  factors: readonly Expression[];
  addends: readonly Expression[];
  /** What sums are compared with. */
  limits: readonly Expression[];
}

/**
 * Comparisons of sums, differences and multiples of two or three signals with constants and with each other. Few different sums are
 * drawn, since clauses with the same sum depend on each other.
 */
export function comparisons(names: readonly string[], { factors, addends, limits }: Constants): Make {
  const [a, b, c] = names.map(signal) as [Expression, Expression, Expression?];
  const times = (factor: Expression | undefined, of: Expression) => (factor ? arithmetic(factor, '*', of) : of);
  const factor = fc.option(one(factors), { nil: undefined, freq: 2 });
  const limit = one(limits);
  const plain = one([arithmetic(a, '+', b), arithmetic(a, '-', b)]);
  const sum = fc.tuple(sign, factor, factor, sign, fc.boolean()).map(([first, left, right, second, isLong]) => {
    const two = arithmetic(times(left, a), first, times(right, b));
    return c && isLong ? arithmetic(two, second, c) : two;
  });
  const multiple = fc.tuple(one(factors), plain).map(each => times(...each));
  const above = fc.tuple(pairOf(names), anyOrder, factor, fc.option(fc.tuple(sign, one(addends))));
  return fc.oneof(
    { weight: 4, arbitrary: fc.tuple(plain, anyOrder, limit).map(each => compare(...each)) },
    { weight: 2, arbitrary: fc.tuple(sum, anyOrder, limit).map(each => compare(...each)) },
    { weight: 1, arbitrary: fc.tuple(limit, anyOrder, sum).map(each => compare(...each)) },
    { weight: 1, arbitrary: fc.tuple(multiple, anyOrder, limit).map(each => compare(...each)) },
    { weight: 3, arbitrary: fc.tuple(pairOf(names), anyOrder).map(([[l, r], how]) => compare(l, how, r)) },
    {
      weight: 2,
      arbitrary: above.map(([[l, r], how, left, more]) =>
        compare(times(left, l), how, more ? arithmetic(r, ...more) : r),
      ),
    },
  );
}

/** Conditions that choose between values. */
export const tests: Make = one<Expression>([
  signal('p'),
  { op: 'not', of: signal('p') },
  compare(signal('role'), '==', string('clerk')),
  compare(signal('role'), '!=', string('boss')),
  { op: 'has', name: 'role' },
]);

/** Comparisons with values that a condition chooses. */
export function choices(
  names: readonly string[],
  constants: readonly Expression[],
  operator: typeof anyOrder = order,
): Make {
  const value = fc.oneof({ weight: 2, arbitrary: one(constants) }, { weight: 1, arbitrary: one(names.map(signal)) });
  const choice = (otherwise: Make): Make =>
    fc.record({ op: fc.constant('if' as const), test: tests, then: value, otherwise });
  const chosen = fc.oneof({ weight: 3, arbitrary: choice(value) }, { weight: 1, arbitrary: choice(choice(value)) });
  return fc
    .tuple(one(names.map(signal)), operator, chosen, fc.boolean())
    .map(([of, how, right, isTurned]) => (isTurned ? compare(right, how, of) : compare(of, how, right)));
}
