import { setState } from '../space/dimension.ts';

import { inputOf } from '../solver/input.ts';
import { valueAt } from '../solver/witness/values.ts';
import type { Constant, SignalValue } from '../condition/condition.ts';
import { signalType } from '../condition/declarations.ts';
import { formatDuration } from '../model/time/duration.ts';
import type { Interval } from '../space/number-line.ts';
import type { ListAxes } from '../space/list-axes.ts';
import type { Axis } from '../space/signal-axes.ts';
import { isList, type Space } from '../space/space.ts';
import { formatTimestamp } from '../model/time/timestamp.ts';
import { signalReader } from '../decide/signal-reader.ts';
import { valueAtPath, type Json } from '../model/json.ts';
import type { Signal } from '../model/rule-set.ts';
import { scratch } from '../space/small-arrays.ts';

/** A set of values of a signal that no condition distinguishes, represented by one of them. */
export interface Stop {
  label: string;
  /** One of the values; undefined for missing. */
  value: Json | undefined;
  /** The interval of ordered values, or the names of others, for joining stops. Null if the stop cannot be joined. */
  span: { interval: Interval; first: boolean; last: boolean } | { names: string[] } | null;
}

interface AxisOptions {
  space: Space;
  name: string;
  signal: Signal;
  /** The input through which the axis runs. If no stop contains its value, one is added. */
  input: Json;
  /** The decision time, in milliseconds since the Unix epoch. */
  at: number;
}

/** The stops of a signal in order, missing last, and the index of the one that contains the input's value; -1 if none does. */
export function stopsOf(options: AxisOptions): { stops: Stop[]; chosen: number } {
  const { space, name, signal, input, at } = options;
  const axes = space.signals.get(name);
  const reading = signalReader(name, signal)(input, at);
  const own = 'value' in reading ? reading.value : undefined;
  const given = own === undefined ? undefined : valueAtPath(input, name.split('.'));
  const missing: Stop[] = signal.required === true ? [] : [{ label: 'missing', value: undefined, span: null }];
  const found =
    axes === undefined
      ? { stops: [{ label: 'any value', value: given ?? toJson(name, signal, anyOf(signal), at), span: null }], at: 0 }
      : isList(axes)
        ? listStops(axes, options, own)
        : valueStops(axes, options, own);
  const stops = found.stops.map((stop, index) =>
    index === found.at && given !== undefined ? { ...stop, value: given } : stop,
  );
  const chosen = own === undefined ? (missing.length > 0 ? stops.length : -1) : found.at;
  return { stops: [...stops, ...missing], chosen };
}

function valueStops(
  axis: Axis,
  { space, name, signal, at }: AxisOptions,
  own: SignalValue | undefined,
): { stops: Stop[]; at: number } {
  const { dimension, meaning } = axis;
  const stops = Array.from({ length: dimension.cells }, (_, cell): Stop => {
    const point = scratch.copied(space.layout.whole);
    setState(point, dimension, cell);
    const value = toJson(name, signal, valueAt(axis, signal, point, at), at);
    const what = meaning(cell);
    const last = dimension.cells - 1;
    switch (what.kind) {
      case 'interval': {
        const span = { interval: what.interval, first: cell === 0, last: cell === last };
        return { label: spanLabel(signal, span), value, span };
      }
      case 'value':
        return { label: String(what.value), value, span: { names: [String(what.value)] } };
      case 'text': {
        const label = what.named ? quoted(what.example) : `like ${quoted(what.example)}`;
        return { label, value, span: { names: [label] } };
      }
    }
  });
  return { stops, at: own === undefined ? -1 : dimension.cellOf(new Map([[name, own]])) };
}

