import type { SignalValues } from '../../condition/condition.ts';
import { within, type Box, type Dimension } from '../../space/dimension.ts';
import { dimensionsOf, type Space } from '../../space/space.ts';
import type { Claim } from '../claim.ts';
import { beyondLimit, type Undecided } from '../../analysis/facts.ts';
import type { TimedInput, Witness } from '../gate.ts';
import type { Ground, Period } from '../problem.ts';
import { inputOf } from '../input.ts';
import type { Answer, Inquiry } from '../solver.ts';
import { isFree, ordinaryPoint, pointAnswers, type Example } from './typical-input.ts';
import { setState, singlePoint, stateAt } from '../point.ts';
import { timeIn } from './round-value.ts';
import { clauseOf } from '../search/clause.ts';
import { dropClauses, enterClause, hasRoom, include, type ClauseSet } from '../search/clause-index.ts';
import { find } from '../search/search.ts';
import { triedValues, type Target } from './tried-values.ts';
import { passing } from '../../space/small-arrays.ts';
import { ordinaryState } from './values.ts';

/** What an answer was found in: an input of the region outside the clauses of the ground's index. */
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
const mostAnswers = 4;
/** Work for another answer, in words of clauses looked at. */
const workForAnother = 500_000;

/**
 * An input that shows what is claimed, with values that a person would choose: signals that do not matter have an ordinary value, lists are as small as can
 * be, values are round. Undecided if the gate confirms none of those tried.
 * @param ground that of the inquiry, if its clauses are in another index
 */
export function show(inquiry: Inquiry, asked: Asked, claim: Claim, ground: Ground = inquiry.ground): Shown {
  const { signals } = inquiry.ground.subject.declarations;
  const write: Writer = (values, period) => {
    const aged = [...signals].some(([name, { maxAge }]) => maxAge !== undefined && values.has(name));
    const at = timeIn(period, ground.now);
    return { input: inputOf(signals, values, at), at: aged || !holdsTime(period, ground.now) ? at : null };
  };
  return showBy(inquiry, asked, { claims: [claim], write, ground });
}

/** @param claims what is claimed, by rule set; `names`: the signals as people know them, of those that make no difference */
export function showBy(
  inquiry: Inquiry,
  asked: Asked,
  {
    claims,
    write,
    ground = inquiry.ground,
    names = free => free,
  }: { claims: readonly Claim[]; write: Writer; ground?: Ground; names?: (free: string[]) => string[] },
): Shown {
  const { index } = ground;
  const { region, answer: first } = asked;
  const start = index.clauses.length;
  const outside = passing.copied(asked.outside);
  const clauses = new Set<string>();
  try {
    for (let answer: Answer | null = first, left = mostAnswers; answer !== null && !inquiry.isSpent(); left--) {
      // The ordinary point, and which signals are free, each cost a look at all clauses for every dimension.
      inquiry.spend(2 * index.words * index.rows.length ** 2);
      const example: Example = { box: answer.box, region, outside };
      const { space, now, subject } = ground;
      const stateOf = (ground.ordinary ??= ordinaryState(space, subject.declarations.signals, now));
      const point = ordinaryPoint(ground, example, stateOf);
      const matters = (dimension: Dimension): boolean => !isFree(ground, example, point, [dimension]);
      if ([...space.broken.values()].some(matters)) return null;
      const opaque = [...space.opaque.values()].filter(matters);
      const box = region.find(each => within(ground.space.layout, point, each)) ?? point;
      const target: Target = { point, box, opaque };
      for (const values of triedValues(ground, target, inquiry)) {
        const witness = confirmed(values, answer.period, example, point);
        if (witness !== null) return witness;
      }
      for (const { subject } of opaque) if (subject.kind === 'opaque') clauses.add(subject.written);
      if (left === 1 || opaque.length === 0 || !hasRoom(index)) break;
      // An input on which these clauses say something else: what they say here together, no input may make true.
      const without = passing.copied(space.layout.whole);
      for (const dimension of opaque) setState(without, dimension, stateAt(point, dimension));
      include(outside, enterClause(index, clauseOf(space.layout, without, { kind: 'found' })));
      answer = another(answer.period);
    }
  } finally {
    dropClauses(index, start);
  }
  if (inquiry.isSpent()) return beyondLimit;
  return { kind: 'undecided', because: { kind: 'values', clauses: [...clauses] } };

  function confirmed(values: SignalValues, period: Period, example: Example, point: Box): Witness | null {
    const witness = inquiry.gate.confirm(claims, write(values, period), () =>
      names(freeSignals(ground, { ...example, outside: asked.outside }, located(ground, point, values))),
    );
    // What was shown is known to hold as long as the same rules fire on it.
    if (witness !== null && ground.space.opaque.size > 0) inquiry.keepEvidence(located(ground, point, values));
    return witness;
  }

  function another(period: Period): Answer | null {
    for (const box of region) {
      if (inquiry.isSpent()) return null;
      const budget = { left: workForAnother };
      const found = find(index, box, outside, budget);
      inquiry.spend(workForAnother - budget.left);
      if (found.kind === 'some') return { box: found.box, period };
    }
    return null;
  }
}

/** The point that values are in; parts of conditions are as in the point that they were chosen for. */
function located({ space }: Ground, point: Box, values: SignalValues): Box {
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
function freeSignals(ground: Ground, example: Example, point: Box): string[] {
  const { space } = ground;
  if (!pointAnswers(ground, example, point)) return [];
  const free: string[] = [];
  let dimensions: Dimension[] = [];
  for (const [name, axes] of space.signals) {
    const more = [...dimensions, ...dimensionsOf(axes), ...opaqueOf(space, name)];
    if (!isFree(ground, example, point, more)) continue;
    free.push(name);
    dimensions = more;
  }
  return free;
}

/** The dimensions of clauses outside the exact fragment that read a signal: with another value of it they may be different. */
function opaqueOf({ opaque }: Space, name: string): Dimension[] {
  return [...opaque.values()].filter(({ subject }) => subject.kind === 'opaque' && subject.signals.includes(name));
}

export function holdsTime({ from, until }: Period, time: number): boolean {
  return time >= from && time < until;
}
