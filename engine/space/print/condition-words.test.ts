import { expect, test } from 'vitest';
import { compile } from '../../decide/compile.ts';
import { thresholdNames } from '../../diff/condition-text.ts';
import type { ConditionSource } from '../../model/rule-set.ts';
import { conditionWords } from './condition-words.ts';

function said(when: ConditionSource) {
  const compiled = compile({
    escalation: 2,
    name: 'x',
    version: '1.0.0',
    signals: {
      confidence: { type: 'number', minimum: 0, maximum: 1 },
      topic: { type: 'string', enum: ['refund', 'order', 'other'], required: true },
      amount: { type: 'number', minimum: 0, unit: 'USD', required: true },
      flags: { type: 'array', items: { type: 'string', enum: ['legal', 'pii', 'abuse'] }, required: true },
      vip: { type: 'boolean', required: true },
      limits: { type: 'string', required: true },
    },
    thresholds: { least: 0.75, large: { per: 'topic', values: { refund: 50, order: 100, other: 0 } } },
    rules: [{ id: 'a', when, decide: 'pause' }],
  });
  const [rule] = compiled.rules;
  expect(compiled.problems).toEqual([]);
  if (rule === undefined) throw new Error('The rule is not compiled.');
  return conditionWords(rule.condition, compiled.declarations, thresholdNames(compiled, compiled));
}

test.each<[ConditionSource, string]>([
  ['topic == "refund" && amount > 50.0', '`topic` is `refund` and `amount` is above 50 USD'],
  ['amount > 10.0 && amount <= 20.0', '`amount` is above 10 and at most 20 USD'],
  ['confidence < thresholds.least', '`confidence` is below 0.75 (`least`)'],
  [{ not: 'vip' }, '`vip` is false'],
  ['!has(confidence)', '`confidence` is missing'],
  ['flags.exists(f, f in ["legal", "pii"])', '`flags` has `legal` or `pii`'],
  [
    { all: ['vip', { any: ['amount > 5.0', 'topic == "order"'] }] },
    '`vip` is true, and either `amount` is above 5 USD or `topic` is `order`',
  ],
  ['vip && amount > 5.0 || topic == "order"', '`vip` is true and `amount` is above 5 USD, or `topic` is `order`'],
  [
    'vip || (topic == "order" && (amount > 5.0 || confidence < 0.5))',
    '`vip || (topic == "order" && (amount > 5 || confidence < 0.5))`',
  ],
  ['amount > thresholds.large', '`amount > thresholds.large`'],
  [true, '`true`'],
])('%j: %s', (when, words) => {
  expect(said(when).text).toBe(words);
});

test('names the signals that can leave it unknown', () => {
  expect(said('vip && confidence < 0.5').unknown).toEqual(['confidence']);
  expect(said('vip').unknown).toEqual([]);
  expect(said('!has(confidence)').unknown).toEqual([]);
});
