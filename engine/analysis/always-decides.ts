import { createExpressionChecker } from '../condition/check-expression.ts';
import { declarationsOf } from '../condition/declarations.ts';
import type { Decision, RuleSet } from '../model/rule-set.ts';
import { buildProblem } from '../solver/problem.ts';
import { createSolver } from '../solver/solver.ts';
import { analysisSubject } from '../solver/subject.ts';
import { provedOrBroken } from './invariants.ts';

/** Inputs on which a CEL condition is true, and decisions. */
export interface AlwaysQuestion {
  when: string;
  decide: readonly Decision[];
}

/**
 * For each question, true if it is proved that every such input gets one of these decisions, at any time, as long as it breaks no assumption; false if there is an input that does
 * not, or if neither can be shown.
 * @param now milliseconds since the Unix epoch
 */
export function alwaysDecides(ruleSet: RuleSet, questions: readonly AlwaysQuestion[], now: number): boolean[] {
  const invariants = questions.map(({ when, decide }, index) => ({
    id: `question-${index}`,
    when,
    require: { decide: [...decide] },
  }));
  const asked: RuleSet = { ...ruleSet, invariants };
  const subject = analysisSubject(asked, createExpressionChecker(declarationsOf(asked)));
  const solver = createSolver(buildProblem(subject, now));
  return questions.map((_, index) => {
    const answer = provedOrBroken(solver, index);
    return answer.kind === 'invariant-proved' && !answer.vacuous;
  });
}
