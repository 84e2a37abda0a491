import { isEmptyAt, sameAt, type Box, type Dimension, type Layout } from '../../space/dimension.ts';
import { anyValue, numberLineOf, type Interval } from '../../space/number-line.ts';
import { isList, type Space } from '../../space/space.ts';
import type { Signal } from '../../model/rule-set.ts';
import { readsSameValues, type Laid } from './reused-space.ts';
import { retained } from '../../space/small-arrays.ts';

/** The space of a rule set's inputs. */
type Laying = Pick<Laid, 'space' | 'subject'>;

/** What became of a dimension of an earlier space. */
interface CellMapping {
  dimension: Dimension;
  earlier: Dimension;
  /** By state that it had, one with values of it. */
  states: Int32Array;
  /** Whether each state has the values that it had. */
  same: boolean;
  /** By cell of an ordered dimension, where it begins and where it ends. */
  firsts: Bounds;
  lasts: Bounds;
}

/** For each old cell boundary, the tightest new boundary that covers it (`outer`) and the widest inside it (`inner`); equal if the boundary still exists. */
interface Bounds {
  outer: Int32Array;
  inner: Int32Array;
}

/** From the space of nearly the same rules to another. */
export interface CellMappings {
  to: Layout;
  from: Layout;
  dimensions: readonly CellMapping[];
  /** Earlier dimensions that are no more. */
  gone: readonly Dimension[];
  /** Whether each input has the states that it had. */
  same: boolean;
}

/** Null where the signals are others, or dimensions cannot be told apart. */
export function cellMappings(earlier: Laying, now: Laying): CellMappings | null {
  const { layout: from } = earlier.space;
  let made = known.get(now.space);
  if (made?.from !== from) {
    made = { from, cellMappings: translationsFrom(earlier, now) };
    known.set(now.space, made);
  }
  return made.cellMappings;
}

/**
 * By the space that they lead to: several questions need them. A space holds on to the layout before it in this way, and no layout to a space; were it the other
 * way round, whoever keeps an old analysis would keep all that came after it.
 */
const known = new WeakMap<Space, { from: Layout; cellMappings: CellMappings | null }>();

function translationsFrom(earlier: Laying, now: Laying): CellMappings | null {
  const [signals, before] = [now.subject.ruleSet.signals, earlier.subject.ruleSet.signals];
  if (signals !== before && JSON.stringify(signals) !== JSON.stringify(before)) return null;
  if (!readsSameValues(earlier, now.subject)) return null;
  const { layout: to } = now.space;
  const { layout: from } = earlier.space;
  if (to === from) {
    const dimensions = to.dimensions.map(dimension => unchanged(dimension, dimension));
    return { to, from, dimensions, gone: [], same: true };
  }
  const old = byName(from.dimensions);
  const named = byName(to.dimensions);
  if (old === null || named === null || !sameLists(from, to)) return null;
  const dimensions = to.dimensions.flatMap(dimension => {
    const was = old.get(nameOf(dimension));
    return was === undefined || was.kind !== dimension.kind ? [] : [cellMapping(earlier, now, was, dimension)];
  });
  const same =
    dimensions.length === to.dimensions.length &&
    dimensions.every(each => each.same && each.earlier.index === each.dimension.index);
  const stayed = new Set(dimensions.map(each => each.earlier));
  return { to, from, dimensions, gone: from.dimensions.filter(dimension => !stayed.has(dimension)), same };
}

/** Null where names do not tell dimensions apart: parts of conditions have none, and two conditions with errors may have the same text. */
function byName(dimensions: readonly Dimension[]): Map<string, Dimension> | null {
  const named = new Map(dimensions.map(dimension => [nameOf(dimension), dimension]));
  return named.size === dimensions.length && dimensions.every(({ subject }) => subject.kind !== 'part') ? named : null;
}

function nameOf({ subject }: Dimension): string {
  return JSON.stringify(subject);
}

