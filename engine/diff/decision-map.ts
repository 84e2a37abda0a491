import { clausesOf } from '../condition/condition.ts';
import { createSpace } from '../space/space.ts';
import type { CompiledRuleSet } from '../decide/compile.ts';
import { createDecider, type Decider as RuleDecider } from '../decide/decider.ts';
import { isJsonObject, ownValue, type Json } from '../model/json.ts';
import { oversight, type DefaultOutcome, type Signal } from '../model/rule-set.ts';
import { outcomeKey, outcomeOf } from '../model/outcome.ts';
import type { ChangeClass, Decider } from './facts.ts';
import { joined, stopsOf, type Stop } from './map-axis.ts';

/** The decisions of two versions on a grid of inputs. */
export interface DecisionMap {
  /** The horizontal axis, from left to right. */
  x: MapAxis;
  /** The vertical axis, from top to bottom. */
  y: MapAxis;
  /** The cells by row, then column. */
  cells: MapCell[][];
  /** False if an opaque clause reads one of the two signals, so that values of a stop may be decided differently. */
  exact: boolean;
}

export interface MapAxis {
  signal: string;
  /** Sets of values with the same decisions throughout the map. `value` is one of the set; undefined means missing. */
  stops: { label: string; value?: Json }[];
  /** The index of the stop that contains the input's value; -1 if none does. */
  chosen: number;
  /** The number of stops left out because there are too many. */
  omitted: number;
}

export interface MapCell {
  before: Decider;
  after: Decider;
  class: ChangeClass | 'same';
}

export interface MapOptions {
  /** The input that gives all other signals their values. */
  input: Json;
  /** The decision time, in milliseconds since the Unix epoch. */
  at: number;
  x: string;
  y: string;
}

/** Maximum number of stops of an axis before they are joined; those nearest to the input are kept. */
const maxStops = 40;

/**
 * Compares the decisions of two versions while two signals vary and all others keep their values. Stops with the same decisions throughout are joined.
 * @returns null if one of the signals is declared in neither version
 */
