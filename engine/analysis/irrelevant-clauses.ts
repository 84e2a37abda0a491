import { operandsOf, type Condition } from '../condition/condition.ts';
import { whenIn } from '../condition/trigger.ts';
import { firingTruth, isConjunction, negated, opposite, type Part, type TruthMode } from '../space/regions.ts';
import { meetAt, nthState, setState, statesIn, within, type Box, type Dimension } from '../space/dimension.ts';
import { scratch } from '../space/small-arrays.ts';
import type { FactOf } from './facts.ts';
import { wide, type Problem, type ProblemRule, type Period } from '../solver/problem.ts';
import {
  clausesBefore,
  common,
  firstAnswer,
  constraintsOf,
  periodsOf,
  type Answer,
  type Solver,
} from '../solver/solver.ts';
import type { Question } from '../solver/incremental/memory.ts';
import { atState, firstHolding, leastHeld, singlePoint } from '../solver/point.ts';
import { isPossible } from '../solver/search/search.ts';
import { numbersIn, type ClauseSet } from '../solver/search/clause-index.ts';

/** Path to an operand in a condition: the index of the operand at each level, 0 for that of a `not`. */
type Place = readonly number[];

/**
 * The operands of a trigger that can be deleted one after the other, in text order, without changing which rule decides any input. The last operand
 * of a group is never reported.
 */
export function* irrelevantClauses(
  solver: Solver,
  rule: ProblemRule,
  decides: Answer,
): Generator<void, { facts: FactOf<'irrelevant-clause'>[]; undecided: boolean }> {
  const found: { place: Place; fact: FactOf<'irrelevant-clause'> }[] = [];
  const { problem } = solver;
  const excluding = excludingByPeriod(problem, rule);
  const decided = { ...decides, box: singlePoint(problem, decides.box) };
  let undecided = false;
  let current = rule.rule.condition;
  let deleted = '';
  /** Given `around`, the rule fires exactly if the group at `place` has the truth `wanted`. */
  const visit = function* (place: Place, wanted: TruthMode, around: readonly Part[]): Generator<void, void> {
    const group = partAt(current, place);
    if (group.kind === 'not') {
      yield* visit([...place, 0], negated[wanted], around);
      return;
    }
    if (group.kind !== 'all' && group.kind !== 'any') return;
    for (let at = group.operands.length - 1; at >= 0; at--) {
      yield;
      const here = [...place, at];
      const operand = partAt(current, here);
      const without = (): Condition => replaced(current, here, group.kind === 'all');
      const left = operandsLeft(partAt(current, place), group.kind);
      const isConjunct = isConjunction(group, wanted);
      const silent = opposite[wanted];
      // Together, these make the rule's firing depend on the operand.
      const decisive = [
        ...around,
        ...left.filter(each => each !== operand).map((each): Part => [each, isConjunct ? wanted : silent]),
      ];
      const differs = [...decisive, [operand, isConjunct ? silent : wanted]] as const;
      const question: Question = [`irrelevant ${here.join()} ${deleted}`, rule.key];
      const matters =
        left.length === 1 ? 'yes' : difference(solver, rule, { differs, without, excluding }, question, decided);
      if (matters === 'undecided') undecided = true;
      if (typeof matters !== 'object') {
        yield* visit(here, wanted, decisive);
        continue;
      }
      found.push({ place: here, fact: { kind: 'irrelevant-clause', rule: rule.rule, clause: operand, ...matters } });
      current = without();
      deleted += ` ${here.join()}`;
    }
  };
  const fires = firingTruth(rule.rule.onUnknown, rule.rule.rule.decide === 'continue');
  const when = whenIn(rule.rule.rule, current);
  const operands = when === current ? [] : operandsOf(current);
  // What keeps the rule from firing besides its `when` is nothing that an author could delete.
  const guards = operands.filter(each => each !== when).map((each): Part => [each, fires]);
  yield* visit(operands.length === 0 ? [] : [operands.indexOf(when)], fires, guards);
  if (found.length < 2) return { facts: found.map(({ fact }) => fact), undecided };
  // Findings are reported in text order. An operand that is irrelevant only once a later one is deleted is not irrelevant yet.
  current = rule.rule.condition;
  deleted = '';
  const facts = found.reverse().flatMap(({ place, fact }) => {
    const group = partAt(current, place.slice(0, -1));
    const without = (): Condition => replaced(current, place, group.kind === 'all');
    const question: Question = [`irrelevant ${place.join()} ${deleted}`, rule.key];
    const matters = difference(
      solver,
      rule,
      { differs: decidedBy(current, place, fires), without, excluding },
      question,
      decided,
    );
    if (matters === 'undecided') undecided = true;
    if (typeof matters !== 'object') return [];
    current = without();
    deleted += ` ${place.join()}`;
    return { ...fact, ...matters };
  });
  return { facts, undecided };
}