/** Which values a list's member "any other" stands for hangs on those that are named. */
function sameLists(from: Layout, to: Layout): boolean {
  const [lists, old] = [listsOf(to), listsOf(from)];
  return [...lists].every(([signal, names]) => {
    const before = old.get(signal);
    return before === undefined || (before.size === names.size && [...names].every(name => before.has(name)));
  });
}

/** By list, the names of its dimensions. */
function listsOf({ dimensions }: Layout): Map<string, Set<string>> {
  const lists = new Map<string, Set<string>>();
  for (const dimension of dimensions) {
    const { subject } = dimension;
    if (subject.kind !== 'member' && subject.kind !== 'size') continue;
    const names = lists.get(subject.signal) ?? new Set();
    lists.set(subject.signal, names.add(nameOf(dimension)));
  }
  return lists;
}

function unchanged(dimension: Dimension, earlier: Dimension): CellMapping {
  return { dimension, earlier, same: true, ...sameTables(earlier) };
}

type Tables = Pick<CellMapping, 'states' | 'firsts' | 'lasts'>;

function sameTables({ cells }: Dimension): Tables {
  const states = Int32Array.from({ length: cells + 1 }, (_, state) => state);
  const bounds = { outer: states, inner: states };
  return { states, firsts: bounds, lasts: bounds };
}

function cellMapping(before: Laying, now: Laying, earlier: Dimension, dimension: Dimension): CellMapping {
  const { subject } = dimension;
  const signal = 'signal' in subject ? now.subject.declarations.signals.get(subject.signal) : undefined;
  const tables = signal === undefined ? sameTables(earlier) : tablesOf(signal);
  const { states, firsts, lasts } = tables;
  states[earlier.cells] = dimension.missing ? dimension.cells : 0;
  const kept = [states, firsts.outer, firsts.inner, lasts.outer, lasts.inner];
  const isSame = (_: number, cell: number): boolean =>
    cell === earlier.cells || kept.every(table => table[cell] === cell);
  return { dimension, earlier, same: earlier.cells === dimension.cells && states.every(isSame), ...tables };

  function tablesOf(of: Signal): Tables {
    if (dimension.kind === 'ordered') {
      const [old, cells] = [intervalsOf(before.space, earlier), intervalsOf(now.space, dimension)];
      return orderedTables(old, cells, subject.kind === 'value' ? of : null);
    }
    return subject.kind === 'value'
      ? listedTables(before.space, subject.signal, earlier, dimension)
      : sameTables(earlier);
  }
}

/** By a value of each cell. */
function listedTables(before: Space, name: string, earlier: Dimension, dimension: Dimension): Tables {
  const tables = sameTables(earlier);
  const axes = before.signals.get(name);
  for (let state = 0; axes !== undefined && !isList(axes) && state < earlier.cells; state++) {
    const was = axes.meaning(state);
    const value = was.kind === 'interval' ? was.interval.low : was.kind === 'value' ? was.value : was.example;
    tables.states[state] = Math.max(0, dimension.cellOf(new Map([[name, value]])));
  }
  return tables;
}

function intervalsOf({ signals }: Space, { subject, cells }: Dimension): Interval[] {
  const axes = 'signal' in subject ? signals.get(subject.signal) : undefined;
  const meaning = axes === undefined ? undefined : isList(axes) ? axes.size?.meaning : axes.meaning;
  return Array.from({ length: cells }, (_, cell) => {
    const means = meaning?.(cell);
    if (means?.kind !== 'interval') throw new Error('Ordered cells are intervals.');
    return means.interval;
  });
}

