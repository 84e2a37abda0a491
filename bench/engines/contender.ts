import type { Payload, WorkloadRule } from './workload.ts';

/** An engine that can run the workload. */
export interface Contender {
  /** As the table names it. */
  name: string;
  /** The npm package that it comes in, where it is one that is measured against. */
  peer?: string;
  /** Makes it ready for the rules; what it decides is the position of the first rule that holds, or -1. */
  prepare(rules: readonly WorkloadRule[]): Promise<(payload: Payload) => number | Promise<number>>;
}
