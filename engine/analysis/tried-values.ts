import type { SignalValue, SignalValues } from '../condition/condition.ts';
import { countBits, type Box, type Dimension } from '../condition/space/dimension.ts';
import type { Ground } from './ground.ts';
import { randomNumbers } from './lucky-point.ts';
import { stateAt } from './point.ts';
import { choicesFor, type Choice } from './value-choices.ts';
import { unaskedValue, valueAt } from './values.ts';

/** What values are wanted: in the cells of the point, or at least in those of the box. */
export interface Target {
  point: Box;
  box: Box;
  /** Clauses that only CEL decides, which are to be as the point has them. */
  opaque: readonly Dimension[];
}

/** How often values are looked at before the search for better ones ends. */
const mostLooks = 600;
/** Values that are tried although the clauses are not as the point has them: what is claimed may be so all the same. */
const mostGuesses = 24;

/**
 * Values of all signals, the ones that a person would choose first. If clauses outside the exact fragment have a say, others follow: for one signal after the other
 * the value with which most of these clauses are as the point has them, from changing starts (coordinate descent with restarts); and between two values
 * with which clauses differ, the border itself, where narrow solutions are.
 */
export function* triedValues(ground: Ground, target: Target): Generator<SignalValues> {
  const usual = usualValues(ground, target.point);
  yield usual;
  const { opaque, point } = target;
  if (opaque.length === 0) return;
  const wanted = opaque.map(dimension => stateAt(point, dimension));
  let looks = 0;
  let guesses = mostGuesses;
  /** Clauses that are not as wanted, as bits. */
  const wrong = (values: SignalValues): number => {
    looks++;
    let bits = 0;
    for (let at = 0; at < opaque.length; at++)
      if ((opaque[at] as Dimension).cellOf(values) !== wanted[at]) bits |= 1 << (at & 31);
    return bits;
  };
  const names = new Set(opaque.flatMap(({ subject }) => (subject.kind === 'opaque' ? subject.signals : [])));
  const choices = [...names].map(name => choicesFor(ground, target, name, usual));
  const random = randomNumbers();
  let values: SignalValues = usual;
  let best = wrong(values);
  while (looks < mostLooks) {
    for (let sweep = 0, better = true; better && sweep < 4; sweep++) {
      better = false;
      for (const choice of rotated(choices, random)) {
        const found = yield* along(choice);
        better ||= found;
      }
    }
    if (guesses-- > 0) yield values;
    values = new Map(usual);
    for (const choice of choices) values = withValue(values, choice, choice.values[random() % choice.values.length]);
    best = wrong(values);
    if (best === 0) yield values;
    if (choices.every(({ values: { length } }) => length < 2)) return;
  }

  /** Moves to the best value of one signal; whether that is better. Values with which all clauses are as wanted are given at once. */
  function* along(choice: Choice): Generator<SignalValues, boolean> {
    const before = countBits(best);
    let last: { value: SignalValue | undefined; bits: number } | null = null;
    for (const value of choice.values) {
      const tried = withValue(values, choice, value);
      const bits = wrong(tried);
      if (bits === 0) yield tried;
      if (last !== null && last.bits !== bits) yield* border(choice, last, { value, bits });
      if (countBits(bits) < countBits(best)) {
        best = bits;
        values = tried;
      }
      last = { value, bits };
    }
    return countBits(best) < before;
  }

  /** The values on both sides of the border, where clauses change. */
  function* border(
    choice: Choice,
    ...[from, to]: { value: SignalValue | undefined; bits: number }[]
  ): Generator<SignalValues> {
    let [low, high] = [from, to];
    for (let steps = 0; steps < 12 && low !== undefined && high !== undefined; steps++) {
      const middle = choice.between(low.value, high.value);
      if (middle === null) return;
      const tried = withValue(values, choice, middle);
      const bits = wrong(tried);
      if (bits === 0) yield tried;
      if (bits === low.bits) low = { value: middle, bits };
      else high = { value: middle, bits };
    }
  }
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

function usualValues({ space, subject, now }: Ground, point: Box): SignalValues {
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
