import type { Box, Dimension } from '../../space/dimension.ts';
import { isEmptyAt, narrowAt } from '../../space/dimension.ts';
import {
  learn,
  lowestBit,
  rowsAsked,
  type ClauseIndex,
  type ClauseSet,
  type Lemmas,
  type Level,
} from './clause-index.ts';
import type { Budget } from './budget.ts';
import { keepBefore, keepBehind, outsideShare, pushOut } from './domain.ts';
import { scratch } from '../../space/small-arrays.ts';

export type Found =
  /**
   * All inputs of the box are outside all clauses. It holds one, with its state in each dimension of the theory, unless the theory is in doubt about all
   * such boxes.
   */
  | { kind: 'some'; box: Box }
  /** There is no such input; these clauses prove it. */
  | { kind: 'none'; conflictClauses: ClauseSet }
  | { kind: 'undecided' };

/**
 * Searches for an input inside `start` and outside the boxes of all clauses in `excluding`: backtracking with unit propagation over finite domains (DPLL:
 * Davis, Logemann and Loveland 1962), 32 clauses at a time. A clause is satisfied if its box does not meet the domain, and violated if it holds the
 * domain in every dimension. If it does so in all but one, the domain is pushed out of the box in that one. Otherwise, a clause with the fewest open
 * dimensions is branched on. If the index has a theory, boxes that are found are shown to it; what it rules out is one more clause.
 */
export function find(index: ClauseIndex, start: Box, excluding: ClauseSet, budget: Budget): Found {
  let search = searches.get(index);
  if (search === undefined) searches.set(index, (search = searchThrough(index)));
  return search(start, excluding, budget);
}

/** The lemmas of an index if a set of clauses takes them into account, as it does the other constraints; otherwise null. */
function lemmasIn({ lemmas }: ClauseIndex, set: ClauseSet): Lemmas | null {
  return lemmas !== null && (((set[lemmas.first >>> 5] as number) >>> (lemmas.first & 31)) & 1) === 1 ? lemmas : null;
}

/** Maximum number of solutions that the theory is in doubt about before the search ends with one of them. */
const maxDoubts = 32;

/** Maximum work of asking the theory about one point, in words of clauses examined. */
const workPerPoint = 300_000;

/** True if it is certain that a point, which satisfies the constraints, holds an input. If the theory of the index rules it out, that is learned. */
export function isPossible(index: ClauseIndex, point: Box): boolean {
  const { lemmas } = index;
  if (lemmas === null) return true;
  const solved = lemmas.theory.solve(point, { left: workPerPoint });
  if (solved.kind === 'impossible') learn(index, lemmas, solved.lemma);
  return solved.kind === 'possible';
}

type Search = (start: Box, excluding: ClauseSet, budget: Budget) => Found;

const searches = new WeakMap<ClauseIndex, Search>();

