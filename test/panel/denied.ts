import type { RuleSet } from '../../engine/model/rule-set.ts';
import type { SampleView } from '../../protocol/server.ts';

/** A rule set in which several rules fire, and the one that denies the action decides. */
export const payments: RuleSet = {
  escalation: 2,
  name: 'payments',
  version: '1.0.0',
  hitPolicy: 'priority',
  signals: {
    amount: { type: 'number', minimum: 0 },
    country: { type: 'string' },
    abuse: { type: 'boolean' },
    checked: { type: 'boolean' },
  },
  targets: { treasury: { kind: 'human', acknowledgeWithin: '15m', onTimeout: 'deny' } },
  rules: [
    { id: 'large', when: 'amount > 1000', decide: 'escalate', to: 'treasury', reason: 'A person approves it.' },
    { id: 'sanctioned', when: 'country == "XX"', decide: 'deny', reason: 'Nobody may pay to this country.' },
    { id: 'abuse', when: 'abuse', decide: 'stop', reason: 'The account is misused.' },
    { id: 'unchecked', when: '!checked', decide: 'pause' },
    { id: 'huge', when: 'amount > 100000', decide: 'escalate', to: 'treasury' },
    { id: 'small', when: 'amount <= 1000', decide: 'continue' },
  ],
};

const position = { line: 3, character: 2 };

export const sanctionedPayment: SampleView = {
  name: 'To a sanctioned country',
  description: null,
  at: '2026-03-02T10:00:00Z',
  input: { amount: 200_000, country: 'XX', abuse: false },
  expect: { decide: 'deny' },
  location: { uri: 'file:///rules/payments.samples.yaml', range: { start: position, end: position } },
};