/** The parts that must hold for a condition to lose the truth `wanted` only because of the operand at a place. */
function decidedBy(condition: Condition, [at = 0, ...rest]: Place, wanted: TruthMode): Part[] {
  if (condition.kind === 'not') return decidedBy(condition.operand, rest, negated[wanted]);
  if (condition.kind !== 'all' && condition.kind !== 'any') return [];
  const operand = partAt(condition, [at]);
  const isConjunct = isConjunction(condition, wanted);
  const [firing, silent] = isConjunct ? [wanted, opposite[wanted]] : [opposite[wanted], wanted];
  const others = operandsLeft(condition, condition.kind).filter(each => each !== operand);
  return [
    ...others.map((each): Part => [each, firing]),
    ...(rest.length === 0 ? [[operand, silent] as const] : decidedBy(operand, rest, wanted)),
  ];
}

/** For each period in which a rule is in force, the clauses that exclude inputs from it. */
type ExcludingByPeriod = ReadonlyMap<Period, ClauseSet>;

function excludingByPeriod(problem: Problem, rule: ProblemRule): ExcludingByPeriod {
  const alone = problem.subject.hitPolicy === 'unique' || problem.subject.hitPolicy === 'any';
  return new Map(
    periodsOf(problem, rule).map(period => [
      period,
      alone ? constraintsOf(problem) : clausesBefore(problem, rule.position, period),
    ]),
  );
}

function partAt(condition: Condition, place: Place): Condition {
  return place.reduce<Condition>((part, at) => {
    if (part.kind === 'not') return part.operand;
    return part.kind === 'all' || part.kind === 'any' ? (part.operands[at] ?? part) : part;
  }, condition);
}

/** The operands of a group that have not been replaced by its neutral constant. */
function operandsLeft(group: Condition, kind: 'all' | 'any'): Condition[] {
  if (group.kind !== 'all' && group.kind !== 'any') return [];
  return group.operands.filter(each => each.kind !== 'constant' || each.value !== (kind === 'all'));
}

/** The condition with the operand at a place replaced by a constant: `true` in `all`, `false` in `any`, as if it were deleted. */
function replaced(condition: Condition, [at, ...rest]: Place, value: boolean): Condition {
  if (at === undefined) return { kind: 'constant', value, text: String(value), span: condition.span };
  if (condition.kind === 'not') return { ...condition, operand: replaced(condition.operand, rest, value) };
  if (condition.kind !== 'all' && condition.kind !== 'any') return condition;
  return {
    ...condition,
    operands: condition.operands.map((operand, index) => (index === at ? replaced(operand, rest, value) : operand)),
  };
}

