import { beyondLimit, type Fact, type Undecided } from './facts.ts';
import type { ProblemRule } from '../solver/problem.ts';
import { constraintsOf, periodsOf, type Answer, type Solver } from '../solver/solver.ts';
import { irrelevantClauses } from './irrelevant-clauses.ts';
import { contradictory, inDoubt, neverDecides, reach, redundant } from './reachability.ts';
import type { RuleResult } from '../solver/incremental/memory.ts';
import { firesAlways } from './tautologies.ts';

/** Finds out all about one active rule; `brief`: but not which rules take its inputs. */
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
    tell(contradictory(solver, rule.rule), 'contradictory-trigger');
    result.contradictory = result.facts.length > 0;
    if (firesSomewhere()) {
      result.firesAlways = firesAlways(solver, rule);
      yield* examine();
    }
  }
  result.evidence = solver.takeEvidence();
  return result;

  /** Whether there was something to tell, or may have been. */
  function tell(fact: Fact | Undecided | null, question: Fact['kind']): boolean {
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
        tell(beyondLimit, 'shadowed-rule');
        return;
      case 'never': {
        if (result.contradictory) return;
        if (!isInConflict && tell(neverDecides(solver, rule, brief), 'shadowed-rule')) return;
        // It always conflicts with others; what it fires on is still the author's to say.
        const [period] = periodsOf(problem, rule);
        const fires = period === undefined ? null : solver.solve(rule.fires, constraintsOf(problem), period);
        if (fires !== null && fires !== 'undecided') yield* examineClauses(fires);
        return;
      }
      case 'decides':
        if (result.contradictory) return;
        if (!isInConflict) tell(inDoubt(solver, rule, reached.answer), 'shadowed-rule');
        yield;
        if (!reached.different && !isInConflict && tell(redundant(solver, rule, reached.answer), 'redundant-rule'))
          return;
        yield* examineClauses(reached.answer);
    }
  }

  function* examineClauses(decides: Answer): Generator<void, void> {
    yield;
    const { facts, undecided } = yield* irrelevantClauses(solver, rule, decides);
    result.facts.push(...facts);
    if (undecided) tell(beyondLimit, 'irrelevant-clause');
  }
}
