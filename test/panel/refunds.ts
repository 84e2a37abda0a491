import type { Json } from '../../engine/model/json.ts';
import type { RuleSet } from '../../engine/model/rule-set.ts';
import type { SampleView } from '../../protocol/server.ts';

/** A rule set with signals of all kinds. */
export const refunds: RuleSet = {
  escalation: 1,
  name: 'refunds-assistant',
  version: '2.3.0',
  description: 'When the refunds agent stops and hands over.',
  signals: {
    confidence: { type: 'number', minimum: 0, maximum: 1, description: 'Calibrated answer confidence' },
    latency_ms: { type: 'integer', minimum: 0, unit: 'ms' },
    data_completeness: { type: 'number', minimum: 0, maximum: 1, maxAge: '5m', observedAt: 'quality.measured_at' },
    intent: { type: 'string', enum: ['refund', 'billing', 'cancel', 'other'], required: true },
    policy_flags: { type: 'array', items: { type: 'string', enum: ['pii', 'legal', 'self_harm'] }, uniqueItems: true },
    amount: { type: 'number', minimum: 0, unit: 'USD' },
    'customer.tier': { type: 'string', enum: ['free', 'pro', 'enterprise'] },
    'customer.tags': { type: 'array', items: { type: 'string' } },
    repeated: { type: 'boolean' },
    waited: { type: 'string', format: 'duration' },
    note: { type: 'string', maxLength: 200 },
  },
  thresholds: {
    min_confidence: { value: 0.7, minimum: 0.5, maximum: 0.95, description: 'Below this a person decides' },
    max_latency_ms: 4000,
    patience: { value: '15m', format: 'duration' },
  },
  targets: {
    'support-l1': {
      kind: 'human',
      channel: 'zendesk:queue/refunds',
      acknowledgeWithin: '15m',
      resolveWithin: '4h',
      remindAfter: '7m',
      onTimeout: 'supervisor',
      onReject: 'resume',
      hours: { timezone: 'Europe/Berlin', days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', until: '18:00' },
      capacity: 12,
    },
    supervisor: { kind: 'agent', acknowledgeWithin: '30s', onTimeout: 'pause' },
  },
  payloads: {
    'refund-handoff@1': {
      schema: {
        type: 'object',
        required: ['last_message', 'events'],
        properties: { last_message: { type: 'string' }, events: { type: 'array', maxItems: 2 } },
      },
      fields: { last_message: 'conversation.last_user_message', events: 'conversation.events', amount: 'amount' },
    },
  },
  rules: [
    {
      id: 'legal-threat',
      version: 2,
      title: 'Legal threats go to a person',
      when: '"legal" in policy_flags',
      decide: 'escalate',
      to: 'support-l1',
      payload: 'refund-handoff@1',
      reason: 'The customer mentions legal action.',
      reasonCode: 'legal_or_regulatory_matter',
      severity: 'high',
      message: 'A colleague will get back to you within 15 minutes.',
    },
    {
      id: 'large-refund',
      when: 'intent == "refund" && amount > 1000',
      decide: 'escalate',
      to: 'support-l1',
      payload: 'refund-handoff@1',
      reason: 'A refund of {{ amount }} USD needs a person.',
    },
    {
      id: 'weak-evidence',
      when: {
        all: [
          'confidence < thresholds.min_confidence',
          { any: ['latency_ms > thresholds.max_latency_ms', 'data_completeness < 0.9'] },
        ],
      },
      decide: 'route',
      to: 'supervisor',
      payload: 'refund-handoff@1',
      reason: 'Answer is uncertain and its evidence is thin.',
    },
    {
      id: 'impatient',
      status: 'shadow',
      when: 'waited > thresholds.patience',
      decide: 'route',
      to: 'supervisor',
    },
    { id: 'unsure', when: 'confidence < 0.5', decide: 'stop', reason: 'The answer is a guess.' },
    { id: 'small-refund', when: 'intent == "refund" && amount <= 50', decide: 'continue' },
  ],
  default: { decide: 'pause', reason: 'No rule covers this case.' },
  assumptions: [
    { when: 'customer.tier == "free"', holds: 'amount <= 500', reason: 'Free customers cannot spend more.' },
  ],
};

const sampleFile = 'file:///rules/refunds.samples.yaml';
const conversation: Json = {
  last_user_message: 'I will call my lawyer if I do not get my money back.',
  events: [{ type: 'message', from: 'customer' }],
};

function sample(name: string, line: number, more: Pick<SampleView, 'input' | 'expect'>): SampleView {
  const range = { start: { line, character: 0 }, end: { line, character: 10 } };
  return { name, description: null, at: '2026-03-02T10:00:00Z', location: { uri: sampleFile, range }, ...more };
}

export const refundSamples: SampleView[] = [
  sample('Customer threatens to sue', 4, {
    input: {
      confidence: 0.64,
      latency_ms: 820,
      data_completeness: 0.95,
      quality: { measured_at: '2026-03-02T09:48:00Z' },
      intent: 'refund',
      policy_flags: ['legal'],
      conversation,
      model: { name: 'refunds-7b', output: 'I can refund that.' },
    },
    expect: { decide: 'escalate', to: 'support-l1', rule: 'legal-threat@2' },
  }),
  sample('Small refund', 20, {
    input: {
      confidence: 0.93,
      latency_ms: 820,
      data_completeness: 0.95,
      quality: { measured_at: '2026-03-02T09:58:00Z' },
      intent: 'refund',
      policy_flags: [],
      amount: 20,
      customer: { tier: 'free', tags: ['vip'] },
      conversation,
    },
    expect: { decide: 'continue', rule: 'small-refund' },
  }),
  sample('Slow and unsure', 40, {
    input: {
      confidence: 0.64,
      latency_ms: 5200,
      data_completeness: 0.95,
      quality: { measured_at: '2026-03-02T09:58:00Z' },
      intent: 'billing',
      policy_flags: [],
      amount: 700,
      customer: { tier: 'free' },
      waited: '20m',
      conversation: { ...conversation, events: [1, 2, 3] },
    },
    expect: { decide: 'pause' },
  }),
];
