import { expect, it } from 'vitest';
import type { DecisionRecord } from './decision-record.ts';
import { expectationOf, mismatchText, unmetExpectations } from './expectation.ts';

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
  missing: [
    { signal: 'b', cause: 'absent' },
    { signal: 'a', cause: 'absent' },
  ],
  inputValid: true,
  firedOnUnknown: false,
  assumptionsBroken: [],
  payload: null,
  shadow: [],
  conflicts: [],
  alsoFired: [],
};

const unmet = (expected: Parameters<typeof unmetExpectations>[0], on = record) =>
  unmetExpectations(expected, on).map(mismatchText);

it('takes the rule by id alone or with its version, and missing signals in any order', () => {
  expect(unmet({ decide: 'escalate', to: 'support', rule: 'legal' })).toEqual([]);
  expect(unmet({ rule: 'legal@2', missing: ['a', 'b'] })).toEqual([]);
  expect(unmet({ rule: 'legal@1' })).toEqual(['rule: expected "legal@1", was "legal@2"']);
  expect(unmet({ rule: 'default' }, { ...record, rule: null })).toEqual([]);
});

it('names every difference', () => {
  expect(
    unmet({ decide: 'pause', to: null, payload: 'p@1', missing: [], reasonCode: 'x', firedOnUnknown: true }),
  ).toEqual([
    'decide: expected "pause", was "escalate"',
    'to: expected null, was "support"',
    'payload: expected "p@1", was null',
    'missing: expected [], was ["a","b"]',
    'reasonCode: expected "x", was null',
    'firedOnUnknown: expected true, was false',
  ]);
});

it('expects of a new sample what was decided, with the version of the rule only on request', () => {
  expect(expectationOf(record)).toEqual({ decide: 'escalate', to: 'support', rule: 'legal' });
  expect(expectationOf(record, true)).toEqual({ decide: 'escalate', to: 'support', rule: 'legal@2' });
  expect(expectationOf({ ...record, rule: null, to: null }, true)).toEqual({ decide: 'escalate', rule: 'default' });
  expect(unmet(expectationOf(record, true))).toEqual([]);
  expect(unmet(expectationOf(record), { ...record, rule: { id: 'legal', version: 3 } })).toEqual([]);
});
