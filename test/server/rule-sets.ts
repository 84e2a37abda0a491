/** A small rule set without findings, with an import, a payload schema in a file, and samples. */
export const refunds = `escalation: 1
name: refunds-assistant
version: 2.3.0
imports: [./common/targets.escalation.yaml]

signals:
  confidence: { type: number, minimum: 0, maximum: 1, description: Calibrated answer confidence }
  amount: { type: number, minimum: 0, unit: USD }
  intent: { type: string, enum: [refund, billing, other], required: true }
  policy_flags: { type: array, items: { type: string, enum: [pii, legal] }, uniqueItems: true }
  customer.tier: { type: string, enum: [free, pro] }

thresholds:
  min_confidence: { value: 0.7, minimum: 0.5, maximum: 0.95, description: Below this a person decides }
  large_amount: 1000

payloads:
  handoff@1:
    schema: ./payloads/handoff.schema.json
    fields:
      last_message: conversation.last_user_message
      amount: amount

rules:
  - id: legal-threat
    version: 2
    title: Legal threats go to a person
    when: '"legal" in policy_flags'
    decide: escalate
    to: support
    payload: handoff@1
    reason: The customer mentions legal action.
  - id: large-refund
    when: intent == "refund" && amount > thresholds.large_amount
    decide: escalate
    to: support
    payload: handoff@1
    reason: "A refund of {{ amount }} USD needs a person."
  - id: weak-answer
    when:
      all:
        - confidence < thresholds.min_confidence
        - customer.tier == "pro"
    decide: route
    to: specialist
    reason: The answer is weak.
  - id: small-refund
    when: intent == "refund" && amount <= 50
    decide: continue

# handrail-disable-next-line uncovered-input -- everything else waits for a person
default: { decide: pause, reason: No rule covers this case. }
`;

export const targets = `escalation: 1
name: common-targets
version: 1.0.0
targets:
  support: { kind: human, acknowledgeWithin: 15m, onTimeout: specialist }
  specialist: { kind: agent, onTimeout: pause }
`;

export const samples = `samples: 1
ruleset: ./refunds.escalation.yaml
cases:
  - name: Customer threatens to sue
    at: 2026-03-02T10:00:00Z
    input: { intent: refund, policy_flags: [legal], conversation: { last_user_message: See you in court } }
    expect: { decide: escalate, to: support, rule: legal-threat@2 }
  - name: A small refund
    input: { intent: refund, amount: 20, policy_flags: [], confidence: 0.9 }
    expect: { decide: continue, rule: small-refund }
`;

export const payloadSchema = `{
  "type": "object",
  "required": ["last_message"],
  "properties": { "last_message": { "type": "string" }, "amount": { "type": "number" } }
}
`;

export const ruleFile = 'refunds.escalation.yaml';
export const targetsFile = 'common/targets.escalation.yaml';
export const samplesFile = 'refunds.samples.yaml';
export const schemaFile = 'payloads/handoff.schema.json';

/** The files by path, with some of them replaced. */
export function workspace(changes: Record<string, string> = {}): Record<string, string> {
  return {
    [ruleFile]: refunds,
    [targetsFile]: targets,
    [samplesFile]: samples,
    [schemaFile]: payloadSchema,
    ...changes,
  };
}
