import type { CachingChecker } from '../condition/caching-checker.ts';
import { createExpressionChecker } from '../condition/check-expression.ts';
import { clausesOf, type Condition } from '../condition/condition.ts';
import { declarationsOf } from '../condition/declarations.ts';
import type { Signal, RuleSet } from '../model/rule-set.ts';
import type { Steps } from '../model/steps.ts';
import type { Witness } from '../solver/gate.ts';
import { dropMissing } from './fails-open.ts';
import { buildProblem, inForce, wide, type Problem, type ProblemRule } from '../solver/problem.ts';
import { clausesBefore, common, constraintsOf, createSolver, freed, periodsOf, type Solver } from '../solver/solver.ts';
import { addRange } from '../solver/search/clause-index.ts';
import { analysisSubject } from '../solver/subject.ts';
import { show, witnessIn } from '../solver/witness/witness.ts';
import type { Region } from '../space/boxes.ts';
import { sameAt, setState, type Box, type Dimension } from '../space/dimension.ts';
import { scratch } from '../space/small-arrays.ts';
import { dimensionsOf, jointDimensions } from '../space/space.ts';

/** Circumstances in which some signals are missing on every input. */
export interface Situation {
  missing: readonly string[];
  /** Kinds of inputs, each by a CEL condition. */
  kinds: readonly { id: string; when: string }[];
}

/** What an active rule does in a situation. */
export interface RuleInSituation {
  /** The rule's position in the rule set. */
  index: number;
  /**
   * How often it fires. `always`: on every input. `wherever-possible`: its condition needs a missing signal, and it fires on
   * every input on which it fires for some value of that. `never`: on no
   * input. Null if undecided.
   */
  fires: 'always' | 'wherever-possible' | 'sometimes' | 'never' | null;
  /** The missing signals because of which its condition is unknown on some input; empty if it guards against all of them. */
  unknownBecause: readonly string[];
  decides: readonly Decided[];
}

/** A kind of inputs, some of which a rule or the default decides. */
export interface Decided {
  kind: string;
  witness: Witness;
}

export interface InSituation {
  rules: RuleInSituation[];
  /** The kinds of inputs, some of which the default decides. */
  default: readonly Decided[];
}

export interface SituationOptions {
  /** Milliseconds since the Unix epoch. */
  now: number;
  /** A checker of the rule set's conditions, whose results are reused. */
  checker?: CachingChecker;
}

/** What the active rules of a rule set do if some signals are missing on every input. */
export function* inSituation(
  ruleSet: RuleSet,
  { missing, kinds }: Situation,
  { now, checker }: SituationOptions,
): Steps<InSituation> {
  const asked: RuleSet = {
    ...withOptional(ruleSet, missing),
    invariants: kinds.map(({ id, when }) => ({ id: `kind-${id}`, when, require: {} })),
  };
  const declarations = declarationsOf(asked);
  const subject = analysisSubject(asked, checker?.over(declarations) ?? createExpressionChecker(declarations));
  const problem = buildProblem(subject, now);
  const solver = createSolver(problem);
  yield;
  const lost = lostDimensions(problem, missing);
  const here = withoutThem(problem, lost);
  const kindsHere = subject.invariants.map(({ when }, index) => ({
    kind: kinds[index]?.id ?? '',
    when,
    region: common(problem, [here], wide(problem, problem.regions.of(when, 'true'))),
  }));
  const rules: RuleInSituation[] = [];
  for (const rule of problem.rules) {
    solver.topic();
    const unknownBecause = yield* unknownSignals(solver, rule, here, missing);
    const fires = firing(solver, rule, { here, lost: unknownBecause.length === 0 ? [] : lost });
    const decides = fires === 'never' ? [] : yield* decided(solver, rule, kindsHere);
    rules.push({ index: rule.rule.index, fires, unknownBecause, decides });
    yield;
  }
  solver.topic();
  return { rules: rules.sort((a, b) => a.index - b.index), default: yield* decided(solver, null, kindsHere) };
}

/** The producer's promise that a signal is there does not hold where it is missing. */
function withOptional(ruleSet: RuleSet, missing: readonly string[]): RuleSet {
  const { signals = {} } = ruleSet;
  const optional = (signal: Signal): Signal => ({ ...signal, required: false });
  return {
    ...ruleSet,
    // Copies, since what is compiled of a rule is kept with it.
    rules: ruleSet.rules.map(rule => ({ ...rule })),
    signals: Object.fromEntries(
      Object.entries(signals).map(([name, signal]) => [name, missing.includes(name) ? optional(signal) : signal]),
    ),
  };
}

