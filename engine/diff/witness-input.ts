import { grantedIn } from '../condition/derived-signals.ts';
import type { Claim } from '../solver/claim.ts';
import { withGrants } from '../solver/gate.ts';
import { inputOf } from '../solver/input.ts';
import type { Answer, Solver } from '../solver/solver.ts';
import { timeOf } from '../solver/witness/decision-time.ts';
import { readsTime, showBy, type Shown, type Writer } from '../solver/witness/witness.ts';
import type { SignalValue, SignalValues } from '../condition/condition.ts';
import { evaluate } from '../condition/evaluate.ts';
import { dimensionsOf, isList, type Space } from '../space/space.ts';
import { signalReader } from '../decide/signal-reader.ts';
import type { Signal } from '../model/rule-set.ts';
import { oldest, type CommonSignals, type Differing } from './differing-signals.ts';
import type { Pair } from './differing.ts';
import { numbersIn } from './reading-constraints.ts';
import type { Versions } from './versions.ts';

const sides = ['before', 'after'] as const;

/** A value of a signal, with the declaration by which it is written into an input. */
interface Written {
  name: string;
  signal: Signal;
  value: SignalValue;
}

/** Times of observation by path, in milliseconds since the Unix epoch. */
type Observed = ReadonlyMap<string, number>;

/**
 * A natural input on which the deciders of a pair decide in their versions.
 * @param further claims for the other rule sets of the solver's gate
 */
export function showChange(
  { problem, signals: common }: Versions,
  solver: Solver,
  { before, after, region, excluding }: Pair,
  answer: Answer,
  further: readonly Claim[] = [],
): Shown {
  const { signals } = problem.subject.declarations;
  const write: Writer = (values, period) => {
    const at = timeOf(problem, values, period);
    const typical = [...signals].flatMap(([name, signal]): Written[] => {
      const value = values.get(name);
      return value === undefined || common.differing.has(name) || standsForReading(common, name)
        ? []
        : [{ name, signal, value }];
    });
    const choice = chosen(problem.space, common, values, typical, at);
    const written = [...typical, ...choice.written];
    const input = inputOf(
      new Map(written.map(({ name, signal }) => [name, signal])),
      new Map(written.map(({ name, value }) => [name, value])),
      at,
      choice.observed,
    );
    const aged = choice.observed.size > 0 || typical.some(({ signal }) => signal.maxAge !== undefined);
    return { input, at: aged || readsTime(problem) ? at : null, ...withGrants(grantedIn(signals, values)) };
  };
  const names = (free: readonly string[]): string[] => {
    const isFree = (name: string): boolean =>
      !standsForReading(common, name) &&
      sides.every(side => {
        const presence = common.presenceIn(side, name);
        return !problem.space.signals.has(presence) || free.includes(presence);
      });
    return free.filter(isFree);
  };
  const claims = [...[before, after].map(({ written }): Claim => [{ kind: 'decides', rule: written }]), ...further];
  return showBy(solver, { answer, region, excluding }, { claims, write, names });
}

/** True if a name of the common space represents how one version reads a signal. */
function standsForReading(common: CommonSignals, name: string): boolean {
  return [...common.differing.keys()].some(each =>
    sides.some(side => name === common.nameIn(side, each) || name === common.presenceIn(side, each)),
  );
}

interface Choice {
  written: Written[];
  observed: Observed;
}

/** Values and times of observation for the signals that are declared differently, such that exactly the intended versions read each value. Best effort. */
function chosen(
  space: Space,
  common: CommonSignals,
  values: SignalValues,
  typical: readonly Written[],
  at: number,
): Choice {
  const differing = [...common.differing.values()];
  const candidates = differing.map(each => candidatesFor(space, common, values, each));
  let best: Choice & { left: number } = { written: [], observed: new Map(), left: Infinity };
  for (const observed of timesOfObservation(differing, at)) {
    const choice: typeof best = { written: [], observed, left: 0 };
    for (const { name, signal, value } of typical) {
      const input = inputOf(new Map([[name, signal]]), new Map([[name, value]]), at, observed);
      if (signal.maxAge !== undefined && 'missing' in signalReader(name, signal)(input, at)) choice.left++;
    }
    differing.forEach((each, index) => {
      const tried = candidates[index] ?? [];
      const readable = tried.filter(written => isRead(space, common, values, each, written, observed, at));
      const right = readable.find(written => !changesClauses(space, values, written));
      const written = right ?? readable[0] ?? tried[0];
      if (written === undefined) return;
      choice.written.push(written);
      if (right === undefined) choice.left++;
    });
    if (choice.left < best.left) best = choice;
    if (best.left === 0) break;
  }
  return best;
}

