import { fill, meetAt, sameAt, within, type Box, type Dimension } from '../space/dimension.ts';
import { printBox } from '../space/print/print.ts';
import { sharesOf } from './shares.ts';
import type { Statement } from '../solver/claim.ts';
import { beyondLimit, type FactOf, type Undecided } from './facts.ts';
import type { Problem, Period } from '../solver/problem.ts';
import { regionDuring } from '../solver/period.ts';
import { clausesBefore, type Answer, type Solver } from '../solver/solver.ts';
import { cellMappingsFrom, type Gap } from '../solver/incremental/memory.ts';
import { typicalPoint } from '../solver/witness/typical-input.ts';
import { firstMeeting } from '../solver/point.ts';
import { clauseOf } from '../solver/search/clause.ts';
import { dropClauses, enterClause, numbersIn, removeRange, type ClauseSet } from '../solver/search/clause-index.ts';
import { show, undecidedIn, witnessIn } from '../solver/witness/witness.ts';
import { mappedBox } from '../solver/incremental/cell-mapping.ts';
import { ordinaryState } from '../solver/witness/values.ts';
import { scratch } from '../space/small-arrays.ts';

const noRuleFires: Statement = { kind: 'at-most', rules: [] };

/** Maximum number of regions listed; `more` says that there are others. */
export const maxRegions = 10;
/** Maximum number of combinations counted for the share; above that, a sample of this size is counted. */
const maxCounted = 1000;

export interface Uncovered {
  fact: FactOf<'uncovered-input'> | null;
  /** Why there may be further uncovered inputs; null if there are none. */
  undecided: Undecided | null;
}

/** The inputs on which no rule fires, in the first period that has any. The current period is tried first. */
export function* uncovered(solver: Solver): Generator<void, Uncovered> {
  const { problem } = solver;
  let undecided: Undecided | null = null;
  const isToday = ({ from, until }: Period): boolean => problem.now >= from && problem.now < until;
  for (const period of [...problem.periods].sort((a, b) => Number(isToday(b)) - Number(isToday(a)))) {
    solver.topic();
    yield;
    const rules = problem.inForce.get(period) as ClauseSet;
    const known = stillOpenGaps(solver, period, rules);
    const found = known.length > 0 ? null : solver.solve([problem.space.layout.whole], rules, period);
    if (found === 'undecided') {
      undecided ??= beyondLimit;
      continue;
    }
    if (found === null && known.length === 0) continue;
    const described = yield* describe(solver, { known, first: found, period }, rules);
    undecided ??= described.undecided;
    if (described.fact !== null) return { fact: described.fact, undecided };
  }
  return { fact: null, undecided };
}

/** The gaps of the previous analysis that no rule has closed since, extended if a rule next to them was removed. */
function stillOpenGaps({ problem, gate, previous }: Solver, period: Period, rules: ClauseSet): Gap[] {
  const mapping = cellMappingsFrom(previous, problem);
  if (previous === undefined || mapping === null) return [];
  const { layout } = problem.space;
  const { dimensions } = previous.problem.space.layout;
  const deciding = scratch.copied(rules);
  removeRange(deciding, 0, problem.constraints);
  const keys = new Set(problem.rules.map(({ key }) => key));
  const removedClauses = previous.problem.rules.filter(({ key }) => !keys.has(key)).flatMap(({ fires }) => fires);
  const isAdjacent = (a: Box, b: Box): boolean => dimensions.filter(dimension => !meetAt(a, b, dimension)).length <= 1;
  const still = previous.gaps.flatMap(({ period: { from, until }, box: before, region, undecided }): Gap[] => {
    if (from !== period.from || until !== period.until) return [];
    // A gap without a confirmed witness is searched for again.
    if (undecided !== null || (region === null && previous.problem.space.broken.size > 0)) return [];
    // No rule fires in a box that no rule meets. With opaque clauses, the witness may lie in another box and is checked again.
    const isSure = region === null || problem.space.opaque.size === 0;
    if (!isSure && gate.confirm([[noRuleFires]], region.witness, () => region.witness.free) === null) return [];
    const box = mappedBox(mapping, before);
    if (box === null || firstMeeting(problem, box, deciding) !== -1) return [];
    if (!removedClauses.some(each => isAdjacent(each, before))) return [{ period, box, region, undecided }];
    const larger = extended(problem, box, rules);
    const isSame = layout.dimensions.every(dimension => sameAt(box, larger, dimension));
    const condition = isSame ? region?.condition : printBox(problem.space, larger);
    return [
      { period, box: larger, region: region && { ...region, condition: condition ?? region.condition }, undecided },
    ];
  });
  // Gaps that have merged are reported once.
  const isIn = (a: Gap, b: Gap): boolean => within(layout, a.box, b.box);
  return still.filter(
    (gap, at) => !still.some((other, place) => place !== at && isIn(gap, other) && (place < at || !isIn(other, gap))),
  );
}

