import {
  withClauses,
  type Clause,
  type Condition,
  type SignalTest,
  type SignalValues,
} from '../condition/condition.ts';
import { signalType } from '../condition/declarations.ts';
import { holds } from '../condition/evaluate.ts';
import type { View } from '../space/asked.ts';
import type { Signal } from '../model/rule-set.ts';
import { readsTheSame } from '../condition/same-reading.ts';
import { jointSignal } from './joint-signal.ts';
import { ageConstraints } from './age-constraints.ts';
import type { CommonSignals, Differing, Reading, Side } from './differing-signals.ts';
import { readingConstraints } from './reading-constraints.ts';

/** Puts the signals of two versions into one space. A signal that they read differently gets a name for each version. */
export function commonSignals(before: ReadonlyMap<string, Signal>, after: ReadonlyMap<string, Signal>): CommonSignals {
  const signals = new Map<string, Signal>();
  const views = new Map<string, View>();
  const differing = new Map<string, Differing>();
  const names = new Set([...after.keys(), ...before.keys()]);
  const taken = [...names].some(name => /^(before|after)\b/.test(name)) ? '_' : '';
  const nameIn = (side: Side, name: string): string => `${side}${taken}.${name}`;
  const presenceIn = (side: Side, name: string): string => `has(${nameIn(side, name)})`;
  const apart = new Set<string>();
  for (const name of names) {
    const [declaredBefore, declaredAfter] = [before.get(name), after.get(name)];
    if (declaredBefore?.derived?.kind === 'bucket' && declaredAfter?.derived?.kind === 'bucket') {
      if (!readsTheSame(declaredBefore.derived.of, declaredAfter.derived.of)) {
        // A value that only one version reads has two buckets.
        apart.add(name);
        signals.set(nameIn('before', name), declaredBefore);
        signals.set(nameIn('after', name), declaredAfter);
      } else signals.set(name, declaredAfter);
      continue;
    }
    const granted = commonGrant(declaredBefore, declaredAfter);
    if (granted !== null) {
      signals.set(name, granted);
      continue;
    }
    if (declaredBefore === undefined || declaredAfter === undefined || readsTheSame(declaredBefore, declaredAfter)) {
      const declared = (declaredAfter ?? declaredBefore) as Signal;
      const isPromised = declaredBefore?.required === true && declaredAfter?.required === true;
      // A derived signal has a value whether the other version reads it or not.
      signals.set(name, { ...declared, required: isPromised || declared.derived !== undefined });
      continue;
    }
    const joint = jointSignal(name, declaredBefore, declaredAfter);
    differing.set(name, { name, declared: { before: declaredBefore, after: declaredAfter }, joint });
    if (joint !== null) signals.set(name, joint.signal);
    for (const side of ['before', 'after'] as const) {
      if (joint === null) {
        signals.set(nameIn(side, name), { ...(side === 'before' ? declaredBefore : declaredAfter), required: false });
        continue;
      }
      const { tests, more, aged = false } = joint.readable[side];
      const presence = {
        kind: 'compare' as const,
        signal: presenceIn(side, name),
        operator: '==',
        value: true,
      } as const;
      if (more || aged) signals.set(presence.signal, { type: 'boolean', required: true, default: true });
      const operands = [...tests, ...(more || aged ? [presence] : [])].map(clauseFor);
      views.set(nameIn(side, name), {
        signal: name,
        readable: operands.length === 1 ? (operands[0] as Condition) : { kind: 'all', operands, text: 'all', span },
      });
    }
  }
  const common: CommonSignals = {
    signals,
    views,
    differing,
    apart,
    nameIn,
    presenceIn,
    readings: {
      before: { side: () => 'before', declared: before },
      after: { side: () => 'after', declared: after },
    },
    read(reading, condition) {
      const own = withOwnGrants(condition, signals, reading.declared);
      return differing.size === 0 ? own : renamed(common, reading, own);
    },
    constraints: space => [
      ...[...differing.values()].flatMap(each => readingConstraints(common, space, each)),
      ...ageConstraints(common, space),
    ],
  };
  return common;
}

/**
 * The declaration for both versions of a signal that says whether a grant matches; null for other signals. A grant is one that the reviewer of a case has issued under the terms of
 * each version: in the common space it needs only the signals that both bind.
 */
