import type { SignalValue } from '../condition/condition.ts';
import { toJson } from '../condition/signal-json.ts';
import { readsTheSame, withoutAge } from '../condition/same-reading.ts';
import { bucketReader } from '../decide/signal-reader.ts';
import { bucketIfMissing } from '../model/rollout.ts';
import type { Bucket, Derivation, Signal } from '../model/rule-set.ts';
import type { Asked } from './asked.ts';
import { cellsBox } from './boxes.ts';
import type { Box, Dimension, Layout } from './dimension.ts';
import type { ListAxes } from './list-axes.ts';
import { common, extremeValue, isInside, isOn, numberLineOf, type Interval } from './number-line.ts';
import type { Axis } from './signal-axes.ts';

/** Maximum number of integers, if there are no others, that have a cell each. */
const maxCells = 128;

/**
 * What is asked of a signal that determines buckets. If it is an integer with few values, each of them gets a cell of its own, so that it is known which buckets
 * of several rules go together. Listed texts have a cell each in any case.
 */
export function apartIfFew(signal: Signal, asked: Asked): Asked {
  const line = numberLineOf(signal);
  const values = line === undefined ? null : integersIn(line.range, signal);
  if (values === null || values.length > maxCells) return asked;
  return { ...asked, numbers: new Set([...asked.numbers, ...values]) };
}

/** Maximum number of values of a cell whose buckets are computed. A cell with more values counts as having all buckets. */
const maxValues = 500;

/**
 * Combinations of a signal's value and a bucket that it determines which no input has. Cells with few values have few buckets, and a missing value has the
 * last one. Of several buckets for a cell with several values, the space may hold combinations that no value has.
 */
export function impossibleBuckets(
  layout: Layout,
  axes: ReadonlyMap<string, Axis | ListAxes>,
  { signals, derived }: { signals: ReadonlyMap<string, Signal>; derived: ReadonlyMap<string, Derivation> },
): Box[] {
  return [...derived].flatMap(([name, how]) => {
    if (how.kind !== 'bucket') return [];
    const [bucket, by, signal] = [axes.get(name), axes.get(how.by), signals.get(how.by)];
    if (bucket === undefined || by === undefined || signal === undefined) return [];
    if (!('dimension' in bucket) || !('dimension' in by)) return [];
    const { dimension } = bucket;
    const cellOf = (number: number): number => dimension.cellOf(new Map([[name, number]]));
    const states = Array.from({ length: by.dimension.cells + (by.dimension.missing ? 1 : 0) }, (_, state) => state);
    return states.flatMap(state => {
      const found = state === by.dimension.cells ? [bucketIfMissing] : bucketsIn(by, state, signal, how);
      if (found === null) return [];
      const possible = new Set(found.map(cellOf));
      return runsOutside(possible, dimension).map(run =>
        cellsBox(layout, [
          { dimension: by.dimension, cells: [state] },
          { dimension, cells: run },
        ]),
      );
    });
  });
}

/** The dimensions of the buckets that a signal determines. */
export function bucketsBy(
  { derived, signals }: { derived: ReadonlyMap<string, Derivation>; signals: ReadonlyMap<string, Axis | ListAxes> },
  signal: string,
): Dimension[] {
  return [...derived].flatMap(([name, how]) => {
    const axes = how.kind === 'bucket' && how.by === signal ? signals.get(name) : undefined;
    return axes !== undefined && 'dimension' in axes ? [axes.dimension] : [];
  });
}

/** The buckets of the values of a cell; null if there are too many values. */
function bucketsIn(axis: Axis, cell: number, signal: Signal, how: Bucket): number[] | null {
  const values = valuesIn(axis, cell, signal);
  if (values === null) return null;
  const bucket = bucketFor(how);
  // In a comparison of versions that declare the signal differently, one of them may not read a value that the other reads.
  return [...values.map(value => bucket(value, signal)), ...(readsTheSame(signal, how.of) ? [] : [bucketIfMissing])];
}

/** All values of a cell; null if there are too many. */
function valuesIn(axis: Axis, cell: number, signal: Signal): SignalValue[] | null {
  const meaning = axis.meaning(cell);
  switch (meaning.kind) {
    case 'value':
      return [meaning.value];
    case 'text':
      return meaning.named ? [meaning.example] : null;
    case 'interval':
      return integersIn(meaning.interval, signal);
  }
}

function integersIn(interval: Interval, signal: Signal): number[] | null {
  const line = numberLineOf(signal);
  if (line === undefined) return null;
  if (line.listed !== null) return line.listed.filter(value => isInside(interval, value));
  const inside = common(line.range, interval);
  const low = extremeValue(line, inside, 'low');
  const high = extremeValue(line, inside, 'high');
  if (!(high - low < maxValues)) return null;
  return Array.from({ length: high - low + 1 }, (_, at) => low + at).filter(value => isOn(line, value));
}

/** Computes the bucket of a value that is fresh. */
export function bucketFor({ of, ...how }: Bucket): (value: SignalValue, signal: Signal) => number {
  const read = bucketReader({ ...how, by: 'value', of: withoutAge(of) });
  return (value, signal) => {
    const reading = read({ value: toJson(value, signal) }, 0);
    return 'value' in reading ? (reading.value as number) : bucketIfMissing;
  };
}

/** The runs of neighbouring cells of a dimension that are not in a set. */
function runsOutside(cells: ReadonlySet<number>, dimension: Dimension): number[][] {
  const runs: number[][] = [];
  for (let cell = 0; cell < dimension.cells; cell++) {
    if (cells.has(cell)) continue;
    if (cell > 0 && !cells.has(cell - 1)) runs.at(-1)?.push(cell);
    else runs.push([cell]);
  }
  return runs;
}
