import { cellsBox } from '../space/boxes.ts';
import type { Box, Dimension } from '../space/dimension.ts';
import { anyValue, isInside, isOn, numberLineOf, type Interval } from '../space/number-line.ts';
import type { ListAxes } from '../space/list-axes.ts';
import type { Axis } from '../space/signal-axes.ts';
import { dimensionsOf, isList, type Space } from '../space/space.ts';
import { signalType } from '../condition/declarations.ts';
import { signalReader } from '../decide/signal-reader.ts';
import type { Signal } from '../model/rule-set.ts';
import { oldest, type CommonSignals, type Differing, type Side } from './differing-signals.ts';
import type { JointSignal } from './joint-signal.ts';

/** Which of the two versions read a value. */
type Readers = Record<Side, boolean>;

const allReaders: readonly Readers[] = [true, false].flatMap(before => [true, false].map(after => ({ before, after })));

/** Impossible combinations of a signal's value and its presence in each version: presence that contradicts the value, or a value that no version reads. */
export function readingConstraints(common: CommonSignals, space: Space, { name, declared, joint }: Differing): Box[] {
  if (joint === null) return typeConstraints(common, space, name, declared);
  const axes = space.signals.get(name);
  if (axes === undefined) return [];
  const dimension = dimensionsOf(axes)[0] as Dimension;
  const presence = (side: Side): Dimension | undefined => {
    const found = space.signals.get(common.presenceIn(side, name));
    return found === undefined || isList(found) ? undefined : found.dimension;
  };
  const asked = { before: presence('before'), after: presence('after') };
  if (asked.before === undefined && asked.after === undefined) return [];
  const state = (of: Dimension, value: boolean) => ({ dimension: of, cells: [value ? 1 : 0] });
  const boxes: Box[] = [];
  if (dimension.missing) {
    for (const side of [asked.before, asked.after]) {
      if (side !== undefined)
        boxes.push(cellsBox(space.layout, [{ dimension, cells: [dimension.cells] }, state(side, true)]));
    }
  }
  if (isList(axes)) return boxes;
  for (let cell = 0; cell < dimension.cells; cell++) {
    const possible = readersIn(axes, cell, declared, joint);
    for (const readers of allReaders) {
      const states = (['before', 'after'] as const).flatMap(side => {
        const of = asked[side];
        return of === undefined ? [] : [state(of, readers[side])];
      });
      // A version without a presence dimension reads a value exactly if its tests hold.
      const meant = (each: Readers) =>
        (['before', 'after'] as const).every(side => asked[side] === undefined || each[side] === readers[side]);
      if (!possible.some(meant)) boxes.push(cellsBox(space.layout, [{ dimension, cells: [cell] }, ...states]));
    }
  }
  return boxes;
}

/** The sets of versions that can be exactly the readers of some value of a cell. */
function readersIn(
  axes: Axis,
  cell: number,
  declared: Record<Side, Signal>,
  { readable, signal }: JointSignal,
): Readers[] {
  const passes = (side: Side): boolean =>
    readable[side].tests.every(test => {
      if (test.kind === 'has' || test.kind === 'contains') return true;
      if (test.kind === 'overlaps' || test.kind === 'within') return true;
      return axes
        .where(test)
        .some(each => (typeof each === 'number' ? each === cell : cell >= each[0] && cell <= each[1]));
    });
  const tested = { before: passes('before'), after: passes('after') };
  const values = valuesIn(axes, cell, declared, signal);
  return allReaders.filter(
    readers =>
      (readers.before || readers.after) &&
      (!readers.before || tested.before) &&
      (!readers.after || tested.after) &&
      values.some(value =>
        agesOf(declared).some(
          age =>
            (value.before && age.before && tested.before) === readers.before &&
            (value.after && age.after && tested.after) === readers.after,
        ),
      ),
  );
}

function valuesIn(axes: Axis, cell: number, declared: Record<Side, Signal>, joint: Signal): Readers[] {
  const [lineBefore, lineAfter] = [numberLineOf(declared.before), numberLineOf(declared.after)];
  const meaning = axes.meaning(cell);
  // It is not known which texts of a cell have which format.
  if (lineBefore === undefined || lineAfter === undefined || meaning.kind !== 'interval') {
    return declared.before.format === declared.after.format ? [{ before: true, after: true }] : [...allReaders];
  }
  return numbersIn(meaning.interval, declared, joint).map(value => ({
    before: isOn({ ...lineBefore, range: everywhere }, value),
    after: isOn({ ...lineAfter, range: everywhere }, value),
  }));
}

const everywhere: Interval = { low: -Infinity, high: Infinity, lowOpen: false, highOpen: false };

