import { boxesMeet, fill, intersect, isEmptyAt, type Box, type Dimension } from '../space/dimension.ts';
import { createGate, type Gate } from './gate.ts';
import { inForce, type Problem, type ProblemRule, type Period } from './problem.ts';
import { recaller, statesOfPoint, stillOutside, type Memory, type Question } from './incremental/memory.ts';
import { localSearchPoint, workOfLocalSearch } from './search/local-search.ts';
import { isEmpty, meeting } from './point.ts';
import { addAll, addRange, emptySet, numbersIn, removeRange, type ClauseSet } from './search/clause-index.ts';
import { find, type Found } from './search/search.ts';
import { scratch } from '../space/small-arrays.ts';

/** Work that one question may do, in words of clauses looked at: a fraction of a second. */
export const workPerQuestion = 20_000_000;
/** How many times that all questions of one topic may do: of a rule, a boundary, a signal that is lost. No other work is done in between. */
const questionsPerTopic = 3;
/** And all questions of all topics: so many times for any rule set, and so much for each of its rules. */
const questionsPerRuleSet = 25;
const questionsPerRule = 1 / 200;

/** An input that answers a question, as a box of inputs all of which do. */
export interface Answer {
  box: Box;
  period: Period;
}

/** `null`: there is no such input. `undecided`: the work limit came first. */
export type Answered = Answer | null | 'undecided';

/** Asks whether there is an input such that …, and counts the work. */
export interface Solver {
  problem: Problem;
  /** The only maker of witnesses. */
  gate: Gate;
  /**
   * An input of a region outside a set of clauses. An answer to a question with a name is remembered for the next analysis.
   * @param question holds everything that the region hangs on
   */
  solve: (region: readonly Box[], outside: ClauseSet, period: Period, question?: Question) => Answered;
  /** `solve` by exhaustive search alone, without a local search first. */
  solveExactly: (region: readonly Box[], outside: ClauseSet, period: Period) => Answered;
  /** An answer found by a few random walks; null if they find none, which proves nothing. */
  localSearch: (
    region: readonly Box[],
    outside: ClauseSet,
    period: Period,
    question: Question,
    willDo?: (point: Box) => boolean,
  ) => Answer | null;
  /** An answer remembered from the last analysis, where it still holds; the region need not be worked out. */
  cached: (question: Question, outside: ClauseSet, period: Period) => Answer | null;
  /** The inputs remembered since this was asked last, one after the other. */
  takeEvidence: () => Int32Array;
  /** Remembers an input that shows something. */
  keepEvidence: (point: Box) => void;
  /** Keeps an answer for the next analysis. */
  remember: (question: Question, answer: Answer) => void;
  memory: Memory;
  /** That of the last analysis. */
  previous: Memory | undefined;
  /** Searches one box; if there is no answer, with the clauses that prove it. */
  prove: (box: Box, outside: ClauseSet) => Found;
  /** Begins another topic. Until the first, questions share the work for the whole rule set. */
  topic: () => void;
  /** Counts work that is done beside the search. */
  spend: (work: number) => void;
  /** Whether so much work is left for the topic. */
  affords: (work: number) => boolean;
  /** No work is left for the topic: every further question is undecided. */
  isSpent: () => boolean;
  work: () => number;
}

