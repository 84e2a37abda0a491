import type { Constant, SignalValue, SignalValues } from '../../condition/condition.ts';
import { signalType, thresholdConstant } from '../../condition/declarations.ts';
import { parseDuration } from '../../model/time/duration.ts';
import { holdsCell, type Box, type Dimension } from '../../space/dimension.ts';
import { isOn, numberLineOf, type Interval, type NumberLine } from '../../space/number-line.ts';
import type { Axis } from '../../space/signal-axes.ts';
import { dimensionsOf, isList } from '../../space/space.ts';
import { parseTimestamp } from '../../model/time/timestamp.ts';
import { valuesOf, type Signal } from '../../model/rule-set.ts';
import type { Problem } from '../problem.ts';
import { atState, stateAt } from '../point.ts';
import type { Target } from './target.ts';
import { valueAt } from './values.ts';

/** Candidate values of one signal. */
export interface Choice {
  name: string;
  /** Numbers in ascending order; undefined means missing, and comes last. */
  values: readonly (SignalValue | undefined)[];
  /** A value halfway between two; null if there is none or the signal is not numeric. */
  between: (a: SignalValue | undefined, b: SignalValue | undefined) => number | null;
}

/** Maximum number of cells that provide values (those nearest to the point), and of values in total. */
const maxCells = 8;
const maxValues = 48;
/** Maximum number of values from which others are derived. */
const maxItems = 6;
/** Bounds beyond this are those of the type, not chosen by the author. */
const immense = 1e6;

/** Candidates from the cells of the box, the constants in opaque clauses, and the usual values of signals of the same type. */
export function choicesFor(problem: Problem, { point, box, joint }: Target, name: string, usual: SignalValues): Choice {
  const { space, subject, now } = problem;
  const { signals } = subject.declarations;
  const signal = signals.get(name);
  const axes = space.signals.get(name);
  const own = usual.get(name);
  if (signal === undefined) return { name, values: [own], between: () => null };
  const isAllowed = (value: SignalValue | undefined): boolean => isInBox(problem, box, name, value);
  const named = [
    ...constantsIn(problem, joint, signal),
    ...[...usual].flatMap(([other, value]) =>
      isSameType(signal, signals.get(other)) && other !== name ? [value] : [],
    ),
  ];
  const missing = axes !== undefined && signal.required !== true && isAllowed(undefined) ? [undefined] : [];
  const axis = axes === undefined || isList(axes) ? null : axes;
  const states = axis === null ? [] : nearestStates(box, point, axis.dimension);
  const line = numberLineOf(signal);
  if (line !== undefined) {
    const numbers = [
      ...rangesOf(axis, states, line).flatMap(interval => inInterval(line, interval)),
      ...named.flatMap(value => (typeof value === 'number' ? around(line, value) : [])),
      ...(line.listed ?? []),
      ...(typeof own === 'number' ? [own] : []),
    ].filter(value => isOn(line, value) && isAllowed(value));
    const values = evenly([...new Set(numbers)].sort((a, b) => a - b));
    return { name, values: [...values, ...missing], between: halfway(line, isAllowed) };
  }
  const inCells = states.map(state =>
    valueAt(axis as Axis, signal, atState(point, (axis as Axis).dimension, state), now),
  );
  const candidates = [
    own,
    ...inCells,
    ...(signalType(signal).startsWith('list') ? listsOf([own, ...named]) : textsOf([own, ...named])),
  ];
  const values = candidates.filter(value => value !== undefined && isAllowed(value));
  const distinct = new Map(values.map(value => [JSON.stringify(value), value]));
  return { name, values: [...[...distinct.values()].slice(0, maxValues), ...missing], between: () => null };
}

/** True if a box holds the cells of a signal's value (undefined: missing). */
function isInBox({ space }: Problem, box: Box, name: string, value: SignalValue | undefined): boolean {
  const axes = space.signals.get(name);
  if (axes === undefined) return true;
  const values = new Map(value === undefined ? [] : [[name, value]]);
  return dimensionsOf(axes).every(dimension => {
    const state = dimension.cellOf(values);
    return state >= 0 && holdsCell(box, dimension, state);
  });
}

type Values = readonly (SignalValue | undefined)[];

/** The texts, some concatenated, and variants of different length with the same beginning. */
function textsOf(values: Values): Values {
  const texts = [...new Set(values.flatMap(value => (typeof value === 'string' ? [value] : [])))].slice(0, maxItems);
  const joined = texts.flatMap(a => texts.flatMap(b => (a === b ? [] : [a + b])));
  return [
    ...values,
    '',
    'a',
    'A',
    'ab',
    ...joined,
    ...texts.flatMap(text => [`${text}a`, `${text}ab`, text.slice(0, -1)]),
  ];
}

