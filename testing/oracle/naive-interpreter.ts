import type { Json } from '../../engine/model/json.ts';
import type { Invariant, Rule, RuleSet } from '../../engine/model/rule-set.ts';
import { inRollout } from './buckets.ts';
import { lawsOf } from './counter-laws.ts';
import { truth, type Logic } from './evaluate.ts';
import { print, type Trigger } from './expression.ts';
import { readSignal, timestampIn, type Cause, type Reading, type Value } from './values.ts';
import type { ConditionSource } from '../../engine/model/rule-set.ts';

/** A rule with its trigger as a tree; the rule set for the engine has it as text. */
export interface NaiveRule {
  rule: Omit<Rule, 'when'>;
  trigger: Trigger;
}

export interface NaiveRuleSet {
  /** The rule set without its rules, assumptions and invariants. */
  frame: Omit<RuleSet, 'rules' | 'assumptions' | 'invariants'>;
  rules: NaiveRule[];
  assumptions: { when?: Trigger; holds: Trigger; reason?: string }[];
  /** For the analysis only; decisions do not use them. */
  invariants?: { id: string; when?: Trigger; require: Invariant['require'] }[];
}

/** The parts of a decision record that this interpreter determines. */
export interface NaiveRecord {
  decision: string;
  to: string | null;
  rule: { id: string; version: number } | null;
  reason: string | null;
  reasonCode: string | null;
  missing: { signal: string; cause: Cause; required?: true }[];
  inputValid: boolean;
  firedOnUnknown: boolean;
  assumptionsBroken: { index: number; reason: string | null }[];
  /** The names of counters that contradict each other, sorted in each pair. */
  countersBroken: [string, string][];
  shadow: {
    rule: { id: string; version: number };
    decision: string;
    to: string | null;
    payload: string | null;
    firedOnUnknown: boolean;
  }[];
  conflicts: { id: string; version: number }[];
  alsoFired: {
    rule: { id: string; version: number };
    decision: string;
    to: string | null;
    payload: string | null;
    firedOnUnknown: boolean;
    reasonCode: string | null;
  }[];
  /** For each rule in force: its value, and whether it fires, is reached, and decides. */
  considered: {
    rule: { id: string; version: number };
    value: Logic;
    fires: boolean;
    reached: boolean;
    decides: boolean;
  }[];
}

/** Two names in the order of the alphabet. */
export function pairOf(a: string, b: string): [string, string] {
  return a < b ? [a, b] : [b, a];
}

export function byText(a: readonly string[], b: readonly string[]): number {
  return a.join() < b.join() ? -1 : 1;
}

/** The rule set as an author would write it. */
export function asWritten({ frame, rules, assumptions, invariants }: NaiveRuleSet): RuleSet {
  return {
    ...frame,
    rules: rules.map(({ rule, trigger }) => ({ ...rule, when: source(trigger) })),
    assumptions: assumptions.map(({ when, holds, reason }) => ({
      ...(when && { when: source(when) }),
      holds: source(holds),
      ...(reason !== undefined && { reason }),
    })),
    ...(invariants && {
      invariants: invariants.map(({ when, ...invariant }) => ({ ...invariant, ...(when && { when: source(when) }) })),
    }),
  };
}

function source(trigger: Trigger): ConditionSource {
  switch (trigger.kind) {
    case 'expression':
      return print(trigger.expression);
    case 'all':
      return { all: trigger.of.map(source) };
    case 'any':
      return { any: trigger.of.map(source) };
    case 'not':
      return { not: source(trigger.of) };
  }
}

/**
 * Decides literally by sections 2 to 4 of the language reference, sentence by sentence, regardless of speed. It shares only the types of the
 * model with the engine.
 */
