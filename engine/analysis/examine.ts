import { beyondLimit, type Fact, type Undecided } from './facts.ts';
import type { GroundRule } from '../solver/problem.ts';
import { lawsOf, periodsOf, type Answer, type Inquiry } from '../solver/solver.ts';
import { irrelevantClauses } from './irrelevant-clauses.ts';
import { contradictory, inDoubt, neverDecides, reach, redundant } from './reachability.ts';
import type { RuleResult } from '../solver/incremental/memory.ts';
import { firesAlways } from './tautologies.ts';

/** Finds out all about one active rule; `brief`: but not which rules take its inputs. */
export function* resultOf(
  inquiry: Inquiry,
  rule: GroundRule,
  isInConflict: boolean,
  brief = false,
): Generator<void, RuleResult> {
  const { ground } = inquiry;
  const result: RuleResult = {
    facts: [],
    undecided: [],
    firesAlways: false,
    contradictory: false,
    evidence: new Int32Array(),
  };
  inquiry.takeEvidence();
  if (periodsOf(ground, rule).length > 0) {
    tell(contradictory(inquiry, rule.rule), 'contradictory-trigger');
    result.contradictory = result.facts.length > 0;
    if (firesSomewhere()) {
      result.firesAlways = firesAlways(inquiry, rule);
      yield* examine();
    }
  }
  result.evidence = inquiry.takeEvidence();
  return result;

  /** Whether there was something to tell, or may have been. */
  function tell(fact: Fact | Undecided | null, question: Fact['kind']): boolean {
    if (fact?.kind === 'undecided') result.undecided.push({ question, because: fact.because });
    else if (fact !== null) result.facts.push(fact);
    return fact !== null;
  }

  function firesSomewhere(): boolean {
    return periodsOf(ground, rule).some(period => inquiry.ask(rule.fires, lawsOf(ground), period) !== null);
  }

  function* examine(): Generator<void, void> {
    yield;
    const reached = reach(inquiry, rule);
    yield;
    switch (reached.kind) {
      case 'undecided':
        tell(beyondLimit, 'shadowed-rule');
        return;
      case 'never': {
        if (result.contradictory) return;
        if (!isInConflict && tell(neverDecides(inquiry, rule, brief), 'shadowed-rule')) return;
        // It always conflicts with others; what it fires on is still the author's to say.
        const [period] = periodsOf(ground, rule);
        const fires = period === undefined ? null : inquiry.ask(rule.fires, lawsOf(ground), period);
        if (fires !== null && fires !== 'undecided') yield* examineClauses(fires);
        return;
      }
      case 'decides':
        if (result.contradictory) return;
        if (!isInConflict) tell(inDoubt(inquiry, rule, reached.answer), 'shadowed-rule');
        yield;
        if (!reached.different && !isInConflict && tell(redundant(inquiry, rule, reached.answer), 'redundant-rule'))
          return;
        yield* examineClauses(reached.answer);
    }
  }

  function* examineClauses(decides: Answer): Generator<void, void> {
    yield;
    const { facts, undecided } = yield* irrelevantClauses(inquiry, rule, decides);
    result.facts.push(...facts);
    if (undecided) tell(beyondLimit, 'irrelevant-clause');
  }
}
