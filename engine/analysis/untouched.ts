import { createExpressionChecker } from '../condition/check-expression.ts';
import { declarationsOf } from '../condition/declarations.ts';
import type { RuleSet } from '../model/rule-set.ts';
import type { Steps } from '../model/steps.ts';
import { buildProblem, wide } from '../solver/problem.ts';
import { common, constraintsOf, createSolver, periodsOf } from '../solver/solver.ts';
import { analysisSubject } from '../solver/subject.ts';

/**
 * For each CEL condition, true if it is proved that no active rule fires on any input on which it is true, so that the default decides all of them.
 * @param now milliseconds since the Unix epoch
 */
export function* untouchedByRules(ruleSet: RuleSet, conditions: readonly string[], now: number): Steps<boolean[]> {
  const invariants = conditions.map((when, index) => ({ id: `question-${index}`, when, require: {} }));
  // Copies, since what is compiled of a rule is kept with it.
  const asked: RuleSet = { ...ruleSet, rules: ruleSet.rules.map(rule => ({ ...rule })), invariants };
  const subject = analysisSubject(asked, createExpressionChecker(declarationsOf(asked)));
  const problem = buildProblem(subject, now);
  const solver = createSolver(problem);
  const untouched: boolean[] = [];
  for (const { when } of subject.invariants) {
    solver.topic();
    const region = wide(problem, problem.regions.of(when, 'true'));
    untouched.push(
      problem.rules.every(rule =>
        periodsOf(problem, rule).every(
          period => solver.solve(common(problem, region, rule.fires), constraintsOf(problem), period) === null,
        ),
      ),
    );
    yield;
  }
  return untouched;
}