export function decisionMap(before: CompiledRuleSet, after: CompiledRuleSet, options: MapOptions): DecisionMap | null {
  const steps = drawingMap(before, after, options);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** `decisionMap` in small steps, so that a server can answer requests between them. */
export function* drawingMap(
  before: CompiledRuleSet,
  after: CompiledRuleSet,
  { input, at, x, y }: MapOptions,
): Generator<undefined, DecisionMap | null, undefined> {
  const signals = new Map([...before.declarations.signals, ...after.declarations.signals]);
  const [signalX, signalY] = [signals.get(x), signals.get(y)];
  if (signalX === undefined || signalY === undefined) return null;
  const conditions = [before, after].flatMap(({ rules }) => rules.map(({ condition }) => condition));
  const space = createSpace(signals, conditions);
  yield;
  const axis = (name: string, signal: Signal) => near(stopsOf({ space, name, signal, input, at }));
  const [across, down] = [axis(x, signalX), axis(y, signalY)];
  const deciderBefore = createDecider(before);
  yield;
  const deciderAfter = createDecider(after);
  const cellAt = cellMaker(
    { compiled: before, decider: deciderBefore },
    { compiled: after, decider: deciderAfter },
    at,
  );
  const full: MapCell[][] = [];
  for (const { value: valueY } of down.stops) {
    yield;
    const row = withSignal(input, y, signalY, valueY, at);
    full.push(across.stops.map(({ value }) => cellAt(withSignal(row, x, signalX, value, at))));
  }
  const columns = groups(across.stops, column => full.map(row => keyOf(row[column])).join('\n'));
  const rows = groups(down.stops, row => columns.map(([column = 0]) => keyOf(full[row]?.[column])).join('\n'));
  return {
    x: mapAxis(x, signalX, across, columns),
    y: mapAxis(y, signalY, down, rows),
    cells: rows.map(([row = 0]) => columns.flatMap(([column = 0]) => full[row]?.[column] ?? [])),
    exact: !conditions.flatMap(clausesOf).some(clause => !('signal' in clause.test) && names(clause, x, y)),
  };
}

function names({ signals }: { signals: readonly string[] }, x: string, y: string): boolean {
  return signals.includes(x) || signals.includes(y);
}

interface Stops {
  stops: Stop[];
  chosen: number;
  omitted: number;
}

function near({ stops, chosen }: { stops: Stop[]; chosen: number }): Stops {
  const first = Math.max(0, Math.min(stops.length - maxStops, chosen - maxStops / 2));
  const kept = stops.slice(first, first + maxStops);
  return { stops: kept, chosen: chosen - first, omitted: stops.length - kept.length };
}

/** Groups the indexes of stops with the same key: neighbours on ordered axes, and all stops of values without an order. */
function groups(stops: readonly Stop[], keyAt: (place: number) => string): number[][] {
  const found: { key: string; places: number[]; named: boolean }[] = [];
  stops.forEach(({ span }, place) => {
    const key = keyAt(place);
    const named = span !== null && 'names' in span;
    const same = named ? found.find(each => each.named && each.key === key) : span === null ? undefined : found.at(-1);
    if (same !== undefined && same.key === key && (named || isOrdered(stops[same.places[0] ?? 0])))
      same.places.push(place);
    else found.push({ key, places: [place], named });
  });
  return found.map(({ places }) => places);
}

function isOrdered(stop: Stop | undefined): boolean {
  return stop !== undefined && stop.span !== null && 'interval' in stop.span;
}

function mapAxis(name: string, signal: Signal, { stops, chosen, omitted }: Stops, grouped: number[][]): MapAxis {
  const own = grouped.findIndex(places => places.includes(chosen));
  return {
    signal: name,
    stops: grouped.map((places, index) => {
      const { label, value } = joined(
        signal,
        places.flatMap(place => stops[place] ?? []),
      );
      // The stop that contains the input shows the input's own value.
      const shown = index === own ? stops[chosen]?.value : value;
      return shown === undefined ? { label } : { label, value: shown };
    }),
    chosen: own,
    omitted,
  };
}

function keyOf(cell: MapCell | undefined): string {
  return JSON.stringify(cell);
}

interface Deciding {
  compiled: CompiledRuleSet;
  decider: RuleDecider;
}

function cellMaker(before: Deciding, after: Deciding, at: number): (input: Json) => MapCell {
  return input => {
    const [resultBefore, resultAfter] = [decidedBy(before, input, at), decidedBy(after, input, at)];
    return { before: resultBefore, after: resultAfter, class: classOf(resultBefore, resultAfter) };
  };
}

function decidedBy({ compiled, decider }: Deciding, input: Json, at: number): Decider {
  const rule = compiled.ruleSet.rules[decider.decide(input, at)];
  const outcome: DefaultOutcome = rule ?? compiled.ruleSet.default ?? { decide: 'pause' };
  return {
    rule: rule === undefined ? null : { id: rule.id, version: rule.version ?? 1 },
    outcome: outcomeOf(outcome),
  };
}

function classOf({ outcome: resultBefore }: Decider, { outcome: resultAfter }: Decider): MapCell['class'] {
  if (outcomeKey(resultBefore) === outcomeKey(resultAfter)) return 'same';
  const more = oversight(resultAfter.decide) - oversight(resultBefore.decide);
  return more === 0 ? 'rerouted' : more > 0 ? 'tightened' : 'loosened';
}

/** The input with one signal changed. If the signal has a maximum age, its time of observation is set to `at`. */
function withSignal(
  input: Json,
  name: string,
  { maxAge, observedAt }: Signal,
  value: Json | undefined,
  at: number,
): Json {
  const set = placed(input, name.split('.'), value);
  if (value === undefined || maxAge === undefined || observedAt === undefined) return set;
  return placed(set, observedAt.split('.'), new Date(at).toISOString());
}

function placed(input: Json | undefined, [key = '', ...rest]: readonly string[], value: Json | undefined): Json {
  const object = isJsonObject(input) ? input : {};
  if (rest.length > 0) return { ...object, [key]: placed(ownValue(object, key), rest, value) };
  if (value !== undefined) return { ...object, [key]: value };
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
}
