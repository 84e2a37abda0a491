import type { SignalValue } from '../condition/condition.ts';
import { evaluate } from '../condition/evaluate.ts';
import { formatTimestamp } from '../condition/timestamp.ts';
import type {
  BrokenAssumption,
  DecisionRecord,
  MissingSignal,
  RuleTrace,
  ShadowOutcome,
  Truth,
} from '../model/decision-record.ts';
import { isJsonObject, type Json } from '../model/json.ts';
import { oversight, type RuleRef } from '../model/rule-set.ts';
import type { CompiledOutcome, CompiledRule, CompiledRuleSet } from './compile.ts';
import { undeclaredPayload } from './payload.ts';
import { traceCondition, type Observed } from './trace.ts';

export interface DecideOptions {
  /** The decision time, in milliseconds since the Unix epoch. It selects the rule versions in force and tells the age of signals. */
  at: number;
  /** Whether the record holds the trace. Default false. */
  trace?: boolean;
}

/** A rule with its value on an input. */
interface Evaluated {
  rule: CompiledRule;
  value: Truth;
  fires: boolean;
}

/**
 * Decides on one input. Total: every JSON value gets a record, and nothing is thrown. Where nothing fires the default decides, and where there
 * is none the decision is `pause`.
 */
export function decide(compiled: CompiledRuleSet, input: Json, { at, trace = false }: DecideOptions): DecisionRecord {
  const observed = observe(compiled, input, at);
  const inForce = compiled.rules.filter(rule => at >= rule.from && at < rule.until);
  const evaluated = inForce.map(rule => evaluateRule(rule, observed));
  const firing = evaluated.filter(({ rule, fires }) => fires && !rule.shadow);
  const { winner, conflicts } = choose(compiled, firing);
  const { outcome, writeReason }: CompiledOutcome = winner?.rule.outcome ?? compiled.default;
  const missing = [...observed.missing.values()];
  return {
    ruleset: compiled.ruleSet.name,
    version: compiled.ruleSet.version,
    digest: compiled.digest,
    at: formatTimestamp(at),
    decision: outcome.decide,
    to: outcome.to ?? null,
    rule: winner ? { ...winner.rule.ref } : null,
    reason: writeReason(observed.values),
    reasonCode: outcome.reasonCode ?? null,
    message: outcome.message ?? null,
    severity: outcome.severity ?? null,
    missing,
    inputValid: isJsonObject(input) && !missing.some(({ required }) => required),
    firedOnUnknown: winner?.value === 'unknown',
    assumptionsBroken: brokenAssumptions(compiled, observed),
    payload:
      outcome.payload === undefined
        ? null
        : (compiled.payloads.get(outcome.payload)?.(input) ?? undeclaredPayload(outcome.payload)),
    shadow: evaluated.filter(({ rule, fires }) => fires && rule.shadow).map(shadowOutcome),
    conflicts,
    ...(trace ? { trace: { rules: traceRules(compiled, evaluated, winner, observed) } } : {}),
  };
}

function observe({ signals }: CompiledRuleSet, input: Json, at: number): Observed {
  const values = new Map<string, SignalValue>();
  const missing = new Map<string, MissingSignal>();
  for (const { name, required, read } of signals) {
    const reading = read(input, at);
    if ('value' in reading) values.set(name, reading.value);
    else {
      const { missing: cause, detail } = reading;
      missing.set(name, {
        signal: name,
        cause,
        ...(detail === null ? {} : { detail }),
        ...(required ? { required } : {}),
      });
    }
  }
  return { input, values, missing };
}

function evaluateRule(rule: CompiledRule, { values }: Observed): Evaluated {
  const value = evaluate(rule.condition, values);
  return { rule, value, fires: value === 'true' || (value === 'unknown' && firesOnUnknown(rule)) };
}

function firesOnUnknown({ onUnknown, rule }: CompiledRule): boolean {
  switch (onUnknown) {
    case 'fire':
      return true;
    case 'skip':
      return false;
    case 'safe':
      return rule.decide !== 'continue';
  }
}

/** Which of the rules that fire decides, and which of them the hit policy says should not have fired together. */
function choose(
  { hitPolicy }: CompiledRuleSet,
  firing: Evaluated[],
): { winner: Evaluated | undefined; conflicts: RuleRef[] } {
  const mostOversight = firing.reduce<Evaluated | undefined>(
    (best, each) => (best && oversight(best.rule.rule.decide) >= oversight(each.rule.rule.decide) ? best : each),
    undefined,
  );
  switch (hitPolicy) {
    case 'first':
      return { winner: firing[0], conflicts: [] };
    case 'priority':
      return { winner: mostOversight, conflicts: [] };
    case 'unique':
    case 'any': {
      const outcomes = new Set(
        firing.map(({ rule: { rule } }) => JSON.stringify([rule.decide, rule.to ?? null, rule.payload ?? null])),
      );
      const broken = hitPolicy === 'unique' ? firing.length > 1 : outcomes.size > 1;
      return broken
        ? { winner: mostOversight, conflicts: firing.map(({ rule }) => ({ ...rule.ref })) }
        : { winner: firing[0], conflicts: [] };
    }
  }
}

function shadowOutcome({ rule: { ref, rule }, value }: Evaluated): ShadowOutcome {
  return {
    rule: { ...ref },
    decision: rule.decide,
    to: rule.to ?? null,
    payload: rule.payload ?? null,
    firedOnUnknown: value === 'unknown',
  };
}

/** An assumption is broken where it applies and does not hold; an unknown one is not known to be broken. */
function brokenAssumptions({ assumptions }: CompiledRuleSet, { values }: Observed): BrokenAssumption[] {
  return assumptions.flatMap(({ when, holds, reason }, index) =>
    evaluate(when, values) === 'true' && evaluate(holds, values) === 'false' ? [{ index, reason }] : [],
  );
}

function traceRules(
  compiled: CompiledRuleSet,
  evaluated: Evaluated[],
  winner: Evaluated | undefined,
  observed: Observed,
): RuleTrace[] {
  let decided = false;
  return evaluated.map(each => {
    const { rule, value, fires } = each;
    const reached = !decided || rule.shadow;
    if (each === winner && compiled.hitPolicy === 'first') decided = true;
    return {
      rule: { ...rule.ref },
      title: rule.rule.title ?? null,
      index: rule.index,
      shadow: rule.shadow,
      decision: rule.rule.decide,
      to: rule.rule.to ?? null,
      reached,
      value,
      onUnknown: rule.onUnknown,
      fires,
      decides: each === winner,
      condition: traceCondition(rule.condition, observed, compiled.declarations),
    };
  });
}
