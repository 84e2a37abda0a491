import type { FactOf } from './facts.ts';
import type { AnalysedRule } from '../solver/subject.ts';
import { neededAssumptions } from '../solver/assumptions.ts';
import { inForce, type Period, type ProblemRule } from '../solver/problem.ts';
import { constraintsOf, periodsOf, type Solver } from '../solver/solver.ts';
import { addRange, type ClauseSet } from '../solver/search/clause-index.ts';
import { scratch } from '../space/small-arrays.ts';

/** True if a rule is proved to fire on every input; false if undecided. */
export function firesAlways(solver: Solver, rule: ProblemRule): boolean {
  const { problem } = solver;
  if (rule.fires.length === 1 && problem.constraints === 0) {
    return problem.index.clauses[rule.first]?.dimensions.length === 0;
  }
  return firesUnder(solver, rule, constraintsOf(problem));
}

function firesUnder({ problem, solve }: Solver, rule: ProblemRule, constraints: ClauseSet): boolean {
  const excluding = scratch.copied(constraints);
  addRange(excluding, rule.first, rule.end);
  return solve([problem.space.layout.whole], excluding, problem.periods[0] as Period) === null;
}

/** The fact about a rule that fires on every input; null if no rule follows it in deciding order, or is beside it under `unique` and `any`. */
export function tautological(solver: Solver, rule: ProblemRule): FactOf<'tautological-trigger'> | null {
  const { problem } = solver;
  const { hitPolicy } = problem.subject;
  const oneOnly = hitPolicy === 'unique' || hitPolicy === 'any';
  const others = problem.rules.filter(
    other =>
      (oneOnly ? other !== rule : other.position > rule.position) &&
      periodsOf(problem, rule).some(period => inForce(other, period)),
  );
  return others.length === 0
    ? null
    : {
        kind: 'tautological-trigger',
        rule: rule.rule,
        others: oneOnly ? inFile(others) : others.map(other => other.rule),
        assumptions: neededAssumptions(problem, constraints => firesUnder(solver, rule, constraints)),
      };
}

function inFile(rules: readonly ProblemRule[]): AnalysedRule[] {
  return rules.map(({ rule }) => rule).sort((a, b) => a.index - b.index);
}
