import { expect, it } from 'vitest';
import type { DecisionRecord } from '../../engine/model/decision-record.ts';
import { expectationOf } from '../../engine/model/samples.ts';
import { unmetExpectations } from './expectation.ts';

const record: DecisionRecord = {
  ruleset: 'r',
  version: '1.0.0',
  digest: '',
  at: '2026-03-02T10:00:00Z',
  decision: 'escalate',
  to: 'support',
  rule: { id: 'legal', version: 2 },
  reason: null,
  reasonCode: null,
  message: null,
  severity: null,
  missing: [{ signal: 'amount', cause: 'absent' }],
  inputValid: true,
  firedOnUnknown: false,
  assumptionsBroken: [],
  payload: null,
  shadow: [],
  conflicts: [],
};

it('takes the rule by id alone or with its version', () => {
  expect(unmetExpectations({ decide: 'escalate', to: 'support', rule: 'legal' }, record)).toEqual([]);
  expect(unmetExpectations({ rule: 'legal@2', missing: ['amount'] }, record)).toEqual([]);
  expect(unmetExpectations({ rule: 'legal@1' }, record)).toEqual(['rule legal@1, not legal@2']);
  expect(unmetExpectations({ rule: 'default' }, { ...record, rule: null })).toEqual([]);
});

it('names every difference', () => {
  const expected = { decide: 'pause', to: null, payload: 'p@1', missing: [], firedOnUnknown: true } as const;
  expect(unmetExpectations({ ...expected, missing: [] }, record)).toEqual([
    'decision pause, not escalate',
    'target none, not support',
    'payload p@1, not none',
    'missing none, not amount',
    'fired on unknown',
  ]);
});

it('expects of a new sample what was decided', () => {
  expect(expectationOf(record)).toEqual({ decide: 'escalate', to: 'support', rule: 'legal@2' });
  expect(unmetExpectations(expectationOf(record), record)).toEqual([]);
});
