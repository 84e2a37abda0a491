import { describe, expect, it } from 'vitest';
import { createExpressionChecker } from '../condition/check-expression.ts';
import { compileCondition } from '../condition/compile-condition.ts';
import { declarationsOf } from '../condition/declarations.ts';
import { compile } from '../decide/compile.ts';
import { decide } from '../decide/decide.ts';
import { semanticDiff } from '../diff/semantic-diff.ts';
import type { Json } from '../model/json.ts';
import type { RuleSet, Signal } from '../model/rule-set.ts';
import { analysisSubject } from '../solver/subject.ts';
import { analyse } from './analyse.ts';

const now = Date.parse('2026-03-02T10:30:00Z');
const number: Signal = { type: 'number', required: true };
const share: Signal = { type: 'number', minimum: 0, maximum: 1, required: true };
const text: Signal = { type: 'string', required: true };
const time: Signal = { type: 'string', format: 'date-time', required: true };
const duration: Signal = { type: 'string', format: 'duration', required: true };

function ruleSetOf(signals: Record<string, Signal>, ...triggers: string[]): RuleSet {
  const rules = triggers.map((when, index) => ({ id: `r${index}`, when, decide: 'stop' as const }));
  return { escalation: 1, name: 'a', version: '1.0.0', signals, rules, default: { decide: 'continue' } };
}

const subjectOf = (ruleSet: RuleSet) => analysisSubject(ruleSet, createExpressionChecker(declarationsOf(ruleSet)));
const kindsOf = (ruleSet: RuleSet) => analyse(subjectOf(ruleSet), { now }).facts.map(({ kind }) => kind);
const decisionOf = (ruleSet: RuleSet, input: Json) => decide(compile(ruleSet), input, { at: now }).decision;

describe('sums and products that leave the doubles', () => {
  it.each([
    ['2.0 * a >= 2.0 * b', { a: 1e308, b: 1e308 }],
    ['2.0 * a == 2.0 * b', { a: 1e308, b: 1.5e308 }],
    ['a + b >= c + d', { a: 1e308, b: 1e308, c: 1e308, d: 1e308 }],
  ])('compares infinite sides as CEL does: %s', (when, input) => {
    const signals = { a: number, b: number, c: number, d: number };
    expect(decisionOf(ruleSetOf(signals, when), { c: 0, d: 0, ...input })).toBe('stop');
  });

  it('does not prove that rules decide every input if one gets the default', () => {
    const ruleSet = ruleSetOf({ a: number, b: number }, '2.0 * a >= 2.0 * b', '2.0 * a < 2.0 * b');
    const isDecided = decisionOf(ruleSet, { a: 1e308, b: 1e308 }) === 'stop';
    expect(isDecided || kindsOf(ruleSet).includes('uncovered-input')).toBe(true);
  });

  it('does not call a trigger contradictory on which a rule fires', () => {
    const ruleSet = ruleSetOf({ a: share, b: share }, '0.5 * a == 0.5 * b && a < b');
    expect(decisionOf(ruleSet, { a: 0, b: 5e-324 })).toBe('stop');
    expect(kindsOf(ruleSet)).not.toContain('contradictory-trigger');
  });

  it('does not call versions equivalent that decide an input differently', () => {
    const [before, after] = ['0.5 * a < 0.5 * b', 'a < b'].map(when => ruleSetOf({ a: share, b: share }, when));
    if (before === undefined || after === undefined) throw new Error('There are two versions.');
    const input = { a: 0, b: 5e-324 };
    expect(decisionOf(before, input)).not.toBe(decisionOf(after, input));
    expect(semanticDiff(subjectOf(before), subjectOf(after), { now }).equivalent).toBe(false);
  });

  it('analyses an offset that overflows', () => {
    expect(() => kindsOf(ruleSetOf({ a: number, b: number }, '2.0 * a < 2.0 * (b + 1e308)'))).not.toThrow();
  });
});

describe('what is printed', () => {
  const regionsOf = (ruleSet: RuleSet) =>
    analyse(subjectOf(ruleSet), { now }).facts.flatMap(fact => (fact.kind === 'uncovered-input' ? fact.regions : []));

  it.each([
    ['timestamp("2026-12-31T00:00:00Z") - d > t', { t: time, d: duration }],
    ['duration("2h") - d - e > duration("1h")', { d: duration, e: duration }],
  ])('is valid in the rule language: regions without %s', (when, signals: Record<string, Signal>) => {
    const ruleSet = ruleSetOf(signals, when);
    const checker = createExpressionChecker(declarationsOf(ruleSet));
    for (const { condition } of regionsOf(ruleSet))
      expect(compileCondition(condition, checker, []).problems).toEqual([]);
  });

  it('is true of its witness', () => {
    const tenth: Signal = { ...share, multipleOf: 0.1 };
    const signals = { a: tenth, b: tenth };
    for (const { condition, witness } of regionsOf(ruleSetOf(signals, 'a - b == 0.1', 'a == b + 0.05')))
      expect([condition, decisionOf(ruleSetOf(signals, condition), witness.input)]).toEqual([condition, 'stop']);
  });
});

describe('what the theories leave open', () => {
  it.each([
    ['a == b && b == c && a != c', { a: text, b: text, c: text }],
    ['a == b && a.startsWith("x") && b.startsWith("y")', { a: text, b: text }],
    ['a == b', { a: { ...text, pattern: '^(ab|c)$' }, b: { ...text, enum: ['b'] } }],
    ['a == b + 0.05', { a: { ...share, multipleOf: 0.1 }, b: { ...share, multipleOf: 0.1 } }],
  ])('is proved or reported as undecided: %s', (when, signals: Record<string, Signal>) => {
    const kinds = kindsOf(ruleSetOf(signals, when));
    expect(kinds.some(kind => kind === 'contradictory-trigger' || kind === 'analysis-incomplete')).toBe(true);
  });

  it('does not depend on terms of other rules', () => {
    const listed = { a: { ...number, enum: [1, 2] }, b: { ...number, enum: [0.5, 0.25] }, c: number, d: number };
    const when = 'a + b == 2.0';
    expect(kindsOf(ruleSetOf(listed, when))).toContain('contradictory-trigger');
    expect(kindsOf(ruleSetOf(listed, when, 'c + d > 3'))).toContain('contradictory-trigger');
  });
});