/** The stops of a list: the empty list, each named value alone, and the input's list. */
function listStops(
  { members }: ListAxes,
  { signal }: AxisOptions,
  own: SignalValue | undefined,
): { stops: Stop[]; at: number } {
  const lists: readonly Constant[][] = [[], ...[...members.keys()].map(member => [member])];
  const mine = Array.isArray(own) ? (own as readonly Constant[]) : undefined;
  const known = mine === undefined ? -1 : lists.findIndex(list => sameMembers(list, mine));
  const all = mine === undefined || known >= 0 ? lists : [...lists, [...mine]];
  const stops = all.map((list): Stop => {
    const names = list.map(String);
    const label = names.length === 0 ? 'none' : names.length === 1 ? `only ${names[0] ?? ''}` : names.join(' and ');
    return { label, value: [...list], span: list.length === 1 ? { names: [label] } : null };
  });
  const short = (signal.minItems ?? 0) > 0 ? stops.slice(1) : stops;
  const at = mine === undefined ? -1 : known >= 0 ? known : stops.length - 1;
  return { stops: short, at: at - (stops.length - short.length) };
}

function sameMembers(a: readonly Constant[], b: readonly Constant[]): boolean {
  return a.length === b.length && a.every(each => b.includes(each));
}

/** Joins neighbouring stops into one. */
export function joined(signal: Signal, stops: readonly Stop[]): Stop {
  const [first, last] = [stops[0], stops.at(-1)];
  if (first === undefined || last === undefined) throw new Error('There are no stops to join.');
  if (stops.length === 1) return first;
  const spans = stops.flatMap(({ span }) => (span === null ? [] : [span]));
  const names = spans.flatMap(span => ('names' in span ? span.names : []));
  if (names.length > 0) {
    const label = names.length <= 3 ? names.join(', ') : `${names.slice(0, 2).join(', ')} and ${names.length - 2} more`;
    return { label, value: first.value, span: { names } };
  }
  const [low, high] = [first.span, last.span];
  if (low === null || high === null || !('interval' in low) || !('interval' in high)) return first;
  const interval = { ...low.interval, high: high.interval.high, highOpen: high.interval.highOpen };
  const span = { interval, first: low.first, last: high.last };
  return { label: spanLabel(signal, span), value: first.value, span };
}

/** The label of an interval: `< 0.6`, `0.6 to 0.7` if closed, `≥ 0.6, < 0.7`, `any value`. */
function spanLabel(
  signal: Signal,
  { interval, first, last }: { interval: Interval; first: boolean; last: boolean },
): string {
  const whole = signalType(signal) === 'int';
  const low = whole && interval.lowOpen ? Math.floor(interval.low) + 1 : interval.low;
  const high = whole && interval.highOpen ? Math.ceil(interval.high) - 1 : interval.high;
  const [lowOpen, highOpen] = whole ? [false, false] : [interval.lowOpen, interval.highOpen];
  const write = (value: number) => numberText(signal, value);
  if (low === high) return write(low);
  if (first && last) return 'any value';
  if (first) return `${highOpen ? '<' : '≤'} ${write(high)}`;
  if (last) return `${lowOpen ? '>' : '≥'} ${write(low)}`;
  if (!lowOpen && !highOpen) return `${write(low)} to ${write(high)}`;
  return `${lowOpen ? '>' : '≥'} ${write(low)}, ${highOpen ? '<' : '≤'} ${write(high)}`;
}

const day = 86_400_000;

function numberText(signal: Signal, value: number): string {
  switch (signalType(signal)) {
    case 'duration':
      // Whole days as rule files write them.
      return value !== 0 && value % day === 0 ? `${value / day}d` : formatDuration(value);
    case 'timestamp':
      return formatTimestamp(value);
    default:
      return String(value);
  }
}

function toJson(name: string, signal: Signal, value: SignalValue | undefined, at: number): Json | undefined {
  if (value === undefined) return undefined;
  return valueAtPath(inputOf(new Map([[name, signal]]), new Map([[name, value]]), at), name.split('.'));
}

/** A value of a signal that no condition reads; undefined if its declaration lists none. */
function anyOf(signal: Signal): SignalValue | undefined {
  const [listed] = signal.enum ?? signal.examples ?? [];
  return typeof listed === 'object' ? undefined : listed;
}

function quoted(text: string): string {
  return text === '' ? 'empty' : /^[\w.-]+$/.test(text) ? text : JSON.stringify(text);
}
