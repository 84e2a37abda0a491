import fc from 'fast-check';
import type { Expression, Trigger } from './expression.ts';

type Make = fc.Arbitrary<Expression>;

/** The signals of every generated rule set, by the type that conditions see. Their schemas vary. */
export const names = {
  double: ['x', 'y', 'order.total'],
  int: ['i', 'j'],
  string: ['s', 't'],
  bool: ['p', 'q'],
  texts: ['flags', 'words'],
  doubles: ['scores'],
  ints: ['counts'],
  duration: ['waited'],
  timestamp: ['opened'],
} as const;

/**
 * Constants for conditions, schemas and inputs, shared so that they often match exactly. Without characters whose order differs between UTF-16 and code
 * points: the CEL library compares two signals in UTF-16 order, contrary to the specification.
 */
export const pool = {
  double: [0, 0.5, 1, -1, 0.7, 2.5, 3, 0.1, 0.30000000000000004, 100, -7.25, 1e-9],
  int: [0, 1, 2, 3, -1, 5, 7, -4, 100],
  string: ['a', 'b', 'ab', '', 'refund', 'B', 'é', '😀'],
  duration: [0, 1000, 900_000, 5_400_000, -60_000, 1, -500, 500],
  timestamp: [1772445600000, 1772445600001, 1772359200000, 1767225600000, 0],
} as const;

export const thresholds = {
  t_int: 5,
  t_double: 0.5,
  t_text: 'a',
  t_bool: true,
  t_patience: { value: '15m', format: 'duration' as const },
  t_launch: { value: '2026-03-02T10:00:00Z', format: 'date-time' as const },
};

const one = <T>(values: readonly T[]) => fc.constantFrom(...values);
const signal = (of: readonly string[]): Make => one(of).map(name => ({ op: 'signal', name }));
const threshold = (name: keyof typeof thresholds): Make => fc.constant({ op: 'threshold', name });
const int: Make = one(pool.int).map(value => ({ op: 'int', value }));
const double: Make = one(pool.double).map(value => ({ op: 'double', value }));
const string: Make = one(pool.string).map(value => ({ op: 'string', value }));
const bool: Make = fc.boolean().map(value => ({ op: 'bool', value }));
const duration: Make = one(pool.duration).map(value => ({ op: 'duration', value }));
const timestamp: Make = one(pool.timestamp).map(value => ({ op: 'timestamp', value }));
const divisor: Make = one([2, 3, 4, -2]).map(value => ({ op: 'int', value }));
const anyOrder = one(['<', '<=', '>', '>=', '==', '!='] as const);
const equality = one(['==', '!='] as const);

function arithmetic(left: Make, operators: readonly ('+' | '-' | '*' | '/' | '%')[], right: Make): Make {
  return fc.record({ op: fc.constant('arithmetic' as const), operator: one(operators), left, right });
}

function compare(left: Make, operator: fc.Arbitrary<'<' | '<=' | '>' | '>=' | '==' | '!='>, right: Make): Make {
  return fc
    .record({ op: fc.constant('compare' as const), operator, left, right, swapped: fc.boolean() })
    .map(({ swapped, ...made }) => (swapped ? { ...made, left: made.right, right: made.left } : made));
}

function negated(of: Make): Make {
  return of.map(inner => ({ op: 'negate', of: inner }));
}

function listOf(item: Make, most = 3): Make {
  return fc.array(item, { minLength: 1, maxLength: most }).map(items => ({ op: 'list', items }));
}

const wholeConstant = fc.oneof(
  { weight: 4, arbitrary: int },
  { weight: 1, arbitrary: threshold('t_int') },
  { weight: 1, arbitrary: arithmetic(int, ['+', '-', '*'], int) },
  { weight: 1, arbitrary: arithmetic(fc.oneof(int, threshold('t_int')), ['/'], divisor) },
);
const realConstant = fc.oneof(
  { weight: 4, arbitrary: double },
  { weight: 1, arbitrary: threshold('t_double') },
  { weight: 1, arbitrary: arithmetic(double, ['+', '-', '*'], fc.oneof(double, int)) },
);
const anyConstant = fc.oneof(wholeConstant, realConstant);

