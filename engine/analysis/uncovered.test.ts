import { expect, it } from 'vitest';
import { createExpressionChecker } from '../condition/check-expression.ts';
import { declarationsOf } from '../condition/declarations.ts';
import type { RuleSet } from '../model/rule-set.ts';
import { analysisSubject } from '../solver/subject.ts';
import { analyse } from './analyse.ts';

it('shows a sum that two adjoining rules leave out as a region', () => {
  const whole = { type: 'integer', minimum: 0, maximum: 100, required: true } as const;
  const ruleSet: RuleSet = {
    escalation: 1,
    name: 'sums',
    version: '1.0.0',
    signals: { open: whole, waiting: whole },
    rules: [
      { id: 'few', when: 'open + waiting < 5', decide: 'continue' },
      { id: 'many', when: 'open + waiting > 5', decide: 'stop' },
    ],
    default: { decide: 'pause' },
  };
  const subject = analysisSubject(ruleSet, createExpressionChecker(declarationsOf(ruleSet)));
  const { facts } = analyse(subject, { now: Date.UTC(2026, 2, 2) });
  expect(facts).toMatchObject([{ kind: 'uncovered-input', regions: [{ condition: 'open + waiting == 5' }] }]);
});