function commonGrant(before: Signal | undefined, after: Signal | undefined): Signal | null {
  const one = after ?? before;
  const [how, other] = [one?.derived, before?.derived];
  if (one === undefined || how?.kind !== 'grant') return null;
  if (other?.kind !== 'grant') return one;
  const derived = { ...how, needs: how.needs.filter(name => other.needs.includes(name)) };
  // A rule that is not evaluated in one version may be in the other.
  const { const: never, ...rest } = one;
  return { ...rest, ...(never !== undefined && before?.const !== undefined ? { const: never } : {}), derived };
}

/** The condition as a version reads it: a grant matches only if the version evaluates its rule, and the signals that this version alone binds have a value. */
function withOwnGrants(
  condition: Condition,
  common: ReadonlyMap<string, Signal>,
  own: ReadonlyMap<string, Signal>,
): Condition {
  return withClauses(condition, clause => {
    const [name = '', ...others] = clause.signals;
    if (others.length === 0 && own.get(name)?.derived?.kind === 'grant' && own.get(name)?.const === false)
      return { kind: 'constant', value: false, text: 'false', span: clause.span };
    const [here, shared] = [own.get(name)?.derived, common.get(name)?.derived];
    if (others.length > 0 || here?.kind !== 'grant' || shared?.kind !== 'grant') return clause;
    const more = here.needs.filter(each => !shared.needs.includes(each));
    if (more.length === 0) return clause;
    const present = more.map(signal => ({ ...clauseFor({ kind: 'has', signal }), text: `has(${signal})` }));
    return { kind: 'all', operands: [clause, ...present], text: 'all', span };
  });
}

const span = { path: [], start: 0, end: 0 };

/** A clause for a test that comes from a signal's declaration rather than from a condition. */
export function clauseFor(test: SignalTest): Clause {
  const name = test.signal;
  const text = JSON.stringify(test);
  return {
    kind: 'clause',
    test,
    needs: test.kind === 'has' ? [] : [name],
    signals: [name],
    thresholds: [],
    text,
    span,
    standardForm: `readable ${text}`,
  };
}

function renamed(common: CommonSignals, reading: Reading, condition: Condition): Condition {
  return withClauses(condition, clause =>
    clause.signals.some(name => common.differing.has(name)) ? renamedClause(common, reading, clause) : clause,
  );
}

function renamedClause(common: CommonSignals, reading: Reading, clause: Clause): Clause {
  const { differing, apart, nameIn } = common;
  const { test, needs, signals, standardForm, text } = clause;
  const own = (name: string): string =>
    differing.has(name) || apart.has(name) ? nameIn(reading.side(name), name) : name;
  const renamedNames = { ...clause, needs: needs.map(own), signals: signals.map(own) };
  const reader = readerOf(common, reading, signals);
  if ('signal' in test)
    return { ...renamedNames, test: { ...test, signal: own(test.signal) }, standardForm: `${reader}: ${standardForm}` };
  // Both versions evaluate the clause on the same values whenever they have them. A term reads ints and doubles alike.
  const isNumber = (type: string): boolean => test.kind === 'term' && (type === 'int' || type === 'double');
  const isShared = signals.every(name => {
    const each = differing.get(name);
    return (
      each === undefined ||
      (needs.includes(name) &&
        typesOf(each).every((type, _, [first]) => type === first || (isNumber(type) && isNumber(first ?? ''))))
    );
  });
  if (isShared) return renamedNames;
  const originalNames = new Map(signals.map(name => [own(name), name]));
  const evaluate = (values: SignalValues): boolean =>
    holds(test, new Map([...values].map(([name, value]) => [originalNames.get(name) ?? name, value])));
  return {
    ...renamedNames,
    test: { kind: 'opaque', evaluate, canFail: test.kind === 'opaque' && test.canFail },
    standardForm: `${reader}: ${standardForm}`,
    text: signals.reduce(
      (renamedText, name) => (differing.has(name) ? renamedText.replace(wordOf(name), `$1${own(name)}`) : renamedText),
      text,
    ),
  };
}

/** A text that is equal for readings that read the signals of a clause alike: the side by which all are read, or that of each. */
export function readerOf(
  { differing }: Pick<CommonSignals, 'differing'>,
  { side }: Reading,
  signals: readonly string[],
): string {
  const names = signals.filter(name => differing.has(name));
  const sides = new Set(names.map(side));
  const [only = 'after'] = sides;
  return sides.size < 2 ? only : names.map(name => `${side(name)} ${name}`).join(', ');
}

function typesOf({ declared }: Differing): string[] {
  return [signalType(declared.before), signalType(declared.after)];
}

function wordOf(name: string): RegExp {
  return new RegExp(`(^|[^\\w.])${name.replaceAll('.', '\\.')}(?![\\w])`, 'g');
}
