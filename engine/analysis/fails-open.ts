import { holdsCell, narrowAt, sameAt, type Box, type Dimension } from '../space/dimension.ts';
import { dimensionsOf } from '../space/space.ts';
import type { Claim } from '../solver/claim.ts';
import { beyondLimit, type FactOf, type Undecided } from './facts.ts';
import { inForce, spareClauses, type Problem, type ProblemRule, type Period } from '../solver/problem.ts';
import { common, freed, type Solver } from '../solver/solver.ts';
import { clauseOf, type Clause } from '../solver/search/clause.ts';
import { addRange, clauseIndex, emptySet, type ClauseIndex } from '../solver/search/clause-index.ts';
import { jointDimensions } from '../space/space.ts';
import { find } from '../solver/search/search.ts';
import { withSignal } from '../solver/input.ts';
import { show, undecidedIn, witnessIn, type Asked } from '../solver/witness/witness.ts';
import { scratch } from '../space/small-arrays.ts';

type FailsOpen = FactOf<'fails-open'>;

/** A rule, or null for the default, which comes last. */
type Decider = ProblemRule | null;

/**
 * Rules because of which losing one signal turns another decision into `continue`. Losing several signals is losing one after the other, so
 * one suffices. The cause is the rule that decided, if it is silent without the signal; otherwise the rule that lets the agent continue.
 */
export function* failsOpen(
  solver: Solver,
): Generator<void, { facts: FailsOpen[]; undecided: Map<ProblemRule, Undecided> }> {
  const { problem } = solver;
  const facts = new Map<ProblemRule, FailsOpen>();
  const undecided = new Map<ProblemRule, Undecided>();
  const sides = sidesOf(problem);
  for (const [signal, axes] of problem.space.signals) {
    const own = dimensionsOf(axes);
    if (own.some(({ missing, cells }) => !missing || cells === 0)) continue;
    const lost = lostWith(problem, signal, own);
    let loss: Loss | null = null;
    let topic: ProblemRule | null = null;
    for (const { cause, decider, agent } of suspects(problem, lost, sides)) {
      if (facts.has(cause)) continue;
      if (topic !== cause) solver.topic();
      topic = cause;
      yield;
      loss ??= lossOf(problem, signal, own, lost);
      for (const period of problem.periods) {
        if ([decider, agent].some(rule => rule !== null && !inForce(rule, period))) continue;
        const found = loses(solver, loss, { cause, decider, agent }, period);
        if (found === null) continue;
        if (found.kind === 'undecided') {
          if (!undecided.has(cause)) undecided.set(cause, found);
          continue;
        }
        facts.set(cause, found);
        undecided.delete(cause);
        break;
      }
    }
  }
  return { facts: [...facts.values()], undecided };
}

/** The loss of a signal: its dimensions, and where rules fire without it. */
interface Loss {
  signal: string;
  own: readonly Dimension[];
  /** For each rule, the inputs on which it still fires after the loss, unconstrained in the lost dimensions. */
  without: ReadonlyMap<ProblemRule, Box[]>;
  index: ClauseIndex;
  /** For each rule, the range of its boxes after the loss in `index`. */
  placeOf: ReadonlyMap<ProblemRule, readonly [first: number, end: number]>;
}

function lostWith({ space }: Problem, signal: string, own: readonly Dimension[]): Dimension[] {
  return [...own, ...jointDimensions(space, signal)];
}

function firesWithout(box: Box, lost: readonly Dimension[]): boolean {
  return lost.every(dimension => holdsCell(box, dimension, dimension.cells));
}

function lossOf(problem: Problem, signal: string, own: readonly Dimension[], lost: readonly Dimension[]): Loss {
  const { space, index, rules, constraints } = problem;
  const lostPart = (box: Box): Box[] => (firesWithout(box, lost) ? [freed(box, lost)] : []);
  const clauses: Clause[] = index.clauses.slice();
  for (const constraint of index.clauses.slice(0, constraints)) {
    for (const box of lostPart(constraint.box)) clauses.push(clauseOf(space.layout, box, constraint.source));
  }
  const without = new Map<ProblemRule, Box[]>();
  const placeOf = new Map<ProblemRule, readonly [number, number]>();
  for (const rule of rules) {
    const boxes = rule.fires.flatMap(lostPart);
    without.set(rule, boxes);
    placeOf.set(rule, [clauses.length, clauses.length + boxes.length]);
    for (const box of boxes) clauses.push(clauseOf(space.layout, box, { kind: 'rule', position: rule.position }));
  }
  return {
    signal,
    own,
    without,
    index: clauseIndex(space.layout, clauses, spareClauses, index.lemmas && { ...index.lemmas }),
    placeOf,
  };
}

/** Deciders that let the agent continue (`agents`), and the others. */
interface Sides {
  agents: readonly Decider[];
  deciders: readonly Decider[];
}

function sidesOf({ subject, rules }: Problem): Sides {
  const letsContinue = (decider: Decider): boolean =>
    (decider === null ? (subject.default?.decide ?? 'pause') : decider.rule.rule.decide) === 'continue';
  const all: Decider[] = [...rules, null];
  return { agents: all.filter(letsContinue), deciders: all.filter(decider => !letsContinue(decider)) };
}

