import { type Assumption, compileAssumptions } from '../condition/assumptions.ts';
import type { ExpressionChecker } from '../condition/check-expression.ts';
import { compileCondition } from '../condition/compile-condition.ts';
import type { Condition } from '../condition/condition.ts';
import { declarationsOf, type Declarations } from '../condition/declarations.ts';
import { compileTrigger } from '../condition/trigger.ts';
import { period } from '../decide/compile.ts';
import { keysOf, type Firing, type RuleKeys } from './rule-key.ts';
import {
  isEvaluated,
  type DefaultOutcome,
  type HitPolicy,
  type Invariant,
  type Rule,
  type RuleRef,
  type RuleSet,
} from '../model/rule-set.ts';

/** A rule set with its conditions compiled for analysis, without what only deciding needs. */
export interface AnalysisSubject {
  ruleSet: RuleSet;
  declarations: Declarations;
  hitPolicy: HitPolicy;
  /** Active and shadow rules, in file order. */
  rules: AnalysedRule[];
  /** Null if none is declared: the decision is then `pause`. */
  default: DefaultOutcome | null;
  /** The written assumptions, then the laws of counters. */
  assumptions: Assumption[];
  invariants: { invariant: Invariant; when: Condition }[];
}

export interface AnalysedRule extends Firing, RuleKeys {
  ref: RuleRef;
  rule: Rule;
  /** Position in the rule set's `rules`. */
  index: number;
  shadow: boolean;
}

/** @param checker for the rule set's declarations; a caching checker makes this fast */
export function analysisSubject(ruleSet: RuleSet, checker: ExpressionChecker): AnalysisSubject {
  const declarations = declarationsOf(ruleSet);
  const conditionAt = (source: Rule['when'], path: (string | number)[]) =>
    compileCondition(source, checker, path).condition;
  return {
    ruleSet,
    declarations,
    hitPolicy: ruleSet.hitPolicy ?? 'first',
    rules: ruleSet.rules.flatMap((rule, index) =>
      isEvaluated(rule) ? [analysedRule(rule, index, { ruleSet, checker, declarations })] : [],
    ),
    default: ruleSet.default ?? null,
    assumptions: compileAssumptions(ruleSet, checker).assumptions,
    invariants: (ruleSet.invariants ?? []).map((invariant, index) => ({
      invariant,
      when: conditionAt(invariant.when ?? true, ['invariants', index, 'when']),
    })),
  };
}

type Context = { ruleSet: RuleSet; checker: ExpressionChecker; declarations: Declarations };

/** The compiled rule; the same object as before if rule, index, checker and `onUnknown` are unchanged, so that results can be cached by it. */
function analysedRule(rule: Rule, index: number, { ruleSet, checker, declarations }: Context): AnalysedRule {
  const onUnknown = rule.onUnknown ?? ruleSet.onUnknown ?? 'safe';
  const known = analysedRules.get(rule);
  if (known?.checker === checker && known.analysed.index === index && known.analysed.onUnknown === onUnknown)
    return known.analysed;
  const { condition } = compileTrigger(rule, index, checker);
  const firing = { condition, onUnknown, ...period(rule) };
  const { key, outcome } = keysOf(rule, firing, declarations);
  const analysed: AnalysedRule = {
    ref: { id: rule.id, version: rule.version ?? 1 },
    rule,
    index,
    shadow: rule.status === 'shadow',
    ...firing,
    outcome,
    key,
  };
  analysedRules.set(rule, { checker, analysed });
  return analysed;
}

const analysedRules = new WeakMap<Rule, { checker: ExpressionChecker; analysed: AnalysedRule }>();
