import type { Truth } from '../model/decision-record.ts';

/** Truths as small numbers, for arrays of them: the position in this list. */
export const truthCodes: readonly Truth[] = ['false', 'true', 'unknown'];
export const unknownCode = 2;
/** The place of a truth that there is none of: the rule is not in force. */
export const noTruth = 3;

export function codeOf(truth: Truth): number {
  return truth === 'true' ? 1 : truth === 'false' ? 0 : unknownCode;
}
