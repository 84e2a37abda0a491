import type { Json, JsonObject } from './json.ts';
import type { TimeField } from './time/time-zone.ts';

/** The versions of the rule language. A document of an earlier version means the same in a later one. */
export const languageVersions = [1, 2] as const;
export type LanguageVersion = (typeof languageVersions)[number];

/**
 * The possible decisions, by increasing oversight: how much they restrict what the agent may do. An escalated action can still be allowed by a person, a
 * denied one by nobody; `deny` ends the action, `stop` the task.
 */
export const decisions = ['continue', 'pause', 'route', 'escalate', 'deny', 'stop'] as const;
export type Decision = (typeof decisions)[number];

/** The oversight of a decision, from 0 (`continue`: the agent keeps control) to 5 (`stop`). */
export function oversight(decision: Decision): number {
  return decisions.indexOf(decision);
}

/** DMN hit policies, which determine which of the firing rules decides. */
export const hitPolicies = ['first', 'priority', 'unique', 'any'] as const;
export type HitPolicy = (typeof hitPolicies)[number];

/** What a rule does if its trigger is unknown. `safe`: it fires unless it decides `continue`. */
export const unknownPolicies = ['safe', 'skip', 'fire'] as const;
export type UnknownPolicy = (typeof unknownPolicies)[number];

/**
 * A rule set: a document of `schemas/rule-set.schema.json` with imports merged and payload schemas inlined. This is what the engine compiles and the
 * digest identifies.
 */
export interface RuleSet {
  /** The version of the language in which it is written; with imports, the latest of all files. */
  escalation: LanguageVersion;
  name: string;
  version: string;
  description?: string;
  owner?: string;
  hitPolicy?: HitPolicy;
  onUnknown?: UnknownPolicy;
  signals?: Record<string, Signal>;
  thresholds?: Record<string, ThresholdDeclaration>;
  targets?: Record<string, Target>;
  payloads?: Record<string, PayloadContract>;
  rules: Rule[];
  default?: DefaultOutcome;
  assumptions?: Assumption[];
  invariants?: Invariant[];
  governance?: Governance;
  rollback?: { to: string };
}

/** A condition as written: a CEL expression, `true`/`false`, or all/any/not over conditions. */
export type ConditionSource =
  | string
  | boolean
  | { all: ConditionSource[] }
  | { any: ConditionSource[] }
  | { not: ConditionSource };

export type SignalType = 'number' | 'integer' | 'string' | 'boolean' | 'array';

/** A signal reported by the agent: a JSON Schema fragment, plus `required`, `maxAge`, `observedAt`, `unit` and what it counts. Its name is a path into the input. */
export interface Signal {
  type: SignalType;
  title?: string;
  description?: string;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  multipleOf?: number;
  enum?: Json[];
  const?: Json;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  /** `duration` and `date-time` make the signal a CEL duration or timestamp. */
  format?: string;
  items?: SignalItems;
  uniqueItems?: boolean;
  minItems?: number;
  maxItems?: number;
  examples?: Json[];
  default?: Json;
  unit?: string;
  /** The producer's promise that the signal is always present. */
  required?: boolean;
  /** True if the value is taken out of whatever keeps or shows decisions: records, logs, exports. */
  sensitive?: boolean;
  /** Maximum age, as a duration; older values count as missing. */
  maxAge?: string;
  /** Path into the input of the time (RFC 3339) at which the signal was observed. */
  observedAt?: string;
  /** The name of an event. The value is the number of such events in the period `within` that ends with the decision. */
  counts?: string;
  /** Only events that have the values of these signals count; without it, all events do. */
  by?: string[];
  /** The period in which events count, as a duration. */
  within?: string;
  /** For a signal that is not in the input, how the engine gets its value. No rule file says this; `derivedSignals` does. */
  derived?: Derivation;
}

/** How a signal that is not in the input gets its value. */
export type Derivation =
  /** The decision time. */
  | { kind: 'time' }
  /** A field of the decision time in a time zone, as CEL's accessors of a timestamp give it; `zone` is null for UTC. */
  | { kind: 'clock'; field: TimeField; zone: string | null }
  | Bucket
  /** Whether a grant of a rule matches the case. It cannot while a signal in `needs` is missing. */
  | { kind: 'grant'; rule: string; needs: readonly string[] };

/** The bucket that an input has in the rollouts of a rule, by the value of a signal. */
export interface Bucket {
  kind: 'bucket';
  /** The rule's id. */
  rule: string;
  /** The name of the signal, and its declaration. */
  by: string;
  of: Signal;
}

export interface SignalItems {
  type: 'number' | 'integer' | 'string' | 'boolean';
  enum?: Json[];
  description?: string;
  minimum?: number;
  maximum?: number;
  pattern?: string;
}

export type ThresholdValue = number | string | boolean;

export interface Threshold {
  value: ThresholdValue;
  minimum?: number;
  maximum?: number;
  step?: number;
  unit?: string;
  /** `duration` or `date-time` for a string that is compared with such a signal. */
  format?: 'duration' | 'date-time';
  title?: string;
  description?: string;
}

/** A threshold with several values, one of which the value of a signal chooses. While the signal is missing, the threshold has no value. */
export interface ThresholdTable extends Omit<Threshold, 'value'> {
  /** The value for all values of the signal without an entry; required unless each value that the signal's declaration lists has one. */
  value?: ThresholdValue;
  /** The signal: a string, a boolean, or an integer with an enum. */
  per: string;
  /** The value for each value of the signal, as text. */
  values: Record<string, ThresholdValue>;
}

export type ThresholdDeclaration = ThresholdValue | Threshold | ThresholdTable;

