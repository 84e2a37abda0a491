import type { Condition } from '../condition/condition.ts';
import { parseDuration } from '../model/time/duration.ts';
import type { Views } from '../space/asked.ts';
import type { Box } from '../space/dimension.ts';
import type { Space } from '../space/space.ts';
import type { Signal } from '../model/rule-set.ts';
import type { JointSignal } from './joint-signal.ts';

export type Side = 'before' | 'after';

/** A signal that the two versions declare otherwise. */
export interface Differing {
  name: string;
  declared: Record<Side, Signal>;
  /** Null where the versions read values of different types: then it is two signals, of which one at most has a value. */
  joint: JointSignal | null;
}

/** The signals of two versions as those of one space. */
export interface CommonSignals {
  /** With those that stand for what only one of the versions reads. */
  signals: ReadonlyMap<string, Signal>;
  views: Views;
  differing: ReadonlyMap<string, Differing>;
  /** How a version calls a signal that the other declares otherwise: `before.amount`. */
  nameIn: (side: Side, name: string) => string;
  /** What says whether a version can read the value of such a signal where its value does not tell: `has(before.amount)`. */
  presenceIn: (side: Side, name: string) => string;
  /** A condition of one version as a condition of the common space. */
  read: (side: Side, condition: Condition) => Condition;
  /** Combinations that no input has, once the space is made. */
  constraints: (space: Space) => Box[];
}

/** The oldest that a value may be, in milliseconds; infinite where any age will do. */
export function oldest({ maxAge, observedAt }: Signal): number {
  const limit = maxAge === undefined ? undefined : parseDuration(maxAge);
  if (limit === undefined) return Infinity;
  return observedAt === undefined ? -Infinity : limit;
}
