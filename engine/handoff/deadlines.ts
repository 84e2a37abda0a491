import type { Target } from '../model/rule-set.ts';
import { parseDuration } from '../model/time/duration.ts';

/** The times that a target has, in milliseconds from its request; infinite if it declares none. */
export interface Deadlines {
  /** To acknowledge the handoff. */
  acknowledge: number;
  /** To resolve it. */
  resolve: number;
}

export function deadlinesOf({ acknowledgeWithin, resolveWithin }: Partial<Target> = {}): Deadlines {
  return { acknowledge: timeOf(acknowledgeWithin), resolve: timeOf(resolveWithin) };
}

/** A duration in milliseconds; infinite if there is none. */
export function timeOf(duration: string | undefined): number {
  return (duration === undefined ? undefined : parseDuration(duration)) ?? Infinity;
}
