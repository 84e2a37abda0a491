import type { Condition } from '../condition/condition.ts';
import { parseDuration } from '../model/time/duration.ts';
import type { Views } from '../space/asked.ts';
import type { Box } from '../space/dimension.ts';
import type { Space } from '../space/space.ts';
import type { Signal } from '../model/rule-set.ts';
import type { JointSignal } from './joint-signal.ts';

export type Side = 'before' | 'after';

/** A signal that the two versions declare differently. */
export interface Differing {
  name: string;
  declared: Record<Side, Signal>;
  /** Null if the versions read values of different types. The space then has a signal for each version. */
  joint: JointSignal | null;
}

/** How a version reads signals: each by its declaration in one of the two versions compared. A mixture of both reads some like the one, some like the other. */
export interface Reading {
  side: (name: string) => Side;
  declared: ReadonlyMap<string, Signal>;
}

/** The signals of two versions in one space. */
export interface CommonSignals {
  /** All signals, including those that represent what only one version reads. */
  signals: ReadonlyMap<string, Signal>;
  views: Views;
  differing: ReadonlyMap<string, Differing>;
  /** Names of buckets whose signal the versions declare differently: the space has a bucket for each version. */
  apart: ReadonlySet<string>;
  /** The name of a version's reading of a signal that is declared differently: `before.amount`. */
  nameIn: (side: Side, name: string) => string;
  /** The name of the signal that says whether a version reads the value, if the value alone does not determine it: `has(before.amount)`. */
  presenceIn: (side: Side, name: string) => string;
  /** How each version reads signals. */
  readings: Readonly<Record<Side, Reading>>;
  /** Translates a condition into the common space. */
  read: (reading: Reading, condition: Condition) => Condition;
  /** Combinations that no input has, for the finished space. */
  constraints: (space: Space) => Box[];
}

/** The maximum age of a value, in milliseconds; infinite if there is none, -Infinity if its age is never known. */
export function oldest({ maxAge, observedAt }: Signal): number {
  const limit = maxAge === undefined ? undefined : parseDuration(maxAge);
  if (limit === undefined) return Infinity;
  return observedAt === undefined ? -Infinity : limit;
}
