import { decisionTime } from '../condition/derived-signals.ts';
import type { Derivation } from '../model/rule-set.ts';
import { clock, offsetOf } from '../model/time/clock.ts';
import type { TimeField } from '../model/time/time-zone.ts';
import { cellsBox } from './boxes.ts';
import type { Box, Dimension, Layout } from './dimension.ts';
import type { ListAxes } from './list-axes.ts';
import { firstDecision } from './number-line.ts';
import type { Axis } from './signal-axes.ts';

/** A field of the decision time, with its dimension. */
interface Hand {
  name: string;
  field: TimeField;
  zone: string | null;
  dimension: Dimension;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const week = 7 * day;
/** Fields that repeat every week as long as no offset changes. */
const weekly: ReadonlySet<TimeField> = new Set(['getDayOfWeek', 'getHours', 'getMinutes']);
/** Fields of a date that repeat every 28 years; the exceptions of whole centuries add no combination. */
const ofDate: ReadonlySet<TimeField> = new Set([
  'getDayOfWeek',
  'getMonth',
  'getDate',
  'getDayOfMonth',
  'getDayOfYear',
]);
/** The years whose offsets are looked at. Those of later years follow the same rules. */
const lastYear = 2040;
/** The longest time that is searched by quarters of an hour, and the longest that is searched by days. */
const maxShort = 16 * day;
const maxLong = 4 * 366 * day;
/** Maximum number of combinations of cells that are looked for together. */
const maxCombinations = 4096;

/**
 * Combinations of fields of the decision time that no time has: two zones whose hours differ by a fixed number, the 30th of February, a weekend within
 * two working days. Not all of them: for other fields, and in the hours that clocks skip, the space may hold combinations that no time has.
 */
export function impossibleClocks(
  layout: Layout,
  axes: ReadonlyMap<string, Axis | ListAxes>,
  derived: ReadonlyMap<string, Derivation>,
): Box[] {
  const hands = [...derived].flatMap(([name, how]): Hand[] => {
    const axis = axes.get(name);
    return how.kind === 'clock' && axis !== undefined && 'dimension' in axis
      ? [{ name, field: how.field, zone: how.zone, dimension: axis.dimension }]
      : [];
  });
  const together = hands.filter(({ field }) => weekly.has(field));
  const zones = [...new Set(hands.map(({ zone }) => zone))];
  const dates = zones.map(zone => hands.filter(each => each.zone === zone && ofDate.has(each.field)));
  const everywhere = [
    ...(new Set(together.map(({ zone }) => zone)).size > 1 ? impossible(layout, together, timesOfWeeks) : []),
    ...dates.flatMap(each => (each.length > 1 ? impossible(layout, each, noons) : [])),
  ];
  const time = axes.get(decisionTime);
  if (hands.length === 0 || derived.get(decisionTime)?.kind !== 'time' || time === undefined || !('dimension' in time))
    return everywhere;
  const quick = hands.filter(({ field }) => weekly.has(field) || ofDate.has(field));
  for (let cell = 0; cell < time.dimension.cells; cell++) {
    const meaning = time.meaning(cell);
    if (meaning.kind !== 'interval') continue;
    const { low, high, lowOpen, highOpen } = meaning.interval;
    const [from, until] = [lowOpen ? low + 1 : low, highOpen ? high - 1 : high];
    const here: State = { dimension: time.dimension, cells: [cell] };
    const inside: Times = some => timesFrom(some, from, until);
    if (until - from <= maxShort) everywhere.push(...impossible(layout, quick, inside, here));
    else if (until - from <= maxLong)
      for (const each of dates) if (each.length > 0) everywhere.push(...impossible(layout, each, inside, here));
  }
  return everywhere;
}

/** Times at which some fields have all combinations of values that they have in a time. */
type Times = (hands: readonly Hand[]) => Iterable<number>;

/** The states of a dimension. */
type State = { dimension: Dimension; cells: number[] };

/** The combinations of cells that none of the times has, each together with another state, if given. */
function impossible(layout: Layout, hands: readonly Hand[], timesOf: Times, here?: State): Box[] {
  const total = hands.reduce((product, { dimension }) => product * dimension.cells, 1);
  if (total > maxCombinations) {
    // Of each half of them alone, less is known.
    const middle = hands.length >> 1;
    const halves = middle === 0 ? [] : [hands.slice(0, middle), hands.slice(middle)];
    return halves.flatMap(each => impossible(layout, each, timesOf, here));
  }
  const reads = hands.map(({ name, field, zone, dimension }) => {
    const read = clock(field, zone);
    return (at: number) => dimension.cellOf(new Map([[name, read(at)]]));
  });
  const found = new Uint8Array(total);
  let left = total;
  for (const at of timesOf(hands)) {
    const combination = reads.reduce(
      (number, read, index) => number * (hands[index]?.dimension.cells ?? 1) + read(at),
      0,
    );
    if (found[combination] === 0) left--;
    found[combination] = 1;
    if (left === 0) return [];
  }
  const without = [...found.keys()].filter(number => found[number] === 0);
  return without.map(number => cellsBox(layout, [...(here ? [here] : []), ...statesOf(hands, number)]));
}

function statesOf(hands: readonly Hand[], combination: number): State[] {
  let rest = combination;
  return hands
    .toReversed()
    .map(({ dimension }) => {
      const cell = rest % dimension.cells;
      rest = Math.floor(rest / dimension.cells);
      return { dimension, cells: [cell] };
    })
    .toReversed();
}

/** Noon in a zone on each day of 28 years, as far as a day has one. */
function* noons([hand]: readonly Hand[]): Generator<number> {
  const offset = hand === undefined || hand.zone === null ? () => 0 : offsetOf(hand.zone);
  for (let at = firstDecision + day / 2; at < firstDecision + 28.1 * 365.25 * day; at += day) yield at - offset(at);
}

/** Times with all combinations of fields within a time, both ends included. Of dates alone, midnights in their zone and the ends. */
function* timesFrom(hands: readonly Hand[], from: number, until: number): Generator<number> {
  yield from;
  yield until;
  if (hands.some(({ field }) => !ofDate.has(field)) || new Set(hands.map(({ zone }) => zone)).size > 1) {
    const step = stepOf(hands);
    for (let at = Math.ceil(from / step) * step; at < until; at += step) yield at;
    return;
  }
  const zone = hands[0]?.zone ?? null;
  const offset = zone === null ? () => 0 : offsetOf(zone);
  // A day of a zone begins up to a day before or after that of UTC; noon is on it, whether its clocks change or not.
  for (let at = Math.floor(from / day) * day - day / 2; at <= until + day; at += day) {
    const noon = at - offset(at);
    if (noon > from && noon < until) yield noon;
  }
}

function stepOf(hands: readonly Hand[]): number {
  return hands.some(({ field }) => field === 'getMinutes') ? minute : 15 * minute;
}

/** Times with all combinations of weekly fields that occur: a week for each combination of offsets, or as much of it as it lasts. */
function* timesOfWeeks(hands: readonly Hand[]): Generator<number> {
  const zones = [...new Set(hands.flatMap(({ zone }) => zone ?? []))];
  const step = stepOf(hands);
  const offsets = zones.map(offsetOf);
  const changes = [...new Set(zones.flatMap(changesIn))].sort((a, b) => a - b);
  const known = new Set<string>();
  for (const [index, from] of changes.entries()) {
    const until = Math.min(changes[index + 1] ?? Infinity, from + week);
    const key = offsets.map(offset => offset(from)).join(' ');
    if (known.has(key)) continue;
    if (until === from + week) known.add(key);
    for (let at = from; at < until; at += step) yield at;
  }
}

const knownChanges = new Map<string, number[]>();

/** The times at which the offset of a zone changes, after the first decision time. */
function changesIn(zone: string): number[] {
  const known = knownChanges.get(zone);
  if (known !== undefined) return known;
  const offset = offsetOf(zone);
  const changes = [firstDecision];
  for (let from = firstDecision; from < Date.UTC(lastYear, 0, 1); from += week) {
    if (offset(from) === offset(from + week)) continue;
    let [low, high] = [from, from + week];
    while (high - low > 15 * minute) {
      const middle = low + Math.floor((high - low) / 2 / (15 * minute)) * 15 * minute;
      if (offset(middle) === offset(from)) low = middle;
      else high = middle;
    }
    changes.push(high);
  }
  knownChanges.set(zone, changes);
  return changes;
}