export function createSolver(
  problem: Problem,
  limit = workPerQuestion,
  previous?: Memory,
  gate = createGate([problem.subject], problem.now),
): Solver {
  const most = limit * (questionsPerRuleSet + questionsPerRule * problem.rules.length);
  let done = 0;
  /** When so much is done, no more may be for the topic. */
  let end = most;
  let evidence: Int32Array[] = [];
  const memory: Memory = { problem, points: new Map(), results: new Map(), gaps: [] };
  const recalled = recaller(problem, previous);
  /** Enough for most inputs that have every value, in rounds over all clauses. */
  const soon = Math.min(limit, 60 * problem.index.words * (problem.index.rows.length + 1));
  return {
    problem,
    gate,
    memory,
    previous,
    takeEvidence,
    keepEvidence: point => void evidence.push(statesOfPoint(problem, point)),
    solve,
    solveExactly: (region, outside, period) => searchAll(region, outside, period, false),
    localSearch,
    cached,
    remember,
    prove: (box, outside) => searchBox(box, outside, limit),
    topic: () => void (end = Math.min(most, done + questionsPerTopic * limit)),
    spend,
    affords: work => work <= end - done,
    isSpent: () => done >= end,
    work: () => done,
  };

  function spend(work: number): void {
    done += work;
  }

  function takeEvidence(): Int32Array {
    const { length } = problem.space.layout.dimensions;
    const taken = new Int32Array(evidence.length * length);
    for (let at = 0; at < evidence.length; at++) taken.set(evidence[at] as Int32Array, at * length);
    evidence = [];
    return taken;
  }

  function cached(question: Question, outside: ClauseSet, period: Period): Answer | null {
    const point = recalled?.(inPeriod(question, period)) ?? null;
    if (point === null || !stillOutside(problem, point, outside)) return null;
    const answer = { box: point, period };
    remember(question, answer);
    return answer;
  }

  function remember(question: Question, { box, period }: Answer): void {
    const [asks, about] = inPeriod(question, period);
    const known = memory.points.get(about);
    const states = statesOfPoint(problem, box);
    evidence.push(states);
    if (known === undefined) memory.points.set(about, new Map([[asks, states]]));
    else known.set(asks, states);
  }

  function searchBox(box: Box, outside: ClauseSet, atMost: number): Found {
    const { index } = problem;
    const allowed = Math.min(atMost, end - done);
    if (allowed <= 0) return { kind: 'undecided' };
    const budget = { left: allowed };
    const found = find(index, box, outside, budget);
    // To begin costs a look at all clauses.
    done += allowed - budget.left + index.words * index.rows.length;
    return found;
  }

  function solve(region: readonly Box[], outside: ClauseSet, period: Period, question?: Question): Answered {
    const known = question === undefined ? null : cached(question, outside, period);
    if (known !== null) return known;
    const answer = searchAll(region, outside, period);
    if (question !== undefined && answer !== null && answer !== 'undecided') remember(question, answer);
    return answer;
  }

  function searchLocally(box: Box, outside: ClauseSet, willDo?: (point: Box) => boolean): Box | null {
    const work = workOfLocalSearch(problem);
    if (work > Math.min(limit, end - done)) return null;
    done += work;
    return localSearchPoint(problem, box, outside, willDo);
  }

  function localSearch(
    ...[region, outside, period, question, willDo]: Parameters<Solver['localSearch']>
  ): Answer | null {
    const known = cached(question, outside, period);
    if (known !== null) return known;
    for (const box of region) {
      const present = withoutMissing(problem.space.layout.dimensions, box) ?? box;
      const nearby = searchLocally(present, outside, willDo);
      if (nearby === null) continue;
      const answer = { box: nearby, period };
      remember(question, answer);
      return answer;
    }
    return null;
  }

  function searchAll(region: readonly Box[], outside: ClauseSet, period: Period, guessing = true): Answered {
    const [first] = region;
    if (first !== undefined && isEmpty(outside)) return { box: first, period };
    const start = done;
    let undecided = false;
    for (const box of region) {
      const left = limit - (done - start);
      if (left <= 0) return 'undecided';
      // Where signals may be missing, rules that fire on unknown all meet: an input with every value is found much sooner.
      const present = withoutMissing(problem.space.layout.dimensions, box);
      const nearby = guessing ? searchLocally(present ?? box, outside) : null;
      if (nearby !== null) return { box: nearby, period };
      const sooner = present === null ? null : searchBox(present, outside, Math.min(soon, left));
      const found = sooner?.kind === 'some' ? sooner : searchBox(box, outside, left);
      if (found.kind === 'some') return { box: found.box, period };
      undecided ||= found.kind === 'undecided';
    }
    return undecided ? 'undecided' : null;
  }
}

