/** The results of the suites, which the window that runs them writes to the file that `HANDRAIL_RESULTS` names. */
export interface SuiteResults {
  /** The version of VS Code. */
  version: string;
  /** False while the suites run. The file is rewritten after each test, so that it shows the progress of a run that hangs. */
  finished: boolean;
  passed: number;
  failed: number;
  /** The test or hook that is running; null if none is. */
  running: string | null;
  /** The number of pending tests. */
  skipped: number;
  tests: { title: string; state: 'passed' | 'failed' | 'skipped'; milliseconds: number; error: string | null }[];
}

export function readResults(text: string): SuiteResults | null {
  try {
    const value: unknown = JSON.parse(text);
    return isResults(value) ? value : null;
  } catch {
    return null; // incomplete: the window was closed while it wrote the file
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