/** Pairs of deciders between which the loss may move a decision, with the rule that would be the cause. */
function* suspects(
  problem: Problem,
  lost: readonly Dimension[],
  { agents, deciders }: Sides,
): Generator<{ cause: ProblemRule; decider: Decider; agent: Decider }> {
  const dependsOn = (box: Box): boolean => lost.some(dimension => !sameAt(box, problem.space.layout.whole, dimension));
  for (const decider of deciders) {
    const silent = decider?.fires.some(box => !firesWithout(box, lost));
    if (decider !== null && silent === true) for (const agent of agents) yield { cause: decider, decider, agent };
  }
  for (const agent of agents) {
    // It fires without the signal, but not on every input with it.
    const gains = agent !== null && agent.fires.some(box => firesWithout(box, lost)) && agent.fires.some(dependsOn);
    if (agent !== null && gains) for (const decider of deciders) yield { cause: agent, decider, agent };
  }
}

/** Maximum work of the search in one box, and the work of building one box per word of it, in words of clauses examined. */
const maxWork = 2_000_000;
const workPerBox = 8;

function loses(
  solver: Solver,
  loss: Loss,
  { cause, decider, agent }: { cause: ProblemRule; decider: Decider; agent: Decider },
  period: Period,
): FailsOpen | Undecided | null {
  const { problem } = solver;
  const { own, without, index, placeOf } = loss;
  const { layout } = problem.space;
  const causedByAgent = cause === agent;
  const present = scratch.copied(layout.whole);
  for (const dimension of own) dropMissing(present, dimension);
  const regions = [
    decider?.fires ?? [layout.whole],
    agent === null ? [layout.whole] : (without.get(agent) ?? []),
    causedByAgent && decider !== null ? (without.get(decider) ?? []) : [layout.whole],
  ];
  const work = regions.reduce((product, { length }) => product * length, workPerBox * layout.stride);
  if (!solver.affords(work)) return beyondLimit;
  solver.spend(work);
  const region = regions.reduce((all, each) => common(problem, all, each), [present]);
  if (region.length === 0) return null;

  // The constraints with the signal and without, then the rules before each decider.
  const excluding = emptySet(index);
  addRange(excluding, 0, problem.constraints);
  addRange(excluding, problem.index.clauses.length, placeOf.get(problem.rules[0] as ProblemRule)?.[0] ?? 0);
  for (const rule of problem.rules) {
    if (!inForce(rule, period)) continue;
    if (decider === null || rule.position < decider.position) addRange(excluding, rule.first, rule.end);
    const place = placeOf.get(rule) ?? [0, 0];
    const silent = rule === cause && !causedByAgent;
    if (agent === null || rule.position < agent.position || silent) addRange(excluding, ...place);
  }
  let undecided: Undecided | null = null;
  for (const box of region) {
    if (solver.isSpent()) return undecided ?? beyondLimit;
    const budget = { left: maxWork };
    const found = find(index, box, excluding, budget);
    solver.spend(maxWork - budget.left + index.words * index.rows.length);
    if (found.kind === 'undecided') undecided ??= beyondLimit;
    if (found.kind !== 'some') continue;
    const asked = { answer: { box: found.box, period }, region: [box], excluding };
    const described = describe(solver, loss, { cause, decider, agent }, asked);
    if (described !== null && described.kind !== 'undecided') return described;
    undecided ??= described;
  }
  return undecided;
}

function describe(
  solver: Solver,
  { signal, index }: Loss,
  { cause, decider, agent }: { cause: ProblemRule; decider: Decider; agent: Decider },
  asked: Asked,
): FailsOpen | Undecided | null {
  const [given, taken] = [decider?.rule ?? null, agent?.rule ?? null];
  const then: Claim = [{ kind: 'decides', rule: taken }];
  const claim: Claim = [
    { kind: 'decides', rule: given },
    { kind: 'with-value', signal, value: undefined, then },
  ];
  const shown = show(solver, asked, claim, { problem: { ...solver.problem, index } });
  const present = witnessIn(shown);
  if (present === null) return undecidedIn(shown);
  const { input, at, free } = present;
  const lost = solver.gate.confirm([then], { input: withSignal(input, signal, undefined), at }, () => free);
  if (lost === null) return { kind: 'undecided', because: { kind: 'values', clauses: [] } };
  return {
    kind: 'fails-open',
    rule: cause.rule,
    signal,
    with: { rule: given, witness: present },
    without: { rule: taken, witness: lost },
  };
}

/** Removes the state in which a dimension is missing from a box. */
export function dropMissing(box: Box, dimension: Dimension): void {
  const present = scratch.copied(box);
  if (dimension.kind === 'ordered') present[dimension.offset + 2] = 0;
  else {
    const at = dimension.offset + (dimension.cells >>> 5);
    present[at] = (present[at] as number) & ~(1 << (dimension.cells & 31));
  }
  narrowAt(box, present, dimension);
}
