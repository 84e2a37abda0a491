import { expect, it } from 'vitest';
import { compile } from '../decide/compile.ts';
import { decide } from '../decide/decide.ts';
import type { RuleSet } from './rule-set.ts';
import type { Json } from './json.ts';
import { skippedSafetyRules, unknownBecause } from './skipped-rules.ts';

const ruleSet = (rules: RuleSet['rules'], more: Partial<RuleSet> = {}): RuleSet => ({
  escalation: 1,
  name: 'agent',
  version: '1.0.0',
  onUnknown: 'skip',
  signals: {
    'security.alerts': { type: 'integer', minimum: 0, maxAge: '15m', observedAt: 'security.at' },
    load: { type: 'number' },
    parts: { type: 'integer' },
  },
  rules,
  default: { decide: 'continue' },
  ...more,
});

const at = Date.UTC(2026, 2, 2, 10);
const stale = { security: { alerts: 3, at: '2026-03-02T09:30:00Z' } };

function skipped(rules: RuleSet['rules'], input: Json, more: Partial<RuleSet> = {}): string[] {
  const record = decide(compile(ruleSet(rules, more)), input, { at, trace: true });
  return skippedSafetyRules(record).map(
    ({ rule, condition }) => `${rule.id}: ${unknownBecause(condition, record.missing)}`,
  );
}

it('names the rule that a stale signal kept from firing, and how old the signal is', () => {
  const rules: RuleSet['rules'] = [{ id: 'alerts', when: 'security.alerts > 0', decide: 'stop' }];
  expect(skipped(rules, stale)).toEqual(['alerts: `security.alerts` is stale, 30 min old, at most 15m']);
  expect(skipped(rules, { security: { alerts: 3, at: '2026-03-02T09:50:00Z' } })).toEqual([]);
  expect(skipped(rules, stale, { onUnknown: 'safe' })).toEqual([]);
});

it('excludes rules that let the agent continue, shadow rules, and rules after the deciding one', () => {
  const when = 'security.alerts > 0';
  expect(skipped([{ id: 'goes-on', when, decide: 'continue' }], stale)).toEqual([]);
  expect(skipped([{ id: 'shadow', when, decide: 'stop', status: 'shadow' }], stale)).toEqual([]);
  const decided: RuleSet['rules'] = [
    { id: 'all', when: true, decide: 'pause' },
    { id: 'late', when, decide: 'stop' },
  ];
  expect(skipped(decided, stale)).toEqual([]);
  expect(skipped(decided, stale, { hitPolicy: 'priority' })).toHaveLength(1);
});

it('names only the signals that make the condition unknown', () => {
  const when = { any: ['load > 5', { all: ['security.alerts > 0', 'load < 9'] }, 'false && parts > 1'] };
  expect(skipped([{ id: 'r', when, decide: 'stop' }], { ...stale, load: 1 })).toEqual([
    'r: `security.alerts` is stale, 30 min old, at most 15m',
  ]);
  const branches = 'load > 5 ? security.alerts > 0 : parts > 1';
  expect(skipped([{ id: 'r', when: branches, decide: 'stop' }], { load: 1 })).toEqual(['r: `parts` is missing']);
  expect(skipped([{ id: 'r', when: branches, decide: 'stop' }], { parts: 1 })).toEqual(['r: `load` is missing']);
});

it('says why a clause failed although its signals are present', () => {
  const [because] = skipped([{ id: 'r', when: '10 / parts > 2', decide: 'stop' }], { parts: 0 });
  expect(because).toMatch(/^r: `10 \/ parts > 2` has no value: .*zero/);
});
