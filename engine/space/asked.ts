import {
  brokenPartsOf,
  clausesOf,
  type Clause,
  type Condition,
  type Constant,
  type Test,
} from '../condition/condition.ts';

/** All that conditions ask of one signal. */
export interface Asked {
  /** Numbers, durations and timestamps that it is compared with. */
  numbers: Set<number>;
  /** Texts that it is asked to equal. */
  texts: Set<string>;
  /** What else is asked of a text, by a name for it. */
  predicates: Map<string, TextTest>;
  /** Values that a list is asked to hold. */
  members: Set<Constant>;
  /** Whether something is asked of all elements of a list, named or not. */
  others: boolean;
  /** Sizes that a list is compared with. */
  sizes: Set<number>;
}

/** Asked of a text as a whole: order, size, or a predicate. */
export type TextTest = Extract<Test, { kind: 'compare' | 'size' | 'text' }>;

/** What a set of conditions asks: by signal, of clauses outside the exact fragment by their standard form, and the conditions that cannot be read. */
export interface Questions {
  signals: Map<string, Asked>;
  opaque: Map<string, Clause>;
  broken: Condition[];
}

/**
 * A name under which some conditions read a signal: to them it has a value only where `readable` is true, a condition over the signal itself. So conditions that come
 * from different declarations of a signal can stand in one space.
 */
export interface View {
  signal: string;
  readable: Condition;
}

export type Views = ReadonlyMap<string, View>;

export const noViews: Views = new Map();

/** @param loose signals whose values could not be told apart exactly: their clauses are taken as if CEL alone could decide them */
export function questionsOf(
  conditions: Iterable<Condition>,
  loose: ReadonlySet<string>,
  views: Views = noViews,
): Questions {
  const questions: Questions = { signals: new Map(), opaque: new Map(), broken: [] };
  const all = [...conditions, ...[...views.values()].map(({ readable }) => readable)];
  for (const condition of all) {
    for (const clause of clausesOf(condition))
      ask(questions, views.size === 0 ? clause : unviewed(clause, views), loose);
    questions.broken.push(...brokenPartsOf(condition));
  }
  return questions;
}

/**
 * The same for conditions that all can be read, after changes to what is asked of some signals alone.
 * @param earlier what nearly the same conditions asked
 * @param changed the signals of which they may have asked something else
 */
export function questionsAfter(
  earlier: Questions,
  conditions: Iterable<Condition>,
  changed: ReadonlySet<string>,
): Questions {
  const signals = new Map([...earlier.signals].filter(([name]) => !changed.has(name)));
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

/** The signal that a question is about, by its name; null for a clause that CEL decides. */
export function signalAsked(name: string): string | null {
  return name.startsWith(opaquePrefix) ? null : (name.split(' ', 1)[0] ?? null);
}

/** No signal has a colon in its name. */
const opaquePrefix = 'opaque: ';

/** What one clause asks, by names that are the same for clauses which need the same cells. */
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

/** The clause as it speaks of the signals themselves. */
function unviewed(clause: Clause, views: Views): Clause {
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

/** A key that is equal for tests that ask the same. */
export function textTestName(test: TextTest): string {
  return test.kind === 'text' ? `${test.predicate} ${test.argument}` : `${test.kind} ${test.operator} ${test.value}`;
}