export function isTable(threshold: Threshold | ThresholdTable): threshold is ThresholdTable {
  return 'per' in threshold;
}

/** All values that a threshold can have: those of the entries of a table, and the one for all others. */
export function valuesOf(threshold: Threshold | ThresholdTable): ThresholdValue[] {
  if (!isTable(threshold)) return [threshold.value];
  const { value, values } = threshold;
  return [...Object.values(values), ...(value === undefined ? [] : [value])];
}

/** Where an unanswered handoff continues: the name of another target, or an end state. */
export type Fallback = string;
export const endStates = ['pause', 'deny', 'stop', 'resume'] as const;
export type EndState = (typeof endStates)[number];

/** True if a fallback ends the handoff. In version 1, a target can have the name `deny`; the fallback then leads to it. */
export function isEndState(fallback: Fallback, isTarget: (name: string) => boolean): fallback is EndState {
  return (endStates as readonly string[]).includes(fallback) && !(fallback === 'deny' && isTarget(fallback));
}

/** The fallbacks of a target, which a rule can replace for the handoffs that it begins. */
export const fallbackKeys = ['onTimeout', 'onUnavailable', 'onReject'] as const;
export type Fallbacks = Partial<Record<(typeof fallbackKeys)[number], Fallback>>;

export interface Target extends Fallbacks {
  kind: 'human' | 'agent';
  title?: string;
  description?: string;
  channel?: string;
  acknowledgeWithin?: string;
  resolveWithin?: string;
  remindAfter?: string;
  /** How many different people must approve; one if absent. */
  approvals?: number;
  /** A second target, which joins if the handoff is not over after a time. */
  also?: { target: string; after: string };
  /** How often a handoff may be requested of this target: each request begins a round, in which all other targets can be asked again. */
  rounds?: number;
  hours?: { timezone: string; days: Weekday[]; from: string; until: string };
  capacity?: number;
  breaker?: { failures: number; within: string; cooldown: string; then: Fallback };
  failOpen?: { atMost: number; per: string };
}

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof weekdays)[number];

/** The contract of a handoff's payload, named `name@version`. A released version is immutable. */
export interface PayloadContract {
  description?: string;
  /** A JSON Schema (2020-12). In a document, it may also be the path of a file. */
  schema?: JsonObject | boolean | string;
  /** CEL expressions over the whole input, by field name. */
  fields: Record<string, string>;
  /** The fields whose values are taken out of whatever keeps or shows decisions. The target still gets them. */
  sensitive?: string[];
}

export type RuleStatus = 'active' | 'shadow' | 'draft' | 'retired';
export type Severity = 'low' | 'medium' | 'high' | 'critical';

/** The fallbacks of a rule replace those of its target, while this target has the handoff. */
export interface Rule extends Fallbacks {
  id: string;
  version?: number;
  title?: string;
  description?: string;
  when: ConditionSource;
  decide: Decision;
  to?: string;
  payload?: string;
  reason?: string;
  reasonCode?: string;
  message?: string;
  severity?: Severity;
  status?: RuleStatus;
  /** The half-open period in which the rule is in force (RFC 3339). */
  effective?: { from?: string; until?: string };
  rollout?: Rollout;
  onUnknown?: UnknownPolicy;
  grant?: GrantTerms;
  tags?: string[];
  approach?: 'rule-based' | 'confidence-based' | 'sla-driven' | 'hybrid';
}

/**
 * The share of the traffic for which a rule version is in force: inputs whose bucket, from 0 to 99, is one of the `percent` buckets from `from` on. The
 * bucket of an input depends on the rule's id and on the value of the signal `by`, so that versions of a rule can divide the buckets among them.
 */
export interface Rollout {
  percent: number;
  /** Default 0. */
  from?: number;
  /** The name of a signal of type string or integer. */
  by: string;
}

/** What a reviewer of an escalated case may allow beyond it: cases with the same values of the bound signals, for a time and so many uses. */
export interface GrantTerms {
  /** A duration. */
  validFor: string;
  /** The number of actions that a grant allows; 1 if absent. */
  uses?: number;
  /** Names of signals whose values must be the same. */
  bind: string[];
  /** Name of the signal that identifies the task or session. It is bound too. */
  scope?: string;
}

export interface DefaultOutcome extends Fallbacks {
  decide: Decision;
  to?: string;
  payload?: string;
  reason?: string;
  reasonCode?: string;
  message?: string;
  severity?: Severity;
}

export interface Assumption {
  when?: ConditionSource;
  holds: ConditionSource;
  reason?: string;
}

export interface Invariant {
  id: string;
  when?: ConditionSource;
  require: { decide?: Decision | Decision[]; to?: string | string[]; payload?: string | string[] };
  reason?: string;
}

export interface Governance {
  requiredApprovals?: { loosening?: number; tightening?: number; other?: number };
  approvers?: string[];
  /** `required`: only signed approvals count. */
  signatures?: 'required' | 'optional';
}

export interface RuleRef {
  id: string;
  version: number;
}

/** True if a rule set marks a signal or a field of a payload as sensitive. */
export function marksSensitive({ signals = {}, payloads = {} }: Pick<RuleSet, 'signals' | 'payloads'>): boolean {
  return (
    Object.values(signals).some(({ sensitive }) => sensitive === true) ||
    Object.values(payloads).some(({ sensitive = [] }) => sensitive.length > 0)
  );
}

/** True if a rule is evaluated: it is active or in shadow. */
export function isEvaluated({ status = 'active' }: Pick<Rule, 'status'>): boolean {
  return status === 'active' || status === 'shadow';
}

/** The name of a rule, `id@version`. */
export function ruleName(rule: { id: string; version?: number }): string {
  return `${rule.id}@${rule.version ?? 1}`;
}
