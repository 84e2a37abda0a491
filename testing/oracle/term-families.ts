import fc from 'fast-check';
import type { Signal } from '../../engine/model/rule-set.ts';
import { arithmetic, compare, double, int, signal, string, threshold, type Expression } from './expression.ts';
import {
  anyOrder,
  choices,
  comparisons,
  equality,
  has,
  one,
  order,
  pairOf,
  sign,
  tests,
  type Constants,
  type Make,
} from './term-clauses.ts';

/** Signals that are calculated with, or compared with each other. */
export interface Family {
  /** Two or three signals, each with its possible declarations, all of them with few values. */
  signals: Record<string, readonly Signal[]>;
  /** Clauses about one signal. */
  single: (name: string) => Make;
  /** Clauses over several signals. @param names two or three of the family */
  several: (names: readonly string[]) => Make;
}

function numeric(constants: Constants): Pick<Family, 'single' | 'several'> {
  const { limits } = constants;
  return {
    single: name =>
      fc.oneof(
        { weight: 4, arbitrary: fc.tuple(anyOrder, one(limits)).map(each => compare(signal(name), ...each)) },
        { weight: 1, arbitrary: has(name) },
      ),
    several: names =>
      fc.oneof(
        { weight: 4, arbitrary: comparisons(names, constants) },
        { weight: 1, arbitrary: choices(names, limits) },
      ),
  };
}

/** Each of the names with the same possible declarations. */
function each(names: readonly string[], schemas: readonly Signal[]): Family['signals'] {
  return Object.fromEntries(names.map(name => [name, schemas]));
}

const wholes: readonly Signal[] = [
  { type: 'integer', minimum: 0, maximum: 3 },
  { type: 'integer', minimum: -2, maximum: 2 },
  { type: 'integer', minimum: 0, maximum: 5 },
  { type: 'integer', enum: [1, 2, 4] },
  { type: 'integer', minimum: 0, maximum: 6, multipleOf: 2 },
];
const integers: Family = {
  signals: each(['spent', 'amount', 'limit'], wholes),
  ...numeric({
    factors: [int(2), int(3), int(-1)],
    addends: [int(1), int(2), threshold('some')],
    limits: [int(0), int(1), int(2), int(3), int(5), threshold('some'), threshold('some'), double(2.5)],
  }),
};

const counted: readonly Signal[] = [
  ...['9m', '10m', '1h', 'PT60M'].map((within): Signal => ({
    type: 'integer',
    minimum: 0,
    maximum: 3,
    counts: 'failed',
    within,
  })),
  { type: 'integer', minimum: 0, maximum: 4, counts: 'failed', by: ['session'], within: '10m' },
  { type: 'integer', minimum: 0, maximum: 4, counts: 'failed', by: ['session'], within: '2h' },
  { type: 'integer', minimum: 0, maximum: 3, counts: 'failed', by: ['user', 'session'], within: '10m' },
  { type: 'integer', minimum: 0, maximum: 2, counts: 'failed', by: ['session', 'user'], within: '1h' },
  { type: 'integer', minimum: 0, maximum: 3, counts: 'failed', by: ['user'], within: '1h' },
  { type: 'integer', minimum: 0, maximum: 3, counts: 'refunded', within: '10m' },
];
/** Counters, which satisfy laws that no condition says. */
const counters: Family = {
  signals: each(['recent', 'hourly', 'daily'], counted),
  ...numeric({
    factors: [int(2), int(-1)],
    addends: [int(1), threshold('some')],
    limits: [int(0), int(1), int(2), int(3), threshold('some')],
  }),
};

const steps: readonly Signal[] = [
  { type: 'number', minimum: 0, maximum: 2, multipleOf: 0.5 },
  { type: 'number', minimum: -1, maximum: 1, multipleOf: 0.5 },
  { type: 'number', enum: [0, 0.5, 1, 2.5] },
  { type: 'number', minimum: 0, maximum: 3, multipleOf: 1 },
];
/** Numbers whose sums and multiples are exact. */
const halves: Family = {
  signals: each(['x', 'y', 'z'], steps),
  ...numeric({
    factors: [double(0.5), int(2), double(1.5), int(-1)],
    addends: [double(0.5), int(1), threshold('most')],
    limits: [int(0), int(1), double(0.5), double(1.5), threshold('most'), threshold('most')],
  }),
};

/** Numbers whose sums and multiples are rounded: 0.1 + 0.2 is greater than 0.3. */
const tenths: Family = {
  signals: each(
    ['impact', 'urgency', 'reach'],
    [
      { type: 'number', enum: [0, 0.1, 0.2, 0.3] },
      { type: 'number', enum: [0, 1, 2, 3] },
      { type: 'number', enum: [0.1, 0.7, 1] },
    ],
  ),
  ...numeric({
    factors: [double(0.1), double(0.4), double(0.35), int(3)],
    addends: [double(0.1), double(0.2), int(1)],
    limits: [double(0.3), double(0.1), double(0.75), int(0), int(1)],
  }),
};

