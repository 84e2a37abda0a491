import type { SignalValue, SignalValues } from '../../condition/condition.ts';
import { boundSignals, grantedIn } from '../../condition/derived-signals.ts';
import { countBits, type Box, type Dimension } from '../../space/dimension.ts';
import { jointSignals } from '../../space/space.ts';
import type { Problem } from '../problem.ts';
import type { Solver } from '../solver.ts';
import { randomNumbers } from '../search/local-search.ts';
import { stateAt } from '../point.ts';
import type { Target } from './target.ts';
import { choicesFor, type Choice } from './value-choices.ts';
import { unaskedValue, valueAt } from './values.ts';

/** The work counted for evaluating a clause and for deciding an input, in words of clauses examined. */
const workOfEvaluation = 2_000;
const workOfDecision = 50_000;
/** Maximum number of clause evaluations. */
const maxEvaluations = 1200;
/** Maximum number of clauses considered; the rest are left to the gate. */
const maxClauses = 30;
/** Maximum number of local optima yielded although some clauses have the wrong truth: the claim may hold nevertheless. */
const maxOptima = 24;
/** Maximum number of value assignments yielded. */
const maxYielded = 48;

/**
 * Assignments of values to all signals, natural values first. If opaque clauses are involved, coordinate descent with random restarts follows: one signal
 * after the other gets the value that gives most clauses the wanted truth. Between two values at which clauses differ, the border is found by bisection,
 * because narrow solutions lie there.
 */
export function* triedValues(
  problem: Problem,
  target: Target,
  { spend, isSpent }: Pick<Solver, 'spend' | 'isSpent'>,
): Generator<SignalValues> {
  const usual = usualValues(problem, target.point);
  yield usual;
  const clauses = target.joint.slice(0, maxClauses);
  const names = new Set(clauses.flatMap(jointSignals));
  if (names.size === 0) return;
  const choices = [...names].map((name): Choice & { asking: number } => ({
    ...choicesFor(problem, target, name, usual),
    asking: clauses.reduce((bits, clause, at) => (jointSignals(clause).includes(name) ? bits | (1 << at) : bits), 0),
  }));
  const isFixed = choices.every(({ values: { length } }) => length < 2);
  const wanted = clauses.map(dimension => stateAt(target.point, dimension));
  const random = randomNumbers();
  let evaluations = 0;
  let values: SignalValues = usual;
  let best = wrong(values, -1, 0);
  for (
    let optimaLeft = maxOptima, yieldsLeft = maxYielded;
    evaluations < maxEvaluations && yieldsLeft > 0 && !isSpent();
  ) {
    for (let better = true; better;) {
      const before = countBits(best);
      for (const choice of rotated(choices, random)) {
        for (const assignment of descend(choice)) {
          if (yieldsLeft-- === 0 || isSpent()) return;
          spend(workOfDecision);
          yield assignment;
        }
      }
      better = countBits(best) < before;
    }
    if (optimaLeft-- > 0) yield values;
    if (isFixed) return;
    values = new Map(usual);
    for (const choice of choices) values = withValue(values, choice, choice.values[random() % choice.values.length]);
    best = wrong(values, -1, 0);
  }

  /** The clauses without the wanted truth, as bits. Only those in `asked` are evaluated; the others are taken from `previous`. */
  function wrong(tried: SignalValues, asked: number, previous: number): number {
    let bits = previous & ~asked;
    for (let at = 0; at < clauses.length; at++) {
      if ((asked & (1 << at)) === 0) continue;
      evaluations++;
      spend(workOfEvaluation);
      if ((clauses[at] as Dimension).cellOf(tried) !== wanted[at]) bits |= 1 << at;
    }
    return bits;
  }

  /** Moves to the best value of one signal. Yields assignments that give all clauses the wanted truth. */
  function* descend(choice: (typeof choices)[number]): Generator<SignalValues> {
    const previous = best;
    const start = values;
    let last: Tried | null = null;
    for (const value of choice.values) {
      const tried = withValue(start, choice, value);
      const bits = wrong(tried, choice.asking, previous);
      if (bits === 0) yield tried;
      if (last !== null && last.bits !== bits) yield* border(choice, last, { value, bits });
      last = { value, bits };
      if (countBits(bits) >= countBits(best)) continue;
      best = bits;
      values = tried;
    }

    /** Bisects between two values at which clauses differ. Yields assignments that give all clauses the wanted truth. */
    function* border({ between }: Choice, from: Tried, to: Tried): Generator<SignalValues> {
      let [low, high] = [from, to];
      for (let steps = 0; steps < 12; steps++) {
        const value = between(low.value, high.value);
        if (value === null) return;
        const tried = withValue(start, choice, value);
        const bits = wrong(tried, choice.asking, previous);
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

function usualValues({ space, subject, now, theory }: Problem, point: Box): SignalValues {
  const values = new Map<string, SignalValue>();
  for (const [name, signal] of subject.declarations.signals) {
    const axes = space.signals.get(name);
    // A signal that no condition reads has a value only if it is required.
    if (axes === undefined && signal.required !== true) continue;
    const value = axes === undefined ? unaskedValue(name, signal, now) : valueAt(axes, signal, point, now);
    if (value !== undefined) values.set(name, value);
  }
  for (const [name, value] of theory?.roundIn(point) ?? []) values.set(name, value);
  // A grant matches only if the signals that it binds have a value, even if no condition reads them.
  const granted = new Set(grantedIn(subject.declarations.signals, values));
  for (const name of subject.rules.flatMap(({ ref, rule }) => (granted.has(ref.id) ? boundSignals(rule) : []))) {
    const signal = subject.declarations.signals.get(name);
    if (signal === undefined || values.has(name) || space.signals.has(name)) continue;
    const value = unaskedValue(name, signal, now);
    if (value !== undefined) values.set(name, value);
  }
  return values;
}
