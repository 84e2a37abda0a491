import type { Condition } from '../condition/condition.ts';
import type { DefaultOutcome } from '../model/rule-set.ts';
import type { Witness } from '../solver/gate.ts';
import type { Period } from '../solver/problem.ts';
import type { AnalysedRule } from '../solver/subject.ts';

/** Why a question is left open. */
export type Reason =
  /** It takes more work than one question may. */
  | { kind: 'limit' }
  /** No input that was tried shows it, and these clauses, which only CEL decides, keep the search from proving that none does. */
  | { kind: 'values'; clauses: readonly string[] }
  /** It depends on a condition that has errors. */
  | { kind: 'errors' };

/** In the place of an answer. */
export interface Undecided {
  kind: 'undecided';
  because: Reason;
}

export const beyondLimit: Undecided = { kind: 'undecided', because: { kind: 'limit' } };

/** A question that an analysis leaves open. */
export interface OpenQuestion {
  /** Null if it is about the rules as a whole. */
  rule: AnalysedRule | null;
  question: Fact['kind'];
  because: Reason;
  /** The invariant that it is about. */
  invariant?: number;
}

/** Why a rule never decides: other rules come first on all of its inputs. */
export interface Cover {
  /** Rules that cover all of it alone. */
  alone: AnalysedRule[];
  /** If none does: rules that cover it together, none of which can be left out unless they are very many, in deciding order. */
  together: AnalysedRule[];
  /** Some of the rules that decide instead, those that cover it first. Only what is listed is known. */
  deciders: Decider[];
  /** Assumptions without which they do not cover it, by index. */
  assumptions: number[];
}

/** A rule that decides an input on which another fires. */
export interface Decider {
  rule: AnalysedRule;
  witness: Witness;
  /** It is proved that it decides all inputs on which the other fires. */
  all: boolean;
}

export type Fact =
  | {
      kind: 'contradictory-trigger';
      rule: AnalysedRule;
      /** A smallest set of parts that cannot hold together, in order of the text; the whole condition where it is one part. */
      parts: Condition[];
      /** The rule fires all the same where this many signals are missing. */
      firesOnUnknown: boolean;
      assumptions: number[];
    }
  | { kind: 'shadowed-rule'; rule: AnalysedRule; cover: Cover; witness: Witness | null }
  | {
      kind: 'redundant-rule';
      rule: AnalysedRule;
      /** Rules with the same outcome decide all that it fires on, before it or after it. */
      direction: 'earlier' | 'later';
      cover: Cover;
      /** The rules (null: the default) that would decide some of its inputs without it, in deciding order. */
      successors: (AnalysedRule | null)[];
      /** There may be more successors, which were not looked for. */
      more: boolean;
      witness: Witness | null;
    }
  | {
      kind: 'irrelevant-clause';
      rule: AnalysedRule;
      clause: Condition;
      /** `trigger`: the rule fires on the same inputs without it. `order`: earlier rules decide where it would matter. */
      because: 'trigger' | 'order';
      earlier: AnalysedRule[];
    }
  | {
      kind: 'tautological-trigger';
      rule: AnalysedRule;
      behind: AnalysedRule[];
      /** Without which it is not so. */ assumptions: number[];
    }
  | { kind: 'conflicting-rules'; rule: AnalysedRule; clusters: { rules: AnalysedRule[]; witness: Witness }[] }
  | {
      kind: 'uncovered-input';
      /** Readable conditions over the signals that matter, each with an input; `more` beyond those listed. */
      regions: { condition: string; witness: Witness }[];
      more: boolean;
      /** When no rule decides them, in milliseconds since the Unix epoch; null if no rule ever does. */
      period: Period | null;
      share: { value: number; exact: boolean };
    }
  | {
      kind: 'boundary-gap';
      signal: string;
      /** The value left out, as a number (milliseconds for durations and timestamps). */
      value: number;
      below: AnalysedRule;
      above: AnalysedRule;
      /** The rule that fires on every input and so decides at the value; null if only the default does. */
      decider: AnalysedRule | null;
      /** No other rule fires at the value, whatever the other signals are. */
      all: boolean;
      witness: Witness;
    }
  | {
      kind: 'fails-open';
      /** The rule that is silent without the signal, or that lets the agent continue because of it. */
      rule: AnalysedRule;
      signal: string;
      /** With the signal: what happens. Null: the default decides. */
      with: { rule: AnalysedRule | null; witness: Witness };
      without: { rule: AnalysedRule | null; witness: Witness };
    }
  | {
      kind: 'invariant-violated';
      invariant: number;
      rule: AnalysedRule | null;
      outcome: DefaultOutcome;
      witness: Witness;
    }
  | { kind: 'invariant-proved'; invariant: number; /** No input meets its `when`. */ vacuous: boolean }
  | { kind: 'assumption-unsatisfiable'; assumptions: number[] }
  | {
      kind: 'analysis-incomplete';
      undecided: OpenQuestion[];
      /** Present if nothing was analysed, because there is too much of something. */
      tooLarge?: { what: string; count: number; limit: number };
    };

export type FactOf<K extends Fact['kind']> = Extract<Fact, { kind: K }>;
