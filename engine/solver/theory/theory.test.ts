import { describe, expect, it } from 'vitest';
import { analyse } from '../../analysis/analyse.ts';
import { createExpressionChecker } from '../../condition/check-expression.ts';
import { declarationsOf } from '../../condition/declarations.ts';
import { compile } from '../../decide/compile.ts';
import { decide } from '../../decide/decide.ts';
import type { RuleSet, Signal } from '../../model/rule-set.ts';
import { analysisSubject } from '../subject.ts';

const now = Date.UTC(2026, 2, 2);
const number: Signal = { type: 'number', minimum: -1000, maximum: 1000, required: true };
const score: Signal = { type: 'number', minimum: 0, maximum: 100, required: true };
const integer: Signal = { type: 'integer', minimum: -1_000_000, maximum: 1_000_000, required: true };
const text: Signal = { type: 'string', required: true };
const time: Signal = { type: 'string', format: 'date-time', required: true };
const span: Signal = { type: 'string', format: 'duration', required: true };

const signals: Record<string, Signal> = {
  ...Object.fromEntries(['x', 'y', 'z'].map(name => [name, number])),
  ...Object.fromEntries(['impact', 'urgency', 'reach'].map(name => [name, score])),
  ...Object.fromEntries(['i', 'j', 'k'].map(name => [name, integer])),
  ...Object.fromEntries(['a', 'b', 'c'].map(name => [name, text])),
  opened: time,
  updated: time,
  waited: span,
  allowed: span,
};

/** What the analysis says of a rule that fires if the condition is true. */
function judged(when: string): 'never' | 'undecided' | 'shown' {
  const ruleSet: RuleSet = {
    escalation: 1,
    name: 'one',
    version: '1.0.0',
    signals,
    rules: [{ id: 'rule', when, decide: 'stop' }],
    invariants: [{ id: 'never', require: { decide: 'continue' } }],
    default: { decide: 'continue' },
  };
  const { facts, witnesses } = analyse(analysisSubject(ruleSet, createExpressionChecker(declarationsOf(ruleSet))), {
    now,
  });
  expect(witnesses.refused, 'inputs that the engine refused').toBe(0);
  if (facts.some(({ kind }) => kind === 'analysis-incomplete')) return 'undecided';
  if (facts.some(({ kind }) => kind === 'contradictory-trigger')) return 'never';
  const violated = facts.find(fact => fact.kind === 'invariant-violated');
  expect(decide(compile(ruleSet), violated?.witness.input ?? null, { at: now }).rule?.id).toBe('rule');
  return 'shown';
}

describe('a condition over several signals is never true', () => {
  it.each([
    ['x + y > 5 && x < 2 && y < 3'],
    ['x < y && y < z && z < x'],
    // Only because 5 itself is excluded.
    ['x < 5 && y >= 5 && x >= z && z >= y'],
    ['x - y > 1 && y - z > 1 && z - x > -2'],
    ['0.4 * impact + 0.35 * urgency + 0.25 * reach > 60 && impact < 50 && urgency < 50 && reach < 50'],
    ['0.4 * impact + 0.35 * urgency > 60 && 0.5 * impact + 0.35 * urgency <= 60'],
    ['impact + urgency <= reach && urgency > reach'],
    ['reach - impact < urgency && reach - impact - 1.5 >= urgency'],
    ['impact / 3.0 + urgency < 10 && urgency >= 10'],
    // Only because no two integers have an even sum and an odd difference.
    ['i + j == 7 && i - j == 2'],
    ['2 * i + 4 * j == 7'],
    ['i < j && j < i + 1'],
    ['i + j + k > 10 && i < 4 && j < 4 && k < 4'],
    ['a == b && b == c && a != c'],
    ['a == b && a == "x" && b != "x"'],
    ['updated - opened > duration("2h") && updated < opened'],
    ['updated - opened > allowed && allowed >= duration("1h") && updated - opened < duration("30m")'],
    ['waited + allowed < duration("1h") && waited > duration("40m") && allowed > duration("20m")'],
  ])('%s', when => {
    expect(judged(when)).toBe('never');
  });
});

describe('a condition over several signals is true on an input that the engine confirms', () => {
  it.each([
    ['x + y > 5 && x < 2 && y < 4'],
    ['x < y && y < z && z < x + 0.001'],
    ['x <= 5 && y >= 5 && x >= z && z >= y'],
    ['0.4 * impact + 0.35 * urgency > 60 && 0.4 * impact + 0.35 * urgency < 60.01'],
    // A larger weight lowers the sum if its signal is negative.
    ['0.4 * x + 0.5 * y > 10 && 0.5 * x + 0.5 * y <= 10'],
    // What was added may be negative.
    ['x + y <= z && y > z'],
    ['x + y == 7.25 && x - y < 0.5 && x > 3.5'],
    ['i + j == 7 && i - j == 3'],
    ['3 * i - 5 * j == 1 && i > 1000'],
    ['a == b && b != c && a.startsWith("ab")'],
    ['a != b && b != c && a != c && a in ["x", "y"] && b in ["x", "y"]'],
    ['updated - opened > duration("2h") && updated - opened < duration("2h1s")'],
    ['updated - opened > allowed && waited < allowed && waited > duration("100h")'],
  ])('%s', when => {
    expect(judged(when)).toBe('shown');
  });
});

it('values that only rounding makes right are found', () => {
  // The sum of the largest double below 2 and of 3 rounds to 5.
  expect(judged('x < 2 && y <= 3 && x + y >= 5')).toBe('shown');
  expect(judged('0.1 * x + 0.2 * y > 0.3 * z && x == 1 && y == 1 && z == 1')).toBe('shown');
});
