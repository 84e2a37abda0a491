import { boxesMeet, fill, intersect, isEmptyAt, type Box, type Dimension } from '../space/dimension.ts';
import { createGate, type Gate } from './gate.ts';
import { regionDuring } from './period.ts';
import { inForce, type Problem, type ProblemRule, type Period } from './problem.ts';
import { cachedPoints, statesOfPoint, isOutside, type Memory, type Question } from './incremental/memory.ts';
import { localSearchPoint, workOfLocalSearch } from './search/local-search.ts';
import { isEmpty, meeting } from './point.ts';
import { addAll, addRange, emptySet, numbersIn, removeRange, type ClauseSet } from './search/clause-index.ts';
import { find, isPossible, type Found } from './search/search.ts';
import { scratch } from '../space/small-arrays.ts';

/** Maximum work for one question, in words of clauses examined: a fraction of a second. */
export const workPerQuestion = 20_000_000;
/** Maximum work for all questions of a topic (a rule, a boundary, a lost signal), as a multiple of the work for one. Topics are not interleaved. */
const questionsPerTopic = 3;
/** Maximum work for a whole rule set, as a multiple of the work for one question: a base, and an amount for each rule. */
const questionsPerRuleSet = 25;
const questionsPerRule = 1 / 200;

/** A box of inputs, each of which answers a question. */
export interface Answer {
  box: Box;
  period: Period;
}

/** `null`: there is no such input. `undecided`: the work limit was reached. */
export type Answered = Answer | null | 'undecided';

/** Searches for inputs within regions and outside clauses, and counts the work. */
export interface Solver {
  problem: Problem;
  /** The gate that confirms all witnesses. */
  gate: Gate;
  /**
   * Finds an input of a region that none of the clauses `excluding` holds. If `question` is given, the answer is cached for the next analysis.
   * @param question identifies the region: must contain everything that it depends on
   */
  solve: (region: readonly Box[], excluding: ClauseSet, period: Period, question?: Question) => Answered;
  /** `solve` by exhaustive search only, without cache and local search. */
  solveExactly: (region: readonly Box[], excluding: ClauseSet, period: Period) => Answered;
  /** An answer found by a few random walks; null proves nothing. If `accepts` is given, an answer that passes it. */
  localSearch: (
    region: readonly Box[],
    excluding: ClauseSet,
    period: Period,
    question: Question,
    accepts?: (point: Box) => boolean,
  ) => Answer | null;
  /** The answer from the previous analysis; null if there is none or it no longer holds. Does not need the region. */
  cached: (question: Question, excluding: ClauseSet, period: Period) => Answer | null;
  /** The inputs remembered since the last call, concatenated as states. */
  takeEvidence: () => Int32Array;
  /** Adds an input to the evidence. */
  keepEvidence: (point: Box) => void;
  /** Caches an answer for the next analysis, and adds it to the evidence. */
  remember: (question: Question, answer: Answer) => void;
  memory: Memory;
  /** Memory of the previous analysis. */
  previous: Memory | undefined;
  /** Searches one box exhaustively; if it has no answer, returns the clauses that prove it. */
  prove: (box: Box, excluding: ClauseSet) => Found;
  /** Begins a new topic. Before the first one, questions share the work for the whole rule set. */
  topic: () => void;
  /** Counts work done outside the search. */
  spend: (work: number) => void;
  /** True if this much work is left for the topic. */
  affords: (work: number) => boolean;
  /** True if no work is left for the topic, so that every further question is undecided. */
  isSpent: () => boolean;
  /** Total work done so far. */
  work: () => number;
}

