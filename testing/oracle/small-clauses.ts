import fc from 'fast-check';
import type { Signal } from '../../engine/model/rule-set.ts';
import { arithmetic, int, signal, string, threshold, type Expression } from './expression.ts';

type Make = fc.Arbitrary<Expression>;

const one = <T>(values: readonly T[]) => fc.constantFrom(...values);
const minute = 60_000;
const day = 86_400_000;
const march = 1_772_323_200_000;

export const thresholds = {
  some: 2,
  most: { value: 2.5, minimum: 0, maximum: 5 },
  patience: { value: '5m', format: 'duration' as const },
  launch: { value: '2026-03-01T00:00:00Z', format: 'date-time' as const },
};

/** A kind of signal: its name, its possible schemas, and clauses about it in the exact fragment. */
interface KindOfSignal {
  name: string;
  schemas: readonly Signal[];
  clause: Make;
}

const anyOrder = one(['<', '<=', '>', '>=', '==', '!='] as const);
const order = one(['<', '<=', '>', '>='] as const);
const equality = one(['==', '!='] as const);

function compare(
  term: Expression,
  operator: fc.Arbitrary<'<' | '<=' | '>' | '>=' | '==' | '!='>,
  constant: Make,
): Make {
  return fc.tuple(operator, constant, fc.integer({ min: 0, max: 4 })).map(([chosen, value, turn]): Expression => ({
    op: 'compare',
    operator: chosen,
    ...(turn === 0 ? { left: value, right: term } : { left: term, right: value }),
  }));
}

function among(name: string, items: readonly Expression[]): Make {
  return fc
    .subarray([...items], { minLength: 1, maxLength: 2 })
    .map((chosen): Expression => ({ op: 'in', element: signal(name), list: { op: 'list', items: chosen } }));
}

const has = (name: string): Make => fc.constant({ op: 'has', name });

const x = signal('x');
const reals = [int(1), int(2), { op: 'double', value: 2.5 } as const, int(3)];
const number: KindOfSignal = {
  name: 'x',
  schemas: [
    { type: 'number' },
    { type: 'number', minimum: 0 },
    { type: 'number', minimum: 1, maximum: 3 },
    { type: 'number', exclusiveMinimum: 1, exclusiveMaximum: 3 },
  ],
  clause: fc.oneof(
    { weight: 6, arbitrary: compare(x, order, one([...reals, threshold('most')])) },
    { weight: 1, arbitrary: compare(x, equality, one(reals)) },
    {
      weight: 1,
      arbitrary: compare(arithmetic(x, '*', int(2)), anyOrder, one([int(2), int(4)])),
    },
    { weight: 1, arbitrary: compare({ op: 'negate', of: x }, anyOrder, one([int(-3), int(-2)])) },
    { weight: 1, arbitrary: among('x', reals) },
    { weight: 1, arbitrary: has('x') },
  ),
};

const n = signal('order.count');
const wholes = [int(1), int(2), int(3)];
const integer: KindOfSignal = {
  name: 'order.count',
  schemas: [
    { type: 'integer' },
    { type: 'integer', minimum: 0 },
    { type: 'integer', minimum: 0, maximum: 3 },
    { type: 'integer', enum: [1, 2, 4] },
  ],
  clause: fc.oneof(
    { weight: 6, arbitrary: compare(n, anyOrder, one([...wholes, threshold('some'), threshold('most')])) },
    {
      weight: 1,
      arbitrary: compare(arithmetic(arithmetic(n, '*', int(2)), '-', int(1)), anyOrder, one([int(1), int(3)])),
    },
    { weight: 1, arbitrary: compare({ op: 'negate', of: n }, anyOrder, one([int(-2), int(-1)])) },
    { weight: 1, arbitrary: among('order.count', wholes) },
    { weight: 1, arbitrary: has('order.count') },
  ),
};

const tiers = ['free', 'pro', 'team'];
const choice: KindOfSignal = {
  name: 'tier',
  schemas: [
    { type: 'string', enum: tiers },
    { type: 'string', enum: [...tiers, 'trial'] },
  ],
  clause: fc.oneof(
    { weight: 4, arbitrary: compare(signal('tier'), equality, one(tiers.map(string))) },
    { weight: 2, arbitrary: among('tier', tiers.map(string)) },
    {
      weight: 1,
      arbitrary: one([
        ['startsWith', 'tr'],
        ['endsWith', 'm'],
        ['contains', 'r'],
      ] as const).map(([predicate, argument]): Expression => ({ op: 'text', predicate, of: signal('tier'), argument })),
    },
    { weight: 1, arbitrary: has('tier') },
  ),
};

