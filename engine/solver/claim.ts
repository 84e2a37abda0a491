import type { Condition } from '../condition/condition.ts';
import type { Json } from '../model/json.ts';
import type { AnalysedRule } from './subject.ts';

/** A rule, or null for the default. */
export type ClaimedDecider = Pick<AnalysedRule, 'index'> | null;

/** What one input is said to show. Rules are told by their place in the rule set. */
export type Statement =
  /** The rule fires, whether or not it decides. */
  | { kind: 'fires'; rule: AnalysedRule }
  /** No other rules fire than these. */
  | { kind: 'at-most'; rules: readonly AnalysedRule[] }
  | { kind: 'decides'; rule: ClaimedDecider }
  /** The rule fires, and a rule with another outcome decides. */
  | { kind: 'overruled'; rule: AnalysedRule }
  | { kind: 'true'; condition: Condition }
  /** If there were no such rule, the other would decide. */
  | { kind: 'without-rule'; without: AnalysedRule; decides: ClaimedDecider }
  /** With this value of a signal in the place of its own (undefined: without any), something else is the case. */
  | { kind: 'with-value'; signal: string; value: Json | undefined; then: Claim };

/** All of it is said of one input. */
export type Claim = readonly Statement[];
