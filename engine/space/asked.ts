import {
  brokenPartsOf,
  clausesOf,
  type Clause,
  type Condition,
  type Constant,
  type NumberTest,
  type SignalTest,
  type Term,
} from '../condition/condition.ts';

/** Everything that conditions ask about one signal: the tests that its cells must distinguish. */
export interface Asked {
  /** Numbers, durations and timestamps with which it is compared. */
  numbers: Set<number>;
  /** Texts with which it is compared for equality. */
  texts: Set<string>;
  /** Other tests of a text, by `textTestName`. */
  predicates: Map<string, TextTest>;
  /** Values whose membership in a list is tested. */
  members: Set<Constant>;
  /** True if something is asked of all elements of a list, named or not. */
  others: boolean;
  /** Sizes with which the list's size is compared. */
  sizes: Set<number>;
}

/** A test of a text other than equality: order, size, or a predicate. */
export type TextTest = Extract<SignalTest, { kind: 'compare' | 'size' | 'text' }>;

/**
 * What a set of conditions asks: tests by signal, terms by their key with the constants that they are compared with, pairs of texts that are compared, opaque
 * clauses by their standard form, and conditions with errors.
 */
export interface Questions {
  signals: Map<string, Asked>;
  terms: Map<string, { term: Term; numbers: Set<number> }>;
  pairs: Map<string, readonly [string, string]>;
  opaque: Map<string, Clause>;
  broken: Condition[];
}

/**
 * A second name for a signal, under which it has a value only if `readable`, a condition over the signal itself, is true. Views put conditions from
 * different declarations of a signal into one space.
 */
export interface View {
  signal: string;
  readable: Condition;
}

export type Views = ReadonlyMap<string, View>;

export const noViews: Views = new Map();

/** @param loose signals whose values cannot be partitioned exactly: their clauses are treated as opaque */
export function questionsOf(
  conditions: Iterable<Condition>,
  loose: ReadonlySet<string>,
  views: Views = noViews,
): Questions {
  const questions = noQuestions(new Map());
  const all = [...conditions, ...[...views.values()].map(({ readable }) => readable)];
  for (const condition of all) {
    for (const clause of clausesOf(condition))
      ask(questions, views.size === 0 ? clause : withoutViews(clause, views), loose);
    questions.broken.push(...brokenPartsOf(condition));
  }
  return questions;
}

/**
 * `questionsOf` for conditions without errors, reusing the questions before an edit.
 * @param before the questions of nearly the same conditions
 * @param changed the signals whose questions may have changed
 */
export function questionsAfter(
  before: Questions,
  conditions: Iterable<Condition>,
  changed: ReadonlySet<string>,
): Questions {
  const signals = new Map([...before.signals].filter(([name]) => !changed.has(name)));
  const questions = noQuestions(signals);
  for (const condition of conditions) {
    for (const clause of clausesOf(condition)) {
      if (!('signal' in clause.test) || clause.signals.some(name => changed.has(name)))
        ask(questions, clause, noneLoose);
    }
  }
  return questions;
}

function noQuestions(signals: Questions['signals']): Questions {
  return { signals, terms: new Map(), pairs: new Map(), opaque: new Map(), broken: [] };
}

const noneLoose: ReadonlySet<string> = new Set();

const known = new WeakMap<Clause, readonly string[]>();

/** The signal that a question is about; null for a question about several signals. */
export function signalAsked(name: string): string | null {
  return severalPrefixes.some(prefix => name.startsWith(prefix)) ? null : (name.split(separator, 1)[0] ?? null);
}

/** Stands after the signal in the name of a question. Names of derived signals may contain blanks, but no line breaks. */
const separator = '\n';

/** Prefixes of the names of questions about several signals; signal names contain no colon. */
const severalPrefixes = ['opaque: ', 'term: ', 'pair: '] as const;
const [opaquePrefix, termPrefix, pairPrefix] = severalPrefixes;

/** The names of the questions of a clause. Clauses with the same names need the same cells. */
export function questionNames(clause: Clause): readonly string[] {
  let names = known.get(clause);
  if (names === undefined) known.set(clause, (names = namesOf(clause)));
  return names;
}

