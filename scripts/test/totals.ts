import type { Counts } from './outcome.ts';
import type { Ran } from './schedule.ts';

/**
 * The total number of tests. A step that failed without a failed test (a check, a broken runner, a step that could not
 * run) counts as one failure, so that "0 failed" means that nothing failed.
 */
export function totals(ran: readonly Ran[]): Counts {
  let passed = 0;
  let failed = 0;
  for (const { outcome } of ran) {
    const counts = outcome?.counts ?? { passed: 0, failed: 0 };
    passed += counts.passed;
    failed += outcome?.ok === true ? counts.failed : Math.max(counts.failed, 1);
  }
  return { passed, failed };
}