/** True if writing another value of the same cell changes the truth of an opaque clause. */
function changesClauses(space: Space, values: SignalValues, { name, value }: Written): boolean {
  const changed = new Map(values).set(name, value);
  return [...space.opaque.values()].some(dimension => dimension.cellOf(changed) !== dimension.cellOf(values));
}

function candidatesFor(space: Space, common: CommonSignals, values: SignalValues, differing: Differing): Written[] {
  const { name, declared, joint } = differing;
  if (joint === null) {
    return sides.flatMap(side => {
      const value = values.get(common.nameIn(side, name));
      return value === undefined ? [] : [{ name, signal: declared[side], value }];
    });
  }
  const value = values.get(name);
  const axes = space.signals.get(name);
  if (value === undefined) return [];
  const { signal } = joint;
  const others: number[] = [];
  if (axes !== undefined && !isList(axes)) {
    const state = axes.dimension.cellOf(values);
    const meaning = state < 0 ? null : axes.meaning(state);
    if (meaning?.kind === 'interval') others.push(...numbersIn(meaning.interval, declared, signal));
  }
  return [value, ...others].map(each => ({ name, signal, value: each }));
}

/** True if a version is meant to read a value of the signal. */
function reads(
  common: CommonSignals,
  values: SignalValues,
  { name, joint }: Differing,
  side: 'before' | 'after',
): boolean {
  const own = common.nameIn(side, name);
  const view = common.views.get(own);
  if (joint === null || view === undefined) return values.has(own);
  return values.has(name) && evaluate(view.readable, values) === 'true';
}

function isRead(
  space: Space,
  common: CommonSignals,
  values: SignalValues,
  differing: Differing,
  { name, signal, value }: Written,
  observed: Observed,
  at: number,
): boolean {
  const input = inputOf(new Map([[name, signal]]), new Map([[name, value]]), at, observed);
  return sides.every(side => {
    const own = common.nameIn(side, name);
    const reading = signalReader(name, differing.declared[side])(input, at);
    const named = space.signals.has(differing.joint === null ? own : name);
    // A signal that no condition reads may have any value.
    if (!named) return true;
    if ('value' in reading !== reads(common, values, differing, side)) return false;
    const wanted = values.get(own);
    return (
      differing.joint !== null ||
      wanted === undefined ||
      !('value' in reading) ||
      inOneCell(space, own, wanted, reading.value)
    );
  });
}

function inOneCell(space: Space, name: string, a: SignalValue, b: SignalValue): boolean {
  const axes = space.signals.get(name);
  if (axes === undefined) return true;
  return dimensionsOf(axes).every(each => each.cellOf(new Map([[name, a]])) === each.cellOf(new Map([[name, b]])));
}

/** Maximum number of combinations of times that are tried. */
const maxTimes = 200;

/** Combinations of times of observation: first all fresh, then values older than one version or another allows. */
function timesOfObservation(differing: readonly Differing[], at: number): Observed[] {
  const limits = new Map<string, Set<number>>();
  for (const { declared } of differing) {
    for (const side of sides) {
      const { observedAt } = declared[side];
      const limit = oldest(declared[side]);
      if (observedAt !== undefined && Number.isFinite(limit)) {
        limits.set(observedAt, (limits.get(observedAt) ?? new Set()).add(limit));
      }
    }
  }
  let all = [new Map<string, number>()];
  for (const [path, older] of limits) {
    const ages = [0, ...[...older].sort((a, b) => a - b).map(limit => limit + 1000)];
    all = all.flatMap(each => ages.map(age => new Map(each).set(path, at - age))).slice(0, maxTimes);
  }
  return all;
}
