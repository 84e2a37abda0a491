import { isEmptyAt, sameAt, type Box, type Dimension, type Layout } from '../../space/dimension.ts';
import { anyValue, numberLineOf, type Interval, type NumberLine } from '../../space/number-line.ts';
import { isList, lineOfTerm, type Space } from '../../space/space.ts';
import type { Signal } from '../../model/rule-set.ts';
import { readsSameValues, type SubjectSpace } from './reused-space.ts';
import { retained } from '../../space/small-arrays.ts';

/** A rule set with the space of its inputs. */
type Side = Pick<SubjectSpace, 'space' | 'subject'>;

/** The mapping of a dimension's states to those of its counterpart. */
interface CellMapping {
  dimension: Dimension;
  counterpart: Dimension;
  /** For each state before, a state after that shares a value with it. */
  states: Int32Array;
  /** True if each state has the same values as before. */
  same: boolean;
  /** For each cell before of an ordered dimension, the cells after at which it begins and ends. */
  firsts: Bounds;
  lasts: Bounds;
}

/** For each cell boundary before, the tightest boundary after that covers it (`outer`) and the widest inside it (`inner`); equal if it still exists. */
interface Bounds {
  outer: Int32Array;
  inner: Int32Array;
}

/** A mapping between the spaces of two similar rule sets. */
export interface CellMappings {
  to: Layout;
  from: Layout;
  dimensions: readonly CellMapping[];
  /** Dimensions that were removed. */
  removed: readonly Dimension[];
  /** True if every input has the same states in both spaces. */
  same: boolean;
}

/** The mapping from the space before to the space after; null if signals differ or dimensions cannot be matched by name. */
export function cellMappings(before: Side, after: Side): CellMappings | null {
  const { layout: from } = before.space;
  let made = known.get(after.space);
  if (made?.from !== from) {
    made = { from, cellMappings: computeMappings(before, after) };
    known.set(after.space, made);
  }
  return made.cellMappings;
}

/**
 * Cached mappings, keyed by the space after. An entry keeps the layout before alive, but no space: keyed the other way round, keeping an old analysis
 * would keep all later ones.
 */
const known = new WeakMap<Space, { from: Layout; cellMappings: CellMappings | null }>();

function computeMappings(before: Side, after: Side): CellMappings | null {
  const [signals, signalsBefore] = [after.subject.ruleSet.signals, before.subject.ruleSet.signals];
  if (signals !== signalsBefore && JSON.stringify(signals) !== JSON.stringify(signalsBefore)) return null;
  if (!readsSameValues(before, after.subject)) return null;
  const { layout: to } = after.space;
  const { layout: from } = before.space;
  if (to === from) {
    const dimensions = to.dimensions.map(dimension => unchanged(dimension, dimension));
    return { to, from, dimensions, removed: [], same: true };
  }
  const namedBefore = byName(from.dimensions);
  const namedAfter = byName(to.dimensions);
  if (namedBefore === null || namedAfter === null || !sameLists(from, to)) return null;
  const dimensions = to.dimensions.flatMap(dimension => {
    const counterpart = namedBefore.get(nameOf(dimension));
    const isMapped = counterpart?.kind === dimension.kind;
    return isMapped ? [cellMapping(before, after, counterpart, dimension)] : [];
  });
  const same =
    dimensions.length === to.dimensions.length &&
    dimensions.every(each => each.same && each.counterpart.index === each.dimension.index);
  const mapped = new Set(dimensions.map(each => each.counterpart));
  return { to, from, dimensions, removed: from.dimensions.filter(dimension => !mapped.has(dimension)), same };
}

/** Dimensions by name; null if names are ambiguous: parts of conditions have none, and two conditions with errors may have the same text. */
function byName(dimensions: readonly Dimension[]): Map<string, Dimension> | null {
  const named = new Map(dimensions.map(dimension => [nameOf(dimension), dimension]));
  return named.size === dimensions.length && dimensions.every(({ subject }) => subject.kind !== 'part') ? named : null;
}

