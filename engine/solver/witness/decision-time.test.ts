import { describe, expect, test } from 'vitest';
import { analyse } from '../../analysis/analyse.ts';
import { createExpressionChecker } from '../../condition/check-expression.ts';
import { declarationsOf } from '../../condition/declarations.ts';
import { compile } from '../../decide/compile.ts';
import { decide } from '../../decide/decide.ts';
import { semanticDiff } from '../../diff/semantic-diff.ts';
import type { RuleSet } from '../../model/rule-set.ts';
import { analysisSubject } from '../subject.ts';

const now = Date.parse('2026-11-30T10:00:00Z');

function ruleSet(when: string, effective?: { from: string; until: string }): RuleSet {
  return {
    escalation: 2,
    name: 'times',
    version: '1.0.0',
    signals: { amount: { type: 'number', minimum: 0, required: true } },
    rules: [
      { id: 'some', when, decide: 'continue', ...(effective && { effective }) },
      { id: 'rest', when: 'true', decide: 'pause' },
    ],
    invariants: [{ id: 'pauses', when: 'amount > 5000', require: { decide: ['pause'] } }],
  };
}

const subject = (each: RuleSet) => analysisSubject(each, createExpressionChecker(declarationsOf(each)));

describe('a witness has a decision time that shows the fields', () => {
  test.each([
    'at.getHours("Europe/Berlin") == 5',
    'at.getDayOfWeek() == 1',
    'at.getDayOfWeek("America/New_York") in [0, 6]',
    'at.getMinutes("Asia/Kolkata") == 47',
    'at.getSeconds() == 13 && at.getMilliseconds() == 250',
    'at.getMonth() == 1 && at.getDate() == 29',
    'at.getFullYear() == 2031 && at.getDayOfYear() == 200 && at.getHours("Europe/Berlin") < 6',
    'at.getHours("Europe/Berlin") == 9 && at.getHours("Europe/London") == 8',
    'at.getHours("Europe/Berlin") == 9 && at.getHours("America/New_York") == 4',
    'at.getFullYear() == 2010',
    'at.getFullYear() > 2040 && at.getMonth() == 11',
    'at.getMinutes() == 7 && at.getMonth() == 4 && at.getHours() == 20',
  ])('%s', when => {
    const { facts } = analyse(subject(ruleSet(when)), { now });
    const violated = facts.find(fact => fact.kind === 'invariant-violated');
    if (violated === undefined) throw new Error('The invariant holds only if the rule never decides.');
    const { input, at } = violated.witness;
    expect(decide(compile(ruleSet(when)), input, { at: at ?? now }).rule?.id).toBe('some');
    expect(facts.map(({ kind }) => kind)).not.toContain('analysis-incomplete');
  });

  test('in the period in which a rule is in force, also in a diff', () => {
    const effective = { from: '2027-03-01T00:00:00Z', until: '2027-03-08T00:00:00Z' };
    const [before, after] = [ruleSet('false'), ruleSet('at.getDayOfWeek() == 3', effective)];
    const { regions, complete } = semanticDiff(subject(before), subject(after), { now });
    expect(regions.map(({ condition, witness }) => [condition, witness.at])).toEqual([
      ['at.getDayOfWeek() == 3', Date.parse('2027-03-03T00:00:00Z')],
    ]);
    expect(complete).toBe(true);
  });
});
