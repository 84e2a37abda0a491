import type { Json } from '../../engine/model/json.ts';
import type { RuleSet, Signal } from '../../engine/model/rule-set.ts';
import { isAboutBucket } from './buckets.ts';
import { parts, truth } from './evaluate.ts';
import type { Expression } from './expression.ts';
import {
  clausesOf,
  document,
  isOpaque,
  namesIn,
  reading,
  triggersOf,
  type Dimension,
  type InputSpace,
} from './input-space.ts';
import { asWritten, type NaiveRuleSet } from './naive-interpreter.ts';
import { pointsOf } from './signal-points.ts';
import { asNumber, evaluation, type Truths } from './truths.ts';
import { durationIn, timestampIn } from './values.ts';

/**
 * Every input of a rule set whose signals have few values, so that clauses over several signals are evaluated and not guessed.
 * @returns undefined if there are more than `limit` inputs
 */
export function wholeSpace(naive: NaiveRuleSet, limit = 5000): InputSpace | undefined {
  const ruleSet = asWritten(naive);
  const clauses = triggersOf(naive).flatMap(clausesOf);
  const signals = Object.entries(naive.frame.signals ?? {}).map(([name, signal]): Dimension => {
    const about = clauses.filter(clause => namesIn(clause).includes(name));
    const valid = [...valuesOf(signal, clauses, ruleSet), ...idsFor(name, signal, about, ruleSet)].filter(
      value => 'value' in reading(name, signal, value),
    );
    // Two counters may restrict each other although no condition names them.
    const isRead = about.length > 0 || signal.counts !== undefined;
    const values = !isRead ? valid.slice(0, 1) : signal.required === true ? valid : [...valid, undefined];
    const { constants } = pointsOf(
      signal,
      about.filter(clause => !isOpaque(clause) && !isAboutBucket(clause)),
      ruleSet,
    );
    return { name, values, readings: values.map(value => reading(name, signal, value)), stride: 1, constants };
  });
  let size = 1;
  for (const dimension of signals) {
    dimension.stride = size;
    size *= dimension.values.length;
  }
  if (size > limit) return undefined;
  const digit = (dimension: Dimension, index: number) => Math.floor(index / dimension.stride) % dimension.values.length;

  return {
    size,
    signals,
    digit,
    evaluate: evaluation(size, clause => truths(clause)),
    documentOf: index =>
      document(signals.map(dimension => [dimension.name, dimension.values[digit(dimension, index)]])),
  };

  /** The truths of a clause, each combination of values of its signals being evaluated once. */
  function truths(clause: Expression): Truths {
    const named = signals.filter(({ name }) => namesIn(clause).includes(name));
    const known = new Map<number, number>();
    return new Uint8Array(size).map((_, index) => {
      const at = named.reduce((sum, dimension) => sum + digit(dimension, index) * dimension.stride, 0);
      const found = known.get(at) ?? asNumber(truth(clause, { ruleSet, readings: readingsAt(named, index) }));
      known.set(at, found);
      return found;
    });
  }

  function readingsAt(named: readonly Dimension[], index: number): ReadonlyMap<string, Dimension['readings'][number]> {
    return new Map(
      named.flatMap(dimension => {
        const here = dimension.readings[digit(dimension, index)];
        return here ? [[dimension.name, here] as const] : [];
      }),
    );
  }
}

/**
 * All values of a signal, in their order. A text without a list of values is one of those that conditions and lists name, or one of as
 * many others as there are texts: equality of texts distinguishes no more.
 */
function valuesOf(signal: Signal, clauses: readonly Expression[], ruleSet: RuleSet): Json[] {
  if (signal.type === 'boolean') return [false, true];
  if (signal.enum) return [...signal.enum].sort((a, b) => position(a) - position(b));
  if (signal.type === 'string' && signal.format === undefined) {
    const texts = Object.values(ruleSet.signals ?? {}).filter(
      each => each.type === 'string' && each.format === undefined,
    );
    const named = [...clauses.flatMap(textsIn), ...texts.flatMap(each => each.enum ?? [])];
    return [...new Set([...named, ...texts.map((_, at) => `other-${at}`)])];
  }
  const step = signal.multipleOf ?? (signal.type === 'integer' ? 1 : NaN);
  const { minimum = NaN, maximum = NaN } = signal;
  const length = (maximum - minimum) / step + 1;
  if (!Number.isInteger(length)) throw new Error(`The values of ${JSON.stringify(signal)} cannot be listed.`);
  return Array.from({ length }, (_, at) => minimum + at * step);
}

/** The position of a value in the order of its signal; texts without a format have none. */
function position(value: Json): number {
  if (typeof value !== 'string') return Number(value);
  return timestampIn(value) ?? durationIn(value) ?? 0;
}

function textsIn(expression: Expression): string[] {
  return expression.op === 'string' ? [expression.value] : parts(expression).flatMap(textsIn);
}

/** The number of ids among which those with wanted buckets are sought: enough for those of three rules. */
const ids = 8000;

/** Texts for a signal that rollouts read, one for each combination of truths of the clauses about it. */
function idsFor(name: string, signal: Signal, about: readonly Expression[], ruleSet: RuleSet): Json[] {
  if (signal.type !== 'string' || signal.enum !== undefined || !about.some(isAboutBucket)) return [];
  const found = new Map<string, Json>();
  for (let number = 0; number < ids; number++) {
    const id = `id-${number}`;
    const readings = new Map([[name, reading(name, signal, id)]]);
    const truths = about
      .map(clause => (namesIn(clause).length === 1 ? truth(clause, { ruleSet, readings }) : ''))
      .join();
    if (!found.has(truths)) found.set(truths, id);
  }
  return [...found.values()];
}
