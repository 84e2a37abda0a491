import type { SignalValue } from '../condition/condition.ts';
import type { Box, Dimension } from '../condition/space/dimension.ts';
import { dimensionsOf, type Space } from '../condition/space/space.ts';
import type { Witness } from './facts.ts';
import type { Ground, Period } from './ground.ts';
import { inputOf } from './input.ts';
import type { Answer } from './inquiry.ts';
import { isFree, ordinaryPoint, type Example } from './ordinary-point.ts';
import { stateAt } from './point.ts';
import { timeIn } from './round-value.ts';
import type { ClauseSet } from './search/clause-index.ts';
import { isOn, numberLineOf } from '../condition/space/number-line.ts';
import { ordinaryState, unaskedValue, valueAt } from './values.ts';

/** What an answer was found in: an input of the region outside the clauses. */
type Asked = { answer: Answer; region: readonly Box[]; outside: ClauseSet };

/** A witness by the values of its signals. */
export interface WitnessValues extends Omit<Witness, 'input' | 'at'> {
  values: ReadonlyMap<string, SignalValue>;
}

/**
 * The input that a person would choose to show an answer: signals that do not matter have an ordinary value, lists are as small as can be, values
 * are round. Null where the answer hangs on a condition that has errors, so that nobody knows what it will say.
 */
export function witnessOf(ground: Ground, asked: Asked): Witness | null {
  const found = witnessValues(ground, asked);
  if (found === null) return null;
  const { values, free, assumes } = found;
  const { now, subject } = ground;
  const { signals } = subject.declarations;
  const aged = [...signals].some(([name, { maxAge }]) => maxAge !== undefined && values.has(name));
  const { period } = asked.answer;
  const at = timeIn(period, now);
  return { input: inputOf(signals, values, at), at: aged || !holdsTime(period, now) ? at : null, free, assumes };
}

/** The same before it is written as an input. */
export function witnessValues(ground: Ground, { answer, region, outside }: Asked): WitnessValues | null {
  const { space, subject, now } = ground;
  const { signals } = subject.declarations;
  const example: Example = { box: answer.box, region, outside };
  const point = ordinaryPoint(ground, example, (ground.ordinary ??= ordinaryState(space, signals, now)));
  const hangsOn = (dimension: Dimension): boolean => !isFree(ground, example, point, [dimension]);
  if ([...space.broken.values()].some(hangsOn)) return null;
  const free = [...space.signals].filter(([name, axes]) =>
    isFree(ground, example, point, [...dimensionsOf(axes), ...opaqueOf(space, name)]),
  );

  const values = new Map<string, SignalValue>();
  for (const [name, signal] of signals) {
    const axes = space.signals.get(name);
    // A signal that no condition names has a value where one is promised.
    if (axes === undefined && signal.required !== true) continue;
    const value = axes === undefined ? unaskedValue(name, signal, now) : valueAt(axes, signal, point, now);
    if (value !== undefined) values.set(name, value);
  }
  const decided = [...space.opaque].filter(([, dimension]) => hangsOn(dimension));
  const settled = settle(
    ground,
    point,
    values,
    decided.map(([, dimension]) => dimension),
  );
  return {
    values: settled,
    free: free.map(([name]) => name),
    assumes: decided
      .filter(([, dimension]) => dimension.cellOf(settled) !== stateAt(point, dimension))
      .map(([text, dimension]) => ({ text, value: [false, true][stateAt(point, dimension)] ?? null })),
  };
}

/** The dimensions of clauses outside the exact fragment that read a signal: with another value of it they may be otherwise. */
function opaqueOf({ opaque }: Space, name: string): Dimension[] {
  return [...opaque.values()].filter(({ subject }) => subject.kind === 'opaque' && subject.signals.includes(name));
}

export function holdsTime({ from, until }: Period, time: number): boolean {
  return time >= from && time < until;
}

/** Values tried for each signal of a clause that only CEL decides. */
const mostTried = 200;

/** Other values of the same cells for which the clauses outside the exact fragment are as the point has them; the values given where none are found. */
function settle(
  ground: Ground,
  point: Box,
  values: ReadonlyMap<string, SignalValue>,
  clauses: readonly Dimension[],
): ReadonlyMap<string, SignalValue> {
  const isSettled = (tried: ReadonlyMap<string, SignalValue>): boolean =>
    clauses.every(dimension => dimension.cellOf(tried) === stateAt(point, dimension));
  if (isSettled(values)) return values;
  const names = new Set(clauses.flatMap(({ subject }) => (subject.kind === 'opaque' ? subject.signals : [])));
  const choices = [...names].map(name => [name, choicesAt(ground, point, name)] as const);
  let tried = 0;
  const search = (at: number, chosen: ReadonlyMap<string, SignalValue>): ReadonlyMap<string, SignalValue> | null => {
    const choice = choices[at];
    if (choice === undefined) return ++tried <= mostTried && isSettled(chosen) ? chosen : null;
    for (const value of choice[1].length === 0 ? [chosen.get(choice[0])] : choice[1]) {
      const found = search(at + 1, value === undefined ? chosen : new Map(chosen).set(choice[0], value));
      if (found !== null || tried > mostTried) return found;
    }
    return null;
  };
  return search(0, values) ?? values;
}

/** Some values of a numeric signal in its cell, from one end to the other. */
function choicesAt({ space, subject }: Ground, point: Box, name: string): number[] {
  const axes = space.signals.get(name);
  const signal = subject.declarations.signals.get(name);
  const line = signal && numberLineOf(signal);
  if (axes === undefined || line === undefined || 'members' in axes) return [];
  const state = stateAt(point, axes.dimension);
  const meaning = state === axes.dimension.cells ? null : axes.meaning(state);
  if (meaning?.kind !== 'interval') return [];
  const low = Math.max(meaning.interval.low, line.range.low, -1e6);
  const high = Math.min(meaning.interval.high, line.range.high, 1e6);
  return [0.5, 0.01, 0.99, 0.1, 0.9, 0.25, 0.75]
    .map(share => low + (high - low) * share)
    .map(value => (line.step === 1 ? Math.round(value) : value))
    .concat(line.listed ?? [])
    .filter(value => isOn(line, value) && axes.dimension.cellOf(new Map([[name, value]])) === state);
}
