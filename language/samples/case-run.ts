import { mismatchText } from '../../engine/model/expectation.ts';
import type { SampleResult } from '../../engine/index.ts';
import type { Range } from '../location.ts';

/** The outcome of one sample. `broken`: it could not be run. `unchecked`: it ran, and expects nothing. */
export const verdicts = ['passed', 'failed', 'unchecked', 'broken'] as const;
export type Verdict = (typeof verdicts)[number];

/** The result of one entry of a sample file's `cases`. */
export interface CaseRun {
  name: string;
  /** Index in `cases`. */
  index: number;
  verdict: Verdict;
  range: Range;
  /** Null if it is broken. */
  result: SampleResult | null;
}

/** The verdict on a sample that ran. */
export function verdictOf({ passed, checked }: SampleResult): Verdict {
  if (!passed) return 'failed';
  return checked ? 'passed' : 'unchecked';
}

export type VerdictCounts = Record<Verdict, number>;

export function countVerdicts(cases: readonly { verdict: Verdict }[]): VerdictCounts {
  const counts: VerdictCounts = { passed: 0, failed: 0, unchecked: 0, broken: 0 };
  for (const { verdict } of cases) counts[verdict]++;
  return counts;
}

/** `46 samples: 42 pass, 2 fail, 1 cannot run, 1 expects nothing` */
export function verdictsInWords(counts: VerdictCounts): string {
  const total = counts.passed + counts.failed + counts.unchecked + counts.broken;
  return `${total === 1 ? '1 sample' : `${total} samples`}: ${verdictList(counts)}`;
}

/** `3 pass, 1 fails`; `none` if there are none. */
export function verdictList({ passed, failed, unchecked, broken }: VerdictCounts): string {
  const verb = (count: number, one: string, many: string) =>
    count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
  const parts = [
    ...verb(passed, 'passes', 'pass'),
    ...verb(failed, 'fails', 'fail'),
    ...verb(broken, 'cannot run', 'cannot run'),
    ...verb(unchecked, 'expects nothing', 'expect nothing'),
  ];
  return parts.length === 0 ? 'none' : parts.join(', ');
}

/** Why a sample failed: a line for each unmet expectation; empty if it passed. */
export function failureLines({ mismatches, handoff }: SampleResult): string[] {
  const steps = handoff.flatMap((step, index) =>
    step.mismatches.map(each => `handoff step ${index + 1}: ${mismatchText(each)}`),
  );
  return [...mismatches.map(mismatchText), ...steps];
}
