/** A rule set to start from, with its samples: small, complete, and without findings. `name` is in kebab-case. */
export function newRuleSet(name: string): { ruleSet: string; samples: string } {
  return { ruleSet: ruleSetText(name), samples: samplesText(name) };
}

/** What is wrong with a name; null if it may be used. */
export function problemWithName(name: string): string | null {
  if (name === '') return 'A rule set needs a name.';
  if (name.length > 100) return 'A name has at most 100 characters.';
  if (/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name)) return null;
  return 'Use lower-case letters, digits and single hyphens, starting with a letter: refunds-assistant.';
}

const ruleSetText = (name: string) => `# When the agent stops and hands over. Open the simulator to try it on a sample.
escalation: 2
name: ${name}
version: 0.1.0
description: When the agent stops and hands over.
hitPolicy: first

signals: # what the agent reports with every task
  confidence: { type: number, minimum: 0, maximum: 1, description: Calibrated confidence in the answer }
  intent: { type: string, enum: [question, complaint, cancellation, other], required: true }
  policy_flags: { type: array, items: { type: string, enum: [legal, pii, self_harm] }, uniqueItems: true }

thresholds: # named constants; the simulator offers each as a slider
  min_confidence: { value: 0.7, minimum: 0.5, maximum: 0.95, description: Below this a person decides }

targets: # who takes over
  support:
    kind: human
    acknowledgeWithin: 15m
    onTimeout: pause

payloads: # what travels with a handoff
  handoff@1:
    schema:
      type: object
      required: [last_message]
      properties:
        last_message: { type: string }
        intent: { type: string }
    fields:
      last_message: conversation.last_user_message
      intent: intent

rules: # the first that fires decides
  - id: policy-flag
    title: Flagged matters go to a person
    when: size(policy_flags) > 0
    decide: escalate
    to: support
    payload: handoff@1
    reason: The matter carries a policy flag.
  - id: cancellation
    title: Nobody is cancelled by a machine
    when: intent == "cancellation"
    decide: escalate
    to: support
    payload: handoff@1
    reason: The customer wants to cancel.
  - id: weak-answer
    title: Answers that the agent is unsure of go to a person
    when: confidence < thresholds.min_confidence
    decide: escalate
    to: support
    payload: handoff@1
    reason: The confidence of {{ confidence }} is too low.
  - id: sound-answer
    title: Sure answers go out
    when: confidence >= thresholds.min_confidence
    decide: continue

default: { decide: pause, reason: No rule covers this case. }
`;

const samplesText = (name: string) => `# Named inputs with their expected decisions: the tests of the rule set.
samples: 1
ruleset: ./${name}.escalation.yaml
cases:
  - name: A sure answer goes out
    input:
      confidence: 0.93
      intent: question
      policy_flags: []
      conversation: { last_user_message: When do you open? }
    expect: { decide: continue, rule: sound-answer }
  - name: An unsure answer goes to a person
    input:
      confidence: 0.55
      intent: question
      policy_flags: []
      conversation: { last_user_message: Does this cover water damage? }
    expect: { decide: escalate, to: support, rule: weak-answer }
  - name: A legal matter goes to a person, however sure the answer
    input:
      confidence: 0.99
      intent: complaint
      policy_flags: [legal]
      conversation: { last_user_message: You will hear from my lawyer. }
    expect: { decide: escalate, to: support, rule: policy-flag }
  - name: Without a confidence, a person decides
    input:
      intent: question
      policy_flags: []
      conversation: { last_user_message: What is this charge? }
    expect: { decide: escalate, to: support, rule: weak-answer, missing: [confidence], firedOnUnknown: true }
`;
