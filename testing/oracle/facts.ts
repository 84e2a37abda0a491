import type { Json } from '../../engine/model/json.ts';

/**
 * The facts about a rule set over all inputs, for comparison with an analysis. Rules are named `id@version`, in file order; signals are in the order of
 * their declaration. If no input meets the assumptions, there are no other facts.
 */
export interface Facts {
  assumptionsUnsatisfiable: boolean;
  /** Active or shadow rules that are in force at some time, and whose trigger is true for no input; unknown is not true. */
  contradictory: string[];
  /** With `first` and `priority`: rules that fire on some input and never decide, if the outcome of one of these inputs differs from theirs. */
  shadowed: string[];
  /** Rules that fire, but without which every input would have the same outcome; neither contradictory nor shadowed. */
  redundant: { rule: string; everDecides: boolean }[];
  irrelevantClauses: IrrelevantClause[];
  /** Rules that fire on every input and have another rule after them in deciding order, or beside them under `unique` and `any`. */
  tautological: string[];
  /** With `unique`, the other rules that fire together with the rule; with `any`, those with a different outcome. */
  conflicts: { rule: string; with: string[] }[];
  /** One entry for each period in which no rule fires on some input. */
  uncovered: { at: string; inputs: number; example: Json }[];
  boundaryGaps: BoundaryGap[];
  /** Rules because of which an input without one of these signals is decided `continue`, although the same input with it is not. */
  failsOpen: { rule: string; signals: string[] }[];
  /** Ids of invariants that some input violates. */
  violated: string[];
}

/** An operand of a trigger that can be deleted together with those before it in the list. */
export interface IrrelevantClause {
  rule: string;
  /** The steps from the root of the trigger to the operand. An expression in a list of conditions is not a separate step. */
  path: number[];
  text: string;
  /** `trigger`: without it, the rule fires on the same inputs; `order`: it is irrelevant only because of other rules. */
  because: 'trigger' | 'order';
}

/** A boundary on which no rule fires: with the signal at `at`. Rule `below` fires just below it and `above` just above, other signals being equal. */
export interface BoundaryGap {
  signal: string;
  at: Json;
  below: string;
  above: string;
}
