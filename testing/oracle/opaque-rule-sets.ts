import fc from 'fast-check';
import type { Signal } from '../../engine/model/rule-set.ts';
import { double, int, signal, type Expression } from './expression.ts';
import type { NaiveRuleSet } from './naive-interpreter.ts';
import { clauses } from './small-clauses.ts';
import { madeOf } from './small-rule-sets.ts';

type Make = fc.Arbitrary<Expression>;

const one = <T>(values: readonly T[]) => fc.constantFrom(...values);

const doubles = one(['x', 'y'].map(signal));
const ints = one(['order.count', 'm'].map(signal));
const constants = one([int(0), int(1), int(3), int(5), int(8), double(2.5), double(0.35)]);
const order = one(['<', '<=', '>', '>='] as const);
const anyOrder = one(['<', '<=', '>', '>=', '==', '!='] as const);

function arithmetic(left: Make, operators: readonly ('+' | '-' | '*' | '/' | '%')[], right: Make): Make {
  return fc.record({ op: fc.constant('arithmetic' as const), operator: one(operators), left, right });
}

function compare(left: Make, operator: fc.Arbitrary<'<' | '<=' | '>' | '>=' | '==' | '!='>, right: Make): Make {
  return fc.record({ op: fc.constant('compare' as const), operator, left, right });
}

const weighted = (of: Make): Make => arithmetic(constants, ['*'], of);
const chosen = (then: Make, otherwise: Make): Make =>
  fc.record({ op: fc.constant('if' as const), test: fc.constant(signal('p')), then, otherwise });

/** Clauses that only CEL can decide: arithmetic on signals, comparisons between signals, and choices between them. */
const opaque: Make = fc.oneof(
  compare(arithmetic(doubles, ['+', '-'], doubles), order, constants),
  compare(arithmetic(ints, ['+', '-'], ints), anyOrder, one([int(0), int(1), int(5), int(8)])),
  compare(arithmetic(weighted(doubles), ['+', '-'], weighted(doubles)), order, constants),
  compare(arithmetic(doubles, ['*', '/'], doubles), order, constants),
  compare(arithmetic(ints, ['*', '/', '%'], ints), anyOrder, one([int(0), int(1), int(6)])),
  compare(doubles, anyOrder, doubles),
  compare(ints, anyOrder, ints),
  compare(ints, order, doubles),
  compare(chosen(doubles, doubles), order, constants),
  compare(one(['s', 'tier'].map(signal)), anyOrder, one(['s', 'tier'].map(signal))),
  fc.record({
    op: fc.constant('in' as const),
    element: one(['s', 'tier'].map(signal)),
    list: fc.constant(signal('flags')),
  }),
);

const schemas: Record<string, readonly Signal[]> = {
  x: [{ type: 'number', minimum: 0, maximum: 10 }, { type: 'number' }],
  y: [
    { type: 'number', minimum: 0, maximum: 10 },
    { type: 'number', exclusiveMinimum: -3 },
  ],
  'order.count': [{ type: 'integer', minimum: 0, maximum: 10 }, { type: 'integer' }],
  m: [
    { type: 'integer', minimum: -2, maximum: 5 },
    { type: 'integer', enum: [1, 2, 4] },
  ],
  p: [{ type: 'boolean' }],
  s: [{ type: 'string' }],
  tier: [{ type: 'string', enum: ['free', 'pro', 'team'] }],
  flags: [{ type: 'array', items: { type: 'string' }, uniqueItems: true }],
};

const signals: fc.Arbitrary<Record<string, Signal>> = fc
  .tuple(
    ...Object.entries(schemas).map(([name, declared]) =>
      fc
        .tuple(one(declared), fc.boolean())
        .map(([schema, required]): [string, Signal] => [name, { ...schema, ...(required && { required }) }]),
    ),
  )
  .map(entries => Object.fromEntries(entries));

/** Rule sets in which most clauses are outside the exact fragment, so that a search over cells cannot decide their combinations. */
export const opaqueRuleSets: fc.Arbitrary<NaiveRuleSet> = signals.chain(declared =>
  madeOf(
    declared,
    fc
      .tuple(
        fc.array(opaque, { minLength: 2, maxLength: 4 }),
        fc.array(clauses(['number', 'integer', 'flag', 'choice', 'text', 'set']), { minLength: 1, maxLength: 2 }),
      )
      .map(parts => parts.flat()),
  ),
);
