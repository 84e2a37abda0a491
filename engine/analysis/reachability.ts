import { clausesOf, type Condition } from '../condition/condition.ts';
import type { Region } from '../space/boxes.ts';
import { firingTruth, type Part } from '../space/regions.ts';
import { within, type Box } from '../space/dimension.ts';
import { neededAssumptions } from '../solver/assumptions.ts';
import { coverOf } from './cover.ts';
import { decidersOf } from './deciders.ts';
import type { Witness } from '../solver/gate.ts';
import { ownerOf } from '../solver/owner.ts';
import { pointOnTheWay } from '../solver/search/local-search.ts';
import { isFree } from '../solver/witness/typical-input.ts';
import { singlePoint } from '../solver/point.ts';
import { successorsOf } from './successors.ts';
import { beyondLimit, type Cover, type FactOf, type Undecided } from './facts.ts';
import type { Problem, ProblemRule, Period } from '../solver/problem.ts';
import { inForce, wide } from '../solver/problem.ts';
import {
  clausesBefore,
  common,
  firstAnswer,
  constraintsOf,
  neighbours,
  periodsOf,
  type Answer,
  type Answered,
  type Solver,
} from '../solver/solver.ts';
import { isPossible } from '../solver/search/search.ts';
import { numbersIn, removeRange, type ClauseSet } from '../solver/search/clause-index.ts';
import type { AnalysedRule } from '../solver/subject.ts';
import { show, undecidedIn, witnessIn } from '../solver/witness/witness.ts';
import { scratch } from '../space/small-arrays.ts';

/** The fact that no input satisfies a rule's trigger; null if one does. An unknown trigger is not satisfied. */
export function contradictory(solver: Solver, rule: AnalysedRule): FactOf<'contradictory-trigger'> | Undecided | null {
  const { problem } = solver;
  const constraints = constraintsOf(problem);
  const inForce = { from: rule.from, until: rule.until };
  const satisfied = satisfiable(solver, [rule.condition], constraints, inForce);
  if (satisfied !== null && satisfied !== 'undecided') return neverShownTrue(solver, rule, satisfied);
  const parts = conjuncts(rule.condition);
  if (parts.some(part => part.kind === 'broken')) return null;
  if (satisfied !== null) return beyondLimit;
  let least = parts;
  for (const part of parts) {
    const rest = least.filter(each => each !== part);
    if (rest.length > 0 && satisfiable(solver, rest, constraints, inForce) === null) least = rest;
  }
  const fires = firingTruth(rule.onUnknown, rule.rule.decide === 'continue');
  const possible = fires === 'true' ? [] : problem.regions.within([rule.condition, fires]);
  return {
    kind: 'contradictory-trigger',
    rule,
    parts: least,
    firesOnUnknown: possible !== null && isShownToFire(solver, rule, wide(problem, possible)),
    assumptions: assumptionsAmong(solver, least),
  };
}

/** Undecided if it depends on clauses outside the exact fragment, or on roundings, whether an input makes a trigger true, and none is confirmed; otherwise null. */
function neverShownTrue(solver: Solver, { condition }: AnalysedRule, answer: Answer): Undecided | null {
  const { problem } = solver;
  const region = regionOfAll(problem, [condition]);
  const conditions = [condition, ...problem.subject.assumptions.flatMap(({ when, holds }) => [when, holds])];
  const isOpaque = conditions.flatMap(clausesOf).some(({ test }) => test.kind === 'opaque');
  if (region === null || (!isOpaque && isPossible(problem.index, singlePoint(problem, answer.box)))) return null;
  return undecidedIn(
    show(solver, { answer, region, excluding: constraintsOf(problem) }, [{ kind: 'true', condition }]),
  );
}

function isShownToFire(solver: Solver, rule: AnalysedRule, region: Region): boolean {
  const { problem } = solver;
  const excluding = constraintsOf(problem);
  const period = { from: rule.from, until: rule.until };
  const answer = solver.solve(region, excluding, period);
  if (answer === null || answer === 'undecided') return false;
  return witnessIn(show(solver, { answer, region, excluding }, [{ kind: 'fires', rule }])) !== null;
}

/** The operands of `all:` and `&&`, also of nested ones. */
export function conjuncts(condition: Condition): Condition[] {
  return condition.kind === 'all' ? condition.operands.flatMap(conjuncts) : [condition];
}

/** Null if the conditions are too complex to be expanded into boxes without naming their parts. */
function regionOfAll(problem: Problem, parts: readonly Condition[]): Region | null {
  const region = problem.regions.within(...parts.map((part): Part => [part, 'true']));
  return region === null ? null : wide(problem, region);
}

function satisfiable(solver: Solver, parts: readonly Condition[], constraints: ClauseSet, period: Period): Answered {
  const region = regionOfAll(solver.problem, parts);
  return region === null ? 'undecided' : solver.solve(region, constraints, period);
}

