import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createExpressionChecker } from '../../engine/condition/check-expression.ts';
import { compileCondition } from '../../engine/condition/compile-condition.ts';
import { clausesOf } from '../../engine/condition/condition.ts';
import { declarationsOf } from '../../engine/condition/declarations.ts';
import type { Signal } from '../../engine/model/rule-set.ts';

const document = readFileSync(new URL('../../docs/language.md', import.meta.url), 'utf8');
const section = document.split('\n### The exact fragment\n')[1]?.split('\n### ')[0] ?? '';

const number: Signal = { type: 'number' };
const integer: Signal = { type: 'integer' };
const text: Signal = { type: 'string' };
const texts: Signal = { type: 'array', items: { type: 'string' } };

const numbers = Object.fromEntries(
  ['spent', 'amount', 'limit', 'average', 'impact', 'urgency', 'risk'].map(name => [name, number]),
);
const people = { approver: text, requester: text, owner: text, reviewers: texts };
const times = Object.fromEntries([
  ...['opened', 'updated'].map(name => [name, { type: 'string', format: 'date-time' }]),
  ...['waited', 'worked'].map(name => [name, { type: 'string', format: 'duration' }]),
]) as Record<string, Signal>;
const thresholds = { urgent: 0.8, patience: { value: '2h', format: 'duration' as const } };

/** The kinds of the clauses of an expression, which must have no errors. */
function kindsIn(expression: string, signals: Record<string, Signal>): string[] {
  const checker = createExpressionChecker(declarationsOf({ signals, thresholds }));
  const { condition, problems } = compileCondition(expression, checker, []);
  expect(problems).toEqual([]);
  return clausesOf(condition).map(clause => clause.test.kind);
}

const examples = [...section.matchAll(/^when: (.+)$/gm)].map(([, expression = '']) => expression);

test('the reference shows conditions over several signals', () => expect(examples.length).toBeGreaterThan(4));

test.each(examples)('%s is exact, as the reference says', expression => {
  const [kind, ...others] = kindsIn(expression, { ...numbers, ...times, ...people });
  expect([...others, kind === 'term' || kind === 'same']).toEqual([true]);
});

const abc = (type: Signal): Record<string, Signal> => ({ a: type, b: type, c: type });

test.each([
  ['amount * risk > 8', numbers],
  ['spent / limit > 0.8', numbers],
  ['a + b < 2 * a', abc(number)],
  ['0.1 * (0.4 * a + 0.6 * b) > c', abc(number)],
  ['a + b > a', abc(integer)],
  ['a < b', abc(text)],
  ['name.startsWith(prefix)', { name: text, prefix: text }],
  ['approver in [requester, owner]', people],
  ['approver in reviewers', people],
  ['size(files) > limit', { files: texts, limit: integer }],
  ['k * 2000 >= limit', { k: integer, limit: integer }],
])('%s is opaque, as the reference says', (expression, signals) => {
  expect(section).toContain(`\`${expression}\``);
  expect(kindsIn(expression, signals)).toEqual(['opaque']);
});

test('what the reference advises in place of opaque clauses is exact', () => {
  expect(section).toContain('write `spent > 0.8 * limit`');
  expect(kindsIn('spent > 0.8 * limit', numbers)).toEqual(['term']);
  expect(section).toContain('exact with `minimum: 0` and `maximum: 1000000` for `k`');
  expect(kindsIn('k * 2000 >= limit', { k: { ...integer, minimum: 0, maximum: 1_000_000 }, limit: integer })).toEqual([
    'term',
  ]);
});
