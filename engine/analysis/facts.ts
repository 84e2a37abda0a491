import type { Condition } from '../condition/condition.ts';
import type { DefaultOutcome } from '../model/rule-set.ts';
import type { Witness } from '../solver/gate.ts';
import type { Period } from '../solver/problem.ts';
import type { AnalysedRule } from '../solver/subject.ts';

/** Why a question is undecided. */
export type Reason =
  /** The work limit was reached. */
  | { kind: 'limit' }
  /**
   * None of the inputs tried shows it, and these clauses, outside the exact fragment, prevent a proof that no input does; if there are none, the rounding of
   * these sums does.
   */
  | { kind: 'values'; clauses: readonly string[]; sums?: readonly string[] }
  /** It depends on a condition that has errors. */
  | { kind: 'errors' };

/** Returned instead of an answer. */
export interface Undecided {
  kind: 'undecided';
  because: Reason;
}

export const beyondLimit: Undecided = { kind: 'undecided', because: { kind: 'limit' } };

/** A question that an analysis left undecided. */
export interface OpenQuestion {
  /** Null if the question is about all rules together. */
  rule: AnalysedRule | null;
  question: Fact['kind'];
  because: Reason;
  /** Index of the invariant, if the question is about one. */
  invariant?: number;
}

/** Why a rule never decides: earlier rules decide all inputs on which it fires. */
export interface Cover {
  /** Rules each of which covers the rule alone. */
  alone: AnalysedRule[];
  /** Rules that cover it together, in deciding order; empty if one does alone. Minimal unless there are very many. */
  together: AnalysedRule[];
  /** Some of the rules that decide instead, covering rules first. Not complete. */
  deciders: Decider[];
  /** Indexes of the assumptions on which the cover depends. */
  assumptions: number[];
}

/** A rule that decides an input on which another fires. */
export interface Decider {
  rule: AnalysedRule;
  witness: Witness;
  /** True if it is proved to decide all inputs on which the other rule fires. */
  all: boolean;
}

export type Fact =
  | {
      kind: 'contradictory-trigger';
      rule: AnalysedRule;
      /** A minimal set of parts that cannot all hold, in text order; the whole condition if it has only one part. */
      parts: Condition[];
      /** True if the rule nevertheless fires on some input, because its condition is unknown there. */
      firesOnUnknown: boolean;
      assumptions: number[];
    }
  | { kind: 'shadowed-rule'; rule: AnalysedRule; cover: Cover; witness: Witness | null }
  | {
      kind: 'redundant-rule';
      rule: AnalysedRule;
      /** Whether the rules with the same outcome that make it redundant come before or after it. */
      direction: 'earlier' | 'later';
      cover: Cover;
      /** The rules (null: the default) that would decide its inputs if it were removed, in deciding order. */
      successors: (AnalysedRule | null)[];
      /** True if there may be successors that are not listed. */
      more: boolean;
      witness: Witness | null;
    }
  | {
      kind: 'irrelevant-clause';
      rule: AnalysedRule;
      clause: Condition;
      /** `trigger`: the rule fires on the same inputs without the clause. `order`: earlier rules decide wherever the clause matters. */
      because: 'trigger' | 'order';
      earlier: AnalysedRule[];
    }
  | {
      kind: 'tautological-trigger';
      rule: AnalysedRule;
      /** The rules behind it in deciding order; under `unique` and `any`, which have no order, all others. Only those in force at some time when it is. */
      others: AnalysedRule[];
      /** Indexes of the assumptions on which this depends. */
      assumptions: number[];
    }
  | { kind: 'conflicting-rules'; rule: AnalysedRule; clusters: { rules: AnalysedRule[]; witness: Witness }[] }
  | {
      kind: 'uncovered-input';
      /** Readable conditions over the signals that matter, each with an input. */
      regions: { condition: string; witness: Witness }[];
      /** True if there may be regions that are not listed. */
      more: boolean;
      /** When they are uncovered, in milliseconds since the Unix epoch; null if always. */
      period: Period | null;
      share: { value: number; exact: boolean };
    }
  | {
      kind: 'boundary-gap';
      signal: string;
      /** The uncovered value, as a number (milliseconds for durations and timestamps). */
      value: number;
      below: AnalysedRule;
      above: AnalysedRule;
      /** The rule that fires on every input and therefore decides at the value; null if the default decides. */
      decider: AnalysedRule | null;
      /** True if no other rule fires at the value, whatever the other signals are. */
      all: boolean;
      witness: Witness;
    }
  | {
      kind: 'fails-open';
      /** The rule that does not fire if the signal is missing, or that lets the agent continue because it is. */
      rule: AnalysedRule;
      signal: string;
      /** The deciding rule (null: the default) while the signal is present, and after it is lost. */
      with: { rule: AnalysedRule | null; witness: Witness };
      without: { rule: AnalysedRule | null; witness: Witness };
    }
  | {
      kind: 'wide-grant';
      rule: AnalysedRule;
      /** The signals of the trigger that the grant does not bind, and in which cases with the same bound values can differ. */
      signals: string[];
    }
  | {
      kind: 'invariant-violated';
      invariant: number;
      rule: AnalysedRule | null;
      outcome: DefaultOutcome;
      witness: Witness;
    }
  | { kind: 'invariant-proved'; invariant: number; /** True if no input satisfies its `when`. */ vacuous: boolean }
  | { kind: 'assumption-unsatisfiable'; assumptions: number[] }
  | {
      kind: 'analysis-incomplete';
      undecided: OpenQuestion[];
      /** Present if the rule set exceeds a size limit, so that nothing was analysed. */
      tooLarge?: { what: string; count: number; limit: number };
    };

export type FactOf<K extends Fact['kind']> = Extract<Fact, { kind: K }>;
