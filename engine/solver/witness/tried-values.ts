import type { SignalValue, SignalValues } from '../../condition/condition.ts';
import { countBits, type Box, type Dimension } from '../../space/dimension.ts';
import type { Problem } from '../problem.ts';
import type { Solver } from '../solver.ts';
import { randomNumbers } from '../search/local-search.ts';
import { stateAt } from '../point.ts';
import { choicesFor, type Choice } from './value-choices.ts';
import { unaskedValue, valueAt } from './values.ts';

/** What values are wanted: in the cells of the point, or at least in those of the box. */
export interface Target {
  point: Box;
  box: Box;
  /** Clauses that only CEL decides, which are to be as the point has them. */
  opaque: readonly Dimension[];
}

/** The work of evaluating a clause, and of deciding on an input, in words of clauses looked at. */
const workOfEvaluation = 2_000;
const workOfDecision = 50_000;
/** How often clauses are evaluated before the search for better values ends. */
const maxEvaluations = 1200;
/** Of more clauses, the others are left to the gate. */
const maxClauses = 30;
/** Values that are given although the clauses are not as the point has them: what is claimed may be so all the same. */
const maxGuesses = 24;
/** Values that are given in all. */
const maxGiven = 48;

/**
 * Values of all signals, the ones that a person would choose first. If clauses outside the exact fragment have a say, others follow: for one signal after the other
 * the value with which most of these clauses are as the point has them, from changing starts (coordinate descent with restarts); and between two values
 * with which clauses differ, the border itself, where narrow solutions are.
 */
export function* triedValues(
  problem: Problem,
  target: Target,
  { spend, isSpent }: Pick<Solver, 'spend' | 'isSpent'>,
): Generator<SignalValues> {
  const usual = usualValues(problem, target.point);
  yield usual;
  const clauses = target.opaque.slice(0, maxClauses);
  const names = new Set(clauses.flatMap(signalsOf));
  if (names.size === 0) return;
  const choices = [...names].map((name): Choice & { asking: number } => ({
    ...choicesFor(problem, target, name, usual),
    asking: clauses.reduce((bits, clause, at) => (signalsOf(clause).includes(name) ? bits | (1 << at) : bits), 0),
  }));
  const isFixed = choices.every(({ values: { length } }) => length < 2);
  const wanted = clauses.map(dimension => stateAt(target.point, dimension));
  const random = randomNumbers();
  let evaluations = 0;
  let values: SignalValues = usual;
  let best = wrong(values, -1, 0);
  for (let guesses = maxGuesses, given = maxGiven; evaluations < maxEvaluations && given > 0 && !isSpent();) {
    for (let better = true; better;) {
      const before = countBits(best);
      for (const choice of rotated(choices, random)) {
        for (const right of along(choice)) {
          if (given-- === 0 || isSpent()) return;
          spend(workOfDecision);
          yield right;
        }
      }
      better = countBits(best) < before;
    }
    if (guesses-- > 0) yield values;
    if (isFixed) return;
    values = new Map(usual);
    for (const choice of choices) values = withValue(values, choice, choice.values[random() % choice.values.length]);
    best = wrong(values, -1, 0);
  }

  /** Clauses that are not as wanted, as bits; those that are not asked about are as they were. */
  function wrong(tried: SignalValues, asked: number, were: number): number {
    let bits = were & ~asked;
    for (let at = 0; at < clauses.length; at++) {
      if ((asked & (1 << at)) === 0) continue;
      evaluations++;
      spend(workOfEvaluation);
      if ((clauses[at] as Dimension).cellOf(tried) !== wanted[at]) bits |= 1 << at;
    }
    return bits;
  }

  /** Moves to the best value of one signal. Gives the values with which all clauses are as wanted. */
  function* along(choice: (typeof choices)[number]): Generator<SignalValues> {
    const were = best;
    const start = values;
    let last: Tried | null = null;
    for (const value of choice.values) {
      const tried = withValue(start, choice, value);
      const bits = wrong(tried, choice.asking, were);
      if (bits === 0) yield tried;
      if (last !== null && last.bits !== bits) yield* border(choice, last, { value, bits });
      last = { value, bits };
      if (countBits(bits) >= countBits(best)) continue;
      best = bits;
      values = tried;
    }

    /** The values on both sides of a border at which clauses change. */
    function* border({ between }: Choice, from: Tried, to: Tried): Generator<SignalValues> {
      let [low, high] = [from, to];
      for (let steps = 0; steps < 12; steps++) {
        const value = between(low.value, high.value);
        if (value === null) return;
        const tried = withValue(start, choice, value);
        const bits = wrong(tried, choice.asking, were);
        if (bits === 0) yield tried;
        if (bits === low.bits) low = { value, bits };
        else high = { value, bits };
      }
    }
  }
}

interface Tried {
  value: SignalValue | undefined;
  bits: number;
}

function signalsOf({ subject }: Dimension): readonly string[] {
  return subject.kind === 'opaque' ? subject.signals : [];
}

function withValue(values: SignalValues, { name }: Choice, value: SignalValue | undefined): SignalValues {
  const changed = new Map(values);
  if (value === undefined) changed.delete(name);
  else changed.set(name, value);
  return changed;
}

function rotated<T>(items: readonly T[], random: () => number): T[] {
  const start = items.length === 0 ? 0 : random() % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}

function usualValues({ space, subject, now }: Problem, point: Box): SignalValues {
  const values = new Map<string, SignalValue>();
  for (const [name, signal] of subject.declarations.signals) {
    const axes = space.signals.get(name);
    // A signal that no condition names has a value if one is promised.
    if (axes === undefined && signal.required !== true) continue;
    const value = axes === undefined ? unaskedValue(name, signal, now) : valueAt(axes, signal, point, now);
    if (value !== undefined) values.set(name, value);
  }
  return values;
}
