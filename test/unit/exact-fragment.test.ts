import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { conditionContext, thresholdContexts } from '../../engine/condition/cel-values.ts';
import { useSpecifiedFunctions } from '../../engine/condition/cel-functions.ts';
import { createExpressionChecker } from '../../engine/condition/check-expression.ts';
import type { Clause, SignalValue } from '../../engine/condition/condition.ts';
import { conditionEnvironment, declarationsOf, signalType } from '../../engine/condition/declarations.ts';
import { evaluateClause } from '../../engine/condition/evaluate.ts';
import type { Signal } from '../../engine/model/rule-set.ts';
import { print } from '../../testing/oracle/expression.ts';
import { clauses, names, pool, thresholds } from '../../testing/oracle/generate-expressions.ts';
import { cases } from '../../testing/random/random-cases.ts';

const types: Record<keyof typeof names, Signal> = {
  double: { type: 'number' },
  int: { type: 'integer' },
  string: { type: 'string' },
  bool: { type: 'boolean' },
  texts: { type: 'array', items: { type: 'string' } },
  doubles: { type: 'array', items: { type: 'number' } },
  ints: { type: 'array', items: { type: 'integer' } },
  duration: { type: 'string', format: 'duration' },
  timestamp: { type: 'string', format: 'date-time' },
};
const declarations = declarationsOf({
  signals: Object.fromEntries(
    (Object.keys(names) as (keyof typeof names)[]).flatMap(kind => names[kind].map(name => [name, types[kind]])),
  ),
  thresholds,
});
const checker = createExpressionChecker(declarations);
const environment = conditionEnvironment(declarations);
const constants = thresholdContexts(declarations)(new Map());

/** The result of the CEL library for an expression in standard CEL; `error` if it has no value. */
function byCel(text: string, values: ReadonlyMap<string, SignalValue>): unknown {
  const compiled = environment.parse(text);
  useSpecifiedFunctions(compiled.ast);
  expect(compiled.check().valid, `${text} is standard CEL`).toBe(true);
  try {
    return compiled(conditionContext(declarations, values, constants)) as unknown;
  } catch {
    return 'error';
  }
}

const buffer = new DataView(new ArrayBuffer(8));

/** The doubles next to a number. */
function neighbours(value: number): number[] {
  if (value === 0) return [-Number.MIN_VALUE, Number.MIN_VALUE];
  buffer.setFloat64(0, value);
  const pattern = buffer.getBigInt64(0);
  return [pattern - 1n, pattern + 1n].map(next => {
    buffer.setBigInt64(0, next);
    return buffer.getFloat64(0);
  });
}

/** Numbers at which the clause may change: its solved constants and their neighbours, and its constants as written. */
function telling({ test, text }: Clause): number[] {
  const solved =
    test.kind === 'compare' && typeof test.value === 'number'
      ? [test.value]
      : test.kind === 'between'
        ? [test.low, test.high]
        : [];
  const written = [...text.matchAll(/\d+(?:\.\d+)?/g)].map(([number]) => Number(number));
  return [...solved, ...written].flatMap(value => [value, -value, ...neighbours(value), value - 1, value + 1]);
}

function candidates(clause: Clause, name: string): SignalValue[] {
  const signal = declarations.signals.get(name);
  const type = signal ? signalType(signal) : undefined;
  const numbers = telling(clause);
  switch (type) {
    case 'double':
      return [...pool.double, ...numbers, 1e300, -1e300, Number.MAX_VALUE, -Number.MAX_VALUE, Number.MIN_VALUE].filter(
        Number.isFinite,
      );
    case 'int':
      return [...pool.int, ...numbers.map(Math.round), Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER].filter(
        Number.isSafeInteger,
      );
    case 'string':
      return [...pool.string];
    case 'bool':
      return [true, false];
    case 'duration':
      return [...pool.duration, ...numbers.filter(value => Number.isInteger(value) && Math.abs(value) < 1e12)];
    case 'timestamp':
      return [...pool.timestamp, ...pool.timestamp.flatMap(time => [time - 1, time + 1])];
    case 'list<string>':
      return [[], ['a'], ['a', 'b'], ['ab', '', 'a'], ['refund'], ['a', 'a']];
    case 'list<double>':
      return [[], [0], [0.5, 1], [2.5, -1, 100], [3, 3]];
    case 'list<int>':
      return [[], [0], [1, 2], [7, -4, 100], [3, 3]];
    default:
      return [];
  }
}

