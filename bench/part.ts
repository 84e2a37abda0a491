import type { Table } from './table.ts';

export interface BenchOptions {
  /** Fewer and shorter measurements: to see that everything runs, not to be quoted. */
  quick: boolean;
  /** Told what is being measured, as it happens. */
  progress: (line: string) => void;
}

/** A part of the benchmark: one question, answered by one table. */
export interface Part {
  name: string;
  does: string;
  run: (options: BenchOptions) => Promise<Table>;
  /** What is measured in a process of its own, for `inFreshProcess`: takes and gives JSON. */
  cell?: (request: unknown) => Promise<unknown>;
}
