import { describe, expect, test } from 'vitest';
import type { ConditionSource } from '../model/rule-set.ts';
import { createExpressionChecker } from './check-expression.ts';
import { compileCondition } from './compile-condition.ts';
import { clausesOf } from './condition.ts';
import { declarationsOf } from './declarations.ts';

const checker = createExpressionChecker(
  declarationsOf({ signals: { p: { type: 'boolean' }, n: { type: 'integer' } } }),
);
const compiled = (source: unknown) => compileCondition(source as ConditionSource, checker, ['rules', 2, 'when']);

describe('compileCondition', () => {
  test('all, any and not form the tree as written', () => {
    const { condition, problems } = compiled({ all: ['p', { any: ['n > 1', { not: 'p && n < 0' }] }, true] });
    expect(problems).toEqual([]);
    expect(condition).toMatchObject({
      kind: 'all',
      operands: [
        { kind: 'clause' },
        { kind: 'any', operands: [{ kind: 'clause' }, { kind: 'not', operand: { kind: 'all' } }] },
        { kind: 'constant', value: true },
      ],
    });
  });

  test('every clause has the path of its scalar and its position in it', () => {
    const { condition } = compiled({ all: ['p', { any: ['n > 1', { not: 'p && n < 0' }] }] });
    expect(clausesOf(condition).map(({ span, text }) => [span.path.slice(2), span.start, text])).toEqual([
      [['when', 'all', 0], 0, 'p'],
      [['when', 'all', 1, 'any', 0], 0, 'n > 1'],
      [['when', 'all', 1, 'any', 1, 'not'], 0, 'p'],
      [['when', 'all', 1, 'any', 1, 'not'], 5, 'n < 0'],
    ]);
  });

  test('a problem has the path of its scalar; the part is broken, the rest is not', () => {
    const { condition, problems } = compiled({ all: ['p', 'n >', 'm > 1'] });
    expect(problems.map(({ kind, path }) => [kind, path.at(-1)])).toEqual([
      ['syntax', 1],
      ['undefined-signal', 2],
    ]);
    expect(condition).toMatchObject({ operands: [{ kind: 'clause' }, { kind: 'broken' }, { kind: 'broken' }] });
  });

  test.each([[null], [5], [{}], [[]], [{ none: ['p'] }], [{ all: 'p' }]])('%j is not a condition', source => {
    const { condition, problems } = compiled(source);
    expect(condition.kind).toBe('broken');
    expect(problems).toMatchObject([
      { kind: 'syntax', message: 'A condition is an expression, `all:`, `any:` or `not:`.' },
    ]);
  });

  test('nesting deeper than 30 levels is refused', () => {
    let nested: ConditionSource = 'p';
    for (let depth = 0; depth < 30; depth++) nested = { not: nested };
    expect(compiled(nested).problems).toEqual([]);
    expect(compiled({ not: nested }).problems[0]?.message).toMatch(/^Conditions are nested more than 30 levels deep\./);
  });
});