function namesOf(clause: Clause): string[] {
  const questions = noQuestions(new Map());
  ask(questions, clause, new Set());
  const names = [...questions.opaque.keys()].map(text => opaquePrefix + text);
  for (const key of questions.pairs.keys()) names.push(pairPrefix + key);
  for (const [key, { numbers }] of questions.terms) {
    names.push(termPrefix + key);
    for (const each of numbers) names.push(`${termPrefix}${key} number ${each}`);
  }
  for (const [signal, { numbers, texts, predicates, members, others, sizes }] of questions.signals) {
    names.push(signal);
    for (const each of numbers) names.push(`${signal}${separator}number ${each}`);
    for (const each of texts) names.push(`${signal}${separator}text ${each}`);
    for (const each of predicates.keys()) names.push(`${signal}${separator}predicate ${each}`);
    for (const each of members) names.push(`${signal}${separator}member ${JSON.stringify(each)}`);
    if (others) names.push(`${signal}${separator}others`);
    for (const each of sizes) names.push(`${signal}${separator}size ${each}`);
  }
  return names;
}

/** The clause with the names of views replaced by those of their signals. */
function withoutViews(clause: Clause, views: Views): Clause {
  if (!clause.signals.some(name => views.has(name))) return clause;
  const named = (name: string) => views.get(name)?.signal ?? name;
  const { test, needs, signals } = clause;
  return {
    ...clause,
    // Tests of several signals read them by their own names.
    test: 'signal' in test ? { ...test, signal: named(test.signal) } : test,
    needs: needs.map(named),
    signals: signals.map(named),
  };
}

function ask({ signals, terms, pairs, opaque }: Questions, clause: Clause, loose: ReadonlySet<string>): void {
  const { test } = clause;
  if (!('signal' in test)) {
    for (const name of clause.signals) askedOf(signals, name);
    if (test.kind === 'term') {
      const asked = terms.get(test.term.key) ?? { term: test.term, numbers: new Set() };
      terms.set(test.term.key, asked);
      for (const each of constantsIn(test.test)) asked.numbers.add(each);
    } else if (test.kind === 'same' && !test.names.some(name => loose.has(name))) {
      pairs.set(pairKey(test.names), test.names);
    } else opaque.set(clause.standardForm, clause);
    return;
  }
  if (test.kind !== 'has' && loose.has(test.signal)) {
    opaque.set(clause.standardForm, clause);
    for (const name of clause.signals) askedOf(signals, name);
    return;
  }
  const asked = askedOf(signals, test.signal);
  // A bucket depends on the value of another signal.
  for (const name of clause.signals) askedOf(signals, name);
  switch (test.kind) {
    case 'has':
      return;
    case 'compare':
      if (typeof test.value === 'number') asked.numbers.add(test.value);
      else if (typeof test.value !== 'string') return;
      else if (test.operator === '==' || test.operator === '!=') asked.texts.add(test.value);
      else asked.predicates.set(textTestName(test), test);
      return;
    case 'between':
      for (const each of constantsIn(test)) asked.numbers.add(each);
      return;
    case 'one-of':
      for (const value of test.values) {
        if (typeof value === 'number') asked.numbers.add(value);
        else if (typeof value === 'string') asked.texts.add(value);
      }
      return;
    case 'contains':
      asked.members.add(test.value);
      return;
    case 'overlaps':
      for (const value of test.values) asked.members.add(value);
      return;
    case 'within':
      asked.others = true;
      for (const value of test.values) asked.members.add(value);
      return;
    case 'size':
      asked.sizes.add(test.value);
      asked.predicates.set(textTestName(test), test);
      return;
    case 'text':
      asked.predicates.set(textTestName(test), test);
      return;
  }
}

/** The numbers with which a test compares. */
function constantsIn(test: NumberTest): number[] {
  if (test.kind === 'between') return test.low <= test.high ? [test.low, test.high] : [];
  return typeof test.value === 'number' ? [test.value] : [];
}

/** The key of two texts that are compared with each other. */
export function pairKey([a, b]: readonly [string, string]): string {
  return `${a} == ${b}`;
}

function askedOf(signals: Questions['signals'], name: string): Asked {
  let asked = signals.get(name);
  if (asked === undefined) {
    asked = nothingAsked();
    signals.set(name, asked);
  }
  return asked;
}

export function nothingAsked(): Asked {
  return {
    numbers: new Set(),
    texts: new Set(),
    predicates: new Map(),
    members: new Set(),
    others: false,
    sizes: new Set(),
  };
}

/** A key that is equal for equal tests. */
export function textTestName(test: TextTest): string {
  return test.kind === 'text' ? `${test.predicate} ${test.argument}` : `${test.kind} ${test.operator} ${test.value}`;
}
