import type { SignalValues } from '../../condition/condition.ts';
import { within, type Box, type Dimension } from '../../space/dimension.ts';
import { dimensionsOf, type Space } from '../../space/space.ts';
import type { Claim } from '../claim.ts';
import { beyondLimit, type Undecided } from '../../analysis/facts.ts';
import type { TimedInput, Witness } from '../gate.ts';
import type { Problem, Period } from '../problem.ts';
import { inputOf } from '../input.ts';
import type { Answer, Solver } from '../solver.ts';
import { isFree, typicalPoint, pointAnswers, type Example } from './typical-input.ts';
import { setState, singlePoint, stateAt } from '../point.ts';
import { timeIn } from './round-value.ts';
import { clauseOf } from '../search/clause.ts';
import { dropClauses, enterClause, hasRoom, include, type ClauseSet } from '../search/clause-index.ts';
import { find } from '../search/search.ts';
import { triedValues, type Target } from './tried-values.ts';
import { scratch } from '../../space/small-arrays.ts';
import { ordinaryState } from './values.ts';

/** What an answer was found in: an input of the region outside the clauses of the problem's index. */
export interface Asked {
  answer: Answer;
  region: readonly Box[];
  outside: ClauseSet;
}

/** Null if it depends on a condition that has errors, so that nobody knows what it will say. */
export type Shown = Witness | Undecided | null;

export function witnessIn(shown: Shown): Witness | null {
  return shown === null || isUndecided(shown) ? null : shown;
}

export function undecidedIn(shown: Shown): Undecided | null {
  return shown !== null && isUndecided(shown) ? shown : null;
}

function isUndecided(shown: Witness | Undecided): shown is Undecided {
  return 'kind' in shown;
}

/** Writes the values of signals as an input, for a decision in a period. */
export type Writer = (values: SignalValues, period: Period) => TimedInput;

/** Answers of one question that are tried; each has other truth values of the clauses that only CEL decides. */
const maxAnswers = 4;
/** Work for another answer, in words of clauses looked at. */
const workForAnother = 500_000;

/**
 * An input that shows what is claimed, with values that a person would choose: signals that do not matter have an typical value, lists are as small as can
 * be, values are round. Undecided if the gate confirms none of those tried.
 * @param problem that of the solver, if its clauses are in another index
 */
export function show(solver: Solver, asked: Asked, claim: Claim, problem: Problem = solver.problem): Shown {
  const { signals } = solver.problem.subject.declarations;
  const write: Writer = (values, period) => {
    const aged = [...signals].some(([name, { maxAge }]) => maxAge !== undefined && values.has(name));
    const at = timeIn(period, problem.now);
    return { input: inputOf(signals, values, at), at: aged || problem.periods.length > 1 ? at : null };
  };
  return showBy(solver, asked, { claims: [claim], write, problem });
}

/** @param claims what is claimed, by rule set; `names`: the signals as people know them, of those that make no difference */
export function showBy(
  solver: Solver,
  asked: Asked,
  {
    claims,
    write,
    problem = solver.problem,
    names = free => free,
  }: { claims: readonly Claim[]; write: Writer; problem?: Problem; names?: (free: string[]) => string[] },
): Shown {
  const { index } = problem;
  const { region, answer: first } = asked;
  const start = index.clauses.length;
  const outside = scratch.copied(asked.outside);
  const clauses = new Set<string>();
  try {
    for (let answer: Answer | null = first, left = maxAnswers; answer !== null && !solver.isSpent(); left--) {
      // The typical point, and which signals are free, each cost a look at all clauses for every dimension.
      solver.spend(2 * index.words * index.rows.length ** 2);
      const example: Example = { box: answer.box, region, outside };
      const { space, now, subject } = problem;
      const stateOf = (problem.typical ??= ordinaryState(space, subject.declarations.signals, now));
      const point = typicalPoint(problem, example, stateOf);
      const matters = (dimension: Dimension): boolean => !isFree(problem, example, point, [dimension]);
      if ([...space.broken.values()].some(matters)) return null;
      const opaque = [...space.opaque.values()].filter(matters);
      const box = region.find(each => within(problem.space.layout, point, each)) ?? point;
      const target: Target = { point, box, opaque };
      for (const values of triedValues(problem, target, solver)) {
        const witness = confirmed(values, answer.period, example, point);
        if (witness !== null) return witness;
      }
      for (const { subject } of opaque) if (subject.kind === 'opaque') clauses.add(subject.written);
      if (left === 1 || opaque.length === 0 || !hasRoom(index)) break;
      // An input on which these clauses say something else: what they say here together, no input may make true.
      const without = scratch.copied(space.layout.whole);
      for (const dimension of opaque) setState(without, dimension, stateAt(point, dimension));
      include(outside, enterClause(index, clauseOf(space.layout, without, { kind: 'found' })));
      answer = another(answer.period);
    }
  } finally {
    dropClauses(index, start);
  }
  if (solver.isSpent()) return beyondLimit;
  return { kind: 'undecided', because: { kind: 'values', clauses: [...clauses] } };

  function confirmed(values: SignalValues, period: Period, example: Example, point: Box): Witness | null {
    const witness = solver.gate.confirm(claims, write(values, period), () =>
      names(freeSignals(problem, { ...example, outside: asked.outside }, located(problem, point, values))),
    );
    // What was shown is known to hold as long as the same rules fire on it.
    if (witness !== null && problem.space.opaque.size > 0) solver.keepEvidence(located(problem, point, values));
    return witness;
  }

  function another(period: Period): Answer | null {
    for (const box of region) {
      if (solver.isSpent()) return null;
      const budget = { left: workForAnother };
      const found = find(index, box, outside, budget);
      solver.spend(workForAnother - budget.left);
      if (found.kind === 'some') return { box: found.box, period };
    }
    return null;
  }
}

/** The point that values are in; parts of conditions are as in the point that they were chosen for. */
function located({ space }: Problem, point: Box, values: SignalValues): Box {
  const found = singlePoint({ space }, point);
  for (const dimension of space.layout.dimensions) {
    const state = dimension.cellOf(values);
    if (state >= 0) setState(found, dimension, state);
    else if (dimension.missing && dimension.subject.kind !== 'broken' && dimension.subject.kind !== 'part')
      setState(found, dimension, dimension.cells);
  }
  return found;
}

/** Signals that can have any value at once, and the answer remains one. */
function freeSignals(problem: Problem, example: Example, point: Box): string[] {
  const { space } = problem;
  if (!pointAnswers(problem, example, point)) return [];
  const free: string[] = [];
  let dimensions: Dimension[] = [];
  for (const [name, axes] of space.signals) {
    const more = [...dimensions, ...dimensionsOf(axes), ...opaqueOf(space, name)];
    if (!isFree(problem, example, point, more)) continue;
    free.push(name);
    dimensions = more;
  }
  return free;
}

/** The dimensions of clauses outside the exact fragment that read a signal: with another value of it they may be different. */
function opaqueOf({ opaque }: Space, name: string): Dimension[] {
  return [...opaque.values()].filter(({ subject }) => subject.kind === 'opaque' && subject.signals.includes(name));
}
