import type { SignalValues } from '../../condition/condition.ts';
import { grantedIn } from '../../condition/derived-signals.ts';
import { setState, within, type Box, type Dimension } from '../../space/dimension.ts';
import { bucketsBy } from '../../space/buckets.ts';
import { dimensionsOf, jointDimensions, jointSignals } from '../../space/space.ts';
import type { Derivation } from '../../model/rule-set.ts';
import type { Claim } from '../claim.ts';
import { beyondLimit, type Undecided } from '../../analysis/facts.ts';
import { withGrants, type TimedInput, type Witness } from '../gate.ts';
import type { Problem, Period } from '../problem.ts';
import { regionDuring } from '../period.ts';
import { inputOf } from '../input.ts';
import type { Answer, Solver } from '../solver.ts';
import { isFree, typicalPoint, pointAnswers, type Example } from './typical-input.ts';
import { singlePoint, stateAt } from '../point.ts';
import { inBuckets, withOwnBuckets } from './bucket-values.ts';
import { atOneTime, timeOf } from './decision-time.ts';
import { clauseOf } from '../search/clause.ts';
import { dropClauses, enterClause, hasRoom, include, type ClauseSet } from '../search/clause-index.ts';
import { find } from '../search/search.ts';
import type { Target } from './target.ts';
import { triedValues } from './tried-values.ts';
import { scratch } from '../../space/small-arrays.ts';
import { ordinaryState } from './values.ts';

/** An answer with its question: an input of the region outside these clauses of the problem's index. */
export interface Asked {
  answer: Answer;
  region: readonly Box[];
  excluding: ClauseSet;
}

/** A confirmed witness, or why there is none; null if that depends on a condition with errors. */
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

/** Turns signal values into an input for a decision in a period. */
export type Writer = (values: SignalValues, period: Period) => TimedInput;

/** Maximum number of answers tried for a question, each with other truth values of the opaque clauses. */
const maxAnswers = 4;
/** Maximum work to find another answer, in words of clauses examined. */
const workForAnother = 500_000;

/**
 * A confirmed input for a claim, with natural values: signals that do not matter have a typical value, lists are as small as possible, numbers are round.
 * Undecided if the gate confirms none of the inputs tried.
 * @param options `problem`: the problem in whose index `asked` is, if not the solver's; `within`: true if only inputs of the region will do, and not all for
 * which the claim holds
 */
export function show(
  solver: Solver,
  asked: Asked,
  claim: Claim,
  { problem = solver.problem, within: isWithin = false }: { problem?: Problem; within?: boolean } = {},
): Shown {
  const { signals } = solver.problem.subject.declarations;
  const write: Writer = (values, period) => {
    const aged = [...signals].some(([name, { maxAge }]) => maxAge !== undefined && values.has(name));
    const at = timeOf(problem, values, period);
    return {
      input: inputOf(signals, values, at),
      at: aged || readsTime(problem) ? at : null,
      ...withGrants(grantedIn(signals, values)),
    };
  };
  return showBy(solver, asked, { claims: [claim], write, problem, isWithin });
}

