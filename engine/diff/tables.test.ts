import { describe, expect, test } from 'vitest';
import { createExpressionChecker } from '../condition/check-expression.ts';
import { declarationsOf } from '../condition/declarations.ts';
import type { RuleSet, ThresholdDeclaration } from '../model/rule-set.ts';
import { analysisSubject } from '../solver/subject.ts';
import { semanticDiff } from './semantic-diff.ts';

const table: ThresholdDeclaration = { value: 0.7, per: 'env', values: { dev: 0.5, prod: 0.8 } };
const base = (least: ThresholdDeclaration, more: Partial<RuleSet> = {}): RuleSet => ({
  escalation: 2,
  name: 'tables',
  version: '1.0.0',
  signals: {
    env: { type: 'string', enum: ['dev', 'staging', 'prod'], required: true },
    confidence: { type: 'number', minimum: 0, maximum: 1, required: true },
    amount: { type: 'number', required: true },
    risk: { type: 'number', required: true },
  },
  thresholds: { least },
  rules: [
    { id: 'unsure', when: 'confidence < thresholds.least', decide: 'pause' },
    { id: 'odd', when: 'amount * risk > thresholds.least', decide: 'stop' },
  ],
  default: { decide: 'continue' },
  ...more,
});

function diff(before: RuleSet, after: RuleSet) {
  const [left, right] = [before, after].map(each =>
    analysisSubject(each, createExpressionChecker(declarationsOf(each))),
  );
  if (left === undefined || right === undefined) throw new Error('There are two versions.');
  const { equivalent, complete, regions, consequences } = semanticDiff(left, right, { now: 0 });
  return {
    equivalent,
    complete,
    regions: regions.map(({ before: { rule: from }, after: { rule: to }, condition }) => [
      from?.id ?? 'default',
      to?.id ?? 'default',
      condition,
    ]),
    consequences: consequences.map(({ path, message, before: from, after: to }) => [path.join('.'), message, from, to]),
  };
}

const withoutOdd = { rules: base(table).rules.slice(0, 1) };

describe('an edited table', () => {
  test('changes exactly the inputs with that value of the signal', () => {
    const edited: ThresholdDeclaration = { ...table, values: { dev: 0.5, prod: 0.75 } };
    expect(diff(base(table, withoutOdd), base(edited, withoutOdd))).toEqual({
      equivalent: false,
      complete: true,
      regions: [['unsure', 'default', 'env == "prod" && confidence >= 0.75 && confidence < 0.8']],
      consequences: [
        [
          'thresholds.least.values.prod',
          '`least` for `env` "prod" is 0.75, no longer 0.8. Used by `unsure`.',
          0.8,
          0.75,
        ],
      ],
    });
  });

  test('names the value of all others, and an entry that took its place', () => {
    const edited: ThresholdDeclaration = { value: 0.6, per: 'env', values: { ...table.values, staging: 0.65 } };
    const { regions, consequences } = diff(base(table, withoutOdd), base(edited, withoutOdd));
    expect(regions).toEqual([['unsure', 'default', 'env == "staging" && confidence >= 0.65 && confidence < 0.7']]);
    expect(consequences.map(([path, message]) => [path, message])).toEqual([
      ['thresholds.least.values.staging', '`least` for `env` "staging" is 0.65, no longer 0.7. Used by `unsure`.'],
      ['thresholds.least.value', '`least` for other values of `env` is 0.6, no longer 0.7. Used by `unsure`.'],
    ]);
  });

  test('is equivalent if each input has the same value, outside the exact fragment too', () => {
    const same: ThresholdDeclaration = { per: 'env', values: { prod: 0.8, staging: 0.7, dev: 0.5 } };
    const { equivalent, consequences } = diff(base(table), base(same));
    expect([equivalent, consequences.map(([, message]) => message)]).toEqual([
      true,
      [
        '`least` has no value for other values of `env` any more; it was 0.7. Used by `unsure` and `odd`; no decision changes by it.',
      ],
    ]);
  });

  test('is equivalent to a plain threshold with the same value everywhere', () => {
    const flat: ThresholdDeclaration = { value: 2, per: 'env', values: { dev: 2, staging: 2 } };
    const { equivalent, consequences } = diff(base(2), base(flat));
    expect([equivalent, consequences.map(([path, message]) => [path, message])]).toEqual([
      true,
      [
        [
          'thresholds.least',
          '`least` depends on `env`, and is no longer 2. Used by `unsure` and `odd`; no decision changes by it.',
        ],
      ],
    ]);
    expect(diff(base(flat), base(2)).equivalent).toBe(true);
  });

  test('differs from a plain threshold while its signal is missing', () => {
    const optional: Partial<RuleSet> = {
      ...withoutOdd,
      signals: { ...base(2).signals, env: { type: 'string', enum: ['dev', 'prod'] } },
    };
    const flat: ThresholdDeclaration = { value: 0.5, per: 'env', values: { dev: 0.5 } };
    expect(diff(base(0.5, optional), base(flat, optional)).regions).toEqual([
      ['default', 'unsure', '!has(env) && confidence >= 0.5'],
    ]);
  });
});

test('a region over all columns names the table, one over some of them the numbers', () => {
  const stops: Partial<RuleSet> = {
    rules: [{ id: 'unsure', when: 'confidence < thresholds.least && amount > 3', decide: 'stop' }],
  };
  const pauses: Partial<RuleSet> = {
    rules: [{ id: 'unsure', when: 'confidence < thresholds.least && amount > 3', decide: 'pause' }],
  };
  expect(diff(base(table, stops), base(table, pauses)).regions).toEqual([
    ['unsure', 'unsure', 'confidence < thresholds.least && amount > 3'],
  ]);
});
