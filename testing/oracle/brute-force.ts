import type { Json } from '../../engine/model/json.ts';
import type { Signal } from '../../engine/model/rule-set.ts';
import { inRollout } from './buckets.ts';
import type { Facts } from './facts.ts';
import { inputSpace } from './input-space.ts';
import { irrelevantClauses } from './irrelevant-clauses.ts';
import type { NaiveRuleSet } from './naive-interpreter.ts';
import {
  byOversight,
  decidingOrder,
  inForceSometime,
  noRule,
  outcome,
  outcomeAt,
  searchOf,
  winnerAt,
  type Fired,
  type Search,
} from './search.ts';
import { yes, type Truths } from './truths.ts';
import { timestampIn } from './values.ts';

/**
 * All facts that an analysis may find, by trying every input at one time in every period.
 * @param space its inputs; undefined if there are too many to try, for which there are no facts
 */
export function bruteForce(naive: NaiveRuleSet, space = inputSpace(naive)): Facts | undefined {
  return space && factsIn(searchOf(naive, space));
}

/** All facts that trying every input shows. */
export function factsIn(search: Search): Facts {
  if (search.inputs.length === 0) return nothing;

  const contradictory = search.rules.filter(
    each => inForceSometime(each, search) && !search.inputs.some(input => each.values[input] === yes),
  );
  const shadowed = shadowedRules(search).filter(each => !contradictory.includes(each));
  const redundant = redundantRules(search).filter(each => !contradictory.includes(each) && !shadowed.includes(each));
  const judged = [...contradictory, ...shadowed, ...redundant];
  return {
    assumptionsUnsatisfiable: false,
    contradictory: contradictory.map(({ name }) => name),
    shadowed: shadowed.map(({ name }) => name),
    redundant: redundant.map(each => ({ rule: each.name, everDecides: everDecides(each, search) })),
    irrelevantClauses: search.rules
      .filter(each => inForceSometime(each, search) && each.rule.status !== 'shadow' && !judged.includes(each))
      .flatMap(each => irrelevantClauses(each, search)),
    tautological: search.rules.filter(each => isTautological(each, search)).map(({ name }) => name),
    conflicts: conflicts(search),
    uncovered: uncovered(search),
    boundaryGaps: boundaryGaps(search),
    failsOpen: failsOpen(search),
    violated: violated(search),
  };
}

const nothing: Facts = {
  assumptionsUnsatisfiable: true,
  contradictory: [],
  shadowed: [],
  redundant: [],
  irrelevantClauses: [],
  tautological: [],
  conflicts: [],
  uncovered: [],
  boundaryGaps: [],
  failsOpen: [],
  violated: [],
};

export function everDecides(rule: Fired, search: Search): boolean {
  return search.periods.some(
    ({ active }) =>
      active.includes(rule) &&
      search.inputs.some(input => rule.fires[input] === 1 && winnerAt(search, active, input) === rule),
  );
}

/** All pairs of a period in which the rule is active and an input on which it fires. */
export function placesOf(rule: Fired, { periods, inputs }: Search): { active: Fired[]; input: number }[] {
  const firing = inputs.filter(input => rule.fires[input] === 1);
  return periods
    .filter(({ active }) => active.includes(rule))
    .flatMap(({ active }) => firing.map(input => ({ active, input })));
}

function shadowedRules(search: Search): Fired[] {
  const policy = search.naive.frame.hitPolicy ?? 'first';
  if (policy === 'unique' || policy === 'any') return [];
  return search.rules.filter(
    each =>
      !everDecides(each, search) &&
      placesOf(each, search).some(({ active, input }) => outcomeAt(search, active, input) !== outcome(each.rule)),
  );
}

function redundantRules(search: Search): Fired[] {
  const inConflict = conflicts(search).map(({ rule }) => rule);
  return search.rules.filter(each => {
    const places = placesOf(each, search);
    return places.length > 0 && !inConflict.includes(each.name) && !makesDifference(each, search);
  });
}

