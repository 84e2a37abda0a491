import type { FactOf } from './facts.ts';
import { neededAssumptions } from '../solver/assumptions.ts';
import { inForce, type ProblemRule } from '../solver/problem.ts';
import { constraintsOf, periodsOf, type Solver } from '../solver/solver.ts';
import { addRange, type ClauseSet } from '../solver/search/clause-index.ts';
import { scratch } from '../space/small-arrays.ts';

/** True if a rule is proved to fire on every input; false if undecided. */
export function firesAlways({ problem, prove }: Solver, rule: ProblemRule): boolean {
  if (rule.fires.length === 1 && problem.constraints === 0) {
    return problem.index.clauses[rule.first]?.dimensions.length === 0;
  }
  return firesUnder({ problem, prove }, rule, constraintsOf(problem));
}

function firesUnder(
  { problem, prove }: Pick<Solver, 'problem' | 'prove'>,
  rule: ProblemRule,
  constraints: ClauseSet,
): boolean {
  const excluding = scratch.copied(constraints);
  addRange(excluding, rule.first, rule.end);
  return prove(problem.space.layout.whole, excluding).kind === 'none';
}

/** The fact about a rule that fires on every input; null if no rule follows it in deciding order. */
export function tautological(solver: Solver, rule: ProblemRule): FactOf<'tautological-trigger'> | null {
  const { problem } = solver;
  const behind = problem.rules.filter(
    other => other.position > rule.position && periodsOf(problem, rule).some(period => inForce(other, period)),
  );
  return behind.length === 0
    ? null
    : {
        kind: 'tautological-trigger',
        rule: rule.rule,
        behind: behind.map(other => other.rule),
        assumptions: neededAssumptions(problem, constraints => firesUnder(solver, rule, constraints)),
      };
}
