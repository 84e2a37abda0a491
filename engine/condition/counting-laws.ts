import { type Counter, countersOf } from '../model/counters.ts';
import type { Signal } from '../model/rule-set.ts';
import { isReservedName } from './declarations.ts';

/**
 * What two counters of the same event always satisfy: one counts every event that the other counts. It says nothing about an input in which one of them
 * is missing.
 */
export interface CountingLaw {
  /** The counter whose events the other counts too. */
  smaller: string;
  larger: string;
  /** A CEL condition: `failed_10m <= failed_1h`; `==` if both count the same events. */
  holds: string;
  /** Why it holds: "counts over 1h include those over 10m". */
  reason: string;
}

/** The number of counters of an event up to which all of their pairs have a law. */
const maxInPairs = 8;

/**
 * The laws of all pairs of counters of the same event. Those of neighbouring windows alone would not do: if the counter between two others is missing,
 * only their own law relates them. Of very many counters, only neighbours have one, since each law costs the analysis an axis.
 */
export function countingLaws(signals: Readonly<Record<string, Signal>> | undefined): CountingLaw[] {
  const counters = countersOf(Object.entries(signals ?? {})).filter(({ signal }) => !isReservedName(signal));
  const events = new Set(counters.map(({ counts }) => counts));
  return [...events].flatMap(event => {
    const own = counters.filter(({ counts }) => counts === event);
    const laws = own.flatMap((second, index) => own.slice(0, index).flatMap(first => lawOf(first, second) ?? []));
    return own.length <= maxInPairs ? laws : ofNeighbours(laws);
  });
}

/** The laws that do not follow from two others if no counter is missing. */
function ofNeighbours(laws: readonly CountingLaw[]): CountingLaw[] {
  const above = new Map<string, Set<string>>();
  for (const { smaller, larger } of laws) above.set(smaller, (above.get(smaller) ?? new Set()).add(larger));
  const isBetween = ({ smaller, larger }: CountingLaw) =>
    [...(above.get(smaller) ?? [])].some(middle => above.get(middle)?.has(larger) === true);
  return laws.filter(each => !isBetween(each));
}

function lawOf(a: Counter, b: Counter): CountingLaw | null {
  if (countsAllOf(a, b)) return law(b, a, countsAllOf(b, a));
  return countsAllOf(b, a) ? law(a, b, false) : null;
}

/** True if each event that `other` counts is counted by `counter` too. */
export function countsAllOf(counter: Counter, other: Counter): boolean {
  return (
    counter.counts === other.counts &&
    counter.within >= other.within &&
    counter.by.every(name => other.by.includes(name))
  );
}

function law(smaller: Counter, larger: Counter, areEqual: boolean): CountingLaw {
  return {
    smaller: smaller.signal,
    larger: larger.signal,
    holds: `${smaller.signal} ${areEqual ? '==' : '<='} ${larger.signal}`,
    reason: areEqual
      ? 'both count the same events'
      : `counts ${scopes(larger, smaller)} include those ${scopes(smaller, larger)}`,
  };
}

/** What distinguishes a counter from another: its window, its `by`, or both. */
function scopes(counter: Counter, other: Counter): string {
  const by = counter.by.length === 0 ? 'of all events' : `by ${counter.by.join(', ')}`;
  const parts = [
    ...(counter.by.length === other.by.length ? [] : [by]),
    ...(counter.within === other.within ? [] : [`over ${counter.window}`]),
  ];
  return parts.join(' ');
}