/** `show` for one claim per rule set. `names` maps the free signals to the names shown to users. */
export function showBy(
  solver: Solver,
  asked: Asked,
  {
    claims,
    write,
    problem = solver.problem,
    names = free => free,
    isWithin = false,
  }: {
    claims: readonly Claim[];
    write: Writer;
    problem?: Problem;
    names?: (free: string[]) => string[];
    isWithin?: boolean;
  },
): Shown {
  const { index } = problem;
  const { answer: first } = asked;
  const region = regionDuring(problem.space, asked.region, first.period);
  const start = index.clauses.length;
  const excluding = scratch.copied(asked.excluding);
  const clauses = new Set<string>();
  const sums = new Set<string>();
  try {
    for (let answer: Answer | null = first, left = maxAnswers; answer !== null && !solver.isSpent(); left--) {
      // Finding the typical point and the free signals each takes a pass over all clauses per dimension.
      solver.spend(2 * index.words * index.rows.length ** 2);
      const example: Example = { box: answer.box, region, excluding };
      const { space, now, subject } = problem;
      const stateOf = (problem.typical ??= ordinaryState(space, subject.declarations.signals, now));
      const point = typicalPoint(problem, example, stateOf);
      const matters = (dimension: Dimension): boolean => !isFree(problem, example, point, [dimension]);
      if ([...space.broken.values()].some(matters)) return null;
      const opaque = [...space.opaque.values()].filter(matters);
      const joint = [
        ...opaque,
        ...[...(problem.theory?.dimensions ?? [])].filter(each => jointSignals(each).length > 0),
      ];
      const box = region.find(each => within(problem.space.layout, point, each)) ?? point;
      const target: Target = { point, box, joint };
      for (const tried of triedValues(problem, target, solver)) {
        const values = inBuckets(problem, atOneTime(problem, tried, answer.period));
        const witness = confirmed(values, answer.period, example, point);
        if (witness !== null) return witness;
      }
      for (const { subject } of opaque) if (subject.kind === 'opaque') clauses.add(subject.written);
      for (const { term, dimension } of space.terms.values())
        if (term.roundings > 0 && matters(dimension)) sums.add(term.text);
      if (left === 1 || opaque.length === 0 || !hasRoom(index)) break;
      // Exclude this combination of truth values: perhaps no input has it. Try an answer with another one.
      const without = scratch.copied(space.layout.whole);
      for (const dimension of opaque) setState(without, dimension, stateAt(point, dimension));
      include(excluding, enterClause(index, clauseOf(space.layout, without, { kind: 'found' })));
      answer = another(answer.period);
    }
  } finally {
    dropClauses(index, start);
  }
  if (solver.isSpent()) return beyondLimit;
  return { kind: 'undecided', because: { kind: 'values', clauses: [...clauses], sums: [...sums] } };

  function confirmed(values: SignalValues, period: Period, example: Example, point: Box): Witness | null {
    if (isWithin && !region.some(each => within(problem.space.layout, located(problem, point, values), each)))
      return null;
    const witness = solver.gate.confirm(claims, write(values, period), () =>
      names(
        freeSignals(
          problem,
          { ...example, excluding: asked.excluding },
          located(problem, point, withOwnBuckets(problem.space, values)),
        ),
      ),
    );
    // The result stays valid as long as the same rules fire on this input.
    if (witness !== null && problem.space.opaque.size > 0) solver.keepEvidence(located(problem, point, values));
    return witness;
  }

  function another(period: Period): Answer | null {
    for (const box of region) {
      if (solver.isSpent()) return null;
      const budget = { left: workForAnother };
      const found = find(index, box, excluding, budget);
      solver.spend(workForAnother - budget.left);
      if (found.kind === 'some') return { box: found.box, period };
    }
    return null;
  }
}

/** True if a decision may depend on its time, other than by the age of values. */
export function readsTime({ periods, space }: Problem): boolean {
  const needsTime = ({ kind }: Derivation): boolean => kind === 'time' || kind === 'clock';
  return periods.length > 1 || [...space.derived.values()].some(needsTime);
}

/** The point in which values lie. Dimensions that values do not determine keep their state in `point`. */
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

/** Signals whose values can all be changed at the same time without invalidating the answer. */
function freeSignals(problem: Problem, example: Example, point: Box): string[] {
  const { space } = problem;
  if (!pointAnswers(problem, example, point)) return [];
  const free: string[] = [];
  let dimensions: Dimension[] = [];
  for (const [name, axes] of space.signals) {
    if (space.derived.has(name)) continue;
    const more = [...dimensions, ...dimensionsOf(axes), ...jointDimensions(space, name), ...bucketsBy(space, name)];
    if (!isFree(problem, example, point, more)) continue;
    free.push(name);
    dimensions = more;
  }
  return free;
}
