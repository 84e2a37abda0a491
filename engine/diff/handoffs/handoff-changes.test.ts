import { expect, test } from 'vitest';
import type { Rule, RuleSet, Target } from '../../model/rule-set.ts';
import { handoffChanges } from './handoff-changes.ts';

type Targets = Record<'desk' | 'disputes' | 'lead' | 'unused', Target>;

const base: RuleSet & { targets: Targets } = {
  escalation: 2,
  name: 'oversight',
  version: '1.0.0',
  targets: {
    desk: { kind: 'human', acknowledgeWithin: '5m', remindAfter: '2m', resolveWithin: '2h', onTimeout: 'lead' },
    disputes: { kind: 'human', acknowledgeWithin: '20m', onTimeout: 'lead' },
    lead: { kind: 'human', acknowledgeWithin: '10m', onTimeout: 'pause' },
    unused: { kind: 'human', acknowledgeWithin: '1m', onTimeout: 'lead' },
  },
  rules: [
    { id: 'large', when: true, decide: 'escalate', to: 'desk' },
    { id: 'fraud', when: true, decide: 'escalate', to: 'desk' },
    { id: 'dispute', version: 2, when: true, decide: 'escalate', to: 'disputes', onTimeout: 'deny' },
    { id: 'tried', when: true, decide: 'escalate', to: 'disputes', status: 'shadow' },
  ],
};

function compare(edit: (next: typeof base) => void) {
  const next = structuredClone(base);
  edit(next);
  return handoffChanges(base, next);
}

const ids = (rules: ReturnType<typeof compare>[number]['rules']) => rules.map(rule => rule?.id ?? 'default');

test('equal handoffs are no change', () => {
  expect(compare(({ targets }) => (targets.desk.description = 'Fraud'))).toEqual([]);
  expect(compare(({ targets }) => (targets.unused.acknowledgeWithin = '2m'))).toEqual([]);
});

test('a changed deadline changes the handoffs that begin with its target', () => {
  const [change, ...others] = compare(({ targets }) => (targets.desk.acknowledgeWithin = '15m'));
  expect(others).toEqual([]);
  expect(change).toMatchObject({ target: 'desk', edited: ['desk'] });
  expect(ids(change?.rules ?? [])).toEqual(['large', 'fraud']);
  expect(change?.after.unanswered.steps.map(({ at, what, mark }) => [at / 60_000, what, mark])).toEqual([
    [0, 'requested', 'same'],
    [2, 'reminded', 'same'],
    [15, 'requested', 'changed'],
    [25, 'ended', 'shifted'],
  ]);
  expect(change?.after.unresolved.steps.every(({ mark }) => mark === 'same')).toBe(true);
  expect(change?.before.path.edges.filter(edge => edge.differs)).toEqual([
    expect.objectContaining({ from: 'desk', to: 'lead', why: 'unacknowledged', after: 300_000 }),
  ]);
});

test('a changed deadline to resolve changes the course of a handoff that was acknowledged', () => {
  const [change] = compare(({ targets }) => (targets.desk.resolveWithin = '4h'));
  expect(change?.after.unanswered.steps.every(({ mark }) => mark === 'same')).toBe(true);
  expect(change?.after.unresolved.steps.filter(({ mark }) => mark !== 'same')).toMatchObject([
    { what: 'requested', target: 'lead', mark: 'changed' },
    { what: 'acknowledged', target: 'lead', mark: 'shifted' },
  ]);
});

test('an edited target changes all handoffs that lead to it, and what a rule replaces does not', () => {
  const changes = compare(({ targets }) => (targets.lead.onTimeout = 'stop'));
  expect(changes.map(({ target, rules, edited }) => [target, ids(rules), edited])).toEqual([
    ['desk', ['large', 'fraud'], ['lead']],
    ['lead', [], ['lead']],
  ]);
  expect(changes[0]?.after.unanswered.steps.at(-1)).toMatchObject({ end: 'stop', mark: 'only' });
});

test('a rule that replaces other fallbacks than before has a handoff of its own', () => {
  const [change, ...others] = compare(({ rules }) => ((rules[1] as Rule).onTimeout = 'stop'));
  expect(others).toEqual([]);
  expect(change).toMatchObject({ target: 'desk', edited: [] });
  expect(change?.before.fallbacks).toEqual({});
  expect(change?.after.fallbacks).toEqual({ onTimeout: 'stop' });
  expect(ids(change?.rules ?? [])).toEqual(['fraud']);
});

test('a rule that hands over to another target than before begins none of the changed handoffs', () => {
  const changes = compare(({ rules, targets }) => {
    (rules[1] as Rule).to = 'lead';
    targets.lead.onTimeout = 'stop';
  });
  expect(changes.map(({ target, rules }) => [target, ids(rules)])).toEqual([
    ['desk', ['large']],
    ['lead', []],
  ]);
});

test('a target that only an unused one leads to has no handoffs', () => {
  const before = { ...base, targets: { ...base.targets, unused: { ...base.targets.unused, onTimeout: 'idle' } } };
  const versions = (['1m', '2m'] as const).map((acknowledgeWithin): RuleSet => ({
    ...before,
    targets: { ...before.targets, idle: { kind: 'human', acknowledgeWithin } },
  }));
  expect(handoffChanges(versions[0] as RuleSet, versions[1] as RuleSet)).toEqual([]);
});

test('a handoff of the default is named null', () => {
  const before: RuleSet = { ...base, rules: [], default: { decide: 'escalate', to: 'desk' } };
  const after = { ...before, targets: { ...base.targets, desk: { ...base.targets.desk, onReject: 'stop' } } };
  expect(handoffChanges(before, after).map(({ rules }) => rules)).toEqual([[null]]);
});
