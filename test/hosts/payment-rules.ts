import type { RuleSet } from '../../engine/model/rule-set.ts';

/** One rule for each decision, about tools with telling names. */
export const paymentRules: RuleSet = {
  escalation: 2,
  name: 'payments',
  version: '1.4.0',
  signals: {
    'tool.name': { type: 'string' },
    'tool.args.amount': { type: 'number' },
    confidence: { type: 'number' },
    'data.completeness': { type: 'number' },
    'session.id': { type: 'string' },
  },
  targets: { lead: { kind: 'human', title: 'Team lead' }, checker: { kind: 'agent', title: 'Checker' } },
  rules: [
    { id: 'wipe', when: 'tool.name == "wipe"', decide: 'stop', reason: 'Nothing is wiped.' },
    { id: 'drop', when: 'tool.name == "drop"', decide: 'deny', reason: 'Tables stay.' },
    {
      id: 'server',
      when: 'tool.name == "mcp__bank__transfer"',
      decide: 'deny',
      reason: 'The bank server is closed.',
    },
    {
      id: 'huge',
      when: 'tool.name == "pay" && tool.args.amount > 1000000',
      decide: 'deny',
      reason: 'Nobody may pay {{ tool.args.amount }}.',
    },
    {
      id: 'large',
      when: 'tool.name == "pay" && tool.args.amount > 1000',
      decide: 'escalate',
      to: 'lead',
      reason: 'The agent wants to pay {{ tool.args.amount }}.',
    },
    { id: 'look', when: 'tool.name == "look"', decide: 'pause', reason: 'Look first.' },
    { id: 'check', when: 'tool.name == "check"', decide: 'route', to: 'checker', reason: 'Check it.' },
    {
      id: 'unsure',
      when: 'tool.name == "send" && (confidence < 0.7 || data.completeness < 0.5)',
      decide: 'escalate',
      to: 'lead',
      reason: 'The agent is not sure.',
    },
  ],
  default: { decide: 'continue' },
};
