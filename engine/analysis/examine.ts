import { beyondLimit, type Fact, type Undecided } from './facts.ts';
import type { ProblemRule } from '../solver/problem.ts';
import { constraintsOf, periodsOf, type Answer, type Solver } from '../solver/solver.ts';
import { irrelevantClauses } from './irrelevant-clauses.ts';
import { contradictory, inDoubt, neverDecides, reach, redundant } from './reachability.ts';
import type { RuleResult } from '../solver/incremental/memory.ts';
import { firesAlways } from './tautologies.ts';

/** All facts about one active rule; if `brief`, without the rules that cover it. */
export function* resultOf(
  solver: Solver,
  rule: ProblemRule,
  isInConflict: boolean,
  brief = false,
): Generator<void, RuleResult> {
  const { problem } = solver;
  const result: RuleResult = {
    facts: [],
    undecided: [],
    firesAlways: false,
    contradictory: false,
    evidence: new Int32Array(),
  };
  solver.takeEvidence();
  if (periodsOf(problem, rule).length > 0) {
    report(contradictory(solver, rule.rule), 'contradictory-trigger');
    result.contradictory = result.facts.length > 0;
    if (firesSomewhere()) {
      result.firesAlways = firesAlways(solver, rule);
      yield* examine();
    }
  }
  result.evidence = solver.takeEvidence();
  return result;

  /** Records a fact or an open question. Returns false if there is neither. */
  function report(fact: Fact | Undecided | null, question: Fact['kind']): boolean {
    if (fact?.kind === 'undecided') result.undecided.push({ question, because: fact.because });
    else if (fact !== null) result.facts.push(fact);
    return fact !== null;
  }

  function firesSomewhere(): boolean {
    return periodsOf(problem, rule).some(period => solver.solve(rule.fires, constraintsOf(problem), period) !== null);
  }

  function* examine(): Generator<void, void> {
    yield;
    const reached = reach(solver, rule);
    yield;
    switch (reached.kind) {
      case 'undecided':
        report(beyondLimit, 'shadowed-rule');
        return;
      case 'never': {
        if (result.contradictory) return;
        if (!isInConflict && report(neverDecides(solver, rule, brief), 'shadowed-rule')) return;
        // It conflicts with other rules wherever it fires, but its clauses may still be irrelevant.
        const [period] = periodsOf(problem, rule);
        const fires = period === undefined ? null : solver.solve(rule.fires, constraintsOf(problem), period);
        if (fires !== null && fires !== 'undecided') yield* examineClauses(fires);
        return;
      }
      case 'decides':
        if (result.contradictory) return;
        if (!isInConflict) report(inDoubt(solver, rule, reached.answer), 'shadowed-rule');
        yield;
        if (!reached.different && !isInConflict && report(redundant(solver, rule, reached.answer), 'redundant-rule'))
          return;
        yield* examineClauses(reached.answer);
    }
  }

  function* examineClauses(decides: Answer): Generator<void, void> {
    yield;
    const { facts, undecided } = yield* irrelevantClauses(solver, rule, decides);
    result.facts.push(...facts);
    if (undecided) report(beyondLimit, 'irrelevant-clause');
  }
}