export function createSolver(
  problem: Problem,
  limit = workPerQuestion,
  previous?: Memory,
  gate = createGate([problem.subject], problem.now),
): Solver {
  const maxDone = limit * (questionsPerRuleSet + questionsPerRule * problem.rules.length);
  let done = 0;
  /** The value of `done` at which the topic's work is used up. */
  let end = maxDone;
  let evidence: Int32Array[] = [];
  const memory: Memory = { problem, points: new Map(), results: new Map(), gaps: [] };
  const cachedPoint = cachedPoints(problem, previous);
  /** Work that usually suffices to find an input without missing values, some rounds over all clauses. */
  const presentLimit = Math.min(limit, 60 * problem.index.words * (problem.index.rows.length + 1));
  return {
    problem,
    gate,
    memory,
    previous,
    takeEvidence,
    keepEvidence: point => void evidence.push(statesOfPoint(problem, point)),
    solve,
    solveExactly: (region, excluding, period) => searchAll(region, excluding, period, false),
    localSearch,
    cached,
    remember,
    prove: (box, excluding) => searchBox(box, excluding, limit),
    topic: () => void (end = Math.min(maxDone, done + questionsPerTopic * limit)),
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

  function cached(question: Question, excluding: ClauseSet, period: Period): Answer | null {
    const point = cachedPoint?.(inPeriod(question, period)) ?? null;
    if (point === null || !isOutside(problem, point, excluding) || !isPossible(problem.index, point)) return null;
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

  function searchBox(box: Box, excluding: ClauseSet, atMost: number): Found {
    const { index } = problem;
    const allowed = Math.min(atMost, end - done);
    if (allowed <= 0) return { kind: 'undecided' };
    const budget = { left: allowed };
    const found = find(index, box, excluding, budget);
    // Starting a search takes one pass over all clauses.
    done += allowed - budget.left + index.words * index.rows.length;
    return found;
  }

  function solve(region: readonly Box[], excluding: ClauseSet, period: Period, question?: Question): Answered {
    const known = question === undefined ? null : cached(question, excluding, period);
    if (known !== null) return known;
    const answer = searchAll(region, excluding, period);
    if (question !== undefined && answer !== null && answer !== 'undecided') remember(question, answer);
    return answer;
  }

  function searchLocally(box: Box, excluding: ClauseSet, accepts?: (point: Box) => boolean): Box | null {
    const work = workOfLocalSearch(problem);
    if (work > Math.min(limit, end - done)) return null;
    done += work;
    return localSearchPoint(
      problem,
      box,
      excluding,
      point => isPossible(problem.index, point) && accepts?.(point) !== false,
    );
  }

  function localSearch(
    ...[region, excluding, period, question, accepts]: Parameters<Solver['localSearch']>
  ): Answer | null {
    const known = cached(question, excluding, period);
    if (known !== null) return known;
    for (const box of regionDuring(problem.space, region, period)) {
      const present = withoutMissing(problem.space.layout.dimensions, box) ?? box;
      const nearby = searchLocally(present, excluding, accepts);
      if (nearby === null) continue;
      const answer = { box: nearby, period };
      remember(question, answer);
      return answer;
    }
    return null;
  }

  function searchAll(whole: readonly Box[], excluding: ClauseSet, period: Period, withLocalSearch = true): Answered {
    const region = regionDuring(problem.space, whole, period);
    const [first] = region;
    if (first !== undefined && isEmpty(excluding)) return { box: first, period };
    const start = done;
    let undecided = false;
    for (const box of region) {
      const left = limit - (done - start);
      if (left <= 0) return 'undecided';
      // If signals may be missing, all rules that fire on unknown overlap there: an input without missing values is found much faster.
      const present = withoutMissing(problem.space.layout.dimensions, box);
      const nearby = withLocalSearch ? searchLocally(present ?? box, excluding) : null;
      if (nearby !== null) return { box: nearby, period };
      const presentOnly = present === null ? null : searchBox(present, excluding, Math.min(presentLimit, left));
      const found = presentOnly?.kind === 'some' ? presentOnly : searchBox(box, excluding, left);
      if (found.kind === 'some') return { box: found.box, period };
      undecided ||= found.kind === 'undecided';
    }
    return undecided ? 'undecided' : null;
  }
}

function inPeriod([asks, about]: Question, { from }: Period): Question {
  return from === -Infinity ? [asks, about] : [`${asks} ${from}`, about];
}

/** The first item for which the question has an answer; `undecided` if none has and at least one is undecided. */
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
export function clausesBefore({ index, inForce: sets, rules }: Problem, position: number, period: Period): ClauseSet {
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

/** A box without its missing states, except where it holds no other; null if that changes nothing. */
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

/** The other rules that fire on some of a rule's inputs, ignoring constraints, in deciding order. */
export function neighbours(problem: Problem, rule: ProblemRule): ProblemRule[] {
  if (rule.neighbours !== undefined) return rule.neighbours;
  const { index, rules, constraints } = problem;
  const others = emptySet(index);
  addRange(others, constraints, index.clauses.length);
  removeRange(others, rule.first, rule.end);
  const met = emptySet(index);
  for (const box of rule.fires) addAll(met, meeting(problem, box, others));
  const found: ProblemRule[] = [];
  // The boxes of a rule are adjacent in the index.
  for (const number of numbersIn(met)) {
    const source = index.clauses[number]?.source;
    const other = source?.kind === 'rule' ? rules[source.position] : undefined;
    if (other !== undefined && other !== found.at(-1)) found.push(other);
  }
  rule.neighbours = found;
  return found;
}

/** True if two regions have an input in common, ignoring constraints. */
export function meet(problem: Problem, a: readonly Box[], b: readonly Box[]): boolean {
  return a.some(left => b.some(right => boxesMeet(problem.space.layout, left, right)));
}

/** A copy of a box that holds all states of the given dimensions. */
export function freed(box: Box, dimensions: Iterable<Dimension>): Box {
  const copy = scratch.copied(box);
  for (const dimension of dimensions) fill(copy, dimension);
  return copy;
}