export function decideNaively(naive: NaiveRuleSet, input: Json, at: number): NaiveRecord {
  const { frame } = naive;
  const ruleSet = asWritten(naive);
  const readings = new Map<string, Reading>();
  for (const [name, signal] of Object.entries(frame.signals ?? {})) {
    readings.set(name, readSignal(name, signal, input, at));
  }
  const world = { ruleSet, readings };

  const missing: NaiveRecord['missing'] = [];
  for (const [name, signal] of Object.entries(frame.signals ?? {})) {
    const reading = readings.get(name);
    if (reading && 'missing' in reading) {
      missing.push({ signal: name, cause: reading.missing, ...(signal.required === true && { required: true }) });
    }
  }

  const inForce = naive.rules.filter(({ rule }) => isInForce(rule, at));
  const evaluated = inForce.map(({ rule, trigger }) => {
    const value = truth(inRollout({ rule, trigger }), world);
    return { rule, value, fires: fires(rule, value, frame.onUnknown) };
  });
  const firing = evaluated.filter(each => each.fires && each.rule.status !== 'shadow');
  const winner = choose(frame.hitPolicy ?? 'first', firing);
  const outcome = winner?.rule ?? frame.default ?? { decide: 'pause' as const };

  return {
    decision: outcome.decide,
    to: outcome.to ?? null,
    rule: winner ? refOf(winner.rule) : null,
    reason: outcome.reason === undefined ? null : filled(outcome.reason, readings),
    reasonCode: outcome.reasonCode ?? null,
    missing,
    inputValid:
      typeof input === 'object' && input !== null && !Array.isArray(input) && !missing.some(each => each.required),
    firedOnUnknown: winner?.value === 'unknown',
    assumptionsBroken: naive.assumptions.flatMap(({ when, holds, reason }, index) => {
      const applies = when === undefined || truth(when, world) === 'true';
      return applies && truth(holds, world) === 'false' ? [{ index, reason: reason ?? null }] : [];
    }),
    countersBroken: lawsOf(frame.signals)
      .filter(({ holds }) => truth(holds, world) === 'false')
      .map(({ smaller, larger }) => pairOf(smaller, larger))
      .sort(byText),
    shadow: evaluated.filter(each => each.fires && each.rule.status === 'shadow').map(firedOf),
    conflicts: conflicts(
      frame.hitPolicy ?? 'first',
      firing.map(each => each.rule),
    ),
    alsoFired:
      (frame.hitPolicy ?? 'first') === 'first'
        ? []
        : firing
            .filter(each => each !== winner)
            .map(each => ({ ...firedOf(each), reasonCode: each.rule.reasonCode ?? null })),
    considered: evaluated.map(each => ({
      rule: refOf(each.rule),
      value: each.value,
      fires: each.fires,
      reached:
        each.rule.status === 'shadow' ||
        (frame.hitPolicy ?? 'first') !== 'first' ||
        winner === undefined ||
        evaluated.indexOf(each) <= evaluated.indexOf(winner),
      decides: each === winner,
    })),
  };
}

export function isInForce(rule: NaiveRule['rule'], at: number): boolean {
  if (rule.status === 'draft' || rule.status === 'retired') return false;
  const { from, until } = rule.effective ?? {};
  if (from !== undefined && at < (timestampIn(from) ?? NaN)) return false;
  return until === undefined || at < (timestampIn(until) ?? NaN);
}

export function fires(rule: NaiveRule['rule'], value: Logic, ofRuleSet: RuleSet['onUnknown']): boolean {
  if (value !== 'unknown') return value === 'true';
  const policy = rule.onUnknown ?? ofRuleSet ?? 'safe';
  if (policy === 'safe') return rule.decide !== 'continue';
  return policy === 'fire';
}

const rising = ['continue', 'pause', 'route', 'escalate', 'deny', 'stop'];

export function choose<T extends { rule: NaiveRule['rule'] }>(policy: string, firing: T[]): T | undefined {
  if (policy === 'first') return firing[0];
  let best: T | undefined;
  for (const each of firing) {
    if (!best || rising.indexOf(each.rule.decide) > rising.indexOf(best.rule.decide)) best = each;
  }
  return best;
}

function conflicts(policy: string, firing: NaiveRule['rule'][]): { id: string; version: number }[] {
  const outcomes = new Set(firing.map(({ decide, to, payload }) => JSON.stringify([decide, to, payload])));
  const broken = (policy === 'unique' && firing.length > 1) || (policy === 'any' && outcomes.size > 1);
  return broken ? firing.map(refOf) : [];
}

function firedOf({ rule, value }: { rule: NaiveRule['rule']; value: Logic }): NaiveRecord['shadow'][number] {
  return {
    rule: refOf(rule),
    decision: rule.decide,
    to: rule.to ?? null,
    payload: rule.payload ?? null,
    firedOnUnknown: value === 'unknown',
  };
}

function refOf(rule: NaiveRule['rule']): { id: string; version: number } {
  return { id: rule.id, version: rule.version ?? 1 };
}

/** Placeholders of the generated reasons are names of signals. */
function filled(reason: string, readings: ReadonlyMap<string, Reading>): string {
  return reason.replace(/\{\{ ([\w.]+) \}\}/g, (_, name: string) => {
    const reading = readings.get(name);
    return reading && 'value' in reading ? shown(reading.value) : `[${name} is missing]`;
  });
}

function shown(value: Value): string {
  return typeof value === 'object' ? '' : String(value);
}