/** True if some input has another outcome without the rule. */
export function makesDifference(rule: Fired, search: Search): boolean {
  return placesOf(rule, search).some(({ active, input }) => {
    const without = active.filter(other => other !== rule);
    return outcomeAt(search, active, input) !== outcomeAt(search, without, input);
  });
}

export function alwaysFires(rule: Fired, { inputs }: Search): boolean {
  return inputs.every(input => rule.fires[input] === 1);
}

/** Under `unique` and `any` no rule stands behind another. */
function hasOrder({ naive: { frame } }: Search): boolean {
  return frame.hitPolicy !== 'unique' && frame.hitPolicy !== 'any';
}

function isTautological(rule: Fired, search: Search): boolean {
  return (
    alwaysFires(rule, search) &&
    search.periods.some(
      ({ active }) =>
        active.includes(rule) && (hasOrder(search) ? decidingOrder(search, active).at(-1) !== rule : active.length > 1),
    )
  );
}

export function conflicts({ naive, rules, periods, inputs }: Search): Facts['conflicts'] {
  const policy = naive.frame.hitPolicy ?? 'first';
  if (policy !== 'unique' && policy !== 'any') return [];
  const together = (one: Fired, other: Fired) =>
    one !== other &&
    (policy === 'unique' || outcome(one.rule) !== outcome(other.rule)) &&
    periods.some(({ active }) => active.includes(one) && active.includes(other)) &&
    inputs.some(input => one.fires[input] === 1 && other.fires[input] === 1);
  return rules
    .map(one => ({ rule: one.name, with: rules.filter(other => together(one, other)).map(({ name }) => name) }))
    .filter(conflict => conflict.with.length > 0);
}

function uncovered({ periods, inputs, space }: Search): Facts['uncovered'] {
  return periods.flatMap(({ at, active }) => {
    const open = inputs.filter(input => active.every(each => each.fires[input] !== 1));
    const [first] = open;
    return first === undefined
      ? []
      : [{ at: new Date(at).toISOString(), inputs: open.length, example: space.documentOf(first) }];
  });
}

/**
 * A rule that always fires is a catch-all: it does not fill a boundary gap, and no rule after it decides at a boundary.
 * @param anywhere true for gaps at all values, also those that no clause compares its signal with, as `z` with 1 in `(p ? 1 : z) < z`
 */
export function boundaryGaps(search: Search, anywhere = false): Facts['boundaryGaps'] {
  const { space, periods, inputs } = search;
  const real = new Set(inputs);
  const found = new Map<string, Facts['boundaryGaps'][number]>();
  for (const { active } of periods) {
    const telling = active.filter(each => !alwaysFires(each, search));
    // If `unique` or `any` is violated, the rule with the most oversight decides, as with `priority`.
    const order = (search.naive.frame.hitPolicy ?? 'first') === 'first' ? active : byOversight(active);
    const catchAll = order.findIndex(each => alwaysFires(each, search));
    const reached = catchAll < 0 ? telling : order.slice(0, catchAll);
    for (const dimension of space.signals) {
      const step = stepOf(search.naive.frame.signals?.[dimension.name]);
      // Neighbouring values have unrelated buckets, which no author has in mind at a boundary.
      const shares = anywhere ? [] : sharesBy(dimension.name, search);
      const atConstant = dimension.values.map(value => anywhere || dimension.constants.includes(orderOf(value)));
      for (const input of inputs) {
        const digit = space.digit(dimension, input);
        if (!atConstant[digit] || telling.some(each => each.fires[input] === 1)) continue;
        const [below, above] = [input - dimension.stride, input + dimension.stride];
        const [low, at, high] = [digit - 1, digit, digit + 1].map(each => dimension.values[each]);
        if (low === undefined || at === undefined || high === undefined || !real.has(below) || !real.has(above))
          continue;
        if (shares.some(each => each[below] !== each[input] || each[above] !== each[input])) continue;
        if (step !== null && (orderOf(at) - orderOf(low) !== step || orderOf(high) - orderOf(at) !== step)) continue;
        for (const i of reached.filter(each => each.fires[below] === 1)) {
          for (const j of reached.filter(each => each.fires[above] === 1 && each !== i)) {
            const gap = { signal: dimension.name, at, below: i.name, above: j.name };
            found.set(JSON.stringify(gap), gap);
          }
        }
      }
    }
  }
  const position = (name: string) => search.rules.findIndex(each => each.name === name);
  const signals = space.signals.map(({ name }) => name);
  return [...found.values()].sort(
    (a, b) =>
      signals.indexOf(a.signal) - signals.indexOf(b.signal) ||
      orderOf(a.at) - orderOf(b.at) ||
      position(a.below) - position(b.below) ||
      position(a.above) - position(b.above),
  );
}

