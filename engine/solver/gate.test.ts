import { describe, expect, it } from 'vitest';
import { createExpressionChecker } from '../condition/check-expression.ts';
import { declarationsOf } from '../condition/declarations.ts';
import { compile } from '../decide/compile.ts';
import { decide } from '../decide/decide.ts';
import type { Json } from '../model/json.ts';
import type { Rule, RuleSet } from '../model/rule-set.ts';
import { analyse } from '../analysis/analyse.ts';
import type { Claim } from './claim.ts';
import type { FactOf } from '../analysis/facts.ts';
import { createGate } from './gate.ts';
import { explainRule } from '../analysis/story.ts';
import { analysisSubject } from './subject.ts';

const now = Date.UTC(2026, 2, 2);
const whole = { type: 'integer', minimum: 0, maximum: 10, required: true } as const;

function ruleSetOf(rules: readonly Rule[], more: Partial<RuleSet> = {}): RuleSet {
  return {
    escalation: 1,
    name: 'sums',
    version: '1.0.0',
    signals: { a: whole, b: whole },
    rules: [...rules],
    default: { decide: 'continue' },
    ...more,
  };
}

const subjectOf = (ruleSet: RuleSet) => analysisSubject(ruleSet, createExpressionChecker(declarationsOf(ruleSet)));

function factOf<K extends 'invariant-violated' | 'analysis-incomplete' | 'conflicting-rules'>(
  ruleSet: RuleSet,
  kind: K,
): FactOf<K> | undefined {
  return analyse(subjectOf(ruleSet), { now }).facts.find((fact): fact is FactOf<K> => fact.kind === kind);
}

const products = ruleSetOf(
  [
    { id: 'five', when: 'a * b > 5', decide: 'pause' },
    { id: 'eight', when: 'a * b > 8', decide: 'stop' },
  ],
  { invariants: [{ id: 'never-stop', require: { decide: ['continue', 'pause'] } }] },
);

describe('two rules over the same product, the second of which never decides', () => {
  it('leave an invariant undecided rather than violated, and name the clauses that cause it', () => {
    expect(factOf(products, 'invariant-violated')).toBeUndefined();
    expect(factOf(products, 'analysis-incomplete')?.undecided).toMatchObject([
      { rule: { ref: { id: 'eight' } }, question: 'shadowed-rule', because: { kind: 'values' } },
      { rule: null, question: 'invariant-violated', invariant: 0, because: { clauses: ['a * b > 5', 'a * b > 8'] } },
    ]);
  });

  it('have a story in which no input is decided by the second', () => {
    const analysis = analyse(subjectOf(products), { now });
    const [, eight] = analysis.problem.rules;
    if (eight === undefined) throw new Error('There are two rules.');
    const told = explainRule(analysis, eight.rule);
    expect([told.decides, told.matters]).toEqual([null, null]);
    expect(told.undecided.map(({ question }) => question)).toEqual(['decides', 'matters']);
    expect(told.periods[0]?.takenBy).toMatchObject([{ rule: { ref: { id: 'five' } } }]);
  });
});

describe('a witness is found for a true claim, however narrow', () => {
  const between = (low: string, high: string) =>
    ruleSetOf([{ id: 'narrow', when: `${low} && ${high}`, decide: 'stop' }], {
      signals: {
        x: { type: 'number', minimum: 0, maximum: 100, required: true },
        y: { type: 'number', minimum: 0, maximum: 100, required: true },
        s: { type: 'string', required: true },
        t: { type: 'string', required: true },
        p: { type: 'boolean', required: true },
        tags: { type: 'array', items: { type: 'string' }, required: true },
      },
      invariants: [{ id: 'never', require: { decide: 'continue' } }],
    });

  it.each([
    ['a band of a weighted sum', '0.4 * x + 0.35 * y > 60', '0.4 * x + 0.35 * y < 60.5'],
    ['a point of a sum', 'x + y == 7.0', 'x - y < 0.5'],
    ['a product', 'x * y == 12.0', 'x > y'],
    ['two signals that are equal', 'x == y', 'x + y > 150.0'],
    ['a choice', '(p ? x : y) > 99.0', '(p ? y : x) < 1.0'],
    ['texts', 's == t', 's.startsWith("ab") && size(t) > 4'],
    ['lists', 's in tags', '!(t in tags) && size(s) == 3'],
    ['a division that fails', '!(x / y > 1.0)', 'x > 1.0'],
  ])('%s', (_, low, high) => {
    const ruleSet = between(low, high);
    const fact = factOf(ruleSet, 'invariant-violated');
    expect(factOf(ruleSet, 'analysis-incomplete')).toBeUndefined();
    expect(decide(compile(ruleSet), fact?.witness.input ?? null, { at: now }).rule).toEqual({
      id: 'narrow',
      version: 1,
    });
  });
});

