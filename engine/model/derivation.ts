import type { TimeField } from './time/time-zone.ts';

/** How a signal that is not in the input gets its value. */
export type Derivation =
  /** The decision time. */
  | { kind: 'time' }
  /** A field of the decision time in a time zone, as CEL's accessors of a timestamp give it; `zone` is null for UTC. */
  | { kind: 'clock'; field: TimeField; zone: string | null };
