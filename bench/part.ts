import type { Table } from './table.ts';

export interface BenchOptions {
  /** True for fewer and shorter measurements, which only show that everything runs. */
  quick: boolean;
  /** Reports what is being measured. */
  progress: (line: string) => void;
}

/** A part of the benchmark, which results in one table. */
export interface Part {
  name: string;
  does: string;
  run: (options: BenchOptions) => Promise<Table>;
  /** A measurement for `inFreshProcess`; its request and its result are JSON. */
  cell?: (request: unknown) => Promise<unknown>;
}
