import type { Region } from '../space/boxes.ts';
import type { Claim } from '../solver/claim.ts';
import type { FactOf } from './facts.ts';
import { inForce, type ProblemRule, type Period } from '../solver/problem.ts';
import { clausesBefore, common, firstAnswer, periodsOf, type Answer, type Solver } from '../solver/solver.ts';
import { removeRange, type ClauseSet } from '../solver/search/clause-index.ts';
import type { AnalysedRule } from '../solver/subject.ts';
import { show, witnessIn } from '../solver/witness/witness.ts';

/** Maximum number of rules that are tested as successors, to bound the work and the length of the list. */
const maxSuccessors = 20;

/**
 * The deciders that would take over the inputs of a redundant rule if it were removed.
 * @param later the rules after it that fire on some of its inputs, in deciding order
 */
export function successorsOf(
  solver: Solver,
  rule: ProblemRule,
  later: readonly ProblemRule[],
): Pick<FactOf<'redundant-rule'>, 'successors' | 'more'> {
  const { problem } = solver;
  const same = later.filter(other => other.outcome === rule.outcome);
  let more = same.length > maxSuccessors;
  const decidesSome = (region: Region, other: ProblemRule | null): boolean => {
    const excludingIn = (period: Period): ClauseSet => {
      const excluding = clausesBefore(problem, other?.position ?? Infinity, period);
      removeRange(excluding, rule.first, rule.end);
      return excluding;
    };
    const periods = periodsOf(problem, rule).filter(period => other === null || inForce(other, period));
    const found = firstAnswer(periods, period => solver.solve(region, excludingIn(period), period));
    if (found === null) return false;
    const isSure = found !== 'undecided' && (problem.space.opaque.size === 0 || isShown(found.answer, found.item));
    more ||= !isSure;
    return isSure;

    function isShown(answer: Answer, period: Period): boolean {
      const claim: Claim = [
        { kind: 'decides', rule: rule.rule },
        { kind: 'without-rule', without: rule.rule, decides: other?.rule ?? null },
      ];
      return witnessIn(show(solver, { answer, region, excluding: excludingIn(period) }, claim)) !== null;
    }
  };
  const successors: (AnalysedRule | null)[] = same
    .slice(0, maxSuccessors)
    .filter(other => decidesSome(common(problem, rule.fires, other.fires), other))
    .map(other => other.rule);
  const byDefault = problem.defaultOutcome === rule.outcome && decidesSome(rule.fires, null);
  return { successors: byDefault ? [...successors, null] : successors, more };
}
