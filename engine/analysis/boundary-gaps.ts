import { narrowAt, sameAt, type Box, type Dimension } from '../space/dimension.ts';
import type { CellMeaning } from '../space/signal-axes.ts';
import { isOn, numberLineOf } from '../space/number-line.ts';
import { isList } from '../space/space.ts';
import type { Signal } from '../model/rule-set.ts';
import type { Claim, Statement } from '../solver/claim.ts';
import { beyondLimit, type FactOf, type Undecided } from './facts.ts';
import { clausesInForce, inForce, type Problem, type ProblemRule, type Period } from '../solver/problem.ts';
import { common, type Answer, type Solver } from '../solver/solver.ts';
import { firstMeeting, setState } from '../solver/point.ts';
import { clauseOf, type Clause } from '../solver/search/clause.ts';
import { dropClauses, enterClause, removeRange, type ClauseSet } from '../solver/search/clause-index.ts';
import { toJson } from '../solver/input.ts';
import { show, undecidedIn, witnessIn } from '../solver/witness/witness.ts';
import { scratch } from '../space/small-arrays.ts';

type Gap = FactOf<'boundary-gap'>;

/** A boundary: one value of a signal, and the rules that stop just below it or start just above it. */
interface Boundary {
  signal: string;
  value: number;
  dimension: Dimension;
  /** The neighbours of the value. */
  before: number;
  after: number;
  /** The cell of the value; more than one where rounding spreads the boundary over neighbouring doubles. */
  first: number;
  last: number;
  below: { rule: ProblemRule; box: Box }[];
  above: { rule: ProblemRule; box: Box }[];
}

/**
 * Values that adjoining rules leave out exactly: no rule fires at the value, one fires just below it and another just above, all else being equal.
 * @param always rules that fire on every input: like the default, they are there for what others leave out. Behind one of them nothing decides, so
 *   that it leaves no gap between rules that come after it.
 */
export function* boundaryGaps(
  solver: Solver,
  always: ReadonlySet<ProblemRule>,
): Generator<void, { facts: Gap[]; undecided: Map<ProblemRule, Undecided> }> {
  const { problem } = solver;
  const facts: Gap[] = [];
  const undecided = new Map<ProblemRule, Undecided>();
  const periods = problem.periods.map(
    period => [period, clausesInForce(problem, period, rule => !always.has(rule))] as const,
  );
  for (const boundary of boundariesOf(problem, always)) {
    const told = new Set<ProblemRule>();
    solver.topic();
    for (const [period, rules] of periods) {
      yield;
      const decider = problem.rules.find(rule => always.has(rule) && inForce(rule, period)) ?? null;
      const isReached = (rule: ProblemRule): boolean =>
        inForce(rule, period) && (decider === null || rule.position < decider.position);
      const there = atBoundary(problem.space.layout.whole, boundary);
      const anything = solver.solve([there], rules, period);
      if (anything === null) continue;
      const all = periods.length === 1 && firstMeeting(problem, there, withoutLaws(problem, rules)) === -1;
      for (const above of boundary.above) {
        if (told.has(above.rule) || !isReached(above.rule)) continue;
        for (const below of boundary.below) {
          if (below.rule === above.rule || !isReached(below.rule)) continue;
          yield;
          const gap = gapBetween(solver, boundary, { below, above, always }, rules, period);
          if (gap === null) continue;
          if (gap.kind === 'undecided') undecided.set(above.rule, gap);
          else {
            facts.push({ ...gap, decider: decider?.rule ?? null, all });
            told.add(above.rule);
            break;
          }
        }
      }
    }
  }
  return { facts, undecided };
}

function* boundariesOf(problem: Problem, always: ReadonlySet<ProblemRule>): Generator<Boundary> {
  const edges = edgesOf(problem, always);
  for (const [signal, axes] of problem.space.signals) {
    if (isList(axes) || axes.dimension.kind !== 'ordered') continue;
    const { dimension } = axes;
    const { stops, starts } = edges[dimension.index] as Edges;
    for (const [first, below] of [...stops].sort(([a], [b]) => a - b)) {
      for (let last = first; last < dimension.cells - 1; last++) {
        const value = boundaryValue(axes.meaning(first), axes.meaning(last));
        if (value === null) break;
        const above = starts.get(last);
        const neighbours = above === undefined ? null : neighboursOf(problem, signal, dimension, value, first, last);
        if (above !== undefined && neighbours !== null)
          yield { signal, value, ...neighbours, dimension, first, last, below, above };
      }
    }
  }
}

/** By the cell next to them, boxes that end before it, and that begin behind it. */
interface Edges {
  stops: Map<number, Boundary['below']>;
  starts: Map<number, Boundary['above']>;
}

/** Of each dimension. */
function edgesOf({ space, rules, index }: Problem, always: ReadonlySet<ProblemRule>): Edges[] {
  const { dimensions } = space.layout;
  const edges = dimensions.map((): Edges => ({ stops: new Map(), starts: new Map() }));
  for (const rule of rules) {
    if (always.has(rule)) continue;
    for (let number = rule.first; number < rule.end; number++) {
      const { box, dimensions: constrained } = index.clauses[number] as Clause;
      for (const place of constrained) {
        const { kind, offset, cells } = dimensions[place] as Dimension;
        const { stops, starts } = edges[place] as Edges;
        const low = box[offset] as number;
        const high = box[offset + 1] as number;
        if (kind !== 'ordered' || low > high) continue;
        if (high < cells - 2) push(stops, high + 1, { rule, box });
        if (low > 1) push(starts, low - 1, { rule, box });
      }
    }
  }
  return edges;
}