/** Both lists of intervals are in order. `signal`: null for the size of a list. */
function orderedTables(old: readonly Interval[], cells: readonly Interval[], signal: Signal | null): Tables {
  const line = signal === null ? undefined : numberLineOf(signal);
  const valueIn = (interval: Interval): number => {
    const { low, lowOpen } = interval;
    // Sizes are whole numbers, and none is less than 0.
    return line === undefined ? Math.max(0, lowOpen ? low + 1 : low) : (anyValue(line, interval) ?? low);
  };
  const table = (): Int32Array => new Int32Array(old.length + 1);
  const tables = {
    states: table(),
    firsts: { outer: table(), inner: table() },
    lasts: { outer: table(), inner: table() },
  };
  const { states, firsts, lasts } = tables;
  const end = cells.length - 1;
  const at = (index: number): Interval => cells[index] as Interval;
  let cell = 0;
  for (const [state, was] of old.entries()) {
    const value = valueIn(was);
    while (cell < end && isBelow(at(cell), value)) cell++;
    let first = beginsBefore(at(cell), was) ? cell + 1 : cell;
    while (first > 0 && !beginsBefore(at(first - 1), was)) first--;
    let last = endsBehind(at(cell), was) ? cell - 1 : cell;
    while (last < end && !endsBehind(at(last + 1), was)) last++;
    states[state] = cell;
    firsts.inner[state] = first;
    firsts.outer[state] = first <= end && !beginsBefore(was, at(first)) ? first : Math.max(0, first - 1);
    lasts.inner[state] = last;
    lasts.outer[state] = last >= 0 && !endsBehind(was, at(last)) ? last : Math.min(end, last + 1);
  }
  return tables;
}

function isBelow({ high, highOpen }: Interval, value: number): boolean {
  return high < value || (high === value && highOpen);
}

function beginsBefore(a: Interval, b: Interval): boolean {
  return a.low < b.low || (a.low === b.low && !a.lowOpen && b.lowOpen);
}

function endsBehind(a: Interval, b: Interval): boolean {
  return a.high > b.high || (a.high === b.high && !a.highOpen && b.highOpen);
}

/** Points of the earlier space, one after the other, by their states in this one; 0 in dimensions that are new. */
export function translated(points: Int32Array, { to, from, dimensions }: CellMappings): Int32Array {
  const count = points.length / from.dimensions.length;
  const now = new Int32Array(count * to.dimensions.length);
  for (const { dimension, earlier, states } of dimensions) {
    let at = dimension.index;
    for (let was = earlier.index; was < points.length; was += from.dimensions.length) {
      now[at] = states[points[was] as number] as number;
      at += to.dimensions.length;
    }
  }
  return now;
}

/** A box of an earlier space with the same values in this one; null where no box has. */
export function mappedBox(mapping: CellMappings, box: Box): Box | null {
  return boxIn(mapping, box, 'exact');
}

/** The smallest box of the new space that holds all of an old one. */
export function outerBox(mapping: CellMappings, box: Box): Box {
  return boxIn(mapping, box, 'outer') ?? mapping.to.whole;
}

/** The largest box of the new space inside an old one; null if it is empty. */
export function innerBox(mapping: CellMappings, box: Box): Box | null {
  return boxIn(mapping, box, 'inner');
}

function boxIn({ to, from, dimensions, gone }: CellMappings, box: Box, how: 'exact' | 'outer' | 'inner'): Box | null {
  for (const dimension of how === 'outer' ? [] : gone) if (!sameAt(box, from.whole, dimension)) return null;
  const now = retained.copied(to.whole);
  for (const { dimension, earlier, same, firsts, lasts } of dimensions) {
    const { offset, width } = earlier;
    const { offset: at } = dimension;
    if (same) {
      for (let i = 0; i < width; i++) now[at + i] = box[offset + i] as number;
      continue;
    }
    if (sameAt(box, from.whole, earlier)) continue;
    if (dimension.kind === 'finite') {
      if (how === 'outer') continue;
      return null;
    }
    const low = box[offset] as number;
    const high = box[offset + 1] as number;
    const isEmpty = low > high;
    const bound = how === 'inner' ? 'inner' : 'outer';
    if (how === 'exact' && !isEmpty) {
      if (firsts.outer[low] !== firsts.inner[low] || lasts.outer[high] !== lasts.inner[high]) return null;
    }
    now[at] = isEmpty ? 0 : (firsts[bound][low] as number);
    now[at + 1] = isEmpty ? -1 : (lasts[bound][high] as number);
    now[at + 2] = box[offset + 2] as number;
    if (isEmptyAt(now, dimension)) return null;
  }
  return now;
}