function nameOf({ subject }: Dimension): string {
  return JSON.stringify(subject);
}

/** True if lists name the same members in both layouts. Otherwise, their "any other" member stands for other values. */
function sameLists(from: Layout, to: Layout): boolean {
  const [listsAfter, listsBefore] = [listsOf(to), listsOf(from)];
  return [...listsAfter].every(([signal, names]) => {
    const namesBefore = listsBefore.get(signal);
    return (
      namesBefore === undefined || (namesBefore.size === names.size && [...names].every(name => namesBefore.has(name)))
    );
  });
}

/** For each list signal, the names of its dimensions. */
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

function unchanged(dimension: Dimension, counterpart: Dimension): CellMapping {
  return { dimension, counterpart, same: true, ...sameTables(counterpart) };
}

type Tables = Pick<CellMapping, 'states' | 'firsts' | 'lasts'>;

function sameTables({ cells }: Dimension): Tables {
  const states = Int32Array.from({ length: cells + 1 }, (_, state) => state);
  const bounds = { outer: states, inner: states };
  return { states, firsts: bounds, lasts: bounds };
}

function cellMapping(before: Side, after: Side, counterpart: Dimension, dimension: Dimension): CellMapping {
  const { subject } = dimension;
  const signal = 'signal' in subject ? after.subject.declarations.signals.get(subject.signal) : undefined;
  const tables = tablesOf(signal);
  const { states, firsts, lasts } = tables;
  states[counterpart.cells] = dimension.missing ? dimension.cells : 0;
  const bounds = [states, firsts.outer, firsts.inner, lasts.outer, lasts.inner];
  const isSame = (_: number, cell: number): boolean =>
    cell === counterpart.cells || bounds.every(table => table[cell] === cell);
  return { dimension, counterpart, same: counterpart.cells === dimension.cells && states.every(isSame), ...tables };

  function tablesOf(of: Signal | undefined): Tables {
    if (dimension.kind === 'ordered') {
      const [cellsBefore, cells] = [intervalsOf(before.space, counterpart), intervalsOf(after.space, dimension)];
      return orderedTables(cellsBefore, cells, lineOf(of));
    }
    return of !== undefined && subject.kind === 'value'
      ? listedTables(before.space, subject.signal, counterpart, dimension)
      : sameTables(counterpart);
  }

  function lineOf(of: Signal | undefined): NumberLine {
    if (subject.kind === 'term') return lineOfTerm(after.space.terms.get(subject.key)?.term);
    return (subject.kind === 'value' ? of && numberLineOf(of) : undefined) ?? sizes;
  }
}

/** Maps each cell by one of its values. */
function listedTables(before: Space, name: string, counterpart: Dimension, dimension: Dimension): Tables {
  const tables = sameTables(counterpart);
  const axes = before.signals.get(name);
  for (let state = 0; axes !== undefined && !isList(axes) && state < counterpart.cells; state++) {
    const meaning = axes.meaning(state);
    const value =
      meaning.kind === 'interval' ? meaning.interval.low : meaning.kind === 'value' ? meaning.value : meaning.example;
    tables.states[state] = Math.max(0, dimension.cellOf(new Map([[name, value]])));
  }
  return tables;
}

/** The sizes of lists. */
const sizes: NumberLine = {
  step: 1,
  range: { low: 0, high: Infinity, lowOpen: false, highOpen: true },
  listed: null,
  multipleOf: null,
};

function intervalsOf({ signals, terms }: Space, { subject, cells }: Dimension): Interval[] {
  const term = subject.kind === 'term' ? terms.get(subject.key) : undefined;
  if (term !== undefined) return Array.from({ length: cells }, (_, cell) => term.interval(cell));
  const axes = 'signal' in subject ? signals.get(subject.signal) : undefined;
  const meaning = axes === undefined ? undefined : isList(axes) ? axes.size?.meaning : axes.meaning;
  return Array.from({ length: cells }, (_, cell) => {
    const means = meaning?.(cell);
    if (means?.kind !== 'interval') throw new Error('Ordered cells are intervals.');
    return means.interval;
  });
}

