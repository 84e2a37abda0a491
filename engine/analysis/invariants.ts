import type { DefaultOutcome, Invariant } from '../model/rule-set.ts';
import { beyondLimit, type FactOf, type Undecided } from './facts.ts';
import { wide, type Problem, type ProblemRule } from '../solver/problem.ts';
import { inForce } from '../solver/problem.ts';
import { clausesBefore, common, constraintsOf, meet, type Solver } from '../solver/solver.ts';
import { show, undecidedIn, witnessIn } from '../solver/witness/witness.ts';

/** True if an invariant allows an outcome. */
export function allows({ require }: Invariant, outcome: DefaultOutcome): boolean {
  const fits = (allowed: string | string[] | undefined, value: string | undefined): boolean =>
    allowed === undefined ||
    (value !== undefined && (Array.isArray(allowed) ? allowed.includes(value) : allowed === value));
  return fits(require.decide, outcome.decide) && fits(require.to, outcome.to) && fits(require.payload, outcome.payload);
}

/** Proves an invariant, or finds a violation: an input on which its `when` is true and the deciding rule or default has an outcome it forbids. */
export function provedOrBroken(
  solver: Solver,
  index: number,
): FactOf<'invariant-proved' | 'invariant-violated'> | Undecided {
  const { problem } = solver;
  const { invariant, when } = problem.subject.invariants[index] as Problem['subject']['invariants'][number];
  const where = wide(problem, problem.regions.of(when, 'true'));
  const written: DefaultOutcome = problem.subject.default ?? { decide: 'pause' };
  const deciders: (ProblemRule | null)[] = [
    ...problem.rules.filter(rule => !allows(invariant, rule.rule.rule) && meet(problem, where, rule.fires)),
    ...(allows(invariant, written) ? [] : [null]),
  ];
  const cases = problem.periods.flatMap(period =>
    deciders.filter(rule => rule === null || inForce(rule, period)).map(rule => ({ rule, period })),
  );
  const questionOf = ({ rule, period }: (typeof cases)[number]) => ({
    region: rule === null ? where : common(problem, where, rule.fires),
    excluding: clausesBefore(problem, rule?.position ?? Infinity, period),
  });
  let undecided: Undecided | null = null;
  for (const each of cases) {
    const { region, excluding } = questionOf(each);
    const answer = solver.solve(region, excluding, each.period);
    if (answer === null) continue;
    if (answer === 'undecided') {
      undecided ??= beyondLimit;
      continue;
    }
    const decider = each.rule?.rule ?? null;
    const shown = show(solver, { answer, region, excluding }, [
      { kind: 'true', condition: when },
      { kind: 'decides', rule: decider },
    ]);
    const witness = witnessIn(shown);
    if (witness !== null) {
      const outcome = decider?.rule ?? written;
      return { kind: 'invariant-violated', invariant: index, rule: decider, outcome, witness };
    }
    undecided ??= undecidedIn(shown) ?? { kind: 'undecided', because: { kind: 'errors' } };
  }
  if (undecided !== null) return undecided;
  const vacuous = problem.periods.every(period => solver.solve(where, constraintsOf(problem), period) === null);
  return { kind: 'invariant-proved', invariant: index, vacuous };
}
