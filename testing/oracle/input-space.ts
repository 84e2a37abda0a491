import type { Json } from '../../engine/model/json.ts';
import type { Signal } from '../../engine/model/rule-set.ts';
import { inRollout } from './buckets.ts';
import { parts, signalsOf, truth } from './evaluate.ts';
import { asChoice, print, type Expression, type Trigger } from './expression.ts';
import { asWritten, type NaiveRuleSet } from './naive-interpreter.ts';
import { pointsOf } from './signal-points.ts';
import { asNumber, evaluation, unknown, type Truths } from './truths.ts';
import { withoutTables } from './without-tables.ts';
import { readSignal, type Reading } from './values.ts';

/** A signal with representative values, of which missing is the last; or an opaque clause with its truth values. */
export interface Dimension {
  name: string;
  values: (Json | undefined)[];
  readings: Reading[];
  /** The difference in the index of an input between two neighbouring values. */
  stride: number;
  /** The constants that conditions compare it with, if the signal has an order. */
  constants: readonly number[];
}

/** Representatives of all inputs, as far as the conditions of one rule set can distinguish them. */
export interface InputSpace {
  size: number;
  signals: Dimension[];
  evaluate: (trigger: Trigger | Expression) => Truths;
  /** The input document, without signals of opaque clauses. */
  documentOf: (index: number) => Json;
  /** The index of the value of a dimension. */
  digit: (dimension: Dimension, index: number) => number;
}

/** All clauses: the parts of a condition without connectives. */
export function clausesOf(trigger: Trigger | Expression): Expression[] {
  if ('kind' in trigger) {
    if (trigger.kind === 'expression') return clausesOf(trigger.expression);
    return trigger.kind === 'not' ? clausesOf(trigger.of) : trigger.of.flatMap(clausesOf);
  }
  switch (trigger.op) {
    case 'and':
    case 'or':
      return trigger.of.flatMap(clausesOf);
    case 'not':
      return clausesOf(trigger.of);
    case 'if':
      return [trigger.test, trigger.then, trigger.otherwise].flatMap(clausesOf);
    default: {
      const choice = asChoice(trigger);
      return choice ? clausesOf(choice) : [trigger];
    }
  }
}

/** A clause over several signals is outside the exact fragment: a free boolean, unknown if one of them is missing. */
export function isOpaque(clause: Expression): boolean {
  return new Set(namesIn(clause)).size > 1;
}

/** The signals that an expression names, in `has` or outside. */
export function namesIn(expression: Expression): string[] {
  if (expression.op === 'bucket') return [expression.by];
  return expression.op === 'signal' || expression.op === 'has' ? [expression.name] : parts(expression).flatMap(namesIn);
}

/** All conditions of a rule set. */
export function triggersOf({ rules, assumptions, invariants }: NaiveRuleSet): Trigger[] {
  return [
    ...rules.map(inRollout),
    ...assumptions.flatMap(({ when, holds }) => (when ? [when, holds] : [holds])),
    ...(invariants ?? []).flatMap(({ when }) => (when ? [when] : [])),
  ];
}

/**
 * The space of all inputs of a rule set.
 * @returns undefined if it would have more than `limit` inputs
 */
export function inputSpace(naive: NaiveRuleSet, limit = 20_000): InputSpace | undefined {
  const ruleSet = asWritten(naive);
  const clauses = triggersOf(naive).flatMap(trigger => clausesOf(withoutTables(trigger, ruleSet)));
  const exact = clauses.filter(clause => !isOpaque(clause));
  const opaque = [...new Set(clauses.filter(isOpaque).map(print))];

  const signals = Object.entries(naive.frame.signals ?? {}).map(([name, signal]) => {
    const about = exact.filter(clause => namesIn(clause).includes(name));
    const { values, constants } = pointsOf(signal, about, ruleSet);
    const named = clauses.some(clause => namesIn(clause).includes(name));
    const present = distinct(name, signal, values, about, constants.length > 0);
    const kept = named ? present : present.slice(0, 1);
    const all = signal.required === true || !named ? kept : [...kept, undefined];
    return { name, values: all, readings: all.map(value => reading(name, signal, value)), stride: 1, constants };
  });
  const free = opaque.map(text => ({
    name: text,
    values: [false, true],
    readings: [],
    stride: 1,
    constants: [],
  }));

  let size = 1;
  for (const dimension of [...signals, ...free]) {
    dimension.stride = size;
    size *= dimension.values.length;
    if (size > limit) return undefined;
  }
  const digit = (dimension: Dimension, index: number) => Math.floor(index / dimension.stride) % dimension.values.length;

  /** One value for each combination of truth values of the clauses about the signal; all values if their order matters. */
  function distinct(
    name: string,
    signal: Signal,
    values: readonly Json[],
    about: readonly Expression[],
    ordered: boolean,
  ): Json[] {
    const valid = values.filter(value => 'value' in reading(name, signal, value));
    if (ordered) return valid;
    const found = new Map<string, Json>();
    for (const value of valid) {
      const readings = new Map([[name, reading(name, signal, value)]]);
      const answers = about.map(clause => truth(clause, { ruleSet, readings })).join();
      if (!found.has(answers)) found.set(answers, value);
    }
    return [...found.values()];
  }

  function exactClause(clause: Expression): Truths {
    const dimension = signals.find(({ name }) => namesIn(clause).includes(name));
    if (!dimension) {
      return new Uint8Array(size).fill(asNumber(truth(clause, { ruleSet, readings: new Map() })));
    }
    const answers = dimension.readings.map(each =>
      asNumber(truth(clause, { ruleSet, readings: new Map([[dimension.name, each]]) })),
    );
    return new Uint8Array(size).map((_, index) => answers[digit(dimension, index)] ?? unknown);
  }

  function opaqueClause(clause: Expression, text: string): Truths {
    const own = free.find(({ name }) => name === text);
    const needed = signals.filter(({ name }) => signalsOf(clause).includes(name));
    return new Uint8Array(size).map((_, index) => {
      if (needed.some(dimension => dimension.values[digit(dimension, index)] === undefined)) return unknown;
      return own ? digit(own, index) : unknown;
    });
  }

  const evaluate = evaluation(size, clause =>
    isOpaque(clause) ? opaqueClause(clause, print(clause)) : exactClause(clause),
  );
  return {
    size,
    signals,
    evaluate: trigger => evaluate(withoutTables(trigger, ruleSet)),
    digit,
    documentOf: index =>
      document(signals.map(dimension => [dimension.name, dimension.values[digit(dimension, index)]])),
  };
}

export function reading(name: string, signal: Signal, value: Json | undefined): Reading {
  return readSignal(name, signal, document([[name, value]]), 0);
}

export function document(entries: [string, Json | undefined][]): Record<string, Json> {
  const input: Record<string, Json> = {};
  for (const [name, value] of entries) {
    if (value === undefined) continue;
    const steps = name.split('.');
    const last = steps.pop() ?? name;
    let here = input;
    for (const step of steps) here = (here[step] ??= {}) as Record<string, Json>;
    here[last] = value;
  }
  return input;
}
