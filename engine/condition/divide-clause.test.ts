import { describe, expect, test } from 'vitest';
import { createExpressionChecker } from './check-expression.ts';
import { clausesOf, type Condition } from './condition.ts';
import { declarationsOf } from './declarations.ts';

const checker = createExpressionChecker(
  declarationsOf({
    signals: {
      amount: { type: 'number' },
      a: { type: 'number' },
      n: { type: 'integer' },
      p: { type: 'boolean' },
      q: { type: 'boolean' },
      role: { type: 'string' },
      tags: { type: 'array', items: { type: 'string' } },
      waited: { type: 'string', format: 'duration' },
    },
    thresholds: { limit: 100 },
  }),
);

function conditionOf(text: string): Condition {
  const { condition, problems } = checker.condition(text, ['rules', 0, 'when']);
  expect(problems, text).toEqual([]);
  return condition as Condition;
}

/** A condition as text, with the kind of test in front of each clause. */
function shown(condition: Condition): string {
  switch (condition.kind) {
    case 'if':
      return `(${[condition.test, condition.then, condition.otherwise].map(shown).join(' | ')})`;
    case 'not':
      return `not ${shown(condition.operand)}`;
    case 'all':
    case 'any':
      return `${condition.kind}[${condition.operands.map(shown).join(', ')}]`;
    case 'clause':
      return condition.test.kind === 'opaque' ? `opaque ${condition.text}` : condition.text;
    default:
      return `${condition.kind} ${condition.text}`;
  }
}

describe('a choice in an operand is pushed outward, and each clause shows what it decides', () => {
  test.each([
    ['amount < (role == "manager" ? 5000 : 500)', '(role == "manager" | amount < 5000 | amount < 500)'],
    [
      'amount > (role == "manager" ? 5000 : role == "clerk" ? 200 : 50)',
      '(role == "manager" | amount > 5000 | (role == "clerk" | amount > 200 | amount > 50))',
    ],
    ['(p ? a : 2) + 1 > 4', '(p | a + 1 > 4 | constant 2 + 1 > 4)'],
    ['role in (p ? ["a"] : ["b", "c"])', '(p | role in ["a"] | role in ["b", "c"])'],
    ['role.startsWith(p ? "a" : "b")', '(p | role.startsWith("a") | role.startsWith("b"))'],
    ['role == (p ? "a  b" : "c")', '(p | role == "a b" | role == "c")'],
    ['waited > duration(p ? "1h" : "2h")', '(p | waited > duration("1h") | waited > duration("2h"))'],
    ['size(p ? role : tags[0]) > 3', '(p | size(role) > 3 | opaque size(tags[0]) > 3)'],
    ['(p ? tags : ["x"]).exists(t, t == "a")', '(p | tags.exists(t, t == "a") | constant ["x"].exists(t, t == "a"))'],
    ['tags.exists(t, t == (p ? "a" : "b"))', '(p | tags.exists(t, t == "a") | tags.exists(t, t == "b"))'],
    ['amount < ((a > 1 ? p : q) ? 1 : 2)', '((a > 1 | p | q) | amount < 1 | amount < 2)'],
    ['amount < (p ? -1 : 2 * thresholds.limit)', '(p | amount < (-1) | amount < (2 * thresholds.limit))'],
    ['amount < ((p ? (n > 1 ? 1 : 2) : 3))', '(p | (n > 1 | amount < 1 | amount < 2) | amount < 3)'],
  ])('%s', (text, parts) => {
    expect(shown(conditionOf(text))).toBe(parts);
  });

  test('numbers keep the type that they have in the whole', () => {
    expect(shown(conditionOf('(p ? 1 : 0.5) / 2 < amount'))).toBe('(p | 1 / 2 < amount | 0.5 / 2 < amount)');
    // `5 / 2` alone would become a half next to a double.
    expect(shown(conditionOf('amount > (p ? 5 : 7) / 2'))).toBe(
      '(p | amount > double(5 / 2) | amount > double(7 / 2))',
    );
  });

  test('a clause stands at the branch that it takes, and at the whole if it takes branches of several choices', () => {
    const places = (text: string) =>
      clausesOf(conditionOf(text)).map(({ span }) => `${span.path.join('.')}: ${text.slice(span.start, span.end)}`);
    expect(places('amount < (p ? 1 : q ? (2) : 3)')).toEqual(
      ['p', '1', 'q', '2', '3'].map(each => `rules.0.when: ${each}`),
    );
    const two = 'amount + (p ? a : 1.5) < (q ? 2 : 3)';
    expect(places(two)).toEqual(['p', 'q', two, two, 'q', two, two].map(each => `rules.0.when: ${each}`));
  });

  test('the whole keeps its text and place', () => {
    const text = 'amount < (p ? 1 : 2)';
    expect(conditionOf(text)).toMatchObject({ kind: 'if', text, span: { start: 0, end: text.length } });
  });

  test.each([
    ['in a macro whose variable the test reads', 'tags.exists(t, t == "a" ? p : q)'],
    [
      'of more than 16 alternatives',
      'amount < (p ? a : 1.0) + (q ? a : 2.0) + (p ? a : 3.0) + (q ? a : 4.0) + (p ? a : 5.0)',
    ],
    ['with a pattern that is none', 'role.matches(p ? "(" : "a")'],
  ])('not %s', (_, text) => {
    expect(shown(conditionOf(text))).toBe(`opaque ${text}`);
  });

  test('errors are reported once, where they are', () => {
    const text = 'amount < (p ? 1 / 0 : nn)';
    expect(checker.condition('n < (role == 5 ? 1 / 0 : 2)').problems.map(({ start }) => start)).toEqual([5]);
    expect(checker.condition('n < (p ? 1 / 0 : 2)').problems.map(({ start }) => start)).toEqual([9]);
    expect(checker.condition(text).problems.map(({ start, end }) => text.slice(start, end))).toEqual(['nn']);
  });
});

describe('an equality of booleans is divided into its sides', () => {
  test.each([
    ['p == q', '(p | q | not q)'],
    ['p != q', '(p | not q | q)'],
    ['(a > 3) == p', '(a > 3 | p | not p)'],
    ['(has(a) && a > 3) != p', '(all[has(a), a > 3] | not p | p)'],
    ['(a > 3) == true', '(a > 3) == true'],
    ['false == (a > 3)', 'not a > 3'],
    ['p == !q', '(p | not q | q)'],
    ['p == (amount > a)', '(p | amount > a | not amount > a)'],
    ['(p ? q : a > 1) == q', '((p | q | a > 1) | q | not q)'],
  ])('%s', (text, parts) => {
    expect(shown(conditionOf(text))).toBe(parts);
  });

  test('a chain that grows with each step is left to CEL', () => {
    const chain = (length: number): string => (length === 0 ? '(a > 1)' : `(p == ${chain(length - 1)})`);
    expect(shown(conditionOf(chain(3)))).toContain('not');
    expect(shown(conditionOf(chain(12)))).toContain('opaque');
  });
});