/** A whole number and a number, which can be compared, but not added. */
const mixed: Family = {
  signals: { spent: wholes, y: steps },
  single: name => (name === 'spent' ? integers : halves).single(name),
  several: () => {
    const more = fc.tuple(one([double(0.5), int(2)]), sign, one([int(1), double(0.5)]));
    const calculated = more.map(([factor, by, addend]) => arithmetic(arithmetic(factor, '*', signal('y')), by, addend));
    return fc.oneof(
      fc.tuple(pairOf(['spent', 'y']), anyOrder).map(([[l, r], how]) => compare(l, how, r)),
      fc.tuple(calculated, order).map(([of, how]) => compare(of, how, signal('spent'))),
      choices(['spent', 'y'], [int(1), int(2), double(1.5)]),
    );
  },
};

const hour = 3_600_000;
const start = Date.UTC(2026, 2, 1, 8);
const at = (hours: number): string => new Date(start + hours * hour).toISOString();
const duration = (hours: number): Expression => ({ op: 'duration', value: hours * hour });
const moment = (hours: number): Expression => ({ op: 'timestamp', value: start + hours * hour });

const times: Family = {
  signals: each(
    ['opened', 'updated', 'due'],
    [
      { type: 'string', format: 'date-time', enum: [0, 1, 3, 4].map(at) },
      { type: 'string', format: 'date-time', enum: [1, 2, 6].map(at) },
    ],
  ),
  single: name =>
    fc.oneof(
      {
        weight: 4,
        arbitrary: fc.tuple(anyOrder, one([1, 2, 3].map(moment))).map(each => compare(signal(name), ...each)),
      },
      { weight: 1, arbitrary: has(name) },
    ),
  several: names => {
    const length = one([...[0, 1, 2, 3].map(duration), threshold('patience')]);
    const age = pairOf(names).map(([later, earlier]) => arithmetic(later, '-', earlier));
    const chosen = fc.record({ op: fc.constant('if' as const), test: tests, then: length, otherwise: length });
    return fc.oneof(
      { weight: 4, arbitrary: fc.tuple(age, anyOrder, length).map(each => compare(...each)) },
      { weight: 2, arbitrary: fc.tuple(pairOf(names), anyOrder).map(([[l, r], how]) => compare(l, how, r)) },
      {
        weight: 2,
        arbitrary: fc
          .tuple(pairOf(names), anyOrder, sign, length)
          .map(([[l, r], how, by, long]) => compare(l, how, arithmetic(r, by, long))),
      },
      { weight: 1, arbitrary: fc.tuple(age, order, chosen).map(each => compare(...each)) },
    );
  },
};

const durations: Family = {
  signals: each(
    ['waited', 'worked'],
    [
      { type: 'string', format: 'duration', enum: ['0s', '1h', '2h', '5h'] },
      { type: 'string', format: 'duration', enum: ['30m', '1h', '1h30m', '3h'] },
    ],
  ),
  single: name =>
    fc.oneof(
      {
        weight: 4,
        arbitrary: fc.tuple(anyOrder, one([1, 2, 3].map(duration))).map(each => compare(signal(name), ...each)),
      },
      { weight: 1, arbitrary: has(name) },
    ),
  several: names => {
    const length = one([...[1, 2, 3, 5].map(duration), threshold('patience')]);
    const sum = fc.tuple(pairOf(names), sign).map(([[l, r], by]) => arithmetic(l, by, r));
    return fc.oneof(
      { weight: 4, arbitrary: fc.tuple(sum, anyOrder, length).map(each => compare(...each)) },
      { weight: 2, arbitrary: fc.tuple(pairOf(names), anyOrder).map(([[l, r], how]) => compare(l, how, r)) },
      {
        weight: 1,
        arbitrary: fc
          .tuple(pairOf(names), anyOrder, sign, length)
          .map(([[l, r], how, by, long]) => compare(l, how, arithmetic(r, by, long))),
      },
    );
  },
};

const people = ['ann', 'bob', 'cy'];
const texts: Family = {
  signals: each(
    ['owner', 'requester', 'approver'],
    [{ type: 'string', enum: people }, { type: 'string', enum: ['bob', 'cy', 'dee'] }, { type: 'string' }],
  ),
  single: name => {
    const some = fc.subarray(people.map(string), { minLength: 1, maxLength: 2 });
    return fc.oneof(
      { weight: 3, arbitrary: fc.tuple(equality, one(people.map(string))).map(each => compare(signal(name), ...each)) },
      {
        weight: 1,
        arbitrary: some.map((items): Expression => ({ op: 'in', element: signal(name), list: { op: 'list', items } })),
      },
      { weight: 1, arbitrary: has(name) },
    );
  },
  several: names =>
    fc.oneof(
      { weight: 5, arbitrary: fc.tuple(pairOf(names), equality).map(([[l, r], how]) => compare(l, how, r)) },
      { weight: 1, arbitrary: choices(names, people.map(string), equality) },
    ),
};

/** Signals that choose between values, with clauses of their own. */
export const choosers: Record<string, { schema: Signal; clause: Make }> = {
  p: { schema: { type: 'boolean' }, clause: one<Expression>([signal('p'), signal('p'), { op: 'has', name: 'p' }]) },
  role: {
    schema: { type: 'string', enum: ['clerk', 'boss'] },
    clause: one<Expression>([compare(signal('role'), '==', string('clerk')), { op: 'has', name: 'role' }]),
  },
};

/** Families whose clauses are true or false of every input beyond doubt. */
export const exact = { integers, counters, halves, mixed, times, durations, texts };
/** A family with rounded sums: which side of a limit an input near it is on depends on every rounding. */
export const rounded = { tenths };
