import { expect, test } from 'vitest';
import { createExpressionChecker } from '../condition/check-expression.ts';
import { declarationsOf } from '../condition/declarations.ts';
import type { RuleSet } from '../model/rule-set.ts';
import { analysisSubject } from '../solver/subject.ts';
import { semanticDiff } from './semantic-diff.ts';

function canary(percent: number, low = 0.8): RuleSet {
  const by = 'conversation.id';
  return {
    escalation: 2,
    name: 'canary',
    version: '1.0.0',
    signals: { [by]: { type: 'string' }, confidence: { type: 'number', minimum: 0, maximum: 1, required: true } },
    rules: [
      {
        id: 'unsure',
        when: 'confidence < 0.7',
        decide: 'pause',
        rollout: { percent: 100 - percent, from: percent, by },
      },
      { id: 'unsure', version: 2, when: `confidence < ${low}`, decide: 'pause', rollout: { percent, by } },
    ],
    default: { decide: 'continue' },
  };
}

function trafficIn(before: RuleSet, after: RuleSet) {
  const subject = (each: RuleSet) => analysisSubject(each, createExpressionChecker(declarationsOf(each)));
  return semanticDiff(subject(before), subject(after), { now: 0 }).regions.map(({ class: kind, traffic }) => [
    kind,
    traffic,
  ]);
}

test('a region says for which share of the traffic the decision changes', () => {
  expect(trafficIn(canary(10), canary(25))).toEqual([['tightened', [{ by: 'conversation.id', percent: 15 }]]]);
  expect(trafficIn(canary(10), canary(10, 0.9))).toEqual([['tightened', [{ by: 'conversation.id', percent: 10 }]]]);
});

test('a change for all of the traffic names no share', () => {
  const plain = (limit: number): RuleSet => ({
    ...canary(10),
    rules: [{ id: 'unsure', when: `confidence < ${limit}`, decide: 'pause' }],
  });
  expect(trafficIn(plain(0.7), plain(0.8))).toEqual([['tightened', []]]);
});
