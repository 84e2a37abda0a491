import type { Signal } from './rule-set.ts';
import { parseDuration } from './time/duration.ts';

/** What a signal with `counts` promises: its value is the number of certain events in a period that ends with the decision. */
export interface Counter {
  /** The signal's name. */
  signal: string;
  /** The name of the counted event. */
  counts: string;
  /** The signals whose values an event must share with the input, sorted, each once; empty if all events count. */
  by: string[];
  /** The length of the period, in milliseconds. The period excludes its start and includes the time of the decision. */
  within: number;
  /** `within` as declared. */
  window: string;
}

/** The counter that a signal declares; null if it declares none, or if its window is no duration. */
export function counterOf(signal: string, { type, counts, by = [], within: window }: Signal): Counter | null {
  if (type !== 'integer' || counts === undefined || window === undefined) return null;
  const within = parseDuration(window);
  return within === undefined ? null : { signal, counts, by: [...new Set(by)].sort(), within, window };
}

export function countersOf(signals: Iterable<readonly [name: string, signal: Signal]>): Counter[] {
  return [...signals].flatMap(([name, signal]) => counterOf(name, signal) ?? []);
}

/** Keys of an event that are not data of its own. */
export const eventKeys: readonly string[] = ['event', 'at', 'ago'];

/** True if events can be counted by a signal: a single value that is no count itself and whose path is free in an event. */
export function canCountBy(name: string, signal: Signal | undefined): boolean {
  return signal !== undefined && whyNotBy(name, signal) === null;
}

/** Why events cannot be counted by a signal; null if they can. */
export function whyNotBy(name: string, { type, counts }: Signal): 'list' | 'counter' | 'key' | null {
  if (type === 'array') return 'list';
  if (counts !== undefined) return 'counter';
  return eventKeys.includes(name.split('.')[0] ?? '') ? 'key' : null;
}

/** True if two declarations promise the same count. */
export function countsTheSame(a: Signal, b: Signal): boolean {
  return contractOf(a) === contractOf(b);
}

function contractOf(signal: Signal): string {
  const { counts, by, within } = signal;
  const counter = counterOf('', signal);
  return JSON.stringify(counter === null ? [counts, by, within] : [counter.counts, counter.by, counter.within]);
}

/** The events that a counter counts: "events `tool_failed` with the same `session.id` within 10m". */
export function counterInWords({ counts, by, window }: Pick<Counter, 'counts' | 'by' | 'window'>): string {
  const names = by.map(name => `\`${name}\``);
  const [last = ''] = names.slice(-1);
  const same = names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
  return `events \`${counts}\`${by.length === 0 ? '' : ` with the same ${same}`} within ${window}`;
}
