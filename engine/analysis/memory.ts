import { anyValue, isInside, numberLineOf, type Interval } from '../condition/space/number-line.ts';
import { isList } from '../condition/space/space.ts';
import type { CellMeaning } from '../condition/space/signal-axes.ts';
import { sameAt, type Box, type Dimension } from '../condition/space/dimension.ts';
import type { Ground, GroundRule, Period } from './ground.ts';
import { firstHolding, setState, stateAt } from './point.ts';
import type { Fact, FactOf } from './facts.ts';
import type { ClauseSet } from './search/clause-index.ts';

/** All that an analysis found out about one rule. */
export interface RuleResult {
  facts: Fact[];
  /** Questions that the work limit left open. */
  undecided: Fact['kind'][];
  firesAlways: boolean;
  contradictory: boolean;
  /** Inputs that show that there is no more to say, by their states: it holds as long as no rule that comes or goes fires on any of them. */
  evidence: Int32Array[];
}

/**
 * What an analysis found out, for the next one of nearly the same rules: for each question the input that answered it, by its states. What is
 * remembered is looked at again before it counts, so that it saves the search and can never make an answer wrong.
 */
export interface Memory {
  ground: Ground;
  /** By what a question is about, and by the question. */
  points: Map<string, Map<string, Int32Array>>;
  /** What there was to say of each rule. */
  results: Map<GroundRule, RuleResult>;
  /** Regions that no rule decides, with what was told of each. */
  gaps: Gap[];
}

export interface Gap {
  period: Period;
  box: Box;
  /** Null where it hangs on a condition that cannot be read. */
  region: FactOf<'uncovered-input'>['regions'][number] | null;
}

/** A question and the key of the rule that it is about, which holds everything that the question's region hangs on. */
export type Question = readonly [asks: string, about: string];

/** For each dimension, where it stood in an earlier ground and what its states there are now; null for one that is new. */
export type Translations = ({ at: number; states: Int32Array } | null)[];

/** Null where the two grounds have nothing to do with each other. */
export function translations(ground: Ground, memory: Memory | undefined): Translations | null {
  if (memory === undefined) return null;
  let made = translationsMade.get(memory);
  if (made?.to !== ground) {
    made = { to: ground, tables: translationsFrom(memory.ground, ground) };
    translationsMade.set(memory, made);
  }
  return made.tables;
}

/** By the memory that they lead from, which nothing holds on to once there is another: several questions need them. */
const translationsMade = new WeakMap<Memory, { to: Ground; tables: Translations | null }>();

function translationsFrom(earlier: Ground, ground: Ground): Translations | null {
  if (!sameFrame(ground, earlier)) return null;
  const { dimensions } = ground.space.layout;
  if (ground.space === earlier.space) {
    return dimensions.map(({ index, cells }) => ({
      at: index,
      states: Int32Array.from({ length: cells + 1 }, (_, state) => state),
    }));
  }
  const old = byName(earlier.space.layout.dimensions);
  if (old === null || byName(dimensions) === null) return null;
  // Which values a list's member "any other" stands for hangs on those that are named.
  const [lists, oldLists] = [listsOf(ground), listsOf(earlier)];
  for (const [signal, names] of lists) {
    const before = oldLists.get(signal);
    if (before !== undefined && (before.size !== names.size || [...names].some(name => !before.has(name)))) return null;
  }
  return dimensions.map(dimension => {
    const before = old.get(nameOf(dimension));
    return before === undefined ? null : { at: before.index, states: translation(ground, earlier, dimension, before) };
  });
}

/** Recalls points of an earlier ground as boxes of this one; null where the two have nothing to do with each other. */
export function recaller(ground: Ground, memory: Memory | undefined): ((question: Question) => Box | null) | null {
  let tables: Translations | null | undefined;
  if (memory === undefined) return null;
  return ([asks, about]) => {
    const states = memory.points.get(about)?.get(asks);
    if (states === undefined) return null;
    tables ??= translations(ground, memory);
    if (tables === null) return null;
    const box = ground.space.layout.whole.slice();
    const now = translated(states, tables);
    for (const dimension of ground.space.layout.dimensions) setState(box, dimension, now[dimension.index] as number);
    return box;
  };
}

/** A point of the earlier ground by its states in this one; 0 in dimensions that are new. */
export function translated(states: Int32Array, tables: Translations): Int32Array {
  const now = new Int32Array(tables.length);
  for (let index = 0; index < tables.length; index++) {
    const table = tables[index];
    if (table) now[index] = table.states[states[table.at] as number] as number;
  }
  return now;
}

/** A box of an earlier ground with the same values in this one; null where no box has. */
export function translatedBox(ground: Ground, earlier: Ground, tables: Translations, box: Box): Box | null {
  const { layout } = ground.space;
  const { dimensions, whole } = earlier.space.layout;
  const now = layout.whole.slice();
  const told = new Set<Dimension>();
  for (const dimension of layout.dimensions) {
    const table = tables[dimension.index];
    const before = table ? dimensions[table.at] : undefined;
    if (!table || before === undefined) continue;
    told.add(before);
    if (sameAt(box, whole, before)) continue;
    const part = box.subarray(before.offset, before.offset + before.width);
    if (dimension.kind === 'ordered') {
      const [low = 0, high = -1, missing = 0] = part;
      const [first, last] = low > high ? [0, -1] : [table.states[low] as number, table.states[high] as number];
      if (low <= high && !sameBounds([ground, dimension, first, last], [earlier, before, low, high])) return null;
      now.set([first, last, missing], dimension.offset);
    } else {
      if (dimension.cells !== before.cells || table.states.some((state, index) => state !== index)) return null;
      now.set(part, dimension.offset);
    }
  }
  return dimensions.every(dimension => told.has(dimension) || sameAt(box, whole, dimension)) ? now : null;
}

