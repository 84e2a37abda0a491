import type { SignalValues } from '../../condition/condition.ts';
import type { Signal } from '../../model/rule-set.ts';
import type { Dimension } from '../../space/dimension.ts';
import { dimensionsOf, jointDimensions, type Space } from '../../space/space.ts';
import type { Problem } from '../problem.ts';
import { triedIds, type TriedIds } from './tried-ids.ts';

/**
 * Values in which each signal that determines buckets has a value with the wanted buckets, in the same cells as before. The values as given if none of those
 * that are tried has them.
 */
export function inBuckets(problem: Problem, values: SignalValues): SignalValues {
  const { space } = problem;
  const names = new Set([...space.derived.values()].flatMap(how => (how.kind === 'bucket' ? [how.by] : [])));
  let moved = values;
  for (const name of names) moved = moveInto(problem, moved, name) ?? moved;
  return moved;
}

/** The values with another value of one signal; null if no value has the wanted buckets. */
function moveInto(problem: Problem, values: SignalValues, name: string): SignalValues | null {
  const { space, subject } = problem;
  const signal = subject.declarations.signals.get(name);
  const own = values.get(name);
  if (signal === undefined || (typeof own !== 'string' && typeof own !== 'number')) return null;
  const wanted = [...space.derived].flatMap(([bucket, how]) => {
    const [dimension] = how.kind === 'bucket' && how.by === name ? dimensionsIn(space, bucket) : [];
    return how.kind !== 'bucket' || dimension === undefined
      ? []
      : [{ bucket, how, dimension, cell: dimension.cellOf(values) }];
  });
  const kept = [...dimensionsIn(space, name), ...jointDimensions(space, name)].map(dimension => ({
    dimension,
    cell: dimension.cellOf(values),
  }));
  const ids = idsFor(problem, name, signal, own);
  for (let at = 0; at < ids.values.length; at++) {
    const value = ids.values[at] as string | number;
    const buckets = wanted.map(({ bucket, how }) => ids.bucket(bucket, how, at));
    if (!wanted.every(({ bucket, dimension, cell }, index) => isIn(dimension, bucket, buckets[index] ?? 0, cell)))
      continue;
    const moved = new Map(values).set(name, value);
    if (!kept.every(({ dimension, cell }) => dimension.cellOf(moved) === cell)) continue;
    wanted.forEach(({ bucket }, index) => moved.set(bucket, buckets[index] ?? 0));
    return moved;
  }
  return null;
}

function dimensionsIn({ signals }: Space, name: string): Dimension[] {
  const axes = signals.get(name);
  return axes === undefined ? [] : dimensionsOf(axes);
}

function isIn(dimension: Dimension, name: string, value: number, cell: number): boolean {
  return dimension.cellOf(new Map([[name, value]])) === cell;
}

const known = new WeakMap<Space, Map<string, TriedIds>>();

/** The values to try in place of one, kept with the space because many witnesses need them. */
function idsFor({ space }: Problem, name: string, signal: Signal, own: string | number): TriedIds {
  const bySignal = known.get(space) ?? new Map<string, TriedIds>();
  known.set(space, bySignal);
  const key = `${name} ${JSON.stringify(own)}`;
  const found = bySignal.get(key);
  if (found !== undefined) return found;
  const dimensions = dimensionsIn(space, name);
  const cellsOf = (value: string | number): number[] =>
    dimensions.map(dimension => dimension.cellOf(new Map([[name, value]])));
  const cells = cellsOf(own);
  const made = triedIds(name, signal, own, value => cellsOf(value).every((cell, index) => cell === cells[index]));
  bySignal.set(key, made);
  return made;
}
