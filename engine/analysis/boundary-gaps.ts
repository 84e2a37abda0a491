import { setState, narrowAt, sameAt, type Box, type Dimension } from '../space/dimension.ts';
import type { CellMeaning } from '../space/signal-axes.ts';
import { isOn, numberLineOf } from '../space/number-line.ts';
import { isList } from '../space/space.ts';
import type { Signal } from '../model/rule-set.ts';
import type { Claim, Statement } from '../solver/claim.ts';
import { beyondLimit, type FactOf, type Undecided } from './facts.ts';
import { clausesInForce, inForce, type Problem, type ProblemRule, type Period } from '../solver/problem.ts';
import { common, type Answer, type Solver } from '../solver/solver.ts';
import { firstMeeting } from '../solver/point.ts';
import { clauseOf, type Clause } from '../solver/search/clause.ts';
import { dropClauses, enterClause, removeRange, type ClauseSet } from '../solver/search/clause-index.ts';
import { toJson } from '../condition/signal-json.ts';
import { show, undecidedIn, witnessIn } from '../solver/witness/witness.ts';
import { scratch } from '../space/small-arrays.ts';

type Gap = FactOf<'boundary-gap'>;

/** One value of a signal, with the rules that stop just below it and those that start just above it. */
interface Boundary {
  signal: string;
  value: number;
  dimension: Dimension;
  /** The nearest values below and above it. */
  before: number;
  after: number;
  /** The cells of the value: one, unless rounding spreads the boundary over neighbouring doubles. */
  first: number;
  last: number;
  below: { rule: ProblemRule; box: Box }[];
  above: { rule: ProblemRule; box: Box }[];
}

/**
 * Single values left out between adjoining rules: with all else equal, one rule fires just below the value, another just above, and none at it.
 * @param always rules that fire on every input. Like the default, they do not fill a gap; rules after one of them never decide and have no gaps.
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
    const reported = new Set<ProblemRule>();
    solver.topic();
    for (const [period, rules] of periods) {
      yield;
      const decider = problem.rules.find(rule => always.has(rule) && inForce(rule, period)) ?? null;
      const isReached = (rule: ProblemRule): boolean =>
        inForce(rule, period) && (decider === null || rule.position < decider.position);
      const there = atBoundary(problem.space.layout.whole, boundary);
      const anything = solver.solve([there], rules, period);
      if (anything === null) continue;
      const all = periods.length === 1 && firstMeeting(problem, there, withoutConstraints(problem, rules)) === -1;
      for (const above of boundary.above) {
        if (reported.has(above.rule) || !isReached(above.rule)) continue;
        for (const below of boundary.below) {
          if (below.rule === above.rule || !isReached(below.rule)) continue;
          yield;
          const gap = gapBetween(solver, boundary, { below, above, always }, rules, period);
          if (gap === null) continue;
          if (gap.kind === 'undecided') undecided.set(above.rule, gap);
          else {
            facts.push({ ...gap, decider: decider?.rule ?? null, all });
            reported.add(above.rule);
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
    const derived = problem.space.derived.get(signal);
    // The neighbours of a derived value cannot be tried, except those of the time itself.
    if (derived !== undefined && derived.kind !== 'time') continue;
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

/** The boxes that end just before a cell and those that begin just after it, keyed by the cell. */
interface Edges {
  stops: Map<number, Boundary['below']>;
  starts: Map<number, Boundary['above']>;
}

/** The edges of the rules' boxes, for each dimension by index. */
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

/** The one value of a range of cells: a single point, or the bound with fewer digits if the bounds differ only by rounding; otherwise null. */
function boundaryValue(first: CellMeaning, last: CellMeaning): number | null {
  if (first.kind !== 'interval' || last.kind !== 'interval') return null;
  const { low } = first.interval;
  const { high } = last.interval;
  if (low === high) return low;
  if (!(high - low <= 8 * Number.EPSILON * Math.abs(high))) return null;
  return String(low).length < String(high).length ? low : high;
}

/** The neighbours of a value; null unless they lie in the adjoining cells. Among the integers 1, 2 and 4, 2 has no neighbour above. */
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

function withoutConstraints({ constraints }: Problem, set: ClauseSet): ClauseSet {
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
  const found = solveWithNeighbours(solver, boundary, region, rules, period);
  if (found === null) return null;
  if (found === 'undecided') return beyondLimit;
  const shown = show(
    solver,
    { answer: found, region, excluding: rules },
    claimOf(problem, boundary, [below.rule, above.rule], always),
  );
  const witness = witnessIn(shown);
  if (witness === null) return undecidedIn(shown);
  const { signal, value } = boundary;
  return { kind: 'boundary-gap', signal, value, below: below.rule.rule, above: above.rule.rule, witness };
}

/** At the value, no rule fires except those that always do; at its neighbours, the two rules fire. */
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

/** An input at the boundary whose neighbours are possible inputs too: the constraints hold in all three cells. */
function solveWithNeighbours(
  solver: Solver,
  boundary: Boundary,
  region: Box[],
  rules: ClauseSet,
  period: Period,
): Answer | null | 'undecided' {
  const { index, space, constraints } = solver.problem;
  const { dimension, first, last } = boundary;
  const start = index.clauses.length;
  const excluding = scratch.copied(rules);
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
        excluding[number >>> 5] = (excluding[number >>> 5] as number) | (1 << (number & 31));
      }
    }
    return solver.solve(region, excluding, period);
  } finally {
    dropClauses(index, start);
  }
}
