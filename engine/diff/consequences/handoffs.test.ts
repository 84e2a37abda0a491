import { expect, test } from 'vitest';
import { createExpressionChecker } from '../../condition/check-expression.ts';
import { declarationsOf } from '../../condition/declarations.ts';
import type { Fallbacks, RuleSet, Target } from '../../model/rule-set.ts';
import { analysisSubject } from '../../solver/subject.ts';
import { semanticDiff } from '../semantic-diff.ts';
import { requiredStep } from '../version-step.ts';

type Targets = Record<'desk' | 'lead' | 'night', Target>;

const base = {
  escalation: 2,
  name: 'oversight',
  version: '1.0.0',
  signals: { amount: { type: 'integer', minimum: 0, maximum: 9, required: true } },
  targets: {
    desk: {
      kind: 'human',
      acknowledgeWithin: '15m',
      onTimeout: 'night',
      approvals: 2,
      also: { target: 'lead', after: '5m' },
    },
    lead: { kind: 'human', acknowledgeWithin: '15m', onTimeout: 'resume' },
    night: { kind: 'human', acknowledgeWithin: '15m', onTimeout: 'pause' },
  } as Targets,
  rules: [
    { id: 'large', when: 'amount > 5', decide: 'escalate', to: 'desk' },
    { id: 'small', when: 'amount <= 5', decide: 'escalate', to: 'night', onTimeout: 'deny' },
  ],
} satisfies RuleSet as RuleSet & { targets: Targets };

function compare(edit: (next: typeof base) => void, old = base) {
  const next = structuredClone(old);
  edit(next);
  const subject = (each: RuleSet) => analysisSubject(each, createExpressionChecker(declarationsOf(each)));
  const diff = semanticDiff(subject(old), subject(next), { now: Date.UTC(2026, 0, 15) });
  return {
    step: requiredStep(diff),
    told: diff.consequences.map(each => `${each.class}: ${each.message}`),
    regions: diff.regions.map(({ class: kind, condition }) => `${kind}: ${condition}`),
  };
}

test.each<[string, (targets: Targets) => void, string, string]>([
  [
    'fewer approvals',
    ({ desk }) => delete desk.approvals,
    'loosened: One answer resolves a handoff to `desk`; before, 2 people had to.',
    'major',
  ],
  [
    'more approvals',
    ({ desk }) => (desk.approvals = 3),
    'tightened: 3 different people must approve a handoff to `desk`; before, 2 people had to.',
    'minor',
  ],
  [
    'another second target',
    ({ desk }) => (desk.also = { target: 'night', after: '0s' }),
    'rerouted: `night` joins `desk` at once; before, `lead` did after 5 min.',
    'minor',
  ],
  [
    'no second target',
    ({ desk }) => delete desk.also,
    'rerouted: No other target joins `desk`; before, `lead` did.',
    'minor',
  ],
  [
    'rounds',
    ({ desk }) => (desk.rounds = 3),
    'rerouted: A handoff that nobody takes comes to `desk` 3 times at most; it was once.',
    'minor',
  ],
  [
    'a fallback of a target that only joins',
    ({ lead }) => (lead.onTimeout = 'stop'),
    'neutral: When time runs out at `lead`, it now ends the task; before, it let the agent go on. `lead` only joins other targets, whose deadlines and fallbacks apply.',
    'patch',
  ],
  [
    'the hours of a target that only joins',
    ({ lead }) => (lead.capacity = 2),
    'rerouted: `lead` takes 2 handoffs at once; it took any number.',
    'minor',
  ],
])('%s', (_, edit, expected, step) => {
  expect(compare(({ targets }) => edit(targets))).toMatchObject({ told: [expected], regions: [], step });
});

const large = (next: RuleSet): Fallbacks => next.rules[0] as Fallbacks;

test.each<[string, Fallbacks, string]>([
  ['a stricter fallback of a rule', { onTimeout: 'stop' }, 'tightened'],
  ['a laxer one', { onTimeout: 'pause' }, 'loosened'],
  ['one that lets the agent go on', { onReject: 'resume' }, 'loosened'],
  ['a stricter and a laxer one', { onTimeout: 'stop', onReject: 'resume' }, 'loosened'],
  ['another target, where the agent goes on in the end', { onTimeout: 'lead' }, 'loosened'],
  ['the fallback that its target has', { onTimeout: 'night' }, 'rerouted'],
])('%s', (_, fallbacks, kind) => {
  const changed = compare(next => void Object.assign(large(next), fallbacks));
  expect(changed.regions).toEqual([`${kind}: amount > 5`]);
});

test('a fallback of a target that every rule replaces changes nothing', () => {
  const old = structuredClone(base);
  large(old).onTimeout = 'stop';
  expect(compare(({ targets }) => void (targets.desk.onTimeout = 'resume'), old)).toMatchObject({
    step: 'patch',
    told: [expect.stringMatching(/^neutral: .* Every rule that hands over to `desk` replaces it\.$/)],
  });
  const mixed = compare(({ targets }) => void (targets.night.acknowledgeWithin = '5m'));
  expect(mixed.told).toEqual([
    'tightened: A handoff to `night` that nobody takes falls back as its rule says after 5 min, no longer after 15 min.',
  ]);
});
