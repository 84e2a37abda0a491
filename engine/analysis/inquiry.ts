import { intersect, isEmptyAt, narrowAt, type Box, type Dimension } from '../condition/space/dimension.ts';
import { clausesOf, inForce, type Ground, type GroundRule, type Period } from './ground.ts';
import { addRange, emptySet, type ClauseSet } from './search/clause-index.ts';
import { find, type Budget, type Found } from './search/search.ts';

/** Work that one question may do, in words of clauses looked at: about a quarter of a second. */
export const workPerQuestion = 20_000_000;

/** An input that answers a question, as a box of inputs all of which do. */
export interface Answer {
  box: Box;
  period: Period;
}

/** `null`: there is no such input. `undecided`: the work limit came first. */
export type Answered = Answer | null | 'undecided';

/** Questions about a rule set, each "is there an input that …?". */
export interface Inquiry {
  ground: Ground;
  /** An input of a region outside a set of clauses. */
  ask(region: readonly Box[], allowed: ClauseSet, period: Period): Answered;
  /** The same, with the clauses that show that there is none. */
  prove(box: Box, allowed: ClauseSet): Found;
  /** The laws, and the rules before a position that are in force in a period. */
  before(position: number, period: Period): ClauseSet;
  /** Work done so far. */
  work(): number;
}

export function createInquiry(ground: Ground, limit = workPerQuestion): Inquiry {
  let done = 0;
  const prefixes = new Map<Period, { position: number; set: ClauseSet }>();
  return { ground, ask, prove, before, work: () => done };

  function spending<T>(search: (budget: Budget) => T): T {
    const budget = { left: limit };
    const result = search(budget);
    done += limit - budget.left;
    return result;
  }

  function prove(box: Box, allowed: ClauseSet): Found {
    return spending(budget => find(ground.index, box, allowed, budget));
  }

  function ask(region: readonly Box[], allowed: ClauseSet, period: Period): Answered {
    let undecided = false;
    for (const box of region) {
      // Where signals may be missing, rules that fire on unknown all meet: an input with every value is found much sooner.
      const present = withoutMissing(ground.space.layout.dimensions, box);
      if (present !== null) {
        const budget = { left: limit >>> 3 };
        const found = find(ground.index, present, allowed, budget);
        done += (limit >>> 3) - budget.left;
        if (found.kind === 'some') return { box: found.box, period };
      }
      const found = prove(box, allowed);
      if (found.kind === 'some') return { box: found.box, period };
      if (found.kind === 'undecided') undecided = true;
    }
    return undecided ? 'undecided' : null;
  }

  function before(position: number, period: Period): ClauseSet {
    let known = prefixes.get(period);
    if (known === undefined || known.position > position) {
      known = { position: 0, set: clausesOf(ground, period, () => false) };
      prefixes.set(period, known);
    }
    for (; known.position < position; known.position++) {
      const rule = ground.rules[known.position] as GroundRule;
      if (inForce(rule, period)) addRange(known.set, rule.first, rule.end);
    }
    return known.set;
  }
}

/** A box less its missing states wherever it holds others too; null where that is the box itself. */
function withoutMissing(dimensions: readonly Dimension[], box: Box): Box | null {
  const present = box.slice();
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
export function common(ground: Ground, a: readonly Box[], b: readonly Box[]): Box[] {
  const { layout } = ground.space;
  return a.flatMap(left =>
    b.flatMap(right => {
      const box = intersect(layout, left, right);
      return box === null ? [] : [box];
    }),
  );
}

/** A region with a dimension narrowed to what a box holds of it. */
export function narrowed(region: readonly Box[], by: Box, dimension: Dimension): Box[] {
  return region.flatMap(box => {
    const copy = box.slice();
    return narrowAt(copy, by, dimension) ? [copy] : [];
  });
}

export function copyOf(set: ClauseSet): ClauseSet {
  return set.slice();
}

export function union(ground: Ground, ...sets: readonly ClauseSet[]): ClauseSet {
  const all = emptySet(ground.index);
  for (const set of sets) set.forEach((word, at) => (all[at] = (all[at] as number) | word));
  return all;
}

/** Whether a box and a region have an input in common, laws aside. */
export function meets(ground: Ground, region: readonly Box[], box: Box): boolean {
  return region.some(each => intersect(ground.space.layout, each, box) !== null);
}
