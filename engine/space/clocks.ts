import type { Derivation } from '../model/derivation.ts';
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
/** Maximum number of combinations of cells that are looked for. Of more, all count as possible. */
const maxCombinations = 4096;

/**
 * Combinations of fields of the decision time that no time has: two zones whose hours differ by a fixed number, the 30th of February. Not all of them: for
 * other fields, and in the hours that clocks skip, the space may hold combinations that no time has.
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
  const zones = [...new Set(hands.map(({ zone }) => zone))];
  const together = hands.filter(({ field }) => weekly.has(field));
  const boxes = new Set(together.map(({ zone }) => zone)).size > 1 ? impossible(layout, together, timesOfWeeks) : [];
  const dates = zones.map(zone => hands.filter(each => each.zone === zone && ofDate.has(each.field)));
  return [...boxes, ...dates.flatMap(each => (each.length > 1 ? impossible(layout, each, noons) : []))];
}

/** The combinations of cells that none of the times has. */
function impossible(
  layout: Layout,
  hands: readonly Hand[],
  timesFor: (hands: readonly Hand[]) => Iterable<number>,
): Box[] {
  const total = hands.reduce((product, { dimension }) => product * dimension.cells, 1);
  if (total > maxCombinations) return [];
  const reads = hands.map(({ name, field, zone, dimension }) => {
    const read = clock(field, zone);
    return (at: number) => dimension.cellOf(new Map([[name, read(at)]]));
  });
  const found = new Uint8Array(total);
  let left = total;
  for (const at of timesFor(hands)) {
    const combination = reads.reduce(
      (number, read, index) => number * (hands[index]?.dimension.cells ?? 1) + read(at),
      0,
    );
    if (found[combination] === 0) left--;
    found[combination] = 1;
    if (left === 0) return [];
  }
  return [...found.keys()]
    .filter(number => found[number] === 0)
    .map(number => cellsBox(layout, statesOf(hands, number)));
}

function statesOf(hands: readonly Hand[], combination: number): { dimension: Dimension; cells: number[] }[] {
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

/** Times with all combinations of weekly fields that occur: a week for each combination of offsets, or as much of it as it lasts. */
function* timesOfWeeks(hands: readonly Hand[]): Generator<number> {
  const zones = [...new Set(hands.flatMap(({ zone }) => zone ?? []))];
  const step = hands.some(({ field }) => field === 'getMinutes') ? minute : 15 * minute;
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