const doubleSignal = signal(names.double);
const intSignal = signal(names.int);
const linearDouble = fc.oneof(
  doubleSignal,
  negated(doubleSignal),
  arithmetic(arithmetic(doubleSignal, ['*'], anyConstant), ['+', '-'], anyConstant),
  arithmetic(anyConstant, ['-', '+', '*'], doubleSignal),
  arithmetic(arithmetic(doubleSignal, ['+', '-'], anyConstant), ['/'], divisor),
);
const large: Make = fc.constant({ op: 'int', value: Number.MAX_SAFE_INTEGER });
const linearInt = fc.oneof(
  intSignal,
  negated(intSignal),
  arithmetic(arithmetic(intSignal, ['*'], wholeConstant), ['+', '-'], wholeConstant),
  arithmetic(wholeConstant, ['-', '+'], intSignal),
  arithmetic(intSignal, ['/', '%'], divisor),
  arithmetic(intSignal, ['*'], large),
);
const sized: Make = signal([...names.texts, ...names.doubles, ...names.ints, ...names.string]).map(of => ({
  op: 'size',
  of,
}));
const manyDoubles = fc.oneof(
  arithmetic(doubleSignal, ['+', '-', '*', '/'], doubleSignal),
  arithmetic(arithmetic(doubleSignal, ['*'], anyConstant), ['+', '-'], doubleSignal),
);
const manyInts = fc.oneof(
  arithmetic(intSignal, ['+', '-', '*', '/', '%'], intSignal),
  arithmetic(sized, ['+', '-'], intSignal),
);
const chosen = (then: Make, otherwise: Make): Make =>
  fc.record({ op: fc.constant('if' as const), test: signal(names.bool), then, otherwise });

const numeric = fc.oneof(
  { weight: 3, arbitrary: compare(linearDouble, anyOrder, anyConstant) },
  { weight: 2, arbitrary: compare(linearInt, anyOrder, anyConstant) },
  { weight: 1, arbitrary: compare(sized, anyOrder, wholeConstant) },
  { weight: 1, arbitrary: compare(manyDoubles, anyOrder, fc.oneof(anyConstant, linearDouble)) },
  { weight: 1, arbitrary: compare(manyInts, anyOrder, fc.oneof(anyConstant, intSignal)) },
  { weight: 1, arbitrary: compare(intSignal, anyOrder, doubleSignal) },
  { weight: 1, arbitrary: compare(chosen(doubleSignal, fc.oneof(doubleSignal, anyConstant)), anyOrder, anyConstant) },
  { weight: 1, arbitrary: membership(doubleSignal, listOf(fc.oneof(int, double))) },
  { weight: 1, arbitrary: membership(intSignal, listOf(int)) },
  { weight: 1, arbitrary: membership(fc.oneof(double, int, doubleSignal), signal(names.doubles)) },
  { weight: 1, arbitrary: membership(fc.oneof(int, intSignal), signal(names.ints)) },
);

function membership(element: Make, list: Make): Make {
  return fc.record({ op: fc.constant('in' as const), element, list });
}

const textPredicate = (of: Make): Make =>
  fc.oneof(
    fc.record({
      op: fc.constant('text' as const),
      predicate: one(['startsWith', 'endsWith', 'contains'] as const),
      of,
      argument: one(pool.string),
    }),
    fc.record({
      op: fc.constant('text' as const),
      predicate: fc.constant('matches' as const),
      of,
      argument: one(['^a', 'b$', '[a-c]+', '^(re|ab)', 'x*', '^.$']),
    }),
  );
const stringSignal = signal(names.string);
const textual = fc.oneof(
  compare(stringSignal, anyOrder, fc.oneof(string, threshold('t_text'))),
  compare(stringSignal, anyOrder, stringSignal),
  membership(stringSignal, listOf(string)),
  membership(fc.oneof(string, stringSignal, threshold('t_text')), signal(names.texts)),
  textPredicate(stringSignal),
  compare(signal(names.texts), equality, listOf(string)),
);