/** Numbers of an interval of every kind: integers and fractions, multiples and non-multiples of each version's `multipleOf`. */
export function numbersIn(interval: Interval, declared: Record<Side, Signal>, joint: Signal): number[] {
  const line = numberLineOf(joint);
  if (line === undefined) return [];
  const low = Math.max(interval.low, line.range.low, -1e9);
  const high = Math.min(interval.high, line.range.high, 1e9);
  const [lineBefore, lineAfter] = [numberLineOf(declared.before), numberLineOf(declared.after)];
  const units = [lineBefore?.multipleOf ?? 1, lineAfter?.multipleOf ?? 1];
  const common = (units[0] ?? 1) * (units[1] ?? 1);
  const shares = [0, 1, 0.5, 0.25, 0.75, 0.1, 0.3, 0.7, 0.9].map(share => low + (high - low) * share);
  // Round numbers are multiples of everything: their neighbours are not.
  const steps = [...units, common, 1].flatMap(unit =>
    shares.flatMap(value => [-1, 0, 1, 2].map(more => (Math.floor(value / unit) + more) * unit)),
  );
  const fractions = shares.flatMap(value => [value - 0.123, value + 0.123]);
  const found = [lineBefore, lineAfter].flatMap(each => (each === undefined ? [] : (anyValue(each, interval) ?? [])));
  return [...new Set([...shares, ...steps, ...fractions, ...found].map(value => Number(value.toPrecision(15))))].filter(
    value => isInside(interval, value) && isOn(line, value),
  );
}

/** The sets of versions for which a value can be fresh enough. */
export function agesOf({ before, after }: Record<Side, Signal>): Readers[] {
  const [limitBefore, limitAfter] = [oldest(before), oldest(after)];
  const areIndependent =
    before.observedAt !== after.observedAt && Number.isFinite(limitBefore) && Number.isFinite(limitAfter);
  const ages = areIndependent
    ? [...allReaders]
    : [...new Set([-Infinity, limitBefore, limitAfter, Infinity])].map(age => ({
        before: age <= limitBefore,
        after: age <= limitAfter,
      }));
  return ages.map(each => ({
    before: each.before && limitBefore !== -Infinity,
    after: each.after && limitAfter !== -Infinity,
  }));
}

/** Impossible combinations if the versions read different types. Only the empty list, and texts of durations or timestamps, can be read by both. */
function typeConstraints(common: CommonSignals, space: Space, name: string, declared: Record<Side, Signal>): Box[] {
  const [axesBefore, axesAfter] = (['before', 'after'] as const).map(side =>
    space.signals.get(common.nameIn(side, name)),
  );
  if (axesBefore === undefined || axesAfter === undefined) return [];
  if (isList(axesBefore) && isList(axesAfter))
    return [...onlyEmpty(space, axesBefore, axesAfter), ...onlyEmpty(space, axesAfter, axesBefore)];
  const types = [signalType(declared.before), signalType(declared.after)];
  const text = types.indexOf('string');
  const read = types.findIndex(type => type === 'duration' || type === 'timestamp');
  if (text === -1 || read === -1 || isList(axesBefore) || isList(axesAfter)) {
    return [cellsBox(space.layout, [present(firstOf(axesBefore)), present(firstOf(axesAfter))])];
  }
  return textConstraints(
    space,
    [axesBefore, axesAfter][text] as Axis,
    [axesBefore, axesAfter][read] as Axis,
    [declared.before, declared.after][read] as Signal,
  );
}

function firstOf(axes: Axis | ListAxes): Dimension {
  return dimensionsOf(axes)[0] as Dimension;
}

function present(dimension: Dimension): { dimension: Dimension; cells: number[] } {
  return { dimension, cells: Array.from({ length: dimension.cells }, (_, cell) => cell) };
}

function onlyEmpty(space: Space, list: ListAxes, other: ListAxes): Box[] {
  const held = [...list.members.values(), ...(list.others ? [list.others] : [])];
  const sizes =
    list.size === null ? [] : list.size.where('>', 0).flatMap(([first, last]) => (first > last ? [] : [[first, last]]));
  return [
    ...held.map(dimension => [{ dimension, cells: [1] }]),
    ...sizes.map(range => [{ dimension: (list.size as NonNullable<ListAxes['size']>).dimension, cells: range }]),
  ].map(states => cellsBox(space.layout, [...states, present(firstOf(other))]));
}

function nameOf({ dimension: { subject } }: Axis): string {
  return subject.kind === 'value' ? subject.signal : '';
}

/** A cell with a single text determines how the text is read as a duration or timestamp, if at all. */
function textConstraints(space: Space, text: Axis, read: Axis, declared: Signal): Box[] {
  const reader = signalReader('text', declared);
  const boxes: Box[] = [];
  for (let cell = 0; cell < text.dimension.cells; cell++) {
    const meaning = text.meaning(cell);
    const only =
      meaning.kind === 'value' ? meaning.value : meaning.kind === 'text' && meaning.named ? meaning.example : null;
    if (only === null) continue;
    const reading = reader({ text: only }, 0);
    const state =
      'value' in reading ? read.dimension.cellOf(new Map([[nameOf(read), reading.value]])) : read.dimension.cells;
    const others = Array.from({ length: read.dimension.cells + 1 }, (_, other) => other).filter(
      other => other !== state,
    );
    boxes.push(
      ...others.map(other =>
        cellsBox(space.layout, [
          { dimension: text.dimension, cells: [cell] },
          { dimension: read.dimension, cells: [other] },
        ]),
      ),
    );
  }
  return boxes;
}
