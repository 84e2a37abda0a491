import { describe, expect, test } from 'vitest';
import { createExpressionChecker } from '../condition/check-expression.ts';
import type { SignalValue } from '../condition/condition.ts';
import { declarationsOf } from '../condition/declarations.ts';
import { reasonWriter } from './reason.ts';

const declarations = declarationsOf({
  signals: {
    amount: { type: 'number' },
    n: { type: 'integer' },
    p: { type: 'boolean' },
    tags: { type: 'array', items: { type: 'string' } },
    waited: { type: 'string', format: 'duration' },
    opened: { type: 'string', format: 'date-time' },
    'customer.tier': { type: 'string' },
  },
  thresholds: { limit: 0.7 },
});
const checker = createExpressionChecker(declarations);

function written(reason: string, values: Record<string, SignalValue> = {}): string | null {
  return reasonWriter(reason, checker, declarations)(new Map(Object.entries(values)));
}

describe('a reason', () => {
  test.each<[string, Record<string, SignalValue>, string]>([
    ['Plain.', {}, 'Plain.'],
    ['{{ amount }} USD', { amount: 1200.5 }, '1200.5 USD'],
    ['{{ amount * 2 }}', { amount: 0.1 }, '0.2'],
    ['{{ n }}', { n: 4000 }, '4000'],
    ['{{ p }}', { p: false }, 'false'],
    ['{{ tags }}', { tags: ['pii', 'legal'] }, 'pii, legal'],
    ['{{ tags }}', { tags: [] }, ''],
    ['{{ waited }}', { waited: 5_400_000 }, '1 h 30 min'],
    ['{{ opened }}', { opened: 0 }, '1970-01-01T00:00:00Z'],
    ['{{ customer.tier }}', { 'customer.tier': 'free' }, 'free'],
    ['{{ thresholds.limit }}', {}, '0.7'],
    ['{{ n > 3 ? "many" : "few" }}', { n: 4 }, 'many'],
    ['{{ size(tags) }} flags', { tags: ['a'] }, '1 flags'],
    ['{{ has(amount) }}', {}, 'false'],
  ])('%s', (reason, values, text) => {
    expect(written(reason, values)).toBe(text);
  });

  test('is null if there is none', () => {
    expect(reasonWriter(undefined, checker, declarations)(new Map())).toBeNull();
  });
});

describe('a missing value is noted in its place', () => {
  test.each<[string, Record<string, SignalValue>, string]>([
    ['{{ amount }} USD', {}, '[amount is missing] USD'],
    ['{{ amount * amount }}', {}, '[amount is missing]'],
    ['{{ amount + double(n) }}', {}, '[amount, n are missing]'],
    ['{{ 10 / n }}', { n: 0 }, '[10 / n: division by zero]'],
    ['{{ amuont }}', {}, '[amuont is not a valid expression]'],
    ['{{ }}', {}, '[ is not a valid expression]'],
    ['A {{ amount', { amount: 1 }, 'A {{ amount'],
  ])('%s', (reason, values, text) => {
    expect(written(reason, values)).toBe(text);
  });
});
