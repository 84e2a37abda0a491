import type { ExpressionChecker } from '../condition/check-expression.ts';
import { compileCondition } from '../condition/compile-condition.ts';
import type { Condition } from '../condition/condition.ts';
import { declarationsOf, type Declarations } from '../condition/declarations.ts';
import { period } from '../decide/compile.ts';
import type { DefaultOutcome, HitPolicy, Invariant, Rule, RuleRef, RuleSet, UnknownPolicy } from '../model/rule-set.ts';

/** What is analysed: a rule set with its conditions compiled, and nothing of what only deciding needs. */
export interface AnalysisSubject {
  ruleSet: RuleSet;
  declarations: Declarations;
  hitPolicy: HitPolicy;
  /** Active and shadow rules, in file order. */
  rules: AnalysedRule[];
  /** Null where none is written: then the decision is `pause`. */
  default: DefaultOutcome | null;
  assumptions: { when: Condition; holds: Condition }[];
  invariants: { invariant: Invariant; when: Condition }[];
}

export interface AnalysedRule {
  ref: RuleRef;
  rule: Rule;
  /** Position in the rule set's `rules`. */
  index: number;
  shadow: boolean;
  /** In force from (inclusive) until (exclusive), in milliseconds since the Unix epoch. */
  from: number;
  until: number;
  condition: Condition;
  onUnknown: UnknownPolicy;
}

/** @param checker of the rule set's declarations; one that remembers what it has checked makes this quick */
export function analysisSubject(ruleSet: RuleSet, checker: ExpressionChecker): AnalysisSubject {
  const conditionAt = (source: Rule['when'], path: (string | number)[]) =>
    compileCondition(source, checker, path).condition;
  return {
    ruleSet,
    declarations: declarationsOf(ruleSet),
    hitPolicy: ruleSet.hitPolicy ?? 'first',
    rules: ruleSet.rules.flatMap((rule, index): AnalysedRule[] => {
      if (rule.status === 'draft' || rule.status === 'retired') return [];
      return [
        {
          ref: { id: rule.id, version: rule.version ?? 1 },
          rule,
          index,
          shadow: rule.status === 'shadow',
          ...period(rule),
          condition: conditionAt(rule.when, ['rules', index, 'when']),
          onUnknown: rule.onUnknown ?? ruleSet.onUnknown ?? 'safe',
        },
      ];
    }),
    default: ruleSet.default ?? null,
    assumptions: (ruleSet.assumptions ?? []).map(({ when = true, holds }, index) => ({
      when: conditionAt(when, ['assumptions', index, 'when']),
      holds: conditionAt(holds, ['assumptions', index, 'holds']),
    })),
    invariants: (ruleSet.invariants ?? []).map((invariant, index) => ({
      invariant,
      when: conditionAt(invariant.when ?? true, ['invariants', index, 'when']),
    })),
  };
}
