import type { Truth } from '../model/decision-record.ts';

/** Truths by code: the code of a truth is its index in this list. */
export const truthCodes: readonly Truth[] = ['false', 'true', 'unknown'];
export const unknownCode = 2;
/** The code of a rule that is not in force and therefore has no truth. */
export const noTruth = 3;

export function codeOf(truth: Truth): number {
  return truth === 'true' ? 1 : truth === 'false' ? 0 : unknownCode;
}