function inPeriod([asks, about]: Question, { from }: Period): Question {
  return from === -Infinity ? [asks, about] : [`${asks} ${from}`, about];
}

/** The first that a question has an answer for; `undecided` where none has, and one is. */
export function firstAnswer<T>(
  items: Iterable<T>,
  question: (item: T) => Answered,
): { item: T; answer: Answer } | null | 'undecided' {
  let undecided = false;
  for (const item of items) {
    const answer = question(item);
    if (answer === 'undecided') undecided = true;
    else if (answer !== null) return { item, answer };
  }
  return undecided ? 'undecided' : null;
}

/** The periods in which a rule is in force. */
export function periodsOf({ periods }: Problem, rule: ProblemRule): Period[] {
  return periods.filter(period => inForce(rule, period));
}

/** The constraints, and the rules in force in a period that come before a position in deciding order. */
export function before({ index, inForce: sets, rules }: Problem, position: number, period: Period): ClauseSet {
  const end = rules[position]?.first;
  const known = sets.get(period);
  const set = known === undefined ? emptySet(index) : scratch.copied(known);
  if (end === undefined) return set;
  set.fill(0, (end + 31) >>> 5);
  if ((end & 31) !== 0) set[end >>> 5] = (set[end >>> 5] as number) & ((1 << (end & 31)) - 1);
  return set;
}

/** The constraints alone. */
export function constraintsOf(problem: Problem): ClauseSet {
  const set = emptySet(problem.index);
  for (let number = 0; number < problem.constraints; number++) {
    set[number >>> 5] = (set[number >>> 5] as number) | (1 << (number & 31));
  }
  return set;
}

/** A box less its missing states wherever it holds others too; null where that is the box itself. */
function withoutMissing(dimensions: readonly Dimension[], box: Box): Box | null {
  const present = scratch.copied(box);
  let changed = false;
  for (const dimension of dimensions) {
    if (!dimension.missing) continue;
    const { kind, offset, cells } = dimension;
    const at = kind === 'ordered' ? offset + 2 : offset + (cells >>> 5);
    const bit = kind === 'ordered' ? 1 : 1 << (cells & 31);
    const held = present[at] as number;
    if ((held & bit) === 0) continue;
    present[at] = held & ~bit;
    if (isEmptyAt(present, dimension)) present[at] = held;
    else changed = true;
  }
  return changed ? present : null;
}

/** Intersections of two regions, box by box. */
export function common(problem: Problem, a: readonly Box[], b: readonly Box[]): Box[] {
  const boxes: Box[] = [];
  for (const left of a) {
    for (const right of b) {
      const box = intersect(problem.space.layout, left, right);
      if (box !== null) boxes.push(box);
    }
  }
  return boxes;
}

/** The other rules that fire on inputs that a rule fires on, constraints aside, in deciding order. */
export function neighbours(problem: Problem, rule: ProblemRule): ProblemRule[] {
  if (rule.neighbours !== undefined) return rule.neighbours;
  const { index, rules, constraints } = problem;
  const others = emptySet(index);
  addRange(others, constraints, index.clauses.length);
  removeRange(others, rule.first, rule.end);
  const met = emptySet(index);
  for (const box of rule.fires) addAll(met, meeting(problem, box, others));
  const found: ProblemRule[] = [];
  // The boxes of a rule stand side by side, in deciding order.
  for (const number of numbersIn(met)) {
    const source = index.clauses[number]?.source;
    const other = source?.kind === 'rule' ? rules[source.position] : undefined;
    if (other !== undefined && other !== found.at(-1)) found.push(other);
  }
  rule.neighbours = found;
  return found;
}

/** Whether two regions have an input in common, constraints aside. */
export function meet(problem: Problem, a: readonly Box[], b: readonly Box[]): boolean {
  return a.some(left => b.some(right => boxesMeet(problem.space.layout, left, right)));
}

/** A box with all states of some dimensions. */
export function freed(box: Box, dimensions: Iterable<Dimension>): Box {
  const copy = scratch.copied(box);
  for (const dimension of dimensions) fill(copy, dimension);
  return copy;
}
