import {
  brokenPartsOf,
  clausesOf,
  type Clause,
  type Condition,
  type Constant,
  type Test,
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
export type TextTest = Extract<Test, { kind: 'compare' | 'size' | 'text' }>;

/** What a set of conditions asks: tests by signal, opaque clauses by their standard form, and conditions with errors. */
export interface Questions {
  signals: Map<string, Asked>;
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
  const questions: Questions = { signals: new Map(), opaque: new Map(), broken: [] };
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
  const questions: Questions = { signals, opaque: new Map(), broken: [] };
  for (const condition of conditions) {
    for (const clause of clausesOf(condition)) {
      if (clause.test.kind === 'opaque' || changed.has(clause.test.signal)) ask(questions, clause, noneLoose);
    }
  }
  return questions;
}

const noneLoose: ReadonlySet<string> = new Set();

const known = new WeakMap<Clause, readonly string[]>();

/** The signal that a question is about; null for an opaque clause. */
export function signalAsked(name: string): string | null {
  return name.startsWith(opaquePrefix) ? null : (name.split(' ', 1)[0] ?? null);
}

/** Prefix of the names of opaque clauses; signal names contain no colon. */
const opaquePrefix = 'opaque: ';

/** The names of the questions of a clause. Clauses with the same names need the same cells. */
export function questionNames(clause: Clause): readonly string[] {
  let names = known.get(clause);
  if (names === undefined) known.set(clause, (names = namesOf(clause)));
  return names;
}

function namesOf(clause: Clause): string[] {
  const questions: Questions = { signals: new Map(), opaque: new Map(), broken: [] };
  ask(questions, clause, new Set());
  const names = [...questions.opaque.keys()].map(text => opaquePrefix + text);
  for (const [signal, { numbers, texts, predicates, members, others, sizes }] of questions.signals) {
    names.push(signal);
    for (const each of numbers) names.push(`${signal} number ${each}`);
    for (const each of texts) names.push(`${signal} text ${each}`);
    for (const each of predicates.keys()) names.push(`${signal} predicate ${each}`);
    for (const each of members) names.push(`${signal} member ${JSON.stringify(each)}`);
    if (others) names.push(`${signal} others`);
    for (const each of sizes) names.push(`${signal} size ${each}`);
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
    test: test.kind === 'opaque' ? test : { ...test, signal: named(test.signal) },
    needs: needs.map(named),
    signals: signals.map(named),
  };
}

function ask({ signals, opaque }: Questions, clause: Clause, loose: ReadonlySet<string>): void {
  const { test } = clause;
  if (test.kind === 'opaque' || (test.kind !== 'has' && loose.has(test.signal))) {
    opaque.set(clause.standardForm, clause);
    for (const name of clause.signals) askedOf(signals, name);
    return;
  }
  const asked = askedOf(signals, test.signal);
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
      if (test.low <= test.high) asked.numbers.add(test.low).add(test.high);
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