describe('the gate', () => {
  const ruleSet = ruleSetOf(
    [
      { id: 'low', when: 'a < 3', decide: 'continue' },
      { id: 'same', when: 'a < 5', decide: 'continue' },
      { id: 'sum', when: 'a + b > 8', decide: 'stop', effective: { from: '2026-03-02T00:00:00Z' } },
      { id: 'far', when: 'a > 3 && b > 3', decide: 'pause' },
    ],
    { assumptions: [{ when: 'a == 10', holds: 'b == 0', reason: 'r' }] },
  );
  const subject = subjectOf(ruleSet);
  const [low, same, sum, far] = subject.rules as [(typeof subject.rules)[number], ...typeof subject.rules];
  const rule = { low, same, sum, far } as Record<string, (typeof subject.rules)[number]>;
  const of = (id: string) => rule[id] ?? low;
  const confirms = (input: Json, claim: Claim, at: number | null = null): boolean =>
    createGate([subject], now).confirm([claim], { input, at }, () => []) !== null;
  const nine = { a: 6, b: 3 };

  it.each<[string, Json, Claim, boolean]>([
    ['that a rule fires', { a: 2, b: 0 }, [{ kind: 'fires', rule: of('same') }], true],
    ['that a rule fires which does not', { a: 6, b: 0 }, [{ kind: 'fires', rule: of('same') }], false],
    ['that a rule decides', nine, [{ kind: 'decides', rule: of('sum') }], true],
    ['that a rule decides which only fires', { a: 2, b: 0 }, [{ kind: 'decides', rule: of('same') }], false],
    ['that the default decides', { a: 6, b: 0 }, [{ kind: 'decides', rule: null }], true],
    ['that the default decides if a rule does', nine, [{ kind: 'decides', rule: null }], false],
    ['that another outcome comes first', { a: 4, b: 6 }, [{ kind: 'overruled', rule: of('sum') }], true],
    [
      'that another outcome comes first if the outcome is the same',
      { a: 2, b: 0 },
      [{ kind: 'overruled', rule: of('same') }],
      false,
    ],
    ['that no other rules fire', { a: 2, b: 0 }, [{ kind: 'at-most', rules: [low, of('same')] }], true],
    ['that no other rules fire if one does', { a: 2, b: 0 }, [{ kind: 'at-most', rules: [low] }], false],
    [
      'what would decide without a rule',
      { a: 2, b: 0 },
      [{ kind: 'without-rule', without: low, decides: of('same') }],
      true,
    ],
    [
      'what would not decide without a rule',
      { a: 2, b: 0 },
      [{ kind: 'without-rule', without: low, decides: null }],
      false,
    ],
    [
      'what would decide with another value',
      nine,
      [{ kind: 'with-value', signal: 'a', value: 1, then: [{ kind: 'decides', rule: low }] }],
      true,
    ],
    [
      'what would not decide with another value',
      nine,
      [{ kind: 'with-value', signal: 'a', value: 7, then: [{ kind: 'decides', rule: low }] }],
      false,
    ],
    ['about an input that breaks an assumption', { a: 10, b: 1 }, [{ kind: 'fires', rule: of('sum') }], false],
    ['about an input without a required signal', { a: 1 }, [{ kind: 'fires', rule: low }], false],
    [
      'several statements, one of which is false',
      nine,
      [
        { kind: 'decides', rule: of('sum') },
        { kind: 'fires', rule: low },
      ],
      false,
    ],
  ])('checks %s', (_, input, claim, expected) => {
    expect(confirms(input, claim)).toBe(expected);
  });

  it('decides at the time of the example', () => {
    expect(confirms(nine, [{ kind: 'decides', rule: of('sum') }], now - 1)).toBe(false);
  });

  it('counts what it confirms and what it refuses', () => {
    const gate = createGate([subject], now);
    for (const id of ['sum', 'low', 'far'])
      gate.confirm([[{ kind: 'decides', rule: of(id) }]], { input: nine, at: null }, () => []);
    expect(gate.counts).toEqual({ confirmed: 1, refused: 2 });
  });
});

it('only rules that fire together on one input are grouped as a conflict', () => {
  const ruleSet = ruleSetOf(
    [
      { id: 'r', when: 'a > 2', decide: 'stop' },
      { id: 'small', when: 'a + b < 5', decide: 'pause' },
      { id: 'large', when: 'a + b > 15', decide: 'continue' },
    ],
    { hitPolicy: 'unique' },
  );
  const fact = factOf(ruleSet, 'conflicting-rules');
  expect(fact?.rule.ref.id).toBe('r');
  expect(fact?.clusters.map(({ rules }) => rules.map(({ ref }) => ref.id))).toEqual([['small'], ['large']]);
});

it('signals are reported as free only if all of them are at the same time', () => {
  const ruleSet = ruleSetOf([{ id: 'one', when: 'a > 3 || b > 3', decide: 'stop' }], {
    invariants: [{ id: 'never', require: { decide: 'continue' } }],
  });
  expect(factOf(ruleSet, 'invariant-violated')?.witness.free).toEqual(['a']);
});
