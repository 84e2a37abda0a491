import type { SignalValue } from '../condition/condition.ts';
import { evaluate } from '../condition/evaluate.ts';
import { toJson } from '../condition/signal-json.ts';
import { formatTimestamp } from '../model/time/timestamp.ts';
import type {
  AlsoFired,
  BrokenAssumption,
  DecisionRecord,
  FiredRule,
  MissingSignal,
  RuleTrace,
  Trace,
} from '../model/decision-record.ts';
import { isJsonObject, valueAtPath, type Json } from '../model/json.ts';
import { bucketName } from '../model/rollout.ts';
import { type HitPolicy, type RuleRef } from '../model/rule-set.ts';
import { outcomeKey, pickFallbacks, type Outcome } from '../model/outcome.ts';
import type { CompiledOutcome, CompiledRule, CompiledRuleSet } from './compile.ts';
import { matchGrants, type Granted } from './grants.ts';
import { undeclaredPayload } from './payload.ts';
import { firingTruth, isTruth } from './search/search.ts';
import { searchOf } from './search/search-of.ts';
import { spentGrants } from './spent-grants.ts';
import { truthCodes } from './truth-codes.ts';
import { traceCondition, type Observed } from './trace.ts';

export interface DecideOptions {
  /** The decision time, in milliseconds since the Unix epoch. It determines which rules are in force and the age of signals. */
  at: number;
  /** True if the record should have a trace. Default false. */
  trace?: boolean;
  /** Grants in force: `Grant` objects as the host has stored them. Anything else, and grants that do not match, are listed in the record. */
  grants?: readonly unknown[];
}

/**
 * Decides one input. Total: every JSON value gets a record, and nothing is thrown. If no rule fires, the default decides; without a default, the decision
 * is `pause`. The trace is computed when it is first read.
 */
export function decide(
  compiled: CompiledRuleSet,
  input: Json,
  { at, trace = false, grants }: DecideOptions,
): DecisionRecord {
  const matched = matchGrants(compiled, grants ?? [], input, at);
  const granted: Granted = new Set(matched.byRule.keys());
  const observed = observe(compiled, { input, at, granted }, trace);
  const search = searchOf(compiled);
  search.look(input, at, granted);
  const position = search.winner();
  const winner = compiled.rules[position];
  const { outcome, writeReason }: CompiledOutcome = winner?.outcome ?? compiled.default;
  const missing = [...observed.missing.values()];
  const firing =
    compiled.hitPolicy === 'first' ? [] : search.firing().map(each => compiled.rules[each] as CompiledRule);
  const record: DecisionRecord = {
    ruleset: compiled.ruleSet.name,
    version: compiled.ruleSet.version,
    digest: compiled.digest,
    at: formatTimestamp(at),
    decision: outcome.decide,
    to: outcome.to ?? null,
    ...fallbacksIn(outcome),
    rule: winner ? { ...winner.ref } : null,
    ...rolloutOf(winner, observed),
    reason: writeReason(observed.values),
    reasonCode: outcome.reasonCode ?? null,
    message: outcome.message ?? null,
    severity: outcome.severity ?? null,
    missing,
    inputValid: isJsonObject(input) && !missing.some(({ required }) => required),
    firedOnUnknown: winner !== undefined && evaluate(winner.condition, observed.values) === 'unknown',
    assumptionsBroken: brokenAssumptions(compiled, observed),
    payload:
      outcome.payload === undefined
        ? null
        : (compiled.payloads.get(outcome.payload)?.(input, observed.values) ?? undeclaredPayload(outcome.payload)),
    shadow: search.shadows().map(each => firedRule(compiled.rules[each] as CompiledRule, observed)),
    conflicts: conflictsAmong(firing, compiled),
    alsoFired: firing.filter(each => each !== winner).map(each => alsoFired(each, observed)),
    ...(grants === undefined
      ? {}
      : {
          grants: spentGrants(compiled, { position, at, values: observed.values }, matched),
          grantsRefused: matched.refused,
        }),
  };
  return trace ? withTrace(record, compiled, search.values(), position, observed) : record;
}

function rolloutOf(
  winner: CompiledRule | undefined,
  { values }: Observed,
): Pick<DecisionRecord, 'rollout'> | undefined {
  const rollout = winner?.rule.rollout;
  if (winner === undefined || rollout === undefined) return undefined;
  const { percent, from = 0, by } = rollout;
  const bucket = values.get(bucketName(winner.rule, by));
  return typeof bucket === 'number' ? { rollout: { bucket, percent, from, by } } : undefined;
}

