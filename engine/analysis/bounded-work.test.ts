import { describe, expect, it } from 'vitest';
import { createExpressionChecker } from '../condition/check-expression.ts';
import { declarationsOf } from '../condition/declarations.ts';
import type { RuleSet, Signal } from '../model/rule-set.ts';
import { analysis, type Analysis } from './analyse.ts';
import { analysisSubject } from '../solver/subject.ts';

const smallLimit = 50_000;
const count = 8;

/** Rules with many alternatives: comparing two of them, or one with and without a signal, multiplies their boxes. */
function alternatives(required: boolean, opaque: boolean): RuleSet {
  const signal: Signal = { type: 'integer', minimum: 0, maximum: 100, ...(required && { required }) };
  const name = (at: number): string => `s${(at * 7) % 20}`;
  const either = (rule: number, at: number): string =>
    `(${name(rule + 3 * at)} > ${(rule * 13 + at * 29) % 90} || ${name(rule + 5 * at + 1)} < ${(rule * 17 + at * 31) % 90})`;
  return {
    escalation: 1,
    name: 'alternatives',
    version: '1.0.0',
    signals: Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`s${at}`, signal])),
    rules: Array.from({ length: count }, (_, rule) => ({
      id: `r${rule}`,
      when: [
        ...Array.from({ length: 6 }, (__, at) => either(rule, at)),
        ...(opaque ? [`${name(rule)} * ${name(rule + 1)} > ${name(rule + 2)}`] : []),
      ].join(' && '),
      decide: (['pause', 'stop', 'continue'] as const)[rule % 3] ?? 'pause',
    })),
    default: { decide: 'pause' },
  };
}

function analysed(ruleSet: RuleSet, limit = smallLimit): Analysis & { steps: number } {
  const subject = analysisSubject(ruleSet, createExpressionChecker(declarationsOf(ruleSet)));
  const steps = analysis(subject, { now: 0, limit });
  for (let taken = 1; ; taken++) {
    const step = steps.next();
    if (step.done === true) return { ...step.value, steps: taken };
  }
}

describe.each([
  ['signals that may be missing', false, false],
  ['signals that may be missing, and clauses that only CEL decides', false, true],
  ['clauses that only CEL decides', true, true],
])('rules of many alternatives, with %s', (_, required, opaque) => {
  it('are analysed within the work limit, in small steps, and undecided questions are reported', () => {
    const { work, facts, steps } = analysed(alternatives(required, opaque));
    // Work that has begun is finished: one topic, and one box or input.
    expect(work).toBeLessThan(smallLimit * (25 + 3) + 5_000_000);
    expect(steps).toBeGreaterThan(count * 3);
    const open = facts.flatMap(fact => (fact.kind === 'analysis-incomplete' ? fact.undecided : []));
    expect(open.some(({ because }) => because.kind === 'limit')).toBe(true);
  });
});

/** Rules that compare three signals with ranges, and every second one also two others, or their sum. */
function rangesWithTerms(rules: number): RuleSet {
  const signal: Signal = { type: 'number', minimum: 0, maximum: 1, required: true };
  const name = (at: number): string => `s${at % 11}`;
  const range = (signal: string, low: number): string => `${signal} >= 0.${low} && ${signal} < 0.${low + 25}`;
  return {
    escalation: 1,
    name: 'ranges',
    version: '1.0.0',
    signals: Object.fromEntries(Array.from({ length: 11 }, (_, at) => [name(at), signal])),
    rules: Array.from({ length: rules }, (_, rule) => {
      const [x, y] = [name(rule * 5 + 3), name(rule * 5 + 4 + (rule % 7))];
      const term = rule % 3 === 0 ? `${x} < ${y}` : `${x} + ${y} > 0.${10 + ((rule * 41) % 80)}`;
      return {
        id: `r${rule}`,
        when: [
          ...[0, 1, 2].map(at => range(name(rule * 5 + at), 10 + ((rule * 29 + at * 17) % 60))),
          ...(rule % 2 === 0 ? [term] : []),
        ].join(' && '),
        decide: (['pause', 'stop', 'continue'] as const)[rule % 3] ?? 'pause',
      };
    }),
    default: { decide: 'pause' },
  };
}

it('rules with many terms leave no question open', () => {
  const { facts } = analysed(rangesWithTerms(100), 400_000);
  expect(facts.map(({ kind }) => kind)).not.toContain('analysis-incomplete');
});