/** Whether a change of the rule's condition on the inputs `differs` changes a decision: `yes`, `undecided`, or why not. */
function difference(
  solver: Solver,
  rule: ProblemRule,
  {
    differs: parts,
    without,
    excluding,
  }: { differs: readonly Part[]; without: () => Condition; excluding: ExcludingByPeriod },
  question: Question,
  decided: Answer,
): 'yes' | 'undecided' | Pick<FactOf<'irrelevant-clause'>, 'because' | 'earlier'> {
  const { problem } = solver;
  const fires = firingTruth(rule.rule.onUnknown, rule.rule.rule.decide === 'continue');
  for (const [period, clauses] of excluding) if (solver.cached(question, clauses, period) !== null) return 'yes';
  const region = problem.regions.within(...parts);
  if (region === null) return 'undecided';
  const differs = wide(problem, region);
  // Usually an input that the rule decides needs a change in one dimension only.
  const there = excluding.get(decided.period);
  const near = there === undefined ? null : beside(problem, differs, decided.box, there);
  if (near !== null) {
    solver.remember(question, { box: near, period: decided.period });
    return 'yes';
  }
  const found = firstAnswer(excluding, ([period, clauses]) => solver.solve(differs, clauses, period, question));
  if (found !== null) return found === 'undecided' ? 'undecided' : 'yes';
  return sameTrigger(solver, rule, without(), fires)
    ? { because: 'trigger', earlier: [] }
    : { because: 'order', earlier: earlierAmong(solver, rule, differs) };
}

/** True if the rule fires on the same inputs with the condition `without`, regardless of other rules. */
function sameTrigger(solver: Solver, rule: ProblemRule, without: Condition, fires: 'true' | 'possible'): boolean {
  const { problem } = solver;
  const regions = [
    [problem.regions.within([without, fires]), problem.regions.within([rule.rule.condition, opposite[fires]])],
    [rule.fires, problem.regions.within([without, opposite[fires]])],
  ];
  return regions.every(([a = null, b = null]) => {
    if (a === null || b === null) return false;
    const differs = common(problem, wide(problem, a), wide(problem, b));
    return periodsOf(problem, rule).every(period => solver.solve(differs, constraintsOf(problem), period) === null);
  });
}

/**
 * An input of the region that `excluding` does not hold and that differs from `point` in at most one dimension, or in those of terms and their signals alone.
 * `point` itself is not held either.
 */
function beside(problem: Problem, region: readonly Box[], point: Box, excluding: ClauseSet): Box | null {
  for (const box of region) {
    const apart = problem.space.layout.dimensions.filter(dimension => !meetAt(box, point, dimension));
    const [dimension] = apart;
    if (dimension === undefined) return point;
    const found = apart.length > 1 ? null : leastHeld(problem, point, excluding, { box, dimension }, 1);
    const moved = found === null ? null : atState(point, dimension, found.state);
    if (moved !== null && isPossible(problem.index, moved)) return moved;
    const settled = besideInTerms(problem, { box, apart }, point, excluding);
    if (settled !== null) return settled;
  }
  return null;
}

/** An input of a box that `excluding` does not hold, found by moving a point in the dimensions `apart`, and with them terms and signals; null if a few tries fail. */
function besideInTerms(
  problem: Problem,
  { box, apart }: { box: Box; apart: readonly Dimension[] },
  point: Box,
  excluding: ClauseSet,
): Box | null {
  const { theory, space } = problem;
  if (theory === null || !apart.every(dimension => theory.dimensions.has(dimension))) return null;
  for (let tried = 0; tried < triesInTerms; tried++) {
    const moved = scratch.copied(point);
    for (const dimension of apart) {
      const number = Math.floor(((tried + 0.5) / triesInTerms) * statesIn(box, dimension));
      setState(moved, dimension, nthState(box, dimension, number));
    }
    theory.settle(moved, box);
    const isAnswer = within(space.layout, moved, box) && firstHolding(problem, moved, excluding) === -1;
    if (isAnswer && isPossible(problem.index, moved)) return moved;
  }
  return null;
}

const triesInTerms = 4;

function earlierAmong({ problem, prove }: Solver, rule: ProblemRule, region: readonly Box[]): ProblemRule['rule'][] {
  const positions = new Set<number>();
  for (const period of periodsOf(problem, rule)) {
    for (const box of region) {
      const proof = prove(box, clausesBefore(problem, rule.position, period));
      if (proof.kind !== 'none') continue;
      for (const number of numbersIn(proof.conflictClauses)) {
        const source = problem.index.clauses[number]?.source;
        if (source?.kind === 'rule') positions.add(source.position);
      }
    }
  }
  return [...positions].sort((a, b) => a - b).flatMap(position => problem.rules[position]?.rule ?? []);
}