function* describe(
  solver: Solver,
  { known, first, period }: { known: readonly Gap[]; first: Answer | null; period: Period },
  rules: ClauseSet,
): Generator<void, Uncovered> {
  const { problem } = solver;
  const { space, index } = problem;
  const start = index.clauses.length;
  const excluding = scratch.copied(rules);
  const { gaps } = solver.memory;
  const add = (gap: Gap): void => {
    gaps.push(gap);
    const number = enterClause(index, clauseOf(space.layout, gap.box, { kind: 'found' }));
    excluding[number >>> 5] = (excluding[number >>> 5] as number) | (1 << (number & 31));
  };
  let more = false;
  try {
    known.forEach(add);
    for (
      let found = first ?? solver.solve([space.layout.whole], excluding, period);
      found !== null;
      found = solver.solve([space.layout.whole], excluding, period)
    ) {
      // Regions that depend on a condition with errors count too, although they are not reported.
      if (found === 'undecided' || index.clauses.length - start === maxRegions) {
        more = true;
        break;
      }
      yield;
      const answer = { box: typical(problem, found, excluding), period };
      const box = extended(problem, answer.box, rules);
      const shown = show(solver, { answer, region: [box], excluding }, [noRuleFires], { within: true });
      const witness = witnessIn(shown);
      const region = witness === null ? null : { condition: printBox(space, box), witness };
      add({ period, box, region, undecided: undecidedIn(shown) });
    }
  } finally {
    dropClauses(index, start);
  }
  const regions = gaps.flatMap(({ region }) => region ?? []);
  const undecided = gaps.find(gap => gap.undecided !== null)?.undecided ?? null;
  if (regions.length === 0) return { fact: null, undecided };
  const { shares, exact } = sharesOf(problem, [space.layout.whole], rules, maxCounted);
  const share = { value: shares.get(null) ?? 0, exact };
  return {
    fact: {
      kind: 'uncovered-input',
      regions,
      more,
      period: gaps.every(({ box }) => isAlwaysOpen(problem, box)) ? null : period,
      share,
    },
    undecided,
  };
}

/** True if no rule fires on any input of the box in any period. */
function isAlwaysOpen(problem: Problem, box: Box): boolean {
  return problem.periods.every(period => {
    const rules = clausesBefore(problem, Infinity, period);
    removeRange(rules, 0, problem.constraints);
    return firstMeeting(problem, box, rules) === -1;
  });
}

/** The most typical input reachable from an answer. */
function typical(problem: Problem, { box, period }: Answer, excluding: ClauseSet): Box {
  const { space, subject, now } = problem;
  const stateOf = (problem.typical ??= ordinaryState(space, subject.declarations.signals, now));
  const region = regionDuring(space, [space.layout.whole], period);
  return typicalPoint(problem, { box, region, excluding }, stateOf);
}

/**
 * Extends a box, one dimension after the other, as far as possible without meeting a rule. The result may contain impossible combinations,
 * which keeps its condition short.
 */
function extended(problem: Problem, box: Box, rules: ClauseSet): Box {
  return problem.space.layout.dimensions.reduce((each, dimension) => extendedIn(problem, each, rules, dimension), box);
}

/** The box, extended in one dimension around its present states as far as no rule fires. */
function extendedIn({ index, constraints }: Problem, box: Box, rules: ClauseSet, dimension: Dimension): Box {
  const { kind, offset: at, width } = dimension;
  const wideBox = scratch.copied(box);
  fill(wideBox, dimension);
  const met = scratch.copied(rules);
  for (const row of index.rows) row.keepMeeting(wideBox, met, index.words);
  for (const number of numbersIn(met)) {
    const blocking = number < constraints ? undefined : index.clauses[number]?.box;
    if (blocking === undefined) continue;
    if (kind === 'finite') {
      for (let i = at; i < at + width; i++) wideBox[i] = (wideBox[i] as number) & ~(blocking[i] as number);
      continue;
    }
    const [low = 0, high = -1] = [blocking[at], blocking[at + 1]];
    wideBox[at + 2] = (wideBox[at + 2] as number) & ~(blocking[at + 2] as number);
    if (low > high) continue;
    // The rule's range splits the dimension: keep the side on which the box lies.
    const [from = 0, to = -1] = [box[at], box[at + 1]];
    if (from > to ? low > 0 : low > to) wideBox[at + 1] = Math.min(wideBox[at + 1] as number, low - 1);
    else wideBox[at] = Math.max(wideBox[at] as number, high + 1);
  }
  if (kind === 'ordered' && (wideBox[at] as number) > (wideBox[at + 1] as number)) {
    wideBox[at] = 0;
    wideBox[at + 1] = -1;
  }
  return wideBox;
}
