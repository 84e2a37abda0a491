import { describe, expect, test } from 'vitest';
import type { RuleSet } from '../../engine/model/rule-set.ts';
import { valuesIn, withThresholds } from './threshold-values.ts';

const ruleSet: RuleSet = {
  escalation: 2,
  name: 'tables',
  version: '1.0.0',
  signals: { env: { type: 'string' } },
  thresholds: {
    plain: 3,
    least: { value: 0.7, per: 'env', values: { dev: 0.5, 'prod.eu': 0.8 } },
    patience: { per: 'env', value: '1m', values: { dev: '5m' }, format: 'duration' },
    word: { per: 'env', value: 'a', values: { dev: 'b' } },
  },
  rules: [],
};

describe('values that are tried out', () => {
  test('reach a plain threshold, the value of all others and an entry, whose key may hold dots', () => {
    const tried = withThresholds(ruleSet, { plain: 4, least: 0.6, 'least.prod.eu': 0.9, 'patience.dev': 60_000 });
    expect(tried.thresholds).toEqual({
      ...ruleSet.thresholds,
      plain: { value: 4 },
      least: { value: 0.6, per: 'env', values: { dev: 0.5, 'prod.eu': 0.9 } },
      patience: { per: 'env', value: '1m', values: { dev: '60000ms' }, format: 'duration' },
    });
  });

  test('are ignored for entries that there are not, and for texts', () => {
    expect(withThresholds(ruleSet, { 'least.moon': 1, 'plain.x': 2, 'word.dev': 3, least: NaN })).toBe(ruleSet);
  });
});

test('a table has a value for each entry, and one for all others', () => {
  expect(valuesIn('least', { value: 0.7, per: 'env', values: { dev: 0.5 } })).toEqual([
    { id: 'least.dev', column: { signal: 'env', key: 'dev' }, value: 0.5 },
    { id: 'least', column: { signal: 'env', key: null }, value: 0.7 },
  ]);
  expect(valuesIn('plain', { value: 3 })).toEqual([{ id: 'plain', column: null, value: 3 }]);
});
