/** A rule set in which two rules together shadow a third, with an invariant that holds and one that is violated. */
export const shadowedRuleSet = `escalation: 1
name: shadowed
version: 0.1.0

signals:
  amount: { type: number, minimum: 0, maximum: 1000, required: true, unit: USD }
  confidence: { type: number, minimum: 0, maximum: 1, required: true }

targets:
  desk: { kind: human }

rules:
  - id: unsure
    title: Unsure answers go to a person
    when: confidence < 0.7
    decide: escalate
    to: desk

  - id: small
    title: Small amounts need nobody
    when: amount <= 100
    decide: continue

  - id: cheap
    title: What the two above leave nothing of
    when: amount <= 50 || confidence < 0.5
    decide: pause

  - id: large
    title: Large amounts go to a person
    when: amount > 100
    decide: escalate
    to: desk

invariants:
  - id: unsure-to-people
    when: confidence < 0.6
    require: { decide: escalate }
  - id: cheap-waits
    when: amount < 10
    require: { decide: [pause, escalate] }

default: { decide: pause }
`;