type CellsOf = readonly [ground: Ground, dimension: Dimension, first: number, last: number];

/** Whether two ranges of cells begin and end at the same values. */
function sameBounds(a: CellsOf, b: CellsOf): boolean {
  const [from, to] = [boundsOf(...a), boundsOf(...b)];
  return (
    from !== null &&
    to !== null &&
    from.low === to.low &&
    from.lowOpen === to.lowOpen &&
    from.high === to.high &&
    from.highOpen === to.highOpen
  );
}

function boundsOf({ space }: Ground, { subject }: Dimension, first: number, last: number): Interval | null {
  const axes = 'signal' in subject ? space.signals.get(subject.signal) : undefined;
  const meaning = axes === undefined ? undefined : isList(axes) ? axes.size?.meaning : axes.meaning;
  const [start, end] = [meaning?.(first), meaning?.(last)];
  if (start?.kind !== 'interval' || end?.kind !== 'interval') return null;
  const { low, lowOpen } = start.interval;
  const { high, highOpen } = end.interval;
  return { low, lowOpen, high, highOpen };
}

/** Whether signals and assumptions are the same, so that a rule with the same key fires on the same inputs. */
function sameFrame(a: Ground, b: Ground): boolean {
  const frame = ({ subject: { ruleSet }, periods }: Ground): string =>
    JSON.stringify([
      ruleSet.signals,
      ruleSet.assumptions?.length ? [ruleSet.assumptions, ruleSet.thresholds] : [],
      ruleSet.hitPolicy,
      ruleSet.onUnknown,
      periods,
    ]);
  return frame(a) === frame(b);
}

/** By list, the names of its dimensions. */
function listsOf({ space: { layout } }: Ground): Map<string, Set<string>> {
  const lists = new Map<string, Set<string>>();
  for (const dimension of layout.dimensions) {
    const { subject } = dimension;
    if (subject.kind !== 'member' && subject.kind !== 'size') continue;
    const names = lists.get(subject.signal) ?? new Set();
    lists.set(subject.signal, names.add(nameOf(dimension)));
  }
  return lists;
}

/** Null where names do not tell dimensions apart: parts of conditions have none, and two conditions with errors may have the same text. */
function byName(dimensions: readonly Dimension[]): Map<string, Dimension> | null {
  const named = new Map(dimensions.map(dimension => [nameOf(dimension), dimension]));
  return named.size === dimensions.length && dimensions.every(({ subject }) => subject.kind !== 'part') ? named : null;
}

function nameOf({ subject }: Dimension): string {
  return JSON.stringify(subject);
}

/** For each state of the earlier dimension, the state of this one with the same values. */
function translation(ground: Ground, earlier: Ground, now: Dimension, before: Dimension): Int32Array {
  const states = Int32Array.from({ length: before.cells + 1 }, (_, state) => state);
  states[before.cells] = now.missing ? now.cells : 0;
  const { subject } = now;
  if (subject.kind !== 'value' && subject.kind !== 'size') return states;
  const [axes, old] = [ground.space.signals.get(subject.signal), earlier.space.signals.get(subject.signal)];
  const signal = ground.subject.declarations.signals.get(subject.signal);
  if (axes === undefined || old === undefined || signal === undefined) return states;
  const meaningOf = (of: typeof axes): ((cell: number) => CellMeaning) | undefined =>
    isList(of) ? of.size?.meaning : of.meaning;
  const [meaning, oldMeaning] = [meaningOf(axes), meaningOf(old)];
  if (meaning === undefined || oldMeaning === undefined) return states;
  const line = numberLineOf(signal);
  for (let state = 0; state < before.cells; state++) {
    const was = oldMeaning(state);
    if (was.kind !== 'interval') {
      const value = was.kind === 'value' ? was.value : was.example;
      states[state] = Math.max(0, now.cellOf(new Map([[subject.signal, value]])));
    } else if (line !== undefined && subject.kind === 'value') {
      const value = anyValue(line, was.interval) ?? was.interval.low;
      states[state] = Math.max(0, now.cellOf(new Map([[subject.signal, value]])));
    } else {
      const least = was.interval.lowOpen ? was.interval.low + 1 : was.interval.low;
      for (let cell = 0; cell < now.cells; cell++) {
        const is = meaning(cell);
        if (is.kind === 'interval' && isInside(is.interval, Math.max(0, least))) states[state] = cell;
      }
    }
  }
  return states;
}

/** Whether a remembered point is outside a set of clauses still. */
export function stillOutside(ground: Ground, point: Box, outside: ClauseSet): boolean {
  return firstHolding(ground, point, outside) === -1;
}

/** A point of a box, by its states. */
export function statesOfPoint({ space }: Ground, box: Box): Int32Array {
  return Int32Array.from(space.layout.dimensions, dimension => stateAt(box, dimension));
}
