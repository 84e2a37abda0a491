import type { SignalValue } from '../../condition/condition.ts';
import type { Dimension } from '../../space/dimension.ts';

/** Values of the signals of terms and pairs, some of whose dimensions a box restricts; or states that no values have together. */
export type Solved<Impossible = { states: readonly DimensionStates[] }> =
  | { kind: 'possible'; values: Map<string, SignalValue> }
  | ({ kind: 'impossible' } & Impossible)
  /** The work limit was reached, or rounding leaves it open. */
  | { kind: 'unknown' };

export interface DimensionStates {
  dimension: Dimension;
  /** Ascending; a range if the dimension is ordered. */
  cells: readonly number[];
}
