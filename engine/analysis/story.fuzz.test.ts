import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asWritten } from '../../testing/oracle/naive-interpreter.ts';
import { smallRuleSets } from '../../testing/oracle/small-rule-sets.ts';
import { createExpressionChecker } from '../condition/check-expression.ts';
import { declarationsOf } from '../condition/declarations.ts';
import { compile } from '../decide/compile.ts';
import { decide } from '../decide/decide.ts';
import type { RuleSet } from '../model/rule-set.ts';
import { analyse } from './analyse.ts';
import type { Witness } from '../solver/gate.ts';
import { outcomeKey } from '../model/outcome.ts';
import { explainRule } from './story.ts';
import { analysisSubject } from '../solver/subject.ts';
import { cases } from '../../testing/random/random-cases.ts';

const runs = cases(80);

const now = Date.parse('2026-05-01T00:00:00Z');

test('every input shown in a story is decided as the story says', () => {
  let shown = 0;
  let hanging = 0;
  let undecided = 0;
  fc.assert(
    fc.property(smallRuleSets, naive => {
      const ruleSet: RuleSet = asWritten(naive);
      const analysis = analyse(analysisSubject(ruleSet, createExpressionChecker(declarationsOf(ruleSet))), { now });
      const compiled = compile(ruleSet);
      const decidedBy = ({ input, at }: Witness, by = compiled) => decide(by, input, { at: at ?? now, trace: false });
      for (const rule of analysis.problem.rules) {
        const told = explainRule(analysis, rule.rule);
        if (told.decides) expect(decidedBy(told.decides).rule, 'decides').toEqual(rule.rule.ref);
        const isOpen = (question: string) => told.undecided.some(each => each.question === question);
        undecided += told.undecided.length;
        // There are no conditions with errors here, whose inputs could not be decided.
        if (!isOpen('decides'))
          expect(
            told.periods.every(({ never }) => never),
            'never decides',
          ).toBe(told.decides === null);
        for (const { takenBy, decides, never } of told.periods) {
          const sum = takenBy.reduce((total, { share }) => total + share, decides);
          if (decides > 0) expect(never).toBe(false);
          if (!isOpen('takenBy') && (takenBy.length > 0 || decides > 0)) expect(sum).toBeCloseTo(1);
          for (const { rule: other, witness } of takenBy) {
            expect(decidedBy(witness).rule, 'taken by').toEqual(other.ref);
            shown++;
          }
        }
        const isRedundant = analysis.facts.some(
          fact => fact.kind === 'redundant-rule' && fact.direction === 'later' && fact.rule === rule.rule,
        );
        if (isRedundant) expect(told.matters, 'nothing hangs on it').toBeNull();
        if (told.matters === null) continue;
        const { witness, instead } = told.matters;
        const without = compile({ ...ruleSet, rules: ruleSet.rules.filter((_, index) => index !== rule.rule.index) });
        expect(decidedBy(witness, without).rule, 'instead').toEqual(instead?.ref ?? null);
        expect(decidedBy(witness).rule, 'with it').toEqual(rule.rule.ref);
        const outcome = outcomeKey(instead?.rule ?? ruleSet.default ?? { decide: 'pause' });
        expect(outcome).not.toBe(rule.outcome);
        hanging++;
      }
    }),
    { numRuns: runs },
  );
  expect(shown).toBeGreaterThan(runs * 0.7);
  expect(hanging).toBeGreaterThan(runs * 0.5);
  expect(undecided).toBeGreaterThan(0);
});