/** Assignments of values to all signals of a clause in parallel, as many as the longest list of candidates. */
function assignments(clause: Clause): Map<string, SignalValue>[] {
  const lists = clause.signals.map(name => ({ name, values: candidates(clause, name) }));
  const longest = Math.max(0, ...lists.map(({ values }) => values.length));
  return Array.from({ length: longest }, (_, index) => {
    const assigned = lists.map(({ name, values }, shift): [string, SignalValue] => [
      name,
      values[(index + shift * 3) % values.length] ?? 0,
    ]);
    return new Map(assigned);
  });
}

/** Expects that a clause has the same values in the engine as its standard form in CEL. @returns the kind of test that the engine uses */
function agreeing(text: string): string {
  const { condition, problems } = checker.condition(text);
  expect(problems, text).toEqual([]);
  if (condition?.kind !== 'clause') return condition?.kind ?? 'nothing';
  for (const values of assignments(condition)) {
    const { value } = evaluateClause(condition, values);
    const caseInWords = `${text}, in standard CEL ${condition.standardForm}, with ${JSON.stringify([...values])}`;
    expect(value === 'unknown' ? 'error' : value === 'true', caseInWords).toBe(byCel(condition.standardForm, values));
  }
  return condition.test.kind;
}

describe('a clause of the exact fragment', () => {
  test('holds for exactly the values for which CEL says that its standard form holds', () => {
    fc.assert(
      fc.property(clauses, expression => {
        agreeing(print(expression));
      }),
      { numRuns: cases(150) },
    );
  });

  const exact: [text: string, kind: string][] = [
    ['x < 1', 'compare'],
    ['1 <= i', 'compare'],
    ['i > 0.5', 'compare'],
    ['x * 2 + 1 < 10', 'compare'],
    ['(x - 1) / 4 >= thresholds.t_int', 'compare'],
    ['10 - i * 3 > 1', 'compare'],
    ['i * 2 == 3', 'between'],
    ['x / 3 != 0.1', 'between'],
    ['x * 5e-324 == 1e-323', 'between'],
    ['s in ["a", "b"]', 'one-of'],
    ['x in [1, 2.5]', 'one-of'],
    ['"a" in flags', 'contains'],
    ['flags.exists(v, v in ["a", "b"])', 'overlaps'],
    ['flags.exists(v, v == "a" || "b" == v)', 'overlaps'],
    ['flags.all(v, v in ["a"])', 'within'],
    ['size(flags) > 1', 'size'],
    ['flags.size() == 0', 'size'],
    ['size(s) <= 10', 'size'],
    ['s.startsWith("a")', 'text'],
    ['s.matches("^a+$")', 'text'],
    ['has(x)', 'has'],
    ['has(order.total)', 'has'],
    ['p', 'compare'],
    ['p == false', 'compare'],
    ['waited > duration("15m")', 'compare'],
    ['waited < thresholds.t_patience', 'compare'],
    ['opened >= timestamp("2026-01-01T00:00:00Z")', 'compare'],
    ['x > 3 * y', 'term'],
    ['x + y >= 1.5', 'term'],
    ['0.4 * x - (y - 1.0) / 3.0 < 2.0', 'term'],
    ['i < x', 'term'],
    ['x * y > 1.0', 'opaque'],
    ['i % 2 == 0', 'opaque'],
    ['i / 2 == 1', 'opaque'],
    ['p == q', 'if'],
    ['x < (p ? 1 : 2)', 'if'],
    ['s == t', 'same'],
    ['s != t', 'same'],
    ['s < t', 'opaque'],
    ['flags.exists(v, v == t)', 'opaque'],
    ['i * 9007199254740991 > 0', 'opaque'],
    ['flags[0] == "a"', 'opaque'],
  ];
  test.each(exact)('%s is read as %s, and agrees with CEL', (text, kind) => {
    expect(agreeing(text)).toBe(kind);
  });
});