/** A search through an index, with working memory that consecutive questions reuse. Not reentrant. */
function searchThrough(index: ClauseIndex): Search {
  const { layout, rows, words } = index;
  const levels: Level[] = [];
  /** For each clause, how often it was violated. */
  const conflicts = new Uint16Array(words << 5);
  /** The clauses with exactly two open dimensions, and those with more. */
  const pairs = new Int32Array(words);
  const several = new Int32Array(words);
  let conflictClauses = scratch.zeros(words);
  let budget: Budget = { left: 0 };
  let lemmas: Lemmas | null = null;
  let solution: Box | null = null;
  /** The first solution of which the theory does not know whether it holds an input, and the number of those passed over. */
  let doubtful: Box | null = null;
  let doubts = 0;
  let exhausted = false;

  return (start, excluding, available) => {
    conflictClauses = scratch.zeros(words);
    budget = available;
    lemmas = lemmasIn(index, excluding);
    solution = null;
    doubtful = null;
    doubts = 0;
    exhausted = false;
    const first = levelAt(0);
    first.domain.set(start);
    first.count = 0;
    for (let word = 0; word < excluding.length; word++) {
      if (excluding[word] === 0) continue;
      first.alive[word] = excluding[word] as number;
      first.live[first.count++] = word;
      conflicts.fill(0, word << 5, (word + 1) << 5);
    }
    for (const row of rows) refresh(first, row.dimension.index);
    search(0);
    const found = solution ?? doubtful;
    if (found !== null) return { kind: 'some', box: found };
    return exhausted ? { kind: 'undecided' } : { kind: 'none', conflictClauses };
  };

  function levelAt(depth: number): Level {
    return (levels[depth] ??= {
      domain: new Int32Array(layout.stride),
      alive: new Int32Array(words),
      live: new Uint32Array(words),
      count: 0,
      containing: new Int32Array(rows.length * words),
    });
  }

  function refresh(level: Level, dimension: number): void {
    (rows[dimension] as (typeof rows)[number]).narrow(level, dimension * words);
  }

  /** True once a solution is found or the budget is spent. */
  function search(depth: number): boolean {
    const level = levelAt(depth);
    const open = propagate(level);
    if (open === 'violated') return false;
    if (open === 'spent') {
      exhausted = true;
      return true;
    }
    if (open === 'satisfied') return isSolution(level.domain, depth);
    return branch(level, depth, open.clause, open.forced);
  }

  /** True if a domain holds an input according to the theory, and is then the solution. What the theory has against it is one more clause from now on. */
  function isSolution(domain: Box, depth: number): boolean {
    if (lemmas === null) {
      solution = scratch.copied(domain);
      return true;
    }
    const { theory } = lemmas;
    const solved = theory.solve(domain, budget);
    if (solved.kind === 'possible') {
      solution = theory.at(domain, solved.values);
      return true;
    }
    if (solved.kind === 'unknown') {
      doubtful ??= scratch.copied(domain);
      return ++doubts === maxDoubts;
    }
    const number = learn(index, lemmas, solved.lemma);
    mark(number);
    conflicts[number] = 0;
    for (let at = 0; at <= depth; at++) admit(levelAt(at), number);
    return false;
  }

  /** Adds a clause to a level, in place of one with the same number. */
  function admit(level: Level, number: number): void {
    const word = number >>> 5;
    if (!level.live.subarray(0, level.count).includes(word)) {
      level.alive[word] = 0;
      level.live[level.count++] = word;
    }
    level.alive[word] = (level.alive[word] as number) | (1 << (number & 31));
    const { domain, alive, containing } = level;
    budget.left -= rows.length;
    const only: Level = { domain, alive, live: Uint32Array.of(word), count: 1, containing };
    for (const row of rows) row.narrow(only, row.dimension.index * words);
  }

  /** Propagates to a fixpoint. Returns the clause to branch on; `forced`: it has a single open dimension. */
  function propagate(level: Level): 'violated' | 'satisfied' | 'spent' | { clause: number; forced: boolean } {
    const { alive, containing, domain, live } = level;
    for (;;) {
      budget.left -= level.count * (rows.length + 1);
      if (budget.left < 0) return 'spent';
      let cut = -1;
      let changed = false;
      let kept = 0;
      for (let at = 0; at < level.count; at++) {
        const word = live[at] as number;
        const here = alive[word] as number;
        if (here === 0) continue;
        live[kept++] = word;
        if (changed) continue;
        let one = 0;
        let two = 0;
        let three = 0;
        const asked = rowsAsked(index, word);
        for (let at = 0; at < asked.length; at++) {
          const opened = here & ~(containing[asked[at] as number] as number);
          three |= two & opened;
          two |= one & opened;
          one |= opened;
        }
        const violated = here & ~one;
        if (violated !== 0) return conflict((word << 5) + lowestBit(violated));
        for (let unit = one & ~two; unit !== 0; unit &= unit - 1) {
          const clause = (word << 5) + lowestBit(unit);
          const dimension = openDimension(level, clause);
          // Satisfied by another clause's push in this round.
          if (dimension === -1) continue;
          const pushed = pushOut(domain, boxOf(clause), dimensionAt(dimension));
          if (!pushed) {
            cut = clause;
            continue;
          }
          mark(clause);
          if (isEmptyAt(domain, dimensionAt(dimension))) return conflict(clause);
          refresh(level, dimension);
          changed = true;
        }
        pairs[word] = two & ~three;
        several[word] = three;
      }
      level.count = kept;
      if (changed) continue;
      if (cut !== -1) return { clause: cut, forced: true };
      const pair = busiest(level, pairs);
      const clause = pair === -1 ? busiest(level, several) : pair;
      return clause === -1 ? 'satisfied' : { clause, forced: false };
    }
  }

  function branch(level: Level, depth: number, clause: number, forced: boolean): boolean {
    mark(clause);
    const box = boxOf(clause);
    const dimension = widestOutside(level, clause);
    const next = levelAt(depth + 1);
    const again = (): boolean => {
      inherit(level, next);
      refresh(next, dimension.index);
      return search(depth + 1);
    };
    next.domain.set(level.domain);
    if (pushOut(next.domain, box, dimension)) {
      if (again()) return true;
    } else {
      keepBefore(next.domain, box, dimension);
      if (again()) return true;
      next.domain.set(level.domain);
      keepBehind(next.domain, box, dimension);
      if (again()) return true;
    }
    if (forced) return false;
    next.domain.set(level.domain);
    narrowAt(next.domain, box, dimension);
    return again();
  }

  function inherit({ alive, live, count, containing }: Level, next: Level): void {
    next.count = count;
    for (let at = 0; at < count; at++) {
      const word = live[at] as number;
      next.live[at] = word;
      next.alive[word] = alive[word] as number;
      const asked = rowsAsked(index, word);
      for (let i = 0; i < asked.length; i++)
        next.containing[asked[i] as number] = containing[asked[i] as number] as number;
    }
  }

  function conflict(clause: number): 'violated' {
    mark(clause);
    conflicts[clause] = (conflicts[clause] as number) + 1;
    return 'violated';
  }

  function mark(clause: number): void {
    conflictClauses[clause >>> 5] = (conflictClauses[clause >>> 5] as number) | (1 << (clause & 31));
  }

  /** The clause of the live words of a set that was violated most often; -1 if there is none. */
  function busiest({ live, count }: Level, set: ClauseSet): number {
    let best = -1;
    for (let at = 0; at < count; at++) {
      const word = live[at] as number;
      for (let bits = set[word] as number; bits !== 0; bits &= bits - 1) {
        const clause = (word << 5) + lowestBit(bits);
        if (best === -1 || (conflicts[clause] as number) > (conflicts[best] as number)) best = clause;
      }
    }
    return best;
  }

  function isOpen(level: Level, clause: number, dimension: number): boolean {
    const row = level.containing[dimension * words + (clause >>> 5)] as number;
    return ((row >>> (clause & 31)) & 1) === 0;
  }

  /** The first dimension in which the domain is not inside the clause's box; -1 if the clause no longer meets the domain. */
  function openDimension(level: Level, clause: number): number {
    if ((((level.alive[clause >>> 5] as number) >>> (clause & 31)) & 1) === 0) return -1;
    for (const dimension of dimensionsOf(clause)) if (isOpen(level, clause, dimension)) return dimension;
    return -1;
  }

  function widestOutside(level: Level, clause: number): Dimension {
    const box = boxOf(clause);
    let best = -1;
    let widest = -1;
    for (const dimension of dimensionsOf(clause)) {
      if (!isOpen(level, clause, dimension)) continue;
      const share = outsideShare(level.domain, box, dimensionAt(dimension));
      if (share <= widest) continue;
      widest = share;
      best = dimension;
    }
    return dimensionAt(best);
  }

  function boxOf(clause: number): Box {
    return (index.clauses[clause] as ClauseIndex['clauses'][number]).box;
  }

  function dimensionsOf(clause: number): readonly number[] {
    return (index.clauses[clause] as ClauseIndex['clauses'][number]).dimensions;
  }

  function dimensionAt(at: number): Dimension {
    return layout.dimensions[at] as Dimension;
  }
}
