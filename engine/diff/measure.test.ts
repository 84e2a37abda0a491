import { expect, test } from 'vitest';
import { analysisSubject } from '../solver/subject.ts';
import { createExpressionChecker } from '../condition/check-expression.ts';
import { declarationsOf } from '../condition/declarations.ts';
import { compile } from '../decide/compile.ts';
import type { RuleSet } from '../model/rule-set.ts';
import { semanticDiff } from './semantic-diff.ts';
import { measure } from './measure.ts';

const before: RuleSet = {
  escalation: 1,
  name: 'x',
  version: '1.0.0',
  signals: { n: { type: 'integer', required: true }, vip: { type: 'boolean' } },
  targets: { desk: { kind: 'human' } },
  rules: [
    { id: 'vip', when: 'vip', decide: 'escalate', to: 'desk', onUnknown: 'skip' },
    { id: 'many', when: 'n > 10', decide: 'stop' },
  ],
  default: { decide: 'continue' },
};

test('cases are counted by region, and the first few are named', () => {
  const after: RuleSet = {
    ...before,
    rules: [
      { id: 'vip', when: 'vip', decide: 'pause', onUnknown: 'skip' },
      { id: 'many', when: 'n > 12', decide: 'stop' },
    ],
  };
  const subject = (each: RuleSet) => analysisSubject(each, createExpressionChecker(declarationsOf(each)));
  const diff = semanticDiff(subject(before), subject(after), { now: 0 });
  const cases = [
    { input: { n: 11 }, at: 0, name: 'eleven' },
    { input: { n: 1 }, at: 0 },
    { input: { n: 12 }, at: 0 },
    { input: { n: 12, vip: true }, at: 0, name: 'a vip' },
    { input: { n: 13 }, at: 0 },
  ];
  const measurement = measure(diff, compile(before), compile(after), cases);
  expect(measurement).toMatchObject({ total: 5, changed: 3, share: 0.6, outside: { count: 0 } });
  const byRule = new Map(diff.regions.map((region, at) => [region.before.rule?.id, measurement.regions[at]]));
  expect(byRule.get('many')).toMatchObject({
    count: 2,
    share: 0.4,
    first: [
      { index: 0, name: 'eleven' },
      { index: 2, name: null },
    ],
  });
  expect(byRule.get('vip')).toMatchObject({ count: 1, first: [{ index: 3, name: 'a vip' }] });
  expect(measure(diff, compile(before), compile(after), [])).toMatchObject({ total: 0, changed: 0, share: 0 });
});
