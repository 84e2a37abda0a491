import type { Cover } from './facts.ts';
import { neededAssumptions } from '../solver/assumptions.ts';
import { inForce, type Problem, type ProblemRule, type Period } from '../solver/problem.ts';
import { before, constraintsOf, periodsOf, type Solver } from '../solver/solver.ts';
import type { Clause } from '../solver/search/clause.ts';
import { addRange, numbersIn, type ClauseSet } from '../solver/search/clause-index.ts';
import { scratch } from '../space/small-arrays.ts';

/** The rules that cover a rule that never decides, over all periods in which it is in force. */
export function coverOf(solver: Solver, rule: ProblemRule): Omit<Cover, 'deciders'> {
  const { problem } = solver;
  const covers = periodsOf(problem, rule).map(period => coverIn(solver, rule, period));
  const [first, ...others] = covers.map(({ alone }) => alone);
  const alone = first?.filter(each => others.every(other => other.includes(each))) ?? [];
  // If one rule covers in this period and another in that, they do so together.
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

/** Of rules that cover a rule in all periods, those left when each that can be left out is; in deciding order. */
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

/** Whether it is proved that some rules cover a rule, in each period those that are in force. */
function coverInAll(
  { problem, prove }: Solver,
  rule: ProblemRule,
  covering: readonly ProblemRule[],
  constraints: ClauseSet,
): boolean {
  return periodsOf(problem, rule).every(period => {
    const outside = scratch.copied(constraints);
    for (const other of covering) if (inForce(other, period)) addRange(outside, other.first, other.end);
    return rule.fires.every(box => prove(box, outside).kind === 'none');
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

/** More rules that cover another are not kept: among thousands, each would hold all that come before it. */
export const maxKept = 100;

/** The first `maxKept` of the rules that fire wherever a rule does: mostly one box of theirs holds all of it. */
function aloneCovering(
  solver: Solver,
  rule: ProblemRule,
  period: Period,
  suspected: ReadonlySet<number>,
): ProblemRule[] {
  const { problem } = solver;
  const holding = rule.fires.map(box => {
    const set = before(problem, rule.position, period);
    const row = scratch.copied(set);
    for (const rows of problem.index.rows) {
      rows.containing(box, row, 0, row.length);
      for (let word = 0; word < set.length; word++) set[word] = (set[word] as number) & (row[word] as number);
    }
    return new Set(numbersIn(set).map(number => positionOf(problem.index.clauses[number])));
  });
  const [first = new Set<number | null>(), ...others] = holding;
  const alone = new Set([...first].filter(position => position !== null && others.every(each => each.has(position))));
  // Several boxes of a rule together, or one but for what is impossible.
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

/** The positions of the rules that a proof that a rule never decides leans on. */
function proofOf(solver: Solver, rule: ProblemRule, period: Period): Set<number> {
  const { problem } = solver;
  const positions = new Set<number>();
  for (const box of rule.fires) {
    const proof = solver.prove(box, before(problem, rule.position, period));
    if (proof.kind !== 'none') continue;
    for (const number of numbersIn(proof.because)) {
      const source = problem.index.clauses[number]?.source;
      if (source?.kind === 'rule') positions.add(source.position);
    }
  }
  return positions;
}

/** Rules that cover a rule, none of which can be left out: of those that the proof leans on, each that can be left out is. */
function leastCover(solver: Solver, rule: ProblemRule, proof: ReadonlySet<number>): ProblemRule[] {
  const { problem } = solver;
  let positions = new Set(proof);
  // The proof of a proof is shorter: what it did not lean on is gone.
  for (let size = Infinity; positions.size < size;) {
    size = positions.size;
    positions = coverAmong(solver, rule, positions) ?? positions;
  }
  // The later a rule stands, the less it takes that others have not taken before it. Nobody reads very long lists.
  const candidates = positions.size > maxMinimised ? [] : [...positions].sort((a, b) => b - a);
  for (const position of candidates) {
    if (!positions.has(position)) continue;
    const rest = new Set(positions);
    rest.delete(position);
    positions = coverAmong(solver, rule, rest) ?? positions;
  }
  return rulesAt(problem, positions);
}

/** Covers of more rules than this are told as the proof has them. */
const maxMinimised = 20;

/** Those of some rules that a proof leans on that they cover a rule; null where they do not. */
function coverAmong({ problem, prove }: Solver, rule: ProblemRule, positions: ReadonlySet<number>): Set<number> | null {
  const outside = constraintsOf(problem);
  for (const position of positions) {
    const other = problem.rules[position];
    if (other !== undefined) addRange(outside, other.first, other.end);
  }
  const needed = new Set<number>();
  for (const box of rule.fires) {
    const proof = prove(box, outside);
    if (proof.kind !== 'none') return null;
    for (const number of numbersIn(proof.because)) {
      const position = positionOf(problem.index.clauses[number]);
      if (position !== null) needed.add(position);
    }
  }
  return needed;
}
