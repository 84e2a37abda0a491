import type { Claim } from '../solver/claim.ts';
import type { Cover, Decider } from './facts.ts';
import type { Witness } from '../solver/gate.ts';
import { inForce, type Problem, type ProblemRule } from '../solver/problem.ts';
import {
  clausesBefore,
  common,
  firstAnswer,
  neighbours,
  periodsOf,
  type Answer,
  type Solver,
} from '../solver/solver.ts';
import { firstMeeting } from '../solver/point.ts';
import { removeRange } from '../solver/search/clause-index.ts';
import { sharesOf } from './shares.ts';
import type { AnalysedRule } from '../solver/subject.ts';
import { show, witnessIn } from '../solver/witness/witness.ts';

/** Maximum number of covering rules tested as deciders; a longer list would not be read. */
const maxAsked = 3;

export interface Deciders {
  deciders: Decider[];
  /** True if a rule with another outcome decides some of the inputs. */
  differs: boolean | 'undecided';
}

/**
 * Rules that decide the inputs of a rule that never decides: the first of those that cover it, and one with another outcome if there is one. Each has
 * an input confirmed by the gate.
 * @param known deciders before an edit, whose inputs are tried first
 */
export function decidersOf(
  solver: Solver,
  rule: ProblemRule,
  { alone, together }: Pick<Cover, 'alone' | 'together'>,
  known: readonly Decider[] = [],
): Deciders {
  const { problem } = solver;
  const hints = new Map(known.map(decider => [decider.rule, decider.witness]));
  const covering = new Set([...alone, ...together].slice(0, maxAsked));
  const asked = new Set<ProblemRule>();
  const found: Deciders = { deciders: [], differs: false };
  for (const other of problem.rules.slice(0, rule.position)) {
    // If rules cover it alone, one decider is enough.
    if (alone.length > 0 && found.deciders.length > 0) break;
    if (covering.has(other.rule)) test(other);
  }
  for (const other of othersThatDiffer(problem, rule, hints)) {
    if (found.differs === true) break;
    if (!asked.has(other)) test(other);
  }
  return found;

  function test(other: ProblemRule): void {
    asked.add(other);
    const isOther = other.outcome !== rule.outcome;
    const decided = decidesSome(solver, rule, other, hints.get(other.rule));
    if (decided === 'undecided' && isOther) found.differs ||= 'undecided';
    if (decided === null || decided === 'undecided') return;
    const { answer, witness } = decided;
    if (isOther) found.differs = true;
    if (isOther && answer !== null) solver.remember(['otherwise', rule.key], answer);
    if (witness === null) return;
    const all = alone.includes(other.rule) && comesFirst(problem, rule, other);
    found.deciders.push({ rule: other.rule, witness, all });
  }
}

/**
 * An input on which `rule` fires and `other` decides. `answer` is null if `hint` is such an input; `witness` is null if the gate does not confirm
 * the answer.
 */
function decidesSome(
  solver: Solver,
  rule: ProblemRule,
  other: ProblemRule,
  hint: Witness | undefined,
): { answer: Answer | null; witness: Witness | null } | null | 'undecided' {
  const { problem, gate } = solver;
  const claim: Claim = [
    { kind: 'fires', rule: rule.rule },
    { kind: 'decides', rule: other.rule },
  ];
  const confirmed = hint && gate.confirm([claim], hint, () => []);
  if (confirmed) return { answer: null, witness: confirmed };
  const region = common(problem, rule.fires, other.fires);
  const found = firstAnswer(
    periodsOf(problem, rule).filter(period => inForce(other, period)),
    period => solver.solve(region, clausesBefore(problem, other.position, period), period),
  );
  if (found === null || found === 'undecided') return found;
  const { answer, item } = found;
  const shown = show(solver, { answer, region, excluding: clausesBefore(problem, other.position, item) }, claim);
  return { answer, witness: witnessIn(shown) };
}

/** True if no rule before `other` fires on any input of `rule`, so that `other` decides all inputs of `rule` on which it fires. */
function comesFirst(problem: Problem, rule: ProblemRule, other: ProblemRule): boolean {
  return periodsOf(problem, rule).every(period => {
    const earlier = clausesBefore(problem, other.position, period);
    removeRange(earlier, 0, problem.constraints);
    return rule.fires.every(box => firstMeeting(problem, box, earlier) === -1);
  });
}

/** Earlier rules with another outcome that fire on inputs of a rule, the most likely deciders first. May yield a rule twice. */
function* othersThatDiffer(
  problem: Problem,
  rule: ProblemRule,
  hints: ReadonlyMap<AnalysedRule, Witness>,
): Generator<ProblemRule> {
  const differ = (others: readonly ProblemRule[]): ProblemRule[] =>
    others.filter(other => other.position < rule.position && other.outcome !== rule.outcome);
  if (hints.size > 0) yield* differ(problem.rules.filter(other => hints.has(other.rule)));
  yield* differ(sampledDeciders(problem, rule));
  yield* differ(neighbours(problem, rule));
}

/** The rules that decide a sample of a rule's inputs, the most frequent first, in the current period or else the first in which it is in force. */
function sampledDeciders(problem: Problem, rule: ProblemRule): ProblemRule[] {
  const periods = periodsOf(problem, rule);
  const period = periods.find(({ from, until }) => problem.now >= from && problem.now < until) ?? periods[0];
  if (period === undefined) return [];
  const { shares } = sharesOf(problem, rule.fires, clausesBefore(problem, rule.position, period));
  return [...shares]
    .sort(([, a], [, b]) => b - a)
    .flatMap(([position]) => (position === null ? [] : (problem.rules[position] ?? [])));
}
