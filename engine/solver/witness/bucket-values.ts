import type { SignalValues } from '../../condition/condition.ts';
import { buckets } from '../../model/rollout.ts';
import type { Signal } from '../../model/rule-set.ts';
import { bucketFor } from '../../space/buckets.ts';
import type { Dimension } from '../../space/dimension.ts';
import { dimensionsOf, jointDimensions, type Space } from '../../space/space.ts';
import type { Problem } from '../problem.ts';
import { triedIds, type TriedIds } from './tried-ids.ts';

/** Maximum number of values with the wanted buckets that are tried in sums and opaque clauses. */
const maxTried = 100;

/**
 * Values in which each signal that determines buckets has a value with the wanted buckets, in the same cells as before. The values as given if none of those
 * that are tried has them.
 */
export function inBuckets(problem: Problem, values: SignalValues): SignalValues {
  const { derived } = problem.space;
  const names = new Set([...derived.values()].flatMap(how => (how.kind === 'bucket' ? [how.by] : [])));
  let moved = values;
  for (const name of names) moved = moveInto(problem, moved, name) ?? moved;
  return moved;
}

/** The values with the buckets that they really have, where a search may have assumed others. */
export function withOwnBuckets({ derived }: Space, values: SignalValues): SignalValues {
  const own = new Map(values);
  for (const [bucket, how] of derived) {
    const value = how.kind === 'bucket' ? values.get(how.by) : undefined;
    if (how.kind === 'bucket' && (typeof value === 'string' || typeof value === 'number'))
      own.set(bucket, bucketFor(how)(value, how.of));
  }
  return own;
}

/** The values with another value of one signal; null if none is found that has the wanted buckets. */
function moveInto({ space, subject }: Problem, values: SignalValues, name: string): SignalValues | null {
  const signal = subject.declarations.signals.get(name);
  const own = values.get(name);
  if (signal === undefined || (typeof own !== 'string' && typeof own !== 'number')) return null;
  const determined = determinedBy(space, name, signal);
  const key = determined.map(({ dimension }) => dimension.cellOf(values)).join(' ');
  const ids = idsFor(space, name, signal, { own, determined });
  const joint = jointDimensions(space, name).map(dimension => [dimension, dimension.cellOf(values)] as const);
  for (let tried = -1; tried < maxTried; tried++) {
    const value = tried < 0 ? own : ids.nth(key, tried);
    if (value === undefined) return null;
    if (determined.some(({ cells, bucketOf, dimension }) => cells[bucketOf(value)] !== dimension.cellOf(values)))
      continue;
    const moved = new Map(values).set(name, value);
    for (const { bucket, bucketOf } of determined) moved.set(bucket, bucketOf(value));
    if (joint.every(([dimension, cell]) => dimension.cellOf(moved) === cell)) return moved;
  }
  return null;
}

/** A bucket that a signal determines: its name, its dimension, and the bucket of a value and its cell. */
interface Determined {
  bucket: string;
  dimension: Dimension;
  bucketOf: (value: string | number) => number;
  /** The cell of each bucket. */
  cells: readonly number[];
}

function determinedBy({ derived, signals }: Space, name: string, signal: Signal): Determined[] {
  return [...derived].flatMap(([bucket, how]) => {
    const axes = how.kind === 'bucket' && how.by === name ? signals.get(bucket) : undefined;
    const [dimension] = axes === undefined ? [] : dimensionsOf(axes);
    if (how.kind !== 'bucket' || dimension === undefined) return [];
    const of = bucketFor(how);
    const cells = Array.from({ length: buckets }, (_, number) => dimension.cellOf(new Map([[bucket, number]])));
    return [{ bucket, dimension, bucketOf: (value: string | number) => of(value, signal), cells }];
  });
}

const known = new WeakMap<Space, Map<string, TriedIds>>();

/** The values to try in place of one, kept with the space because many witnesses need them. */
function idsFor(
  space: Space,
  name: string,
  signal: Signal,
  { own, determined }: { own: string | number; determined: readonly Determined[] },
): TriedIds {
  const bySignal = known.get(space) ?? new Map<string, TriedIds>();
  known.set(space, bySignal);
  const axes = space.signals.get(name);
  const dimensions = axes === undefined ? [] : dimensionsOf(axes);
  const cellsOf = (value: string | number): string =>
    dimensions.map(dimension => dimension.cellOf(new Map([[name, value]]))).join(' ');
  const cells = cellsOf(own);
  const id = `${name} ${cells}`;
  const found = bySignal.get(id);
  if (found !== undefined) return found;
  const made = triedIds(name, signal, own, {
    isAlike: value => cellsOf(value) === cells,
    keyOf: value => determined.map(each => each.cells[each.bucketOf(value)]).join(' '),
  });
  bySignal.set(id, made);
  return made;
}
