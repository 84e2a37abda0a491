import { expect, test } from 'vitest';
import { createExpressionChecker } from '../../condition/check-expression.ts';
import { declarationsOf } from '../../condition/declarations.ts';
import { compile } from '../../decide/compile.ts';
import { decide } from '../../decide/decide.ts';
import { semanticDiff } from '../../diff/semantic-diff.ts';
import type { Json } from '../../model/json.ts';
import type { Rule, RuleSet } from '../../model/rule-set.ts';
import { analysisSubject } from '../subject.ts';

const half = { percent: 50, by: 'cid' };
const rules: Rule[] = [
  { id: 'r0', when: 's == "y"', decide: 'stop', rollout: half },
  { id: 'r1', when: 's == "z"', decide: 'stop', rollout: half },
  {
    id: 'r3',
    when: '(s == "z" || a < 1) && a <= 4 && s != "z"',
    decide: 'escalate',
    to: 'desk',
    rollout: { percent: 80, by: 'cid' },
  },
  { id: 'r4', when: 'p && a <= 5', decide: 'deny', rollout: { percent: 30, from: 36, by: 'cid' } },
];
const ruleSet = (more: Partial<RuleSet>): RuleSet => ({
  escalation: 2,
  name: 'x',
  version: '1.0.0',
  signals: {
    a: { type: 'integer', minimum: 0, maximum: 6 },
    s: { type: 'string', enum: ['x', 'y', 'z'], required: true },
    p: { type: 'boolean' },
    cid: { type: 'string' },
  },
  targets: { desk: { kind: 'human' } },
  rules,
  ...more,
});

test('a signal is free only with the buckets that the input really has', () => {
  const [before, after] = [
    ruleSet({ default: { decide: 'escalate', to: 'desk' } }),
    ruleSet({ default: { decide: 'stop' } }),
  ];
  const now = Date.UTC(2026, 0, 15);
  const subject = (each: RuleSet) => analysisSubject(each, createExpressionChecker(declarationsOf(each)));
  const { regions } = semanticDiff(subject(before), subject(after), { now });
  const decided = (input: Json) =>
    [before, after].map(each => decide(compile(each), input, { at: now, trace: false }).rule?.id ?? 'default');
  expect(regions.length).toBeGreaterThan(0);
  for (const { witness } of regions) {
    const input = witness.input as Record<string, Json>;
    for (const [name, values] of [
      ['s', ['x', 'y', 'z']],
      ['p', [true, false]],
    ] as const) {
      if (!witness.free.includes(name)) continue;
      for (const value of values)
        expect(decided({ ...input, [name]: value }), `${name} ${value}`).toEqual(decided(input));
    }
  }
});
