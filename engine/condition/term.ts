import type { SignalValues } from './condition.ts';

/**
 * A linear term over several signals: the sum of their values, each times a factor, and an offset. Ints, durations and timestamps are computed exactly,
 * doubles with the roundings of IEEE 754, in the order as written. Durations and timestamps are in milliseconds.
 */
export interface Term {
  /** Equal for terms with the same value on every input. */
  key: string;
  /** The term in CEL, or its negative if `isTurned`, as an author wrote it. */
  text: string;
  /** The operands in CEL if `text` is a difference: comparing it with 0 is comparing them. Otherwise null. */
  sides: readonly [string, string] | null;
  isTurned: boolean;
  type: 'int' | 'double' | 'duration' | 'timestamp';
  /** Equal for terms whose operations differ only in the factors by which signals are multiplied. */
  shape: string;
  /** The factors by signal. */
  factors: ReadonlyMap<string, Factor>;
  offset: number;
  /** Number of operations whose result is rounded: 0 if the value is exact. */
  roundings: number;
  /** The value if all signals have one. Monotone in each signal: it rises with those whose factor is positive, and falls with the others. */
  valueOf: (values: SignalValues) => number;
}

/** The quotient `times / over`, since 1/3 is not a double. `over` is positive. */
export interface Factor {
  times: number;
  over: number;
}
