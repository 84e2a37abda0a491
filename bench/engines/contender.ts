import type { Payload, WorkloadRule } from './workload.ts';

/** An engine that can run the workload. */
export interface Contender {
  /** The name in the table. */
  name: string;
  /** The npm package of the engine, if it is third-party. */
  peer?: string;
  /** Prepares the engine for the rules. The result returns the index of the first rule that holds, or -1. */
  prepare(rules: readonly WorkloadRule[]): Promise<(payload: Payload) => number | Promise<number>>;
}
