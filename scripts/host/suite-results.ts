/** What the suites leave behind, by the file that `HANDRAIL_RESULTS` names. The window that runs them cannot be asked otherwise. */
export interface SuiteResults {
  /** VS Code's, so that it is plain in what the tests ran. */
  version: string;
  /** False while they still run: the file is written anew after each test, so that a run that hangs tells how far it came. */
  finished: boolean;
  passed: number;
  failed: number;
  /** The test or hook that runs now. */
  running: string | null;
  /** Marked as pending in the suite. */
  skipped: number;
  tests: { title: string; state: 'passed' | 'failed' | 'skipped'; milliseconds: number; error: string | null }[];
}

export function readResults(text: string): SuiteResults | null {
  try {
    const value: unknown = JSON.parse(text);
    return isResults(value) ? value : null;
  } catch {
    return null; // half-written: the window ended before the suites did
  }
}

function isResults(value: unknown): value is SuiteResults {
  return (
    typeof value === 'object' &&
    value !== null &&
    'version' in value &&
    'finished' in value &&
    'passed' in value &&
    typeof value.passed === 'number' &&
    'failed' in value &&
    typeof value.failed === 'number' &&
    'tests' in value &&
    Array.isArray(value.tests)
  );
}