const text: KindOfSignal = {
  name: 's',
  schemas: [{ type: 'string' }],
  clause: fc.oneof(
    {
      weight: 6,
      arbitrary: one([
        ['startsWith', 'a'],
        ['startsWith', 'ab'],
        ['endsWith', 'b'],
        ['contains', 'b'],
        ['contains', 'ba'],
        ['matches', '^a'],
        ['matches', '^[ab]+$'],
        ['matches', 'c'],
      ] as const).map(([predicate, argument]): Expression => ({ op: 'text', predicate, of: signal('s'), argument })),
    },
    { weight: 3, arbitrary: compare(signal('s'), anyOrder, one(['a', 'ab', 'b'].map(string))) },
    { weight: 1, arbitrary: among('s', ['a', 'ab', 'c'].map(string)) },
    { weight: 1, arbitrary: has('s') },
  ),
};

const flag: KindOfSignal = {
  name: 'p',
  schemas: [{ type: 'boolean' }],
  clause: fc.oneof(
    { weight: 3, arbitrary: fc.constant(signal('p')) },
    {
      weight: 1,
      arbitrary: compare(signal('p'), equality, one([true, false].map(value => ({ op: 'bool', value }) as const))),
    },
    { weight: 1, arbitrary: has('p') },
  ),
};

const labels = ['pii', 'legal', 'harm'];
const flags = signal('flags');
const set: KindOfSignal = {
  name: 'flags',
  schemas: [
    { type: 'array', items: { type: 'string', enum: labels }, uniqueItems: true },
    { type: 'array', items: { type: 'string' }, uniqueItems: true },
    { type: 'array', items: { type: 'string' } },
    { type: 'array', items: { type: 'string' }, uniqueItems: true, maxItems: 2 },
    { type: 'array', items: { type: 'string', enum: labels }, uniqueItems: true, minItems: 1 },
  ],
  clause: fc.oneof(
    {
      weight: 4,
      arbitrary: one(labels).map((label): Expression => ({ op: 'in', element: string(label), list: flags })),
    },
    {
      weight: 3,
      arbitrary: fc
        .tuple(one(['exists', 'all'] as const), fc.subarray(labels, { minLength: 1, maxLength: 2 }))
        .map(([macro, some]): Expression => ({
          op: 'macro',
          macro,
          list: flags,
          variable: 'v',
          body: { op: 'in', element: { op: 'variable', name: 'v' }, list: { op: 'list', items: some.map(string) } },
        })),
    },
    { weight: 3, arbitrary: compare({ op: 'size', of: flags }, anyOrder, one([int(0), int(1), int(2)])) },
    { weight: 1, arbitrary: has('flags') },
  ),
};

const waits = [1, 5, 15].map((minutes): Expression => ({ op: 'duration', value: minutes * minute }));
const duration: KindOfSignal = {
  name: 'waited',
  schemas: [{ type: 'string', format: 'duration' }],
  clause: fc.oneof(
    { weight: 6, arbitrary: compare(signal('waited'), order, one([...waits, threshold('patience')])) },
    { weight: 1, arbitrary: compare(signal('waited'), equality, one(waits)) },
    { weight: 1, arbitrary: has('waited') },
  ),
};

const moments = [0, 10].map((days): Expression => ({ op: 'timestamp', value: march + days * day }));
const timestamp: KindOfSignal = {
  name: 'opened',
  schemas: [{ type: 'string', format: 'date-time' }],
  clause: fc.oneof(
    { weight: 6, arbitrary: compare(signal('opened'), order, one([...moments, threshold('launch')])) },
    { weight: 1, arbitrary: compare(signal('opened'), equality, one(moments)) },
    { weight: 1, arbitrary: has('opened') },
  ),
};

export const kinds = { number, integer, choice, text, flag, set, duration, timestamp };
export type Kind = keyof typeof kinds;

/** Clauses about a single signal each. */
export function clauses(chosen: readonly Kind[]): Make {
  return one(chosen).chain(kind => kinds[kind].clause);
}
