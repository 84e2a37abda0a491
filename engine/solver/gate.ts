import type { Condition, SignalValue, SignalValues } from '../condition/condition.ts';
import { evaluate } from '../condition/evaluate.ts';
import { readSignals, type FiringRules } from '../decide/compile.ts';
import { grantableRules } from '../decide/grants.ts';
import { firingTruth, inDecidingOrder, isTruth } from '../decide/search/search.ts';
import type { Json } from '../model/json.ts';
import { parseTimestamp } from '../model/time/timestamp.ts';
import { outcomeKey } from '../model/outcome.ts';
import type { Claim, ClaimedDecider, Statement } from './claim.ts';
import { withSignal } from './input.ts';
import type { AnalysedRule, AnalysisSubject } from './subject.ts';

export interface TimedInput {
  input: Json;
  /** The decision time, in milliseconds since the Unix epoch; null if any time will do, because no rule begins or ends and no value ages. */
  at: number | null;
  /** The rules for which a grant is in force that a reviewer of this very case has issued, as wide as the rule allows. Absent if there is none. */
  grants?: readonly string[];
}

/** The part of an input that says for which rules grants are in force. */
export function withGrants(grants: readonly string[]): Pick<TimedInput, 'grants'> {
  return grants.length === 0 ? {} : { grants };
}

/** An input to be shown to users. */
export interface Example extends TimedInput {
  /** Signals whose values do not affect what the example shows. */
  free: string[];
}

/** Brand of witnesses: only a gate can make one, since a copy lacks this private member. */
declare class Confirmation {
  private readonly confirmed: true;
}

/** An input on which the engine itself has confirmed a claim. Only a gate can make one. */
export type Witness = Readonly<Example> & Confirmation;

/**
 * The only source of witnesses. The analysis reasons about cells and treats opaque clauses as free truth values; the gate runs the engine on the
 * actual input.
 */
export interface Gate {
  /**
   * @param claims the claim to confirm for each rule set
   * @param free called only for a confirmed input
   * @returns null if the engine does not confirm the claims, or if the input breaks an assumption or lacks a required signal
   */
  confirm: (claims: readonly Claim[], input: TimedInput, free: () => string[]) => Witness | null;
  /** Number of inputs confirmed and refused. */
  counts: { confirmed: number; refused: number };
}

/**
 * @param subjects the rule set, or both versions in a comparison
 * @param now the decision time of inputs that have none, in milliseconds since the Unix epoch
 */
export function createGate(subjects: readonly AnalysisSubject[], now: number): Gate {
  const counts = { confirmed: 0, refused: 0 };
  const judges = subjects.map(judgeOf);
  const required = subjects.map(({ declarations: { signals } }) =>
    [...signals].flatMap(([name, signal]) => (signal.required === true ? [name] : [])),
  );
  const promised = (required[0] ?? []).filter(name => required.every(names => names.includes(name)));
  return {
    counts,
    confirm(claims, { input, at, grants = [] }, free) {
      const readings = judges.map(judge => judge.read(input, at ?? now, grants));
      const isReal =
        !readings.every(reading => reading.breaksAssumption()) &&
        promised.every(name => readings.some(({ values }) => values.has(name)));
      if (!isReal || !claims.every((claim, side) => readings[side]?.shows(claim) === true)) {
        counts.refused++;
        return null;
      }
      counts.confirmed++;
      return { input, at, ...withGrants(grants), free: free() } as Witness;
    },
  };
}

/** An input as read by one rule set. */
interface Reading {
  values: SignalValues;
  breaksAssumption: () => boolean;
  shows: (claim: Claim) => boolean;
}

function judgeOf(subject: AnalysisSubject): { read: (input: Json, at: number, grants: readonly string[]) => Reading } {
  const { rules, hitPolicy, declarations } = subject;
  const firing: FiringRules = { rules, hitPolicy, declarations, signals: readSignals(declarations) };
  let order: readonly AnalysedRule[] | undefined;
  const inOrder = () => (order ??= inDecidingOrder(firing).flatMap(position => rules[position] ?? []));
  const defaultOutcome = outcomeKey(subject.default ?? { decide: 'pause' });
  return { read };

  function read(input: Json, at: number, grants: readonly string[]): Reading {
    const values = new Map<string, SignalValue>();
    const granted = grantableRules(firing, grants, { input, at });
    for (const signal of firing.signals) {
      const reading = signal.read(input, at, granted);
      if ('value' in reading) values.set(signal.name, reading.value);
    }
    const isTrue = (condition: Condition): boolean => evaluate(condition, values) === 'true';
    const fires = (rule: AnalysedRule): boolean =>
      at >= rule.from && at < rule.until && isTruth(evaluate(rule.condition, values), firingTruth(rule));
    // Linear search: for so few inputs, building an index would cost more than it saves.
    const decider = (except?: AnalysedRule): AnalysedRule | null =>
      inOrder().find(rule => rule.index !== except?.index && fires(rule)) ?? null;
    const isSame = (rule: AnalysedRule | null, other: ClaimedDecider): boolean => rule?.index === other?.index;
    const is = (statement: Statement): boolean => {
      switch (statement.kind) {
        case 'fires':
          return fires(statement.rule);
        case 'at-most':
          return inOrder().every(rule => !fires(rule) || statement.rules.some(each => isSame(rule, each)));
        case 'decides':
          return isSame(decider(), statement.rule);
        case 'overruled':
          return fires(statement.rule) && (decider()?.outcome ?? defaultOutcome) !== statement.rule.outcome;
        case 'true':
          return isTrue(statement.condition);
        case 'without-rule':
          return isSame(decider(statement.without), statement.decides);
        case 'with-value': {
          const { signal, value } = statement;
          const isTime = declarations.signals.get(signal)?.derived?.kind === 'time';
          const time = isTime && typeof value === 'string' ? parseTimestamp(value) : undefined;
          const changed = isTime ? read(input, time ?? at, grants) : read(withSignal(input, signal, value), at, grants);
          return !changed.breaksAssumption() && changed.shows(statement.then);
        }
      }
    };
    return {
      values,
      breaksAssumption: () =>
        subject.assumptions.some(({ when, holds }) => isTrue(when) && evaluate(holds, values) === 'false'),
      shows: claim => claim.every(is),
    };
  }
}
