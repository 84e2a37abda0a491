import type { RuleSet } from '../../engine/model/rule-set.ts';
import type { SampleView } from '../../protocol/server.ts';

/** A rule set with everything that a handoff can have, and a rule that replaces a fallback of its target. */
export const oversight: RuleSet = {
  escalation: 2,
  name: 'oversight',
  version: '1.0.0',
  signals: { kind: { type: 'string', enum: ['exploit', 'scope'], required: true } },
  targets: {
    approvers: {
      kind: 'human',
      resolveWithin: '15m',
      approvals: 2,
      also: { target: 'duty-manager', after: '7m30s' },
      rounds: 3,
      onTimeout: 'duty-manager',
      onReject: 'stop',
    },
    'duty-manager': { kind: 'human', acknowledgeWithin: '30m', onTimeout: 'approvers' },
  },
  rules: [
    {
      ...{
        id: 'exploit',
        when: 'kind == "exploit"',
        decide: 'escalate',
        to: 'approvers',
        reason: 'It runs an exploit.',
      },
      onTimeout: 'deny',
    },
  ],
};

const position = { line: 3, character: 2 };

export const exploit: SampleView = {
  name: 'An exploit',
  description: null,
  at: '2026-03-02T10:00:00Z',
  input: { kind: 'exploit' },
  expect: { decide: 'escalate' },
  location: { uri: 'file:///rules/oversight.samples.yaml', range: { start: position, end: position } },
};