/** The difference between neighbouring values of a signal: null if there is always one in between, NaN if they are listed. */
function stepOf(signal: Signal | undefined): number | null {
  if (signal?.multipleOf !== undefined) return signal.multipleOf;
  if (signal?.type === 'integer') return 1;
  return signal?.enum === undefined ? null : NaN;
}

/** The position of a value in the order of its signal; NaN for values without an order. */
export function orderOf(value: Json | undefined): number {
  if (typeof value !== 'string') return typeof value === 'number' ? value : NaN;
  return /^-?\d+(\.\d+)?ms$/.test(value) ? parseFloat(value) : (timestampIn(value) ?? NaN);
}

/** The inputs in each rollout that a signal divides. */
function sharesBy(signal: string, { rules, space }: Search): Truths[] {
  return rules
    .filter(({ rule }) => rule.rollout?.by === signal)
    .map(({ rule }) => space.evaluate(inRollout({ rule, trigger: { op: 'bool', value: true } })));
}

export function failsOpen(search: Search): Facts['failsOpen'] {
  const { space, periods, inputs, naive } = search;
  const real = new Set(inputs);
  const decides = (rule: Fired | undefined) => (rule?.rule ?? naive.frame.default ?? noRule).decide;
  const causes = new Map<Fired, Set<string>>();
  for (const { active } of periods) {
    for (const dimension of space.signals) {
      const last = dimension.values.length - 1;
      if (dimension.values[last] !== undefined) continue;
      // That a rule is not rolled out to inputs without a value is no loss of oversight.
      const shares = sharesBy(dimension.name, search);
      for (const input of inputs) {
        const lost = input + (last - space.digit(dimension, input)) * dimension.stride;
        if (lost === input || !real.has(lost) || shares.some(each => each[input] !== each[lost])) continue;
        const [winner, afterLoss] = [winnerAt(search, active, input), winnerAt(search, active, lost)];
        if (decides(winner) === 'continue' || decides(afterLoss) !== 'continue') continue;
        const cause = winner && winner.fires[lost] !== 1 ? winner : afterLoss;
        if (cause) causes.set(cause, (causes.get(cause) ?? new Set()).add(dimension.name));
      }
    }
  }
  return search.rules.flatMap(each => {
    const signals = causes.get(each);
    const lost = space.signals.map(({ name }) => name).filter(name => signals?.has(name));
    return signals ? [{ rule: each.name, signals: lost }] : [];
  });
}

function violated(search: Search): string[] {
  const { naive, space, periods, inputs } = search;
  return (naive.invariants ?? [])
    .filter(({ when, require }) => {
      const applies = when && space.evaluate(when);
      const allowed = (rule: { decide: string; to?: string; payload?: string }) =>
        (['decide', 'to', 'payload'] as const).every(
          key => require[key] === undefined || [require[key]].flat().some(value => value === rule[key]),
        );
      return periods.some(({ active }) =>
        inputs.some(
          input =>
            (applies?.[input] ?? yes) === yes &&
            !allowed(winnerAt(search, active, input)?.rule ?? naive.frame.default ?? noRule),
        ),
      );
    })
    .map(({ id }) => id);
}
