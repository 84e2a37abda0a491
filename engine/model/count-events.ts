import { type Counter, counterOf, countersOf } from './counters.ts';
import { sameJson, valueAtPath, withValueAt, type Json } from './json.ts';
import type { Signal } from './rule-set.ts';
import type { Sample, SampleEvent } from './samples.ts';
import { parseDuration } from './time/duration.ts';
import { parseTimestamp } from './time/timestamp.ts';

/** An event that a counter may count. */
export interface CountedEvent {
  /** Its name, as in `counts`. */
  event: string;
  /** When it happened, in milliseconds since the Unix epoch. */
  at: number;
  /** Its data, with the values of the signals in `by` at the same paths as in an input. */
  data: Json;
}

/**
 * The value of a counter for an input, for producers: the number of its events in the period from `at` minus `within` (exclusive) to `at` (inclusive) whose
 * data has the same values as the input at the paths in `by`. Null, so that the signal is missing, if the input lacks one of these values, or if the signal is
 * no counter.
 * @param signal the declaration of the counter
 * @param events in any order; others than those counted do no harm
 * @param at the time of the decision, in milliseconds since the Unix epoch
 */
export function countEvents(signal: Signal, events: Iterable<CountedEvent>, input: Json, at: number): number | null {
  const counter = counterOf('', signal);
  return counter === null ? null : countFor(counter, events, input, at);
}

function countFor(counter: Counter, events: Iterable<CountedEvent>, input: Json, at: number): number | null {
  const wanted = counter.by.map(name => ({ path: name.split('.'), value: valueOf(input, name) }));
  if (wanted.some(({ value }) => value === null)) return null;
  let count = 0;
  for (const each of events) {
    const isInTime = each.at > at - counter.within && each.at <= at;
    if (each.event !== counter.counts || !isInTime) continue;
    if (wanted.every(({ path, value }) => sameJson(valueAtPath(each.data, path) ?? null, value))) count++;
  }
  return count;
}

/** The value of a signal; null if it is absent or null. */
function valueOf(document: Json, name: string): Json {
  return valueAtPath(document, name.split('.')) ?? null;
}

/** Why an event of a sample is not counted, or a counter not computed from the sample's events. */
export type UncountedEvent =
  /** The event happens after the decision. */
  | { kind: 'later'; event: number }
  /** The event has a time, and the sample has none. */
  | { kind: 'no-time'; event: number }
  /** No counter counts events of this name. `names`: those that are counted. */
  | { kind: 'unknown'; event: number; name: string; names: string[] }
  /** The event lacks values that all counters of its name require. */
  | { kind: 'incomplete'; event: number; name: string; lacks: string[] }
  /** The input gives the number, so that the events of its name do not determine it. */
  | { kind: 'given'; counter: string; event: number }
  /** The input lacks values by which the counter counts. */
  | { kind: 'no-value'; counter: string; event: number; lacks: string[] };

/**
 * A sample with the values of counters that follow from its `events`, and without these. The events are all that happened: a counter of which there is none is
 * 0. A number that the input gives is kept. A sample without `events` is returned as it is.
 */
export function withCounts(
  signals: Readonly<Record<string, Signal>> | undefined,
  sample: Sample,
): { sample: Sample; uncounted: UncountedEvent[] } {
  const { events: written, ...rest } = sample;
  if (written === undefined) return { sample, uncounted: [] };
  const counters = countersOf(Object.entries(signals ?? {}));
  const given = sample.at === undefined ? undefined : parseTimestamp(sample.at);
  // Without a time, every event says how long ago it was, so that any time gives the same counts.
  const at = given ?? 0;
  const uncounted: UncountedEvent[] = [];
  const events = written.flatMap((each, index): CountedEvent[] => {
    const time = timeOf(each, at);
    const why =
      each['at'] !== undefined && given === undefined
        ? ({ kind: 'no-time', event: index } as const)
        : time !== undefined && time > at
          ? ({ kind: 'later', event: index } as const)
          : whyNeverCounted(counters, each, index);
    if (why !== null) uncounted.push(why);
    if (time === undefined || why?.kind === 'no-time') return [];
    return [{ event: each.event, at: time, data: each }];
  });
  const input = counters.reduce((before, counter) => {
    const first = written.findIndex(({ event }) => event === counter.counts);
    if (valueAtPath(before, counter.signal.split('.')) !== undefined) {
      if (first !== -1) uncounted.push({ kind: 'given', counter: counter.signal, event: first });
      return before;
    }
    const count = countFor(counter, events, before, at);
    if (count !== null) return withValueAt(before, counter.signal.split('.'), count);
    const lacks = counter.by.filter(name => valueOf(before, name) === null);
    if (first !== -1) uncounted.push({ kind: 'no-value', counter: counter.signal, event: first, lacks });
    return before;
  }, sample.input);
  return { sample: { ...rest, input }, uncounted };
}

/** The time of an event, in milliseconds since the Unix epoch; undefined if it has none that can be read. */
function timeOf({ ago, at }: SampleEvent, decision: number): number | undefined {
  if (typeof at === 'string') return parseTimestamp(at);
  const before = typeof ago === 'string' ? parseDuration(ago) : undefined;
  return before === undefined ? undefined : decision - before;
}

function whyNeverCounted(counters: readonly Counter[], event: SampleEvent, index: number): UncountedEvent | null {
  const own = counters.filter(({ counts }) => counts === event.event);
  if (own.length === 0) {
    const names = [...new Set(counters.map(({ counts }) => counts))];
    return { kind: 'unknown', event: index, name: event.event, names };
  }
  const missing = own.map(({ by }) => by.filter(name => valueOf(event, name) === null));
  const [lacks = []] = missing.toSorted((a, b) => a.length - b.length);
  return lacks.length === 0 ? null : { kind: 'incomplete', event: index, name: event.event, lacks };
}