/** The fallbacks that an outcome replaces; the record has no key for them if there are none. */
function fallbacksIn(outcome: Outcome): Pick<DecisionRecord, 'fallbacks'> {
  const fallbacks = pickFallbacks(outcome);
  return Object.keys(fallbacks).length === 0 ? {} : { fallbacks };
}

function observe(
  { signals }: CompiledRuleSet,
  { input, at, granted }: { input: Json; at: number; granted: Granted },
  trace: boolean,
): Observed {
  const given = new Map<string, Json>();
  const values = new Map<string, SignalValue>();
  const missing = new Map<string, MissingSignal>();
  for (const { name, signal, read } of signals) {
    const reading = read(input, at, granted);
    if ('value' in reading) {
      values.set(name, reading.value);
      if (trace) {
        const json = signal.derived ? toJson(reading.value, signal) : valueAtPath(input, name.split('.'));
        given.set(name, copyOf(json ?? null));
      }
    } else {
      const { missing: cause, detail } = reading;
      missing.set(name, {
        signal: name,
        cause,
        ...(detail === null ? {} : { detail }),
        ...(signal.required ? { required: true } : {}),
      });
    }
  }
  return { values, given, missing };
}

/** A copy of a signal's value, which is a scalar or a list of scalars. */
function copyOf(value: Json): Json {
  return Array.isArray(value) ? [...value] : value;
}

/** The firing rules if they violate the hit policy; empty if they do not. */
function conflictsAmong(firing: readonly CompiledRule[], { hitPolicy }: CompiledRuleSet): RuleRef[] {
  return isBroken(hitPolicy, firing) ? firing.map(({ ref }) => ({ ...ref })) : [];
}

function isBroken(hitPolicy: HitPolicy, firing: readonly CompiledRule[]): boolean {
  switch (hitPolicy) {
    case 'first':
    case 'priority':
      return false;
    case 'unique':
      return firing.length > 1;
    case 'any':
      return new Set(firing.map(({ rule }) => outcomeKey(rule))).size > 1;
  }
}

function alsoFired(compiled: CompiledRule, observed: Observed): AlsoFired {
  return { ...firedRule(compiled, observed), reasonCode: compiled.rule.reasonCode ?? null };
}

function firedRule({ ref, rule, condition }: CompiledRule, { values }: Observed): FiredRule {
  return {
    rule: { ...ref },
    decision: rule.decide,
    to: rule.to ?? null,
    payload: rule.payload ?? null,
    firedOnUnknown: evaluate(condition, values) === 'unknown',
  };
}

/** The assumptions that apply and are false. Unknown ones do not count as broken. */
function brokenAssumptions({ assumptions }: CompiledRuleSet, { values }: Observed): BrokenAssumption[] {
  return assumptions.flatMap(({ when, holds, reason, law }, index): BrokenAssumption[] => {
    if (evaluate(when, values) !== 'true' || evaluate(holds, values) !== 'false') return [];
    if (law === null) return [{ index, reason }];
    return [{ index: null, reason: law.reason, counters: { smaller: law.smaller, larger: law.larger } }];
  });
}

/**
 * Adds a lazy trace to a record. The truths of rules are known already; the trees of conditions are computed on first access from the readings at the
 * decision. The property is own and enumerable, so that the record can be copied and serialised like any other.
 */
function withTrace(
  record: DecisionRecord,
  compiled: CompiledRuleSet,
  values: Uint8Array,
  winner: number,
  observed: Observed,
): DecisionRecord {
  let made: Trace | undefined;
  return Object.defineProperty(record, 'trace', {
    get: () => (made ??= { rules: traceRules(compiled, values, winner, observed) }),
    set(given: Trace) {
      made = given;
    },
    enumerable: true,
    configurable: true,
  });
}

function traceRules(
  { rules, hitPolicy, declarations }: CompiledRuleSet,
  values: Uint8Array,
  winner: number,
  observed: Observed,
): RuleTrace[] {
  return rules.flatMap((rule, position): RuleTrace[] => {
    const value = truthCodes[values[position] as number];
    // The rule is not in force.
    if (value === undefined) return [];
    return [
      {
        rule: { ...rule.ref },
        title: rule.rule.title ?? null,
        index: rule.index,
        shadow: rule.shadow,
        decision: rule.rule.decide,
        to: rule.rule.to ?? null,
        reached: rule.shadow || hitPolicy !== 'first' || winner < 0 || position <= winner,
        value,
        onUnknown: rule.onUnknown,
        fires: isTruth(value, firingTruth(rule)),
        decides: position === winner,
        condition: traceCondition(rule.condition, observed, declarations),
      },
    ];
  });
}
