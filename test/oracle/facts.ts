import type { Json } from '../../engine/model/json.ts';

/**
 * What is true of a rule set over all inputs, for comparison with an analysis. Rules are named `id@version` and stand in file order, signals in the
 * order of their declaration. Where no input meets the assumptions nothing else is said.
 */
export interface Facts {
  assumptionsUnsatisfiable: boolean;
  /** Active or shadow rules in force at some time whose trigger no input makes true; unknown is not true. */
  contradictory: string[];
  /** `first` and `priority`: rules with a satisfiable trigger that fire and never decide, where another outcome is decided at some of these inputs. */
  shadowed: string[];
  /** Rules that fire, without which every input has the same outcome; neither contradictory nor shadowed. */
  redundant: { rule: string; everDecides: boolean }[];
  irrelevantClauses: IrrelevantClause[];
  /** Rules that fire at every input and have another behind them in the order of deciding. */
  tautological: string[];
  /** `unique`: the other rules that fire together with the rule; `any`: those of them with another outcome. */
  conflicts: { rule: string; with: string[] }[];
  /** One entry for each period in which no rule fires at some input. */
  uncovered: { at: string; inputs: number; example: Json }[];
  boundaryGaps: BoundaryGap[];
  /** Rules because of which an input without one of these signals is decided `continue`, and the same input with it is not. */
  failsOpen: { rule: string; signals: string[] }[];
  /** Ids of invariants that some input breaks. */
  violated: string[];
}

/** An operand of a trigger that can be deleted together with those that stand before it in the list. */
export interface IrrelevantClause {
  rule: string;
  /** The steps from the root of the trigger to the operand. The expression in a list of conditions is no step of its own. */
  path: number[];
  text: string;
  /** `trigger`: the rule fires at the same inputs without it; `order`: only what other rules decide makes it irrelevant. */
  because: 'trigger' | 'order';
}

/** Nothing fires where the signal is `at`, while `below` fires just below it and `above` just above, other signals being equal. */
export interface BoundaryGap {
  signal: string;
  at: Json;
  below: string;
  above: string;
}
