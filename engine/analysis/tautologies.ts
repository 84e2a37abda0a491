import type { FactOf } from './facts.ts';
import { inForce, type Problem, type ProblemRule } from '../solver/problem.ts';
import { constraintsOf, periodsOf, type Solver } from '../solver/solver.ts';
import { addRange } from '../solver/search/clause-index.ts';

/** Whether a rule fires on every input. Undecided counts as no: then nothing is claimed. */
export function firesAlways({ problem, prove }: Solver, rule: ProblemRule): boolean {
  const { layout } = problem.space;
  if (rule.fires.length === 1 && problem.constraints === 0) {
    return problem.index.clauses[rule.first]?.dimensions.length === 0;
  }
  const outside = constraintsOf(problem);
  addRange(outside, rule.first, rule.end);
  return prove(layout.whole, outside).kind === 'none';
}

/** The fact that a rule fires on every input although others come behind it in deciding order. */
export function tautological(problem: Problem, rule: ProblemRule): FactOf<'tautological-trigger'> | null {
  const behind = problem.rules.filter(
    other => other.position > rule.position && periodsOf(problem, rule).some(period => inForce(other, period)),
  );
  return behind.length === 0
    ? null
    : { kind: 'tautological-trigger', rule: rule.rule, behind: behind.map(other => other.rule) };
}
