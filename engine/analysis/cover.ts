import type { Cover } from './facts.ts';
import { neededAssumptions } from '../solver/assumptions.ts';
import { inForce, type Problem, type ProblemRule, type Period } from '../solver/problem.ts';
import { clausesBefore, constraintsOf, periodsOf, type Solver } from '../solver/solver.ts';
import type { Clause } from '../solver/search/clause.ts';
import { addRange, numbersIn, type ClauseSet } from '../solver/search/clause-index.ts';
import { scratch } from '../space/small-arrays.ts';

/** The rules that cover a rule in all periods in which it is in force, and so keep it from deciding. */
export function coverOf(solver: Solver, rule: ProblemRule): Omit<Cover, 'deciders'> {
  const { problem } = solver;
  const covers = periodsOf(problem, rule).map(period => coverIn(solver, rule, period));
  const [first, ...others] = covers.map(({ alone }) => alone);
  const alone = first?.filter(each => others.every(other => other.includes(each))) ?? [];
  // Rules that each cover it in one period cover it together.
  const inSome = covers.flatMap(cover => (cover.alone[0] ? [cover.alone[0]] : cover.together));
  const together = alone.length > 0 ? [] : leastInAll(solver, rule, inSome);
  const assumptions =
    alone.length > 0
      ? alone.slice(0, maxMinimised).flatMap(other => assumptionsOf(solver, rule, [other]))
      : assumptionsOf(solver, rule, together);
  return {
    alone: alone.map(other => other.rule),
    together: together.map(other => other.rule),
    assumptions: [...new Set(assumptions)].sort((a, b) => a - b),
  };
}

/** A minimal subset of rules that cover a rule in all periods, in deciding order. Long lists are not minimised. */
function leastInAll(solver: Solver, rule: ProblemRule, covering: readonly ProblemRule[]): ProblemRule[] {
  let least = [...new Set(covering)].sort((a, b) => a.position - b.position);
  const candidates = least.length > maxMinimised ? [] : least.toReversed();
  for (const candidate of candidates) {
    const rest = least.filter(each => each !== candidate);
    if (coverInAll(solver, rule, rest, constraintsOf(solver.problem))) least = rest;
  }
  return least;
}

function assumptionsOf(solver: Solver, rule: ProblemRule, covering: readonly ProblemRule[]): number[] {
  return neededAssumptions(solver.problem, constraints => coverInAll(solver, rule, covering, constraints));
}

/** True if it is proved that in each period, those of the rules that are in force cover a rule. */
function coverInAll(
  { problem, prove }: Solver,
  rule: ProblemRule,
  covering: readonly ProblemRule[],
  constraints: ClauseSet,
): boolean {
  return periodsOf(problem, rule).every(period => {
    const excluding = scratch.copied(constraints);
    for (const other of covering) if (inForce(other, period)) addRange(excluding, other.first, other.end);
    return rule.fires.every(box => prove(box, excluding).kind === 'none');
  });
}

function coverIn(solver: Solver, rule: ProblemRule, period: Period): { alone: ProblemRule[]; together: ProblemRule[] } {
  const positions = proofOf(solver, rule, period);
  const alone = aloneCovering(solver, rule, period, positions);
  return { alone, together: alone.length > 0 ? [] : leastCover(solver, rule, positions) };
}

function rulesAt(problem: Problem, positions: Iterable<number>): ProblemRule[] {
  return [...positions].flatMap(position => problem.rules[position] ?? []);
}

/** Maximum number of rules listed that each cover a rule alone. Among thousands of rules, the lists would grow quadratically. */
export const maxKept = 100;

/** The first `maxKept` rules that fire on every input on which a rule fires. Usually one of their boxes holds the whole rule. */
function aloneCovering(
  solver: Solver,
  rule: ProblemRule,
  period: Period,
  suspected: ReadonlySet<number>,
): ProblemRule[] {
  const { problem } = solver;
  const holding = rule.fires.map(box => {
    const set = clausesBefore(problem, rule.position, period);
    const row = scratch.copied(set);
    for (const rows of problem.index.rows) {
      rows.containing(box, row, 0, row.length);
      for (let word = 0; word < set.length; word++) set[word] = (set[word] as number) & (row[word] as number);
    }
    return new Set(numbersIn(set).map(number => positionOf(problem.index.clauses[number])));
  });
  const [first = new Set<number | null>(), ...others] = holding;
  const alone = new Set([...first].filter(position => position !== null && others.every(each => each.has(position))));
  // The boxes of one rule may also cover it together, or except for impossible inputs.
  for (const position of suspected.size > maxMinimised ? [] : suspected) {
    if (!alone.has(position) && coverAmong(solver, rule, new Set([position])) !== null) alone.add(position);
  }
  return rulesAt(
    problem,
    [...alone]
      .filter(position => position !== null)
      .sort((a, b) => a - b)
      .slice(0, maxKept),
  );
}

function positionOf(clause: Clause | undefined): number | null {
  return clause?.source.kind === 'rule' ? clause.source.position : null;
}

/** The positions of the rules used by a proof that a rule never decides. */
function proofOf(solver: Solver, rule: ProblemRule, period: Period): Set<number> {
  const { problem } = solver;
  const positions = new Set<number>();
  for (const box of rule.fires) {
    const proof = solver.prove(box, clausesBefore(problem, rule.position, period));
    if (proof.kind !== 'none') continue;
    for (const number of numbersIn(proof.conflictClauses)) {
      const source = problem.index.clauses[number]?.source;
      if (source?.kind === 'rule') positions.add(source.position);
    }
  }
  return positions;
}

/** A minimal set of rules that cover a rule, from those that a proof uses. */
function leastCover(solver: Solver, rule: ProblemRule, proof: ReadonlySet<number>): ProblemRule[] {
  const { problem } = solver;
  let positions = new Set(proof);
  // Proving it again with only the rules that the proof used often uses fewer.
  for (let size = Infinity; positions.size < size;) {
    size = positions.size;
    positions = coverAmong(solver, rule, positions) ?? positions;
  }
  // Later rules first: they are most often superfluous.
  const candidates = positions.size > maxMinimised ? [] : [...positions].sort((a, b) => b - a);
  for (const position of candidates) {
    if (!positions.has(position)) continue;
    const rest = new Set(positions);
    rest.delete(position);
    positions = coverAmong(solver, rule, rest) ?? positions;
  }
  return rulesAt(problem, positions);
}

/** Maximum number of rules for which a cover is minimised; larger covers are reported as proved. */
const maxMinimised = 20;

/** The rules used by a proof that the rules at `positions` cover a rule; null if there is no such proof. */
function coverAmong({ problem, prove }: Solver, rule: ProblemRule, positions: ReadonlySet<number>): Set<number> | null {
  const excluding = constraintsOf(problem);
  for (const position of positions) {
    const other = problem.rules[position];
    if (other !== undefined) addRange(excluding, other.first, other.end);
  }
  const needed = new Set<number>();
  for (const box of rule.fires) {
    const proof = prove(box, excluding);
    if (proof.kind !== 'none') return null;
    for (const number of numbersIn(proof.conflictClauses)) {
      const position = positionOf(problem.index.clauses[number]);
      if (position !== null) needed.add(position);
    }
  }
  return needed;
}
