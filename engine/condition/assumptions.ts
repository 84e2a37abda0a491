import type { ConditionSource, RuleSet } from '../model/rule-set.ts';
import type { ExpressionChecker } from './check-expression.ts';
import { compileCondition, type ConditionProblem } from './compile-condition.ts';
import type { Condition } from './condition.ts';
import { countingLaws, type CountingLaw } from './counting-laws.ts';

/** A compiled statement that is true of every real input. */
export interface Assumption {
  when: Condition;
  holds: Condition;
  /** The law of two counters that implies it; null if it is written in the rule set. */
  law: CountingLaw | null;
}

/** The assumptions of a rule set: those written, in order, so that an index below their number is a position in `assumptions`; then the laws of its counters. */
export function compileAssumptions(
  { assumptions = [], signals }: Pick<RuleSet, 'assumptions' | 'signals'>,
  checker: ExpressionChecker,
): { assumptions: Assumption[]; problems: ConditionProblem[] } {
  const problems: ConditionProblem[] = [];
  const conditionAt = (source: ConditionSource, path: (string | number)[]): Condition => {
    const compiled = compileCondition(source, checker, path);
    problems.push(...compiled.problems);
    return compiled.condition;
  };
  const written = assumptions.map(({ when = true, holds }, index) => ({
    when: conditionAt(when, ['assumptions', index, 'when']),
    holds: conditionAt(holds, ['assumptions', index, 'holds']),
    law: null,
  }));
  const implied = countingLaws(signals).map(law => {
    const path = ['signals', law.smaller, 'counts'];
    const compiled = compileCondition(law.holds, checker, path);
    // The name of a signal with an error in it, which its own finding reports, cannot be read.
    const holds = compiled.problems.length === 0 ? compiled.condition : always(path);
    return { when: always(path), holds, law };
  });
  return { assumptions: [...written, ...implied], problems };
}

function always(path: (string | number)[]): Condition {
  return { kind: 'constant', value: true, text: 'true', span: { path, start: 0, end: 0 } };
}
