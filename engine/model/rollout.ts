import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import type { Rollout, Rule, Signal } from './rule-set.ts';

/** The number of buckets into which the inputs are divided. */
export const buckets = 100;
/** The bucket of an input without a valid value of the signal that determines the bucket. */
export const bucketIfMissing = buckets - 1;

/**
 * The bucket of a value in the rollouts of a rule: the SHA-256 hash of `ID:VALUE`, where VALUE is the value as JSON (RFC 8785), in UTF-8; of the hash, the first 8
 * bytes as a big-endian number, times 100, divided by 2^64, rounded down.
 */
export function bucketOf(rule: string, value: string | number): number {
  const hash = sha256(utf8ToBytes(`${rule}:${JSON.stringify(value)}`));
  const word = (at: number): number =>
    (((hash[at] ?? 0) << 24) | ((hash[at + 1] ?? 0) << 16) | ((hash[at + 2] ?? 0) << 8) | (hash[at + 3] ?? 0)) >>> 0;
  // Exact: the low word only adds a carry, and all products are below 2^53.
  const carry = Math.floor((word(4) * buckets) / 2 ** 32);
  return Math.floor((word(0) * buckets + carry) / 2 ** 32);
}

/** The first and the last bucket of a rollout. */
export function bucketsOf({
  percent,
  from = 0,
}: Pick<Rollout, 'percent' | 'from'>): readonly [first: number, last: number] {
  return [from, Math.min(from + percent, buckets) - 1];
}

/** The buckets that two rule versions share; null if there are none. Versions that are not divided by the same signal share inputs in any case: all buckets. */
export function sharedBuckets(
  a: Rollout | undefined,
  b: Rollout | undefined,
): readonly [first: number, last: number] | null {
  const [one, other] = [a, b].map(each => (each === undefined ? ([0, buckets - 1] as const) : bucketsOf(each)));
  if (one === undefined || other === undefined || (a !== undefined && b !== undefined && a.by !== b.by))
    return [0, buckets - 1];
  const [first, last] = [Math.max(one[0], other[0]), Math.min(one[1], other[1])];
  return first <= last ? [first, last] : null;
}

/** The buckets outside all of the rollouts, as ranges in ascending order. */
export function bucketsOutside(
  rollouts: readonly Pick<Rollout, 'percent' | 'from'>[],
): [first: number, last: number][] {
  const taken = rollouts.map(bucketsOf).sort(([a], [b]) => a - b);
  const left: [number, number][] = [];
  let next = 0;
  for (const [first, last] of [...taken, [buckets, buckets] as const]) {
    if (first > next) left.push([next, first - 1]);
    next = Math.max(next, last + 1);
  }
  return left;
}

/** True if a signal can determine buckets: texts and integers have one JSON form, numbers, durations and times do not. */
export function hasBuckets({ type, format }: Signal): boolean {
  return type === 'integer' || (type === 'string' && format !== 'duration' && format !== 'date-time');
}

/** The name of the signal that holds the bucket of an input. */
export function bucketName({ id }: Pick<Rule, 'id'>, by: string): string {
  return `rollout(${JSON.stringify(id)}, ${by})`;
}
