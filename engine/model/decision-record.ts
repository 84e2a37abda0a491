import type { RefusedGrant, SpentGrant } from './grant.ts';
import type { Json, JsonObject } from './json.ts';
import type { Decision, Fallbacks, RuleRef, Severity, UnknownPolicy } from './rule-set.ts';

/** A truth in CEL's logic with error absorption: `unknown` if it depends on a missing signal. */
export type Truth = 'true' | 'false' | 'unknown';

/**
 * Why a signal counts as missing. `absent`: not in the input. `null`: given as null. `wrong-type`: not of the declared JSON type. `out-of-schema`: of the right
 * type, but outside its range, enum, pattern or format. `stale`: older than its `maxAge`. `age-unknown`: it has a `maxAge`, and the input has no time of
 * observation (RFC 3339), or one after the decision.
 */
export type MissingCause = 'absent' | 'null' | 'wrong-type' | 'out-of-schema' | 'stale' | 'age-unknown';

export interface MissingSignal {
  signal: string;
  cause: MissingCause;
  /** Details in words: `"high" is not a number`, `12 min old, at most 5m`. */
  detail?: string;
  /** Present if the signal is declared `required`, so that the input is invalid. */
  required?: true;
}

export interface PayloadError {
  /** JSON Pointer into the payload; empty for the payload itself. */
  path: string;
  message: string;
}

/** The payload of a handoff, assembled from the input by the contract's `fields`. */
export interface AssembledPayload {
  /** `name@version` of the contract. */
  contract: string;
  data: JsonObject;
  /** SHA-256 hash of the canonical form (RFC 8785) of `data`. */
  digest: string;
  /** Fields of the contract that the input does not contain; they are not in `data`. */
  omitted: string[];
  /** Violations of the contract's schema, and fields that could not be computed; empty if there are none. */
  errors: PayloadError[];
}

/** What a rule that fired, but did not decide, would have done. */
export interface FiredRule {
  rule: RuleRef;
  decision: Decision;
  to: string | null;
  /** `name@version` of its payload contract; the payload itself is not assembled. */
  payload: string | null;
  firedOnUnknown: boolean;
}

/** A rule that fired besides the one that decided. */
export interface AlsoFired extends FiredRule {
  reasonCode: string | null;
}

/** The rollout of a rule, and the bucket of an input in it. */
export interface RolloutRecord {
  /** From 0 to 99. */
  bucket: number;
  percent: number;
  from: number;
  by: string;
}

export type BrokenAssumption =
  /** `index`: position in the rule set's `assumptions`. */
  { index: number; reason: string | null } | BrokenLaw;

/** Two counters whose values cannot both be right: `smaller` counts only events that `larger` counts too. */
export interface BrokenLaw {
  index: null;
  reason: string;
  counters: { smaller: string; larger: string };
}

/** The record of a decision: what happens with an input, which rule version decided, and why. */
export interface DecisionRecord {
  ruleset: string;
  version: string;
  /** SHA-256 hash of the canonical form (RFC 8785) of the rule set, in lower-case hex. */
  digest: string;
  /** The decision time, RFC 3339 in UTC. */
  at: string;
  decision: Decision;
  to: string | null;
  /** What the rule declares instead of the fallbacks of `to`; absent if it replaces none. */
  fallbacks?: Fallbacks;
  /** The rule that decided; null if the default did. */
  rule: RuleRef | null;
  /** Why the rule that decided is in force for this input; present if it has a rollout. */
  rollout?: RolloutRecord;
  reason: string | null;
  reasonCode: string | null;
  message: string | null;
  severity: Severity | null;
  /** All declared signals that are missing, in order of declaration. */
  missing: MissingSignal[];
  /** False if the input is not an object or a `required` signal is missing. */
  inputValid: boolean;
  firedOnUnknown: boolean;
  assumptionsBroken: BrokenAssumption[];
  payload: AssembledPayload | null;
  /** What shadow rules would have done, in file order. */
  shadow: FiredRule[];
  /** Rules that fired together although the hit policy (`unique`, `any`) forbids it; empty if there are none. */
  conflicts: RuleRef[];
  /** The other rules that fired, except shadow rules, in file order. Empty under the hit policy `first`, which does not ask the rules after the deciding one. */
  alsoFired: AlsoFired[];
  /** The grants without which another rule had decided, in deciding order: the host counts one use of each. Present if the decision was given grants. */
  grants?: SpentGrant[];
  /** The grants that do not match the case, in the order given. Present if the decision was given grants. */
  grantsRefused?: RefusedGrant[];
  trace?: Trace;
}

export interface Trace {
  /** All rules considered (active and shadow rules in force), in file order. */
  rules: RuleTrace[];
}

export interface RuleTrace {
  rule: RuleRef;
  title: string | null;
  /** Position in the rule set's `rules`. */
  index: number;
  shadow: boolean;
  decision: Decision;
  to: string | null;
  /** False if an earlier rule had already decided (hit policy `first`). The value is computed nevertheless. */
  reached: boolean;
  value: Truth;
  onUnknown: UnknownPolicy;
  /** True if the rule fires, taking `onUnknown` into account. */
  fires: boolean;
  decides: boolean;
  condition: ConditionTrace;
}

/** The position of a part of a condition: the path of the scalar with the expression, and UTF-16 offsets into the scalar's value. */
export interface ConditionSpan {
  path: (string | number)[];
  start: number;
  end: number;
}

export interface ConditionTrace {
  kind: 'all' | 'any' | 'not' | 'if' | 'clause' | 'constant';
  value: Truth;
  /** The condition as written, on one line. */
  text: string;
  span: ConditionSpan;
  /** Operands in order; for `if`: test, then, else. */
  children: ConditionTrace[];
  /** The signals that a clause read; empty for other parts. */
  reads: SignalRead[];
  /** The thresholds of a clause; for a table, `per` is the signal whose value chose `value`, which is null if there is none. */
  thresholds: ThresholdRead[];
  /** For a comparison with a constant on a numeric signal: signal value minus constant (milliseconds for durations and timestamps). */
  distance: number | null;
  /** Why a clause has no value although its signals are present, such as `division by zero`; otherwise null. */
  error: string | null;
}

export interface ThresholdRead {
  name: string;
  value: Json;
  per?: SignalRead;
}

export type SignalRead = { signal: string; value: Json } | { signal: string; missing: MissingCause };
