import type { Constant, SignalValue } from '../../condition/condition.ts';
import { signalType } from '../../condition/declarations.ts';
import type { Box, Dimension } from '../../space/dimension.ts';
import type { ListAxes } from '../../space/list-axes.ts';
import { anyValue, isOn, numberLineOf } from '../../space/number-line.ts';
import { isList, type Space } from '../../space/space.ts';
import { nothingAsked } from '../../space/asked.ts';
import { valueAxis, type Axis } from '../../space/signal-axes.ts';
import { textCells } from '../../space/text/text-cells.ts';
import type { Signal, SignalItems } from '../../model/rule-set.ts';
import { ordinaryValue } from './ordinary-value.ts';
import { roundValue } from './round-value.ts';
import { stateAt } from '../point.ts';

/** The typical state of each dimension: the cell of its signal's typical value; for lists, that of the empty list. */
export function ordinaryState(
  space: Space,
  signals: ReadonlyMap<string, Signal>,
  now: number,
): (dimension: Dimension) => number {
  const states = new Map<Dimension, number>();
  for (const [name, axes] of space.signals) {
    const signal = signals.get(name);
    const value = signal && ordinaryValue(signal, now);
    for (const dimension of isList(axes) ? [] : [axes.dimension]) {
      const state = value === undefined ? 0 : dimension.cellOf(new Map([[name, value]]));
      states.set(dimension, Math.max(0, state));
    }
  }
  return dimension => states.get(dimension) ?? 0;
}

/** A value of a signal in the cells of a point; undefined if it is missing there. */
export function valueAt(axes: Axis | ListAxes, signal: Signal, point: Box, now: number): SignalValue | undefined {
  if (isList(axes)) return listAt(axes, signal, point);
  const { dimension } = axes;
  const state = stateAt(point, dimension);
  if (state === dimension.cells) return undefined;
  const values = valuesOf(axes, signal, now);
  if (!values.has(state)) values.set(state, chosenValue(axes, signal, state, now));
  return values.get(state);
}

/** The values chosen for the cells of an axis, cached because witnesses share them. */
interface Chosen {
  signal: Signal;
  now: number;
  values: Map<number, SignalValue | undefined>;
}

const chosen = new WeakMap<Axis, Chosen>();

/** The chosen values by cell. The cell of the typical value has that value. */
function valuesOf(axes: Axis, signal: Signal, now: number): Chosen['values'] {
  const known = chosen.get(axes);
  if (known?.signal === signal && known.now === now) return known.values;
  const values: Chosen['values'] = new Map();
  chosen.set(axes, { signal, now, values });
  const { subject, cells, cellOf } = axes.dimension;
  const usual = subject.kind === 'value' ? ordinaryValue(signal, now) : undefined;
  const state = usual === undefined || subject.kind !== 'value' ? -1 : cellOf(new Map([[subject.signal, usual]]));
  if (state >= 0 && state < cells) values.set(state, usual);
  return values;
}

/** Cached values of signals that no condition reads. */
const unasked = new WeakMap<Signal, { now: number; value: SignalValue | undefined }>();

/** A value that the declaration of an unread signal allows; undefined if it allows none. */
export function unaskedValue(name: string, signal: Signal, now: number): SignalValue | undefined {
  let known = unasked.get(signal);
  if (known?.now !== now) unasked.set(signal, (known = { now, value: anyAllowed(name, signal, now) }));
  return known.value;
}

function anyAllowed(name: string, signal: Signal, now: number): SignalValue | undefined {
  const usual = ordinaryValue(signal, now);
  if (signalType(signal).startsWith('list')) return usual ?? leastList(signal);
  const axis = valueAxis(name, signal, nothingAsked());
  // Its pattern has no automaton, so its values are not enumerable.
  if (axis === null) return usual ?? 'text';
  const { pattern, minLength, maxLength } = signal;
  const plain = pattern === undefined && minLength === undefined && maxLength === undefined ? 'text' : undefined;
  const isAllowed = (value: SignalValue | undefined): boolean =>
    value !== undefined && axis.dimension.cellOf(new Map([[name, value]])) >= 0;
  const found = [usual, plain].find(isAllowed);
  return found ?? (axis.dimension.cells === 0 ? undefined : chosenValue(axis, signal, 0, now));
}

function leastList({ items = { type: 'string' }, minItems = 0, uniqueItems = false }: Signal): SignalValue {
  const list: Constant[] = [];
  while (list.length < minItems) {
    const item = uniqueItems || list[0] === undefined ? unnamedItem(items, new Set(list)) : list[0];
    if (item === undefined) break;
    list.push(item);
  }
  return list;
}

function chosenValue(axes: Axis, signal: Signal, state: number, now: number): SignalValue | undefined {
  const meaning = axes.meaning(state);
  switch (meaning.kind) {
    case 'value':
      return meaning.value;
    case 'text':
      return meaning.example;
    case 'interval': {
      const line = numberLineOf(signal);
      return line === undefined ? undefined : roundValue(line, meaning.interval, signalType(signal), now);
    }
  }
}

function listAt({ members, others, size }: ListAxes, signal: Signal, point: Box): SignalValue | undefined {
  const all = [...members.values(), ...(others ? [others] : []), ...(size ? [size.dimension] : [])];
  if (all.some(dimension => stateAt(point, dimension) === dimension.cells)) return undefined;
  const list = [...members].filter(([, dimension]) => stateAt(point, dimension) === 1).map(([value]) => value);
  const items: SignalItems = signal.items ?? { type: 'string' };
  const taken = new Set(members.keys());
  const addOther = (): boolean => {
    const other = unnamedItem(items, taken);
    if (other === undefined) return false;
    taken.add(other);
    list.push(other);
    return true;
  };
  const holdsOthers = others !== null && stateAt(point, others) === 1;
  if (holdsOthers) addOther();
  if (size === null) return list;
  const meaning = size.meaning(stateAt(point, size.dimension));
  const interval =
    meaning.kind === 'interval' ? meaning.interval : { low: 0, high: 0, lowOpen: false, highOpen: false };
  const least = interval.lowOpen ? interval.low + 1 : interval.low;
  const wanted = Math.max(list.length, Math.min(Number.isFinite(least) ? least : 0, 10_000));
  while (list.length < wanted) {
    if (signal.uniqueItems !== true && list[0] !== undefined) list.push(list[0]);
    else if (!holdsOthers || !addOther()) break;
  }
  return list;
}

/** A possible item that is not in `taken`; undefined if there is none. */
function unnamedItem(items: SignalItems, taken: ReadonlySet<Constant>): Constant | undefined {
  if (items.enum !== undefined) {
    return items.enum.find((value): value is Constant => typeof value !== 'object' && !taken.has(value));
  }
  const line = numberLineOf(items);
  if (line !== undefined) {
    const start = anyValue(line, line.range) ?? 0;
    for (let i = 0; i <= 2 * taken.size + 1; i++) {
      const value = Math.round(start) + (i % 2 === 0 ? i / 2 : -(i + 1) / 2);
      if (!taken.has(value) && isOn(line, value)) return value;
    }
    return undefined;
  }
  if (signalType(items) === 'bool') return [true, false].find(value => !taken.has(value));
  const values = [...taken].filter(value => typeof value === 'string');
  const { cells } = textCells([{ kind: 'one-of', values }], {
    ...(items.pattern === undefined ? {} : { pattern: items.pattern }),
    examples: ['other'],
  });
  return cells.find(({ truths: [isTaken] }) => isTaken === false)?.example ?? undefined;
}
