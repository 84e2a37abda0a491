import type { Rational } from './rational.ts';

/** A bound of a variable or of a row; `strict` if the value itself is excluded. */
export interface Bound {
  readonly value: Rational;
  readonly strict: boolean;
}

/** A variable and its range. A bound is null if the variable is unbounded on that side. */
export interface LinearVariable {
  readonly low: Bound | null;
  readonly high: Bound | null;
  readonly isInteger: boolean;
}

/** Bounds of a sum of multiples of variables, which are given by their index. A variable may occur in several terms. */
export interface LinearRow {
  readonly terms: readonly { readonly variable: number; readonly coefficient: Rational }[];
  readonly low: Bound | null;
  readonly high: Bound | null;
}

export interface LinearSystem {
  readonly variables: readonly LinearVariable[];
  readonly rows: readonly LinearRow[];
}

export type Side = 'low' | 'high';

/** Names one bound of a system. */
export interface BoundRef {
  readonly of: 'variable' | 'row';
  readonly index: number;
  readonly side: Side;
}

/**
 * Bounds that contradict each other. Multipliers are positive, and are those of Farkas' lemma: the sum of the low bounds' expressions times their multipliers
 * equals that of the high bounds, for all values of the variables, but the sum of the low bounds is greater (or equal, if one of them is strict).
 * The bounds of integer variables, and of rows that can only have multiples of some number as values, count as `tightened`.
 * Multipliers are null if the contradiction needed case distinctions on integer variables.
 */
export interface Conflict {
  readonly kind: 'conflict';
  readonly bounds: readonly { readonly ref: BoundRef; readonly multiplier: Rational | null }[];
}

/** Whether a system has a solution: a point that satisfies every bound; a proof that there is none; or `undecided` if the budget is used up. */
export type Feasibility =
  | { readonly kind: 'point'; readonly values: readonly Rational[] }
  | Conflict
  | { readonly kind: 'undecided' };

/** The work that is left, in entries of tableaus computed. It is reduced by what was used, and may become negative. */
export interface Budget {
  left: number;
}

export function boundOf(system: LinearSystem, { of, index, side }: BoundRef): Bound | null {
  return (of === 'variable' ? system.variables : system.rows)[index]?.[side] ?? null;
}
