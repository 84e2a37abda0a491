import { unsatisfiable } from '../solver/assumptions.ts';
import { boundaryGaps } from './boundary-gaps.ts';
import { conflicts } from './conflicts.ts';
import type { Fact, OpenQuestion, Undecided } from './facts.ts';
import type { Gate } from '../solver/gate.ts';
import { failsOpen } from './fails-open.ts';
import type { Memory } from '../solver/incremental/memory.ts';
import { buildProblem, type Problem, type ProblemRule } from '../solver/problem.ts';
import { createSolver } from '../solver/solver.ts';
import { provedOrBroken } from './invariants.ts';
import { contradictory } from './reachability.ts';
import { resultOf } from './examine.ts';
import { reusableResults } from './incremental/rule-results.ts';
import type { AnalysedRule, AnalysisSubject } from '../solver/subject.ts';
import { tautological } from './tautologies.ts';
import { wideGrant } from './wide-grants.ts';
import { uncovered } from './uncovered.ts';

export interface AnalysisOptions {
  /** The current time for witnesses, in milliseconds since the Unix epoch. */
  now: number;
  /** Maximum work for one question, in words of clauses examined. */
  limit?: number;
  /** Memory of the previous analysis of nearly the same rules. Results that the change does not touch are reused. */
  previous?: Memory;
  /** If true, facts do not say which rules cause them: covers are empty. Much faster if many rules never decide. */
  brief?: boolean;
  /** Called once at the start with the memory of this analysis, which grows as it proceeds. */
  learning?: (memory: Memory) => void;
}

/** All facts about a rule set, each proved. */
export interface Analysis {
  facts: Fact[];
  problem: Problem;
  memory: Memory;
  /** Work done, in words of clauses examined; the same on every machine. */
  work: number;
  /** Number of inputs that the engine confirmed as witnesses, and that it did not. */
  witnesses: Gate['counts'];
}

/** Analyses a rule set in one go. */
export function analyse(subject: AnalysisSubject, options: AnalysisOptions): Analysis {
  const steps = analysis(subject, options);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** `analyse` in small steps, so that a server can answer requests between them; yields the progress, from 0 to 1. */
export function* analysis(
  subject: AnalysisSubject,
  { now, limit, previous, brief = false, learning }: AnalysisOptions,
): Generator<number, Analysis, undefined> {
  const problem = buildProblem(subject, now, { previous: previous?.problem });
  const solver = createSolver(problem, limit, previous);
  learning?.(solver.memory);
  const facts: Fact[] = [];
  const undecided: OpenQuestion[] = [];
  const unknown = (rule: AnalysedRule | null, question: Fact['kind'], { because }: Pick<Undecided, 'because'>): void =>
    void undecided.push({ rule, question, because });
  const finished = (): Analysis => {
    if (undecided.length > 0) facts.push({ kind: 'analysis-incomplete', undecided });
    return { facts, problem, memory: solver.memory, work: solver.work(), witnesses: solver.gate.counts };
  };

  const impossible = unsatisfiable(solver);
  if (impossible !== null) {
    facts.push(impossible);
    return finished();
  }
  for (const rule of subject.rules.filter(({ shadow, from, until }) => shadow && from < until)) {
    solver.topic();
    const fact = contradictory(solver, rule);
    yield 0.1;
    if (fact?.kind === 'undecided') unknown(rule, 'contradictory-trigger', fact);
    else if (fact !== null) facts.push(fact);
  }
  yield 0.1;

  const oneOnly = subject.hitPolicy === 'unique' || subject.hitPolicy === 'any';
  const conflicting = new Set<ProblemRule>();
  for (const rule of oneOnly ? problem.rules : []) {
    solver.topic();
    const { fact, undecided: open, maybe } = conflicts(solver, rule);
    if (fact !== null) facts.push(fact);
    if (fact !== null || open !== null || maybe) conflicting.add(rule);
    if (open !== null) unknown(rule.rule, 'conflicting-rules', open);
    yield 0.2;
  }

  const always = new Set<ProblemRule>();
  // Conflicts depend on all rules, so nothing is reused if the hit policy forbids them.
  const known = oneOnly ? null : reusableResults(solver, previous);
  for (const rule of problem.rules) {
    solver.topic();
    const progress = 0.2 + (0.6 * rule.position) / problem.rules.length;
    const result = known?.(rule) ?? (yield* at(progress, resultOf(solver, rule, conflicting.has(rule), brief)));
    solver.memory.results.set(rule, result);
    facts.push(...result.facts);
    for (const open of result.undecided) unknown(rule.rule, open.question, open);
    if (result.firesAlways) {
      always.add(rule);
      const fact = tautological(solver, rule);
      if (fact !== null) facts.push(fact);
    }
    yield progress;
  }

  for (const rule of problem.rules) {
    const fact = wideGrant(problem, rule);
    if (fact !== null) facts.push(fact);
  }
  const gaps = yield* at(0.8, uncovered(solver));
  if (gaps.undecided !== null) unknown(null, 'uncovered-input', gaps.undecided);
  if (gaps.fact !== null) facts.push(gaps.fact);
  yield 0.85;
  const boundaries = yield* at(0.85, boundaryGaps(solver, always));
  facts.push(...boundaries.facts);
  for (const [rule, open] of boundaries.undecided) unknown(rule.rule, 'boundary-gap', open);
  yield 0.9;
  const open = yield* at(0.9, failsOpen(solver));
  facts.push(...open.facts);
  for (const [rule, because] of open.undecided) unknown(rule.rule, 'fails-open', because);
  yield 0.95;
  for (let index = 0; index < subject.invariants.length; index++) {
    solver.topic();
    const fact = provedOrBroken(solver, index);
    if (fact.kind === 'undecided')
      undecided.push({ rule: null, question: 'invariant-violated', because: fact.because, invariant: index });
    else facts.push(fact);
    yield 0.95;
  }
  return finished();
}

/** Runs the steps, yielding the same progress for each. */
function* at<T>(progress: number, steps: Generator<void, T>): Generator<number, T> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    yield progress;
  }
}
