import type { Json, JsonObject } from './json.ts';
import type { Decision } from './rule-set.ts';

/** A file of named inputs with expected decisions (`schemas/samples.schema.json`). */
export interface Samples {
  samples: 1;
  /** Path of the rule set's file, relative to this one. */
  ruleset: string;
  description?: string;
  cases: Sample[];
}

export interface Sample {
  name: string;
  description?: string;
  /** RFC 3339; the decision time. */
  at?: string;
  input: Json;
  /** All events before the decision that counters count; they give the values of counters that the input leaves out. */
  events?: SampleEvent[];
  /** Grants in force: ids of rules for which a reviewer of this very case has issued one, or grants of earlier cases. */
  grants?: (string | SampleGrant)[];
  expect?: Expectation;
  handoff?: HandoffStep[];
}

/**
 * An event before the decision, with its data under keys of its own. It has either `ago`, a duration before the decision, or `at`, a time (RFC 3339), if the
 * sample has one.
 */
export type SampleEvent = JsonObject & { event: string };
/** A grant in a sample. What is absent is as the rule's `grant` says, or as in the sample's own case. */
export interface SampleGrant {
  /** `id` or `id@version`. */
  rule: string;
  id?: string;
  /** RFC 3339; by default, the decision time of the sample. */
  issuedAt?: string;
  expiresAt?: string;
  usesLeft?: number;
  /** The values of the bound signals; by default, those of the sample's input. */
  bound?: Record<string, Json>;
  by?: string;
}

export interface Expectation {
  decide?: Decision;
  to?: string | null;
  payload?: string | null;
  /** `id`, `id@version` or `default`. */
  rule?: string;
  reasonCode?: string | null;
  /** The missing signals, complete but in any order. */
  missing?: string[];
  firedOnUnknown?: boolean;
}

/** A step of a handoff on a virtual clock. `after` is a duration since the previous step. */
export interface HandoffStep {
  after: string;
  event?: HandoffEvent;
  /** The person whose event it is. */
  by?: string;
  /** The target whose event it is, if several have the handoff. */
  target?: string;
  expect?: HandoffExpectation;
}

export interface HandoffExpectation {
  state?: string;
  to?: string | null;
  because?: string | null;
  /** The targets that joined and are available, complete but in any order. */
  joined?: string[];
  /** The targets that are not available although the handoff was requested of them, complete but in any order. */
  unavailable?: string[];
  /** The people who have approved, complete but in any order. */
  approvals?: string[];
}

export const handoffEvents = ['acknowledged', 'approved', 'resolved', 'rejected', 'failed', 'unavailable'] as const;
export type HandoffEvent = (typeof handoffEvents)[number];