const moments = fc.oneof(
  compare(signal(names.duration), anyOrder, fc.oneof(duration, threshold('t_patience'))),
  compare(arithmetic(signal(names.duration), ['+', '-'], duration), anyOrder, duration),
  membership(signal(names.duration), listOf(duration)),
  compare(signal(names.timestamp), anyOrder, fc.oneof(timestamp, threshold('t_launch'))),
  compare(arithmetic(signal(names.timestamp), ['+', '-'], duration), anyOrder, timestamp),
  compare(arithmetic(timestamp, ['-'], signal(names.timestamp)), anyOrder, fc.oneof(duration, signal(names.duration))),
);

/** A macro over a list. Its variable may have the name of a signal, and then hides it. */
function macro(list: Make, variables: readonly string[], body: (variable: Make) => Make): Make {
  return one(variables).chain(name =>
    fc.record({
      op: fc.constant('macro' as const),
      macro: one(['exists', 'all', 'exists_one'] as const),
      list,
      variable: fc.constant(name),
      body: body(fc.constant({ op: 'variable', name })),
    }),
  );
}

const macros = fc.oneof(
  macro(signal(names.texts), ['v', 's', 'x'], variable =>
    fc.oneof(
      compare(variable, equality, fc.oneof(string, signal(['t']))),
      membership(variable, listOf(string)),
      textPredicate(variable),
    ),
  ),
  macro(signal(names.doubles), ['v', 'x'], variable =>
    fc.oneof(
      compare(variable, anyOrder, fc.oneof(anyConstant, signal(['y']))),
      compare(arithmetic(variable, ['*'], anyConstant), anyOrder, anyConstant),
    ),
  ),
  macro(signal(names.ints), ['v', 'i'], variable =>
    fc.oneof(
      compare(variable, anyOrder, fc.oneof(wholeConstant, signal(['j']))),
      compare(arithmetic(fc.constant({ op: 'int', value: 10 }), ['/'], variable), anyOrder, int),
    ),
  ),
);

const everyName = Object.values(names).flat();
const has: Make = one(everyName).map(name => ({ op: 'has', name }));
const booleanSignal = signal(names.bool);
const booleans = fc.oneof(
  booleanSignal,
  has,
  bool,
  compare(booleanSignal, equality, fc.oneof(bool, booleanSignal, threshold('t_bool'))),
  compare(has, equality, fc.oneof(bool, has)),
  compare(fc.oneof(numeric, textual), equality, booleanSignal),
);

const clause: Make = fc.oneof(
  { weight: 6, arbitrary: numeric },
  { weight: 4, arbitrary: textual },
  { weight: 2, arbitrary: moments },
  { weight: 2, arbitrary: macros },
  { weight: 4, arbitrary: booleans },
);

const opaqueConnective = compare(
  fc.record({ op: one(['and', 'or'] as const), of: fc.tuple(numeric, clause) }),
  equality,
  booleanSignal,
);

function condition(depth: number): Make {
  const atom = fc.oneof({ weight: 12, arbitrary: clause }, { weight: 1, arbitrary: opaqueConnective });
  if (depth === 0) return atom;
  const inner = condition(depth - 1);
  return fc.oneof(
    { weight: 4, arbitrary: atom },
    {
      weight: 2,
      arbitrary: fc.record({ op: one(['and', 'or'] as const), of: fc.array(inner, { minLength: 2, maxLength: 3 }) }),
    },
    { weight: 1, arbitrary: inner.map((of): Expression => ({ op: 'not', of })) },
    { weight: 1, arbitrary: fc.record({ op: fc.constant('if' as const), test: inner, then: inner, otherwise: inner }) },
  );
}

/** Any boolean expression. */
export const expressions: Make = condition(2);

/** A single clause without connectives. */
export const clauses: Make = clause;

function trigger(depth: number): fc.Arbitrary<Trigger> {
  const leaf: fc.Arbitrary<Trigger> = expressions.map(expression => ({ kind: 'expression', expression }));
  if (depth === 0) return leaf;
  const inner = trigger(depth - 1);
  return fc.oneof(
    { weight: 3, arbitrary: leaf },
    {
      weight: 1,
      arbitrary: fc.record({ kind: one(['all', 'any'] as const), of: fc.array(inner, { minLength: 1, maxLength: 3 }) }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('not' as const), of: inner }) },
  );
}

/** A condition in one of the forms that documents allow. */
export const triggers = trigger(2);
