import type { Condition } from '../condition/condition.ts';
import type { Json } from '../model/json.ts';
import type { AnalysedRule } from './subject.ts';

/** A rule, or null for the default. */
export type ClaimedDecider = Pick<AnalysedRule, 'index'> | null;

/** A statement about one input. Rules are identified by their index in the rule set. */
export type Statement =
  /** The rule fires, but need not decide. */
  | { kind: 'fires'; rule: AnalysedRule }
  /** No rules but these fire. */
  | { kind: 'at-most'; rules: readonly AnalysedRule[] }
  | { kind: 'decides'; rule: ClaimedDecider }
  /** The rule fires, and a rule with another outcome decides. */
  | { kind: 'overruled'; rule: AnalysedRule }
  | { kind: 'true'; condition: Condition }
  /** If the rule `without` were removed, `decides` would decide. */
  | { kind: 'without-rule'; without: AnalysedRule; decides: ClaimedDecider }
  /** If the signal had this value (undefined: were missing), the input would be possible and `then` would hold. */
  | { kind: 'with-value'; signal: string; value: Json | undefined; then: Claim };

/** A conjunction of statements about one input. */
export type Claim = readonly Statement[];