/** A minimal set of assumptions under which the parts cannot hold together. A proof may use more than it needs. */
function assumptionsAmong({ problem, prove }: Solver, parts: readonly Condition[]): number[] {
  const region = regionOfAll(problem, parts) ?? [];
  const used = new Set<number>();
  for (const box of region) {
    const proof = prove(box, constraintsOf(problem));
    if (proof.kind !== 'none') continue;
    for (const number of numbersIn(proof.conflictClauses)) {
      const source = problem.index.clauses[number]?.source;
      if (source?.kind === 'assumption') used.add(source.index);
    }
  }
  const isImpossible = (constraints: ClauseSet) => region.every(box => prove(box, constraints).kind === 'none');
  return neededAssumptions(problem, isImpossible, used);
}

/** Whether a rule ever decides, and whether that makes a difference. */
export type Reached =
  /** It decides the inputs of `answer`. `different`: they would have another outcome without it. */
  { kind: 'decides'; answer: Answer; different: boolean } | { kind: 'never' } | { kind: 'undecided' };

/** Determines whether a rule ever decides. An input on which it makes a difference is searched for first: local search usually finds one quickly. */
export function reach(solver: Solver, rule: ProblemRule): Reached {
  const { problem } = solver;
  const periods = periodsOf(problem, rule);
  let some: Answer | null = null;
  for (const period of periods) {
    const others = othersIn(problem, rule, period);
    const differs = (box: Box): boolean => {
      some ??= { box: scratch.copied(box), period };
      return outcomeAt(problem, box, others) !== rule.outcome;
    };
    const excluding = clausesBefore(problem, rule.position, period);
    const answer = solver.localSearch(rule.fires, excluding, period, ['differs', rule.key], differs);
    if (answer !== null && differs(answer.box)) return { kind: 'decides', answer, different: true };
  }
  const decides = some ?? decidesSomewhere(solver, rule);
  if (decides === 'undecided') return { kind: 'undecided' };
  if (decides === null) return { kind: 'never' };
  solver.remember(['decides', rule.key], decides);
  const different =
    differsNear(solver, rule, decides) ?? (rule.outcome === problem.defaultOutcome ? null : decidesAlone(solver, rule));
  return different === null
    ? { kind: 'decides', answer: decides, different: false }
    : { kind: 'decides', answer: different, different: true };
}

/** An input that a rule decides, by exact search. */
function decidesSomewhere(solver: Solver, rule: ProblemRule): Answered {
  const { problem } = solver;
  const found = firstAnswer(periodsOf(problem, rule), period => {
    const excluding = clausesBefore(problem, rule.position, period);
    return (
      solver.cached(['decides', rule.key], excluding, period) ?? solver.solveExactly(rule.fires, excluding, period)
    );
  });
  return found === null || found === 'undecided' ? found : found.answer;
}

/** An input near `answer` that a rule decides and that would have another outcome without it; null if none is found. */
function differsNear(solver: Solver, rule: ProblemRule, { box, period }: Answer): Answer | null {
  const { problem } = solver;
  const others = othersIn(problem, rule, period);
  const differs = (point: Box): boolean => outcomeAt(problem, point, others) !== rule.outcome;
  const point = singlePoint(problem, box);
  const part = rule.fires.find(each => within(problem.space.layout, point, each));
  const found =
    part === undefined || differs(point)
      ? point
      : pointOnTheWay(
          problem,
          part,
          point,
          clausesBefore(problem, rule.position, period),
          each => differs(each) && isPossible(problem.index, each),
        );
  if (found === null || !differs(found)) return null;
  const answer = { box: found, period };
  solver.remember(['differs', rule.key], answer);
  return answer;
}

/** An input that a rule decides and on which no other rule with the same outcome fires; null if none is found. */
function decidesAlone(solver: Solver, rule: ProblemRule): Answer | null {
  const found = firstAnswer(periodsOf(solver.problem, rule), period =>
    solver.solve(rule.fires, sameOrBefore(solver.problem, rule, period), period, ['alone', rule.key]),
  );
  return found === null || found === 'undecided' ? null : found.answer;
}

/** The constraints, the rules before a rule, and all others with its outcome. */
function sameOrBefore(problem: Problem, rule: ProblemRule, period: Period): ClauseSet {
  const set = clausesBefore(problem, rule.position, period);
  const same = problem.byOutcome.get(rule.outcome);
  const inPeriod = problem.inForce.get(period);
  for (let word = 0; same !== undefined && inPeriod !== undefined && word < set.length; word++) {
    set[word] = (set[word] as number) | ((same[word] as number) & (inPeriod[word] as number));
  }
  removeRange(set, rule.first, rule.end);
  return set;
}

/** The position from which on no rule matters: earlier ones with the same outcome fire on all inputs that `rule` decides. Infinity if not proved. */
function behindSame({ problem, prove }: Solver, rule: ProblemRule, period: Period): number {
  let behind = rule.position;
  for (const box of rule.fires) {
    const proof = prove(box, sameOrBefore(problem, rule, period));
    if (proof.kind !== 'none') return Infinity;
    for (const number of numbersIn(proof.conflictClauses)) {
      const source = problem.index.clauses[number]?.source;
      if (source?.kind === 'rule') behind = Math.max(behind, source.position + 1);
    }
  }
  return behind;
}

