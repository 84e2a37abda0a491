import type { Json, JsonObject } from './json.ts';
import type { Decision, RuleRef, Severity, UnknownPolicy } from './rule-set.ts';

/** CEL's logic with error absorption: `unknown` where the answer hangs on a missing signal. */
export type Truth = 'true' | 'false' | 'unknown';

/**
 * Why a signal counts as missing. `absent`: not in the input. `null`: given as null. `wrong-type`: another JSON type than
 * declared. `out-of-schema`: right type, but outside its range, enum, pattern or format. `stale`: older than its `maxAge`.
 * `age-unknown`: it has a `maxAge`, and the input does not say (in RFC 3339) when it was observed, or says a time after the decision.
 */
export type MissingCause = 'absent' | 'null' | 'wrong-type' | 'out-of-schema' | 'stale' | 'age-unknown';

export interface MissingSignal {
  signal: string;
  cause: MissingCause;
  /** What was found instead, in words: `"high" is not a number`, `12 min old, at most 5m`. */
  detail?: string;
  /** Present where the signal is declared `required`: the input breaks the producer's promise. */
  required?: true;
}

export interface PayloadError {
  /** JSON Pointer into the payload; empty for the payload itself. */
  path: string;
  message: string;
}

/** What travels with the handoff, assembled from the input by the contract's `fields`. */
export interface AssembledPayload {
  /** `name@version` of the contract. */
  contract: string;
  data: JsonObject;
  /** SHA-256 over the RFC 8785 form of `data`. */
  digest: string;
  /** Fields of the contract for which the input holds nothing; they are left out of `data`. */
  omitted: string[];
  /** Where `data` breaks the contract's schema, or a field could not be computed. Empty when it is in order. */
  errors: PayloadError[];
}

export interface ShadowOutcome {
  rule: RuleRef;
  decision: Decision;
  to: string | null;
  payload: string | null;
  firedOnUnknown: boolean;
}

export interface BrokenAssumption {
  /** Position in the rule set's `assumptions`. */
  index: number;
  reason: string | null;
}

/** The whole answer to "what happens with this input, which rule version did it, and why". */
export interface DecisionRecord {
  ruleset: string;
  version: string;
  /** SHA-256 of the RFC 8785 form of the rule set, in lower-case hex. */
  digest: string;
  /** The decision time, RFC 3339 in UTC. */
  at: string;
  decision: Decision;
  to: string | null;
  /** The rule that decided; null when the default did. */
  rule: RuleRef | null;
  reason: string | null;
  reasonCode: string | null;
  message: string | null;
  severity: Severity | null;
  /** Every declared signal that is missing, in order of declaration. */
  missing: MissingSignal[];
  /** False when the input is not an object or breaks a `required` promise. */
  inputValid: boolean;
  firedOnUnknown: boolean;
  assumptionsBroken: BrokenAssumption[];
  payload: AssembledPayload | null;
  /** What shadow rules would have done, in file order. */
  shadow: ShadowOutcome[];
  /** Rules that fired together although the hit policy forbids it (`unique`, `any`); else empty. */
  conflicts: RuleRef[];
  trace?: Trace;
}

export interface Trace {
  /** Every rule considered (active and shadow rules in force), in file order. */
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
  /** False where an earlier rule had already decided (hit policy `first`). Its value is computed all the same. */
  reached: boolean;
  value: Truth;
  onUnknown: UnknownPolicy;
  /** Whether it fires, after `onUnknown`. */
  fires: boolean;
  decides: boolean;
  condition: ConditionTrace;
}

/** A piece of a condition in the document: the path of the scalar that holds the expression, and UTF-16 offsets into that scalar's value. */
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
  /** What a clause saw. Empty for everything but clauses. */
  reads: SignalRead[];
  thresholds: { name: string; value: Json }[];
  /** For a comparison with a constant on a numeric signal: signal value minus constant (milliseconds for durations and timestamps). */
  distance: number | null;
  /** Why a clause has no value although its signals are present: `division by zero`. */
  error: string | null;
}

export type SignalRead = { signal: string; value: Json } | { signal: string; missing: MissingCause };