/** The value that cells stand for together: that of a single point, or the roundest where they are no further apart than rounding; else null. */
function boundaryValue(first: CellMeaning, last: CellMeaning): number | null {
  if (first.kind !== 'interval' || last.kind !== 'interval') return null;
  const { low } = first.interval;
  const { high } = last.interval;
  if (low === high) return low;
  if (!(high - low <= 8 * Number.EPSILON * Math.abs(high))) return null;
  return String(low).length < String(high).length ? low : high;
}

/** The neighbours of a value, if the cells beside it hold them: of 1, 2 and 4, nothing adjoins 2 from above. */
function neighboursOf(
  { subject }: Problem,
  name: string,
  dimension: Dimension,
  value: number,
  first: number,
  last: number,
): Pick<Boundary, 'before' | 'after'> | null {
  const signal = subject.declarations.signals.get(name);
  const line = signal && numberLineOf(signal);
  if (line === undefined) return null;
  const step = line.multipleOf ?? line.step ?? Math.max(4 * Number.EPSILON * Math.abs(value), Number.MIN_VALUE);
  const cellAt = (neighbour: number): number =>
    isOn(line, neighbour) ? dimension.cellOf(new Map([[name, neighbour]])) : -1;
  const [before, after] = [value - step, value + step];
  return cellAt(before) === first - 1 && cellAt(after) === last + 1 ? { before, after } : null;
}

function withoutLaws({ constraints }: Problem, set: ClauseSet): ClauseSet {
  const rules = scratch.copied(set);
  removeRange(rules, 0, constraints);
  return rules;
}

function push<T>(lists: Map<number, T[]>, key: number, item: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}

function atBoundary(box: Box, { dimension, first, last }: Boundary): Box {
  const copy = scratch.copied(box);
  setState(copy, dimension, first);
  copy[dimension.offset + 1] = last;
  return copy;
}

function gapBetween(
  solver: Solver,
  boundary: Boundary,
  {
    below,
    above,
    always,
  }: { below: Boundary['below'][number]; above: Boundary['above'][number]; always: ReadonlySet<ProblemRule> },
  rules: ClauseSet,
  period: Period,
): Omit<Gap, 'decider' | 'all'> | Undecided | null {
  const { problem } = solver;
  const region = common(problem, [atBoundary(below.box, boundary)], [atBoundary(above.box, boundary)]);
  if (region.length === 0) return null;
  const found = besidesToo(solver, boundary, region, rules, period);
  if (found === null) return null;
  if (found === 'undecided') return beyondLimit;
  const shown = show(
    solver,
    { answer: found, region, outside: rules },
    claimOf(problem, boundary, [below.rule, above.rule], always),
  );
  const witness = witnessIn(shown);
  if (witness === null) return undecidedIn(shown);
  const { signal, value } = boundary;
  return { kind: 'boundary-gap', signal, value, below: below.rule.rule, above: above.rule.rule, witness };
}

/** At the value no rule fires but those that always do; with its neighbours in its place, the two rules do. */
function claimOf(
  { subject }: Problem,
  { signal, before, after }: Boundary,
  [below, above]: readonly [ProblemRule, ProblemRule],
  always: ReadonlySet<ProblemRule>,
): Claim {
  const declared = subject.declarations.signals.get(signal) as Signal;
  const firesAt = (value: number, { rule }: ProblemRule): Statement => ({
    kind: 'with-value',
    signal,
    value: toJson(value, declared),
    then: [{ kind: 'fires', rule }],
  });
  return [
    { kind: 'at-most', rules: [...always].map(({ rule }) => rule) },
    firesAt(before, below),
    firesAt(after, above),
  ];
}

/** An input at the boundary whose neighbours are inputs too: constraints that speak of the neighbouring cells hold there as well. */
function besidesToo(
  solver: Solver,
  boundary: Boundary,
  region: Box[],
  rules: ClauseSet,
  period: Period,
): Answer | null | 'undecided' {
  const { index, space, constraints } = solver.problem;
  const { dimension, first, last } = boundary;
  const start = index.clauses.length;
  const outside = scratch.copied(rules);
  try {
    for (const constraint of index.clauses.slice(0, constraints)) {
      if (sameAt(constraint.box, space.layout.whole, dimension)) continue;
      for (const neighbour of [first - 1, last + 1]) {
        const there = scratch.copied(space.layout.whole);
        setState(there, dimension, neighbour);
        const moved = scratch.copied(constraint.box);
        if (!narrowAt(moved, there, dimension)) continue;
        if (index.clauses.length >= index.words * 32) return 'undecided';
        const number = enterClause(index, clauseOf(space.layout, atBoundary(moved, boundary), { kind: 'found' }));
        outside[number >>> 5] = (outside[number >>> 5] as number) | (1 << (number & 31));
      }
    }
    return solver.solve(region, outside, period);
  } finally {
    dropClauses(index, start);
  }
}