/** Undecided if opaque clauses leave it open whether a rule decides anything and no confirmed input shows that it does; otherwise null. */
export function inDoubt(solver: Solver, rule: ProblemRule, answer: Answer): Undecided | null {
  const { problem } = solver;
  const { space } = problem;
  if (space.opaque.size === 0 && isPossible(problem.index, singlePoint(problem, answer.box))) return null;
  const asked = { answer, region: rule.fires, excluding: clausesBefore(problem, rule.position, answer.period) };
  const point = singlePoint(problem, answer.box);
  const uncertain = [...space.opaque.values(), ...(problem.theory?.dimensions ?? [])];
  if (isFree(problem, { box: point, ...asked }, point, uncertain)) return null;
  const shown = show(solver, asked, [{ kind: 'decides', rule: rule.rule }]);
  return undecidedIn(shown);
}

const noCover: Cover = { alone: [], together: [], deciders: [], assumptions: [] };

/** The fact about a rule that fires but never decides; under `unique` and `any`, only for a rule without conflicts. If `brief`, the cover is empty. */
export function neverDecides(
  solver: Solver,
  rule: ProblemRule,
  brief = false,
): FactOf<'shadowed-rule' | 'redundant-rule'> | Undecided | null {
  const covering = brief ? noCover : coverOf(solver, rule);
  const { deciders, differs } = decidersOf(solver, rule, covering);
  if (differs === 'undecided') return beyondLimit;
  const cover = { ...covering, deciders };
  const witness = deciders[0]?.witness ?? null;
  if (differs) return { kind: 'shadowed-rule', rule: rule.rule, cover, witness };
  return {
    kind: 'redundant-rule',
    rule: rule.rule,
    direction: 'earlier',
    cover,
    successors: [],
    more: false,
    witness: witness ?? firingWitness(solver, rule),
  };
}

function firingWitness(solver: Solver, rule: ProblemRule): Witness | null {
  const { problem } = solver;
  const [period] = periodsOf(problem, rule);
  const answer = period === undefined ? null : solver.solve(rule.fires, constraintsOf(problem), period);
  if (answer === null || answer === 'undecided') return null;
  const excluding = constraintsOf(problem);
  return witnessIn(show(solver, { answer, region: rule.fires, excluding }, [{ kind: 'fires', rule: rule.rule }]));
}

/** The fact that later rules would decide all inputs of a rule with the same outcome; null if not. */
export function redundant(
  solver: Solver,
  rule: ProblemRule,
  decides: Answer,
): FactOf<'redundant-rule'> | Undecided | null {
  const { problem } = solver;
  if (!sameWithout(problem, rule, decides)) return null;
  for (const period of periodsOf(problem, rule)) {
    const known = solver.cached(['changes', rule.key], clausesBefore(problem, rule.position, period), period);
    if (known !== null && !sameWithout(problem, rule, known)) return null;
  }
  const later = neighbours(problem, rule).filter(other => other.position > rule.position);
  const without = (set: ClauseSet): ClauseSet => {
    removeRange(set, rule.first, rule.end);
    return set;
  };
  const changes = firstAnswer(periodsOf(problem, rule), period => {
    const end = behindSame(solver, rule, period);
    const differing = firstAnswer(
      later.filter(other => other.outcome !== rule.outcome && other.position < end && inForce(other, period)),
      other =>
        solver.solveExactly(
          common(problem, rule.fires, other.fires),
          without(clausesBefore(problem, other.position, period)),
          period,
        ),
    );
    if (differing !== null) return differing === 'undecided' ? differing : differing.answer;
    return problem.defaultOutcome === rule.outcome
      ? null
      : solver.solve(rule.fires, without(clausesBefore(problem, Infinity, period)), period);
  });
  if (changes === 'undecided') return beyondLimit;
  if (changes !== null) {
    solver.remember(['changes', rule.key], changes.answer);
    return null;
  }
  return {
    kind: 'redundant-rule',
    rule: rule.rule,
    direction: 'later',
    cover: noCover,
    ...successorsOf(solver, rule, later),
    witness: witnessIn(
      show(
        solver,
        { answer: decides, region: rule.fires, excluding: clausesBefore(problem, rule.position, decides.period) },
        [{ kind: 'decides', rule: rule.rule }],
      ),
    ),
  };
}

/** True if the answer's input would have the same outcome without the rule. */
function sameWithout(problem: Problem, rule: ProblemRule, { box, period }: Answer): boolean {
  return outcomeAt(problem, singlePoint(problem, box), othersIn(problem, rule, period)) === rule.outcome;
}

/** The constraints and all other rules in force. */
function othersIn(problem: Problem, rule: ProblemRule, period: Period): ClauseSet {
  const others = clausesBefore(problem, Infinity, period);
  removeRange(others, rule.first, rule.end);
  return others;
}

/** The outcome of one input by a set of rules; undefined if a constraint excludes it. */
function outcomeAt(problem: Problem, point: Box, rules: ClauseSet): string | undefined {
  const decider = ownerOf(problem, point, rules);
  if (decider === 'impossible') return undefined;
  return decider === null ? problem.defaultOutcome : problem.rules[decider]?.outcome;
}
