import { expect, test } from 'vitest';
import { createExpressionChecker } from '../../condition/check-expression.ts';
import { declarationsOf } from '../../condition/declarations.ts';
import type { Rule, RuleSet, ThresholdDeclaration } from '../../model/rule-set.ts';
import { analysisSubject } from '../../solver/subject.ts';
import { semanticDiff } from '../semantic-diff.ts';

const rules: Rule[] = [
  { id: 'legal', when: '"legal" in flags', decide: 'stop' },
  { id: 'slow', when: 'waited > thresholds.patience', decide: 'pause' },
  { id: 'unsure', when: 'confidence < thresholds.least && topic == "refund"', decide: 'route', to: 'desk' },
  { id: 'large', when: 'amount >= thresholds.large && topic in ["refund", "other"]', decide: 'escalate', to: 'desk' },
  { id: 'rest', when: 'true', decide: 'continue' },
];

function ruleSet(thresholds: Record<string, ThresholdDeclaration>, more: Partial<RuleSet> = {}): RuleSet {
  return {
    escalation: 2,
    name: 'x',
    version: '1.0.0',
    signals: {
      confidence: { type: 'number', minimum: 0, maximum: 1 },
      topic: { type: 'string', enum: ['refund', 'order', 'other'], required: true },
      amount: { type: 'integer', minimum: 0, unit: 'USD', required: true },
      flags: { type: 'array', items: { type: 'string', enum: ['legal', 'pii'] }, required: true },
      waited: { type: 'string', format: 'duration', required: true },
      conversation: { type: 'string', required: true },
    },
    thresholds: { least: 0.75, large: 200, patience: { value: '10m', format: 'duration' }, ...thresholds },
    targets: { desk: { kind: 'human' } },
    rules,
    ...more,
  };
}

function told(before: RuleSet, after: RuleSet) {
  const subject = (each: RuleSet) => analysisSubject(each, createExpressionChecker(declarationsOf(each)));
  const { regions } = semanticDiff(subject(before), subject(after), { now: Date.UTC(2026, 0, 15) });
  const texts = (facts: readonly { text: string }[] = []) => facts.map(({ text }) => text);
  return regions.map(({ when, before: was, after: is }) => ({
    from: was.rule?.id ?? 'default',
    to: is.rule?.id ?? 'default',
    moves: texts(when?.moves),
    asks: texts(when?.asks),
    either: when?.either.map(texts),
    earlier: when?.earlier.map(rule => rule.id),
    separating: when?.earlier.flatMap(rule => (rule.separates ? rule.id : [])),
  }));
}

test('an edited threshold moves a range; the rest is what the deciders ask', () => {
  expect(told(ruleSet({}), ruleSet({ least: 0.65 }))).toMatchObject([
    {
      from: 'unsure',
      to: 'rest',
      moves: ['`confidence` is at least 0.65 but below 0.75'],
      // The rule between the two deciders keeps the regions apart.
      asks: ['`topic` is `refund`', '`amount` is below 200 USD (`large`)'],
      either: [],
      earlier: ['legal', 'slow'],
    },
    {
      from: 'unsure',
      to: 'large',
      moves: ['`confidence` is at least 0.65 but below 0.75'],
      asks: ['`topic` is `refund`', '`amount` is at least 200 USD (`large`)'],
      either: [],
      earlier: ['legal', 'slow'],
    },
  ]);
});

test('a rule between the deciders that leaves no simple fact is marked to be named, and so is one that an edit changes', () => {
  const wide: Rule = { id: 'wide', when: 'amount >= 100 && waited > duration("5m")', decide: 'stop' };
  const [unsure, rest] = [rules[2] as Rule, rules[4] as Rule];
  const between = { rules: [unsure, wide, rest] };
  const named = (before: RuleSet, after: RuleSet) =>
    told(before, after).map(({ from, to, separating }) => ({ from, to, separating }));
  expect(named(ruleSet({}, between), ruleSet({ least: 0.65 }, between))).toEqual([
    { from: 'unsure', to: 'rest', separating: ['wide'] },
    { from: 'unsure', to: 'wide', separating: [] },
  ]);
  const urgent = { ...unsure, id: 'urgent', when: 'confidence < thresholds.least && waited > duration("5m")' };
  const both = { rules: [urgent, unsure, rest] };
  const slow = told(ruleSet({}, both), ruleSet({ least: 0.85 }, both)).find(({ to }) => to === 'unsure');
  expect(slow?.asks).toEqual(['`topic` is `refund`', '`waited` is at most 5m']);
});

test('whole numbers, durations and missing values are said as people say them', () => {
  const [larger] = told(ruleSet({}), ruleSet({ large: 300.5 }));
  expect(larger).toMatchObject({ from: 'large', to: 'rest', moves: ['`amount` is from 200 to 300 USD'] });
  const [slower] = told(ruleSet({}), ruleSet({ patience: { value: '1h', format: 'duration' } }));
  expect(slower).toMatchObject({ from: 'slow', to: 'rest', moves: ['`waited` is above 10m and at most 1h'] });
  const strict = { ...(rules[2] as Rule), onUnknown: 'skip' as const };
  const skipping = told(ruleSet({}), ruleSet({}, { rules: rules.map(rule => (rule.id === 'unsure' ? strict : rule)) }));
  expect(skipping.map(({ asks, moves }) => [...moves, ...asks][0])).toEqual([
    '`confidence` is missing',
    '`confidence` is missing',
  ]);
});

test('a moved rule asks for what it and the other decider ask', () => {
  const [legal, ...others] = rules as [Rule, ...Rule[]];
  const [changed] = told(ruleSet({}), ruleSet({}, { rules: [...others.slice(0, 1), legal, ...others.slice(1)] }));
  expect(changed).toMatchObject({
    from: 'legal',
    to: 'slow',
    moves: [],
    asks: ['`flags` has `legal`', '`waited` is above 10m (`patience`)'],
    earlier: [],
  });
});

test('a rollout is a share of the traffic', () => {
  const rollout = { percent: 25, by: 'conversation' };
  const after = ruleSet({}, { rules: rules.map(rule => (rule.id === 'legal' ? { ...rule, rollout } : rule)) });
  expect(told(ruleSet({}), after)[0]).toMatchObject({
    moves: expect.arrayContaining(['in 75 % of the traffic by `conversation`']) as unknown,
  });
});