/** Lists of no, one, two and all items. */
function listsOf(values: Values): Values {
  const lists = values.flatMap(value => (typeof value === 'object' ? [value] : []));
  const items = [...new Set(values.flatMap(value => value ?? []))].slice(0, maxItems);
  const pairs = items.flatMap((a, at) => items.slice(at + 1).map(b => [a, b]));
  return [[], ...lists, ...items.map(item => [item]), ...pairs, ...items.map(item => [item, item]), items];
}

function isSameType(signal: Signal, other: Signal | undefined): boolean {
  if (other === undefined) return false;
  const [a, b] = [signalType(signal), signalType(other)];
  return a === b || (numberLineOf(signal) !== undefined && numberLineOf(other) !== undefined) || a === `list<${b}>`;
}

function nearestStates(box: Box, point: Box, dimension: Dimension): number[] {
  const own = stateAt(point, dimension);
  const states: number[] = [];
  for (let away = 0; states.length < maxCells && away < dimension.cells; away++) {
    for (const state of away === 0 ? [own] : [own - away, own + away])
      if (state >= 0 && state < dimension.cells && holdsCell(box, dimension, state)) states.push(state);
  }
  return states;
}

function rangesOf(axis: Axis | null, states: readonly number[], line: NumberLine): Interval[] {
  if (axis === null) return [line.range];
  return states.flatMap(state => {
    const meaning = axis.meaning(state);
    return meaning.kind === 'interval' ? [meaning.interval] : [];
  });
}

/** The ends of an interval and some values between them, each with its neighbours. */
function inInterval(line: NumberLine, interval: Interval): number[] {
  const low = Math.max(interval.low, line.range.low);
  const high = Math.min(interval.high, line.range.high);
  const [first, last] = [Math.max(low, -immense), Math.min(high, immense)];
  const between =
    first > last ? [] : [0, 0.5, 0.01, 0.99, 0.1, 0.9, 0.25, 0.75, 1].map(share => first + (last - first) * share);
  return [low, high, 0, ...between].flatMap(value => around(line, value));
}

/** The value of the line nearest to a number, with its neighbours. */
function around({ step, multipleOf }: NumberLine, value: number): number[] {
  const whole = step === 1 ? Math.round(value) : value;
  const unit = multipleOf ?? (step === 1 ? 1 : 0);
  const near = multipleOf === null ? whole : Number((Math.round(value / multipleOf) * multipleOf).toPrecision(15));
  return unit === 0 ? [near] : [near, near - unit, near + unit];
}

function halfway(line: NumberLine, isAllowed: (value: number) => boolean): Choice['between'] {
  return (a, b) => {
    if (typeof a !== 'number' || typeof b !== 'number') return null;
    const middle = line.step === 1 ? Math.round(a / 2 + b / 2) : a / 2 + b / 2;
    return middle !== a && middle !== b && isOn(line, middle) && isAllowed(middle) ? middle : null;
  };
}

/** At most `maxValues` values, evenly spread from the first to the last. */
function evenly(values: readonly number[]): readonly number[] {
  if (values.length <= maxValues) return values;
  return Array.from(
    { length: maxValues },
    (_, at) => values[Math.round((at * (values.length - 1)) / (maxValues - 1))] as number,
  );
}

const literals = /"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Constants and threshold values in clauses, as values of a signal's type. */
function constantsIn({ subject: { declarations } }: Problem, joint: readonly Dimension[], signal: Signal): Constant[] {
  const type = signalType(signal).replace(/^list<(.*)>$/, '$1');
  const found = new Set<Constant>();
  for (const { subject } of joint) {
    if (subject.kind !== 'opaque') continue;
    for (const name of subject.thresholds) {
      const threshold = declarations.thresholds.get(name);
      for (const each of threshold === undefined ? [] : valuesOf(threshold)) {
        const value = thresholdConstant({ ...threshold, value: each });
        if (value !== undefined) found.add(value);
      }
    }
    for (const [text, double, single] of subject.written.matchAll(literals)) {
      const quoted = double ?? single;
      if (quoted === undefined) found.add(Number(text));
      else
        found.add(
          type === 'duration'
            ? (parseDuration(quoted) ?? quoted)
            : type === 'timestamp'
              ? (parseTimestamp(quoted) ?? quoted)
              : quoted,
        );
    }
  }
  const isText = type === 'string';
  const values = [...found].filter(value => (typeof value === 'string') === isText);
  // Sums of two equal signals meet a constant at its half, differences at its negative.
  return isText
    ? values
    : values.flatMap((value): Constant[] => (typeof value === 'number' ? [value, value / 2, -value] : [value]));
}
