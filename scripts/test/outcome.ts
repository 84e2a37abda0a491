/** The number of passed and failed tests of a step. */
export interface Counts {
  passed: number;
  failed: number;
}

export interface Outcome {
  ok: boolean;
  /** Null for a check without tests, such as types or lint. */
  counts: Counts | null;
  /** The output of the step, which is shown if it failed. */
  output: string;
  /** A few words to show with the name of the step, such as `VS Code 1.95.0`. */
  note?: string;
}
