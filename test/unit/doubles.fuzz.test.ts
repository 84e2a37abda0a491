import fc from 'fast-check';
import { expect, test } from 'vitest';
import { analyse } from '../../engine/analysis/analyse.ts';
import { createExpressionChecker } from '../../engine/condition/check-expression.ts';
import { declarationsOf } from '../../engine/condition/declarations.ts';
import { compile } from '../../engine/decide/compile.ts';
import { decide } from '../../engine/decide/decide.ts';
import type { RuleSet, Signal } from '../../engine/model/rule-set.ts';
import { analysisSubject } from '../../engine/solver/subject.ts';
import { cases } from '../../testing/random/random-cases.ts';

const names = ['x', 'y', 'z'] as const;
const weights = fc.constantFrom(0.1, 0.3, 0.5, 0.7, 1.1, 2, 3);
const constants = fc.constantFrom(0, 0.1, 0.3, 1, 2.5, 10);
const ranges = fc.constantFrom<Partial<Signal>>(
  { minimum: 0, maximum: 10 },
  { minimum: -1, maximum: 1 },
  { maximum: 0 },
  { minimum: 0 },
  {},
);

const { sum } = fc.letrec<{ sum: string; part: string }>(tie => ({
  part: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...names) },
    { weight: 2, arbitrary: fc.tuple(weights, fc.constantFrom(...names)).map(([by, name]) => `${by} * ${name}`) },
    { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...names), weights).map(([name, by]) => `${name} / ${by}`) },
    { weight: 1, arbitrary: tie('sum').map(inner => `(${inner})`) },
  ),
  sum: fc
    .tuple(tie('part'), fc.constantFrom('+', '-'), fc.oneof(tie('part'), constants.map(String)))
    .map(parts => parts.join(' ')),
}));

const comparison = fc
  .tuple(sum, fc.constantFrom('<', '<=', '>', '>=', '=='), fc.oneof(sum, constants.map(String)))
  .map(parts => parts.join(' '));

const double = new Float64Array(1);
const bits = new BigInt64Array(double.buffer);

/** A number, some doubles further. */
function moved(value: number, by: number): number {
  double[0] = value;
  bits[0] = (bits[0] as bigint) + BigInt(by);
  return value === 0 ? by * Number.MIN_VALUE : double[0];
}

/** Numbers at which sums tie, and their neighbours. */
const number = fc
  .tuple(
    fc.oneof(constants, weights, fc.integer({ min: -10, max: 10 }), fc.double({ noNaN: true })),
    fc.constantFrom(-1, 0, 0, 1),
  )
  .map(([value, by]) => moved(value, by));

test('what can never be true of sums of doubles is true of no double, however it is rounded', () => {
  let never = 0;
  fc.assert(
    fc.property(
      fc.array(comparison, { minLength: 1, maxLength: 3 }),
      fc.tuple(ranges, ranges, ranges),
      fc.array(fc.tuple(number, number, number), { minLength: 40, maxLength: 40 }),
      (clauses, declared, tried) => {
        const ruleSet: RuleSet = {
          escalation: 1,
          name: 'doubles',
          version: '1.0.0',
          signals: Object.fromEntries(
            names.map((name, at): [string, Signal] => [name, { type: 'number', required: true, ...declared[at] }]),
          ),
          rules: [{ id: 'rule', when: clauses.join(' && '), decide: 'stop' }],
          default: { decide: 'continue' },
        };
        const subject = analysisSubject(ruleSet, createExpressionChecker(declarationsOf(ruleSet)));
        const { facts } = analyse(subject, { now: 0 });
        const kinds = new Set(facts.map(({ kind }) => kind));
        const compiled = compile(ruleSet);
        expect(compiled.problems).toEqual([]);
        const isNever = kinds.has('contradictory-trigger');
        const isAlways = !isNever && !kinds.has('uncovered-input') && !kinds.has('analysis-incomplete');
        if (isNever) never++;
        for (const values of tried) {
          const input = Object.fromEntries(names.map((name, at) => [name, values[at] ?? 0]));
          const { decision, missing } = decide(compiled, input, { at: 0 });
          if (missing.length > 0) continue;
          expect([isNever && decision === 'stop', isAlways && decision === 'continue'], JSON.stringify(input)).toEqual([
            false,
            false,
          ]);
        }
      },
    ),
    { numRuns: cases(300) },
  );
  expect(never).toBeGreaterThan(cases(300) / 30);
});