/** Maps ordered cells, given as ascending intervals of a line. */
function orderedTables(cellsBefore: readonly Interval[], cells: readonly Interval[], line: NumberLine): Tables {
  const valueIn = (interval: Interval): number => anyValue(line, interval) ?? interval.low;
  const table = (): Int32Array => new Int32Array(cellsBefore.length + 1);
  const tables = {
    states: table(),
    firsts: { outer: table(), inner: table() },
    lasts: { outer: table(), inner: table() },
  };
  const { states, firsts, lasts } = tables;
  const end = cells.length - 1;
  const at = (index: number): Interval => cells[index] as Interval;
  let cell = 0;
  for (const [state, interval] of cellsBefore.entries()) {
    const value = valueIn(interval);
    while (cell < end && isBelow(at(cell), value)) cell++;
    let first = beginsBefore(at(cell), interval) ? cell + 1 : cell;
    while (first > 0 && !beginsBefore(at(first - 1), interval)) first--;
    let last = endsAfter(at(cell), interval) ? cell - 1 : cell;
    while (last < end && !endsAfter(at(last + 1), interval)) last++;
    states[state] = cell;
    firsts.inner[state] = first;
    firsts.outer[state] = first <= end && !beginsBefore(interval, at(first)) ? first : Math.max(0, first - 1);
    lasts.inner[state] = last;
    lasts.outer[state] = last >= 0 && !endsAfter(interval, at(last)) ? last : Math.min(end, last + 1);
  }
  return tables;
}

function isBelow({ high, highOpen }: Interval, value: number): boolean {
  return high < value || (high === value && highOpen);
}

function beginsBefore(a: Interval, b: Interval): boolean {
  return a.low < b.low || (a.low === b.low && !a.lowOpen && b.lowOpen);
}

function endsAfter(a: Interval, b: Interval): boolean {
  return a.high > b.high || (a.high === b.high && !a.highOpen && b.highOpen);
}

/** Maps points, concatenated as states, to the space after; the state is 0 in added dimensions. */
export function mapPoints(points: Int32Array, { to, from, dimensions }: CellMappings): Int32Array {
  const count = points.length / from.dimensions.length;
  const mapped = new Int32Array(count * to.dimensions.length);
  for (const { dimension, counterpart, states } of dimensions) {
    let at = dimension.index;
    for (let position = counterpart.index; position < points.length; position += from.dimensions.length) {
      mapped[at] = states[points[position] as number] as number;
      at += to.dimensions.length;
    }
  }
  return mapped;
}

/** The box after with the same values as a box before; null if there is none. */
export function mappedBox(mapping: CellMappings, box: Box): Box | null {
  return boxIn(mapping, box, 'exact');
}

/** The smallest box after that contains a box before. */
export function outerBox(mapping: CellMappings, box: Box): Box {
  return boxIn(mapping, box, 'outer') ?? mapping.to.whole;
}

/** The largest box after inside a box before; null if it is empty. */
export function innerBox(mapping: CellMappings, box: Box): Box | null {
  return boxIn(mapping, box, 'inner');
}

function boxIn(
  { to, from, dimensions, removed }: CellMappings,
  box: Box,
  how: 'exact' | 'outer' | 'inner',
): Box | null {
  for (const dimension of how === 'outer' ? [] : removed) if (!sameAt(box, from.whole, dimension)) return null;
  const result = retained.copied(to.whole);
  for (const { dimension, counterpart, same, firsts, lasts } of dimensions) {
    const { offset, width } = counterpart;
    const { offset: at } = dimension;
    if (same) {
      for (let i = 0; i < width; i++) result[at + i] = box[offset + i] as number;
      continue;
    }
    if (sameAt(box, from.whole, counterpart)) continue;
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
    result[at] = isEmpty ? 0 : (firsts[bound][low] as number);
    result[at + 1] = isEmpty ? -1 : (lasts[bound][high] as number);
    result[at + 2] = box[offset + 2] as number;
    if (isEmptyAt(result, dimension)) return null;
  }
  return result;
}
