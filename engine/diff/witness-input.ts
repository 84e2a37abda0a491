import type { Witness } from '../analysis/facts.ts';
import { inputOf } from '../analysis/input.ts';
import { holdsTime, timeIn, witnessValues } from '../analysis/witness.ts';
import type { SignalValue } from '../condition/condition.ts';
import { evaluate } from '../condition/evaluate.ts';
import { isList } from '../condition/space/space.ts';
import { signalReader } from '../decide/signal-reader.ts';
import type { Signal } from '../model/rule-set.ts';
import type { Inquiry } from '../analysis/inquiry.ts';
import { oldest, type Differing, type Side } from './common-signals.ts';
import type { Pair } from './differing.ts';
import { numbersIn } from './reading-laws.ts';
import type { Versions } from './versions.ts';

const sides = ['before', 'after'] as const;

/** An input of a pair as a person would write it. Null where it hangs on a condition that has errors. */
export function witnessFor(
  { ground, signals: common }: Versions,
  { region, outside, period }: Pair,
  answer: Exclude<ReturnType<Inquiry['ask']>, null | 'undecided'>,
): Witness | null {
  const found = witnessValues(ground, { answer, region, outside });
  if (found === null) return null;
  const at = timeIn(period, ground.now);
  const signals = new Map<string, Signal>();
  const values = new Map<string, SignalValue>();
  const observed = new Map<string, number>();
  for (const [name, signal] of ground.subject.declarations.signals) {
    if (isOrdinary(name)) signals.set(name, signal);
    const value = found.values.get(name);
    if (value !== undefined && isOrdinary(name)) values.set(name, value);
  }
  for (const differing of common.differing.values()) {
    const { name } = differing;
    const written = differing.joint === null ? ofOneType(differing) : asRead(differing);
    values.delete(name);
    if (written === null) continue;
    signals.set(name, written.signal);
    values.set(name, written.value);
    for (const path of written.observedAt) observed.set(path, at - written.age);
  }
  const input = inputOf(signals, values, at, observed);
  const aged = observed.size > 0 || [...signals].some(([name, { maxAge }]) => maxAge !== undefined && values.has(name));
  return {
    input,
    at: aged || !holdsTime(period, ground.now) ? at : null,
    free: found.free.filter(name => isOrdinary(name) && isFreeToRead(name)),
    assumes: found.assumes,
  };

  /** Whether the name stands for a signal, and not for how one version reads it. */
  function isOrdinary(name: string): boolean {
    return ![...common.differing.keys()].some(each =>
      sides.some(side => name === common.nameIn(side, each) || name === common.presenceIn(side, each)),
    );
  }

  function isFreeToRead(name: string): boolean {
    return sides.every(side => {
      const presence = common.presenceIn(side, name);
      return !ground.space.signals.has(presence) || (found?.free.includes(presence) ?? false);
    });
  }

  function ofOneType({ name, declared }: Differing): Written | null {
    for (const side of sides) {
      const value = found?.values.get(common.nameIn(side, name));
      const signal = declared[side];
      if (value !== undefined)
        return { value, signal, age: 0, observedAt: signal.observedAt === undefined ? [] : [signal.observedAt] };
    }
    return null;
  }

  /** A value of the cell, and an age, that just those versions read that are to. */
  function asRead(differing: Differing): Written | null {
    const { name, declared, joint } = differing;
    const value = found?.values.get(name);
    if (found === null || value === undefined || joint === null) return null;
    const { signal } = joint;
    const wanted = sides.map(side => {
      const view = common.views.get(common.nameIn(side, name));
      return view !== undefined && evaluate(view.readable, found.values) === 'true';
    });
    const paths = [...new Set(sides.flatMap(side => declared[side].observedAt ?? []))];
    const readers = sides.map(side => signalReader(name, declared[side]));
    for (const tried of [value, ...others(name, differing)]) {
      for (const age of agesOf(declared)) {
        const input = inputOf(
          new Map([[name, signal]]),
          new Map([[name, tried]]),
          at,
          new Map(paths.map(path => [path, at - age])),
        );
        if (readers.every((read, index) => 'value' in read(input, at) === wanted[index]))
          return { value: tried, signal, age, observedAt: paths };
      }
    }
    return { value, signal, age: 0, observedAt: paths };
  }

  function others(name: string, { declared, joint }: Differing): number[] {
    const axes = ground.space.signals.get(name);
    if (axes === undefined || isList(axes) || joint === null || found === null) return [];
    const state = axes.dimension.cellOf(found.values);
    const meaning = state < 0 ? null : axes.meaning(state);
    return meaning?.kind === 'interval' ? numbersIn(meaning.interval, declared, joint.signal) : [];
  }
}

interface Written {
  value: SignalValue;
  signal: Signal;
  /** How long before the decision it was observed, in milliseconds. */
  age: number;
  observedAt: string[];
}

/** Fresh for both, then older than each allows. */
function agesOf(declared: Record<Side, Signal>): number[] {
  const limits = sides.map(side => oldest(declared[side])).filter(Number.isFinite);
  return [0, ...limits.map(limit => limit + 1000).sort((a, b) => a - b)];
}