/** All dimensions that have no value without some signals. */
function lostDimensions({ space }: Problem, missing: readonly string[]): Dimension[] {
  const own = missing.flatMap(name => {
    const axes = space.signals.get(name);
    return axes === undefined ? [] : dimensionsOf(axes);
  });
  return [...new Set([...own, ...missing.flatMap(name => jointDimensions(space, name))])];
}

/** All inputs on which dimensions are missing. */
function withoutThem({ space }: Problem, lost: readonly Dimension[]): Box {
  const box = scratch.copied(space.layout.whole);
  for (const dimension of lost) setState(box, dimension, dimension.cells);
  return box;
}

interface Kind {
  kind: string;
  when: Condition;
  region: Region;
}

/** The kinds of inputs, some of which a rule (null: the default) is shown to decide. */
function* decided(solver: Solver, rule: ProblemRule | null, kinds: readonly Kind[]): Steps<Decided[]> {
  const { problem } = solver;
  const found: Decided[] = [];
  for (const { kind, when, region: all } of kinds) {
    const region = rule === null ? all : common(problem, all, rule.fires);
    for (const period of problem.periods) {
      if (region.length === 0 || (rule !== null && !inForce(rule, period))) continue;
      const excluding = clausesBefore(problem, rule?.position ?? Infinity, period);
      const answer = solver.solve(region, excluding, period);
      if (answer === null || answer === 'undecided') continue;
      const witness = witnessIn(
        show(
          solver,
          { answer, region, excluding },
          [
            { kind: 'true', condition: when },
            { kind: 'decides', rule: rule?.rule ?? null },
          ],
          { within: true },
        ),
      );
      if (witness === null) continue;
      found.push({ kind, witness });
      break;
    }
    yield;
  }
  return found;
}

/** The missing signals that clauses of a rule need, if its condition is unknown on some input because of them. */
function* unknownSignals(
  solver: Solver,
  of: ProblemRule,
  here: Box,
  missing: readonly string[],
): Steps<readonly string[]> {
  const { problem } = solver;
  const { rule } = of;
  const needed = new Set(clausesOf(rule.condition).flatMap(({ needs }) => needs));
  const suspects = missing.filter(name => needed.has(name));
  if (suspects.length === 0) return [];
  yield;
  const unknown = problem.regions.within([rule.condition, 'possible'], [rule.condition, 'refutable']);
  if (unknown === null) return suspects;
  // Only where nothing else is missing.
  const present = scratch.copied(here);
  for (const dimension of problem.space.layout.dimensions)
    if (dimension.cells > 0 && sameAt(here, problem.space.layout.whole, dimension)) dropMissing(present, dimension);
  const region = common(problem, [present], wide(problem, unknown));
  const [period] = periodsOf(problem, of);
  return period !== undefined && solver.solve(region, constraintsOf(problem), period) === null ? [] : suspects;
}

function firing(
  { problem, solve }: Solver,
  rule: ProblemRule,
  { here, lost }: { here: Box; lost: readonly Dimension[] },
): RuleInSituation['fires'] {
  const constraints = constraintsOf(problem);
  const [period] = periodsOf(problem, rule);
  if (period === undefined) return 'never';
  const fires = common(problem, [here], rule.fires);
  const some = solve(fires, constraints, period);
  if (some === 'undecided') return null;
  if (some === null) return 'never';
  const elsewhere = scratch.copied(constraints);
  addRange(elsewhere, rule.first, rule.end);
  const silent = solve([here], elsewhere, period);
  if (silent === null) return 'always';
  if (silent === 'undecided') return null;
  if (lost.length === 0) return 'sometimes';
  // A part that has a name of its own may read a missing signal.
  const named = problem.space.layout.dimensions.filter(({ subject }) => subject.kind === 'part');
  if (rule.fires.some(box => named.some(dimension => !sameAt(box, problem.space.layout.whole, dimension))))
    return 'sometimes';
  const possible = common(
    problem,
    [here],
    rule.fires.map(box => freed(box, lost)),
  );
  const missed = solve(possible, elsewhere, period);
  return missed === null ? 'wherever-possible' : missed === 'undecided' ? null : 'sometimes';
}
