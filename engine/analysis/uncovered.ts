import { fill, meetAt, sameAt, within, type Box, type Dimension } from '../space/dimension.ts';
import { printBox } from '../space/print/print.ts';
import { sharesOf } from './shares.ts';
import type { Statement } from '../solver/claim.ts';
import { beyondLimit, type FactOf, type Undecided } from './facts.ts';
import type { Problem, Period } from '../solver/problem.ts';
import { before, type Answer, type Solver } from '../solver/solver.ts';
import { translationsFrom, type Gap } from '../solver/incremental/memory.ts';
import { typicalPoint } from '../solver/witness/typical-input.ts';
import { firstMeeting } from '../solver/point.ts';
import { clauseOf } from '../solver/search/clause.ts';
import { dropClauses, enterClause, numbersIn, removeRange, type ClauseSet } from '../solver/search/clause-index.ts';
import { show, undecidedIn, witnessIn } from '../solver/witness/witness.ts';
import { mappedBox } from '../solver/incremental/cell-mapping.ts';
import { ordinaryState } from '../solver/witness/values.ts';
import { scratch } from '../space/small-arrays.ts';

const noRuleFires: Statement = { kind: 'at-most', rules: [] };

/** Regions listed; of others only that there are more is said. */
export const maxRegions = 10;
/** Combinations counted one by one for the share; of more, as many are taken for a sample. */
const maxCounted = 1000;

export interface Uncovered {
  fact: FactOf<'uncovered-input'> | null;
  /** Why there may be more of them. */
  undecided: Undecided | null;
}

/** The inputs on which no rule fires, in the first period that has any, today's before others. */
export function* uncovered(solver: Solver): Generator<void, Uncovered> {
  const { problem } = solver;
  let undecided: Undecided | null = null;
  const isToday = ({ from, until }: Period): boolean => problem.now >= from && problem.now < until;
  for (const period of [...problem.periods].sort((a, b) => Number(isToday(b)) - Number(isToday(a)))) {
    solver.topic();
    yield;
    const rules = problem.inForce.get(period) as ClauseSet;
    const known = gapsStill(solver, period, rules);
    const found = known.length > 0 ? null : solver.solve([problem.space.layout.whole], rules, period);
    if (found === 'undecided') {
      undecided ??= beyondLimit;
      continue;
    }
    if (found === null && known.length === 0) continue;
    const told = yield* describe(solver, { known, first: found, period }, rules);
    undecided ??= told.undecided;
    if (told.fact !== null) return { fact: told.fact, undecided };
  }
  return { fact: null, undecided };
}

/** The gaps of the last analysis that no rule has closed since, as large as they are now. */
function gapsStill({ problem, gate, previous }: Solver, period: Period, rules: ClauseSet): Gap[] {
  const mapping = translationsFrom(previous, problem);
  if (previous === undefined || mapping === null) return [];
  const { layout } = problem.space;
  const { dimensions } = previous.problem.space.layout;
  const deciding = scratch.copied(rules);
  removeRange(deciding, 0, problem.constraints);
  const keys = new Set(problem.rules.map(({ key }) => key));
  const gone = previous.problem.rules.filter(({ key }) => !keys.has(key)).flatMap(({ fires }) => fires);
  const isBeside = (a: Box, b: Box): boolean => dimensions.filter(dimension => !meetAt(a, b, dimension)).length <= 1;
  const still = previous.gaps.flatMap(({ period: { from, until }, box: before, region, undecided }): Gap[] => {
    if (from !== period.from || until !== period.until) return [];
    // What could not be shown may be shown now.
    if (undecided !== null || (region === null && previous.problem.space.broken.size > 0)) return [];
    // In a box that no rule meets none fires on any input; with clauses that only CEL decides, the input may be in another box.
    const isSure = region === null || problem.space.opaque.size === 0;
    if (!isSure && gate.confirm([[noRuleFires]], region.witness, () => region.witness.free) === null) return [];
    const box = mappedBox(mapping, before);
    if (box === null || firstMeeting(problem, box, deciding) !== -1) return [];
    if (!gone.some(each => isBeside(each, before))) return [{ period, box, region, undecided }];
    const larger = openedAll(problem, box, rules);
    const isSame = layout.dimensions.every(dimension => sameAt(box, larger, dimension));
    const condition = isSame ? region?.condition : printBox(problem.space, larger);
    return [
      { period, box: larger, region: region && { ...region, condition: condition ?? region.condition }, undecided },
    ];
  });
  // What has become one gap is told once.
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
  const outside = scratch.copied(rules);
  const { gaps } = solver.memory;
  const add = (gap: Gap): void => {
    gaps.push(gap);
    const number = enterClause(index, clauseOf(space.layout, gap.box, { kind: 'found' }));
    outside[number >>> 5] = (outside[number >>> 5] as number) | (1 << (number & 31));
  };
  let more = false;
  try {
    known.forEach(add);
    for (
      let found = first ?? solver.solve([space.layout.whole], outside, period);
      found !== null;
      found = solver.solve([space.layout.whole], outside, period)
    ) {
      // Also those count that hang on a condition with errors, and are not told.
      if (found === 'undecided' || index.clauses.length - start === maxRegions) {
        more = true;
        break;
      }
      yield;
      const answer = { box: typical(problem, found, outside), period };
      const box = openedAll(problem, answer.box, rules);
      const shown = show(solver, { answer, region: [box], outside }, [noRuleFires]);
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

/** Whether no rule fires on any input of a box, in whatever period. */
function isAlwaysOpen(problem: Problem, box: Box): boolean {
  return problem.periods.every(period => {
    const rules = before(problem, Infinity, period);
    removeRange(rules, 0, problem.constraints);
    return firstMeeting(problem, box, rules) === -1;
  });
}

/** The input in most typical states that is reached from an answer. */
function typical(problem: Problem, { box }: Answer, outside: ClauseSet): Box {
  const { space, subject, now } = problem;
  const stateOf = (problem.typical ??= ordinaryState(space, subject.declarations.signals, now));
  return typicalPoint(problem, { box, region: [space.layout.whole], outside }, stateOf);
}

/**
 * A largest box around another in which no rule fires: each dimension in turn is opened as far as the rules that meet the rest of the box
 * allow. Impossible combinations may be inside, so that its condition stays short.
 */
function openedAll(problem: Problem, box: Box, rules: ClauseSet): Box {
  return problem.space.layout.dimensions.reduce((each, dimension) => opened(problem, each, rules, dimension), box);
}

/** The box with a dimension opened as far around its present states as no rule fires. */
function opened({ index, constraints }: Problem, box: Box, rules: ClauseSet, dimension: Dimension): Box {
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
    // Of what lies on both sides of the rule's range, the side where the box is.
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
