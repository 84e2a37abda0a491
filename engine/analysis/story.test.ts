import { describe, expect, it } from 'vitest';
import { createExpressionChecker } from '../condition/check-expression.ts';
import { declarationsOf } from '../condition/declarations.ts';
import type { Rule, RuleSet } from '../model/rule-set.ts';
import { analyse } from './analyse.ts';
import { explainRule, type RuleStory } from './story.ts';
import { analysisSubject } from '../solver/subject.ts';

const now = Date.parse('2026-05-01T00:00:00Z');

function story(rules: Rule[], id: string, more: Partial<RuleSet> = {}): RuleStory {
  const ruleSet: RuleSet = {
    escalation: 1,
    name: 'refunds',
    version: '1.0.0',
    signals: {
      amount: { type: 'number', minimum: 0, maximum: 1000, required: true },
      confidence: { type: 'number', minimum: 0, maximum: 1 },
      intent: { type: 'string', enum: ['refund', 'legal', 'other'], required: true },
    },
    targets: { desk: { kind: 'human' } },
    default: { decide: 'pause' },
    rules,
    ...more,
  };
  const analysis = analyse(analysisSubject(ruleSet, createExpressionChecker(declarationsOf(ruleSet))), { now });
  const rule = analysis.problem.subject.rules.find(each => each.ref.id === id);
  if (rule === undefined) throw new Error(`There is no rule ${id}.`);
  return explainRule(analysis, rule);
}

const legal: Rule = { id: 'legal', when: 'intent == "legal"', decide: 'escalate', to: 'desk' };
const large: Rule = { id: 'large', when: 'amount > 100', decide: 'escalate', to: 'desk' };
const small: Rule = { id: 'small', when: 'amount <= 50', decide: 'continue' };

describe('the story of a rule', () => {
  it('says when it fires, which rules take its inputs, and what would happen without it', () => {
    const told = story([legal, small], 'small');
    expect(told.place).toEqual({ position: 2, of: 2 });
    expect(told.fires).toEqual({ conditions: ['amount <= 50'], more: 0 });
    expect(told.periods).toHaveLength(1);
    const [period] = told.periods;
    expect(period?.takenBy.map(({ rule, share }) => [rule.ref.id, share])).toEqual([['legal', 1 / 3]]);
    expect(period?.decides).toBeCloseTo(2 / 3);
    expect(period?.takenBy[0]?.witness?.input).toMatchObject({ intent: 'legal' });
    expect(told.decides?.input).not.toMatchObject({ intent: 'legal' });
    expect(told.matters).toMatchObject({
      instead: null,
      witness: { input: { amount: expect.any(Number) as number } },
    });
    expect(told.onUnknown).toBeNull();
    expect(told.undecided).toEqual([]);
  });

  it('includes missing signals on which it fires because of its onUnknown', () => {
    const unsure: Rule = { id: 'unsure', when: 'confidence < 0.7', decide: 'escalate', to: 'desk' };
    expect(story([unsure], 'unsure')).toMatchObject({
      onUnknown: 'fires',
      fires: { conditions: ['!has(confidence) || confidence < 0.7'] },
    });
    expect(story([{ ...unsure, onUnknown: 'skip' }], 'unsure')).toMatchObject({
      onUnknown: 'silent',
      fires: { conditions: ['confidence < 0.7'] },
    });
  });

  it('has no witness if the rule never decides, and names all rules that decide instead', () => {
    const refund: Rule = { id: 'refund', when: 'intent == "refund" || intent == "other"', decide: 'pause' };
    const told = story([legal, refund, small], 'small');
    expect(told.decides).toBeNull();
    expect(told.matters).toBeNull();
    expect(told.periods[0]).toMatchObject({ decides: 0, never: true });
    expect(told.periods[0]?.takenBy.map(({ rule }) => rule.ref.id)).toEqual(['legal', 'refund']);
    expect(story([legal, refund, small], 'refund').takes.map(({ rule }) => rule.ref.id)).toEqual(['small']);
  });

  it('has no input that matters if nothing would change without the rule', () => {
    const rules: Rule[] = [legal, { ...large, id: 'larger', when: 'amount > 500' }, large];
    const [inner, outer] = [story(rules, 'larger'), story(rules, 'large')];
    expect(inner.decides).not.toBeNull();
    expect(inner.matters).toBeNull();
    expect(outer.matters).toMatchObject({ instead: null });
  });

  it('has one part for each period in which it differs', () => {
    const until = '2026-09-01T00:00:00Z';
    const told = story([{ ...legal, effective: { until } }, small], 'small');
    expect(told.periods.map(({ from, until: end, takenBy }) => [from, end, takenBy.length])).toEqual([
      [-Infinity, Date.parse(until), 1],
      [Date.parse(until), Infinity, 0],
    ]);
  });

  it('says only when it would fire if the rule is a shadow rule', () => {
    expect(story([legal, { ...small, status: 'shadow' }], 'small')).toMatchObject({
      place: null,
      fires: { conditions: ['amount <= 50'] },
      periods: [],
      decides: null,
    });
  });
});
