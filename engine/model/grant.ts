import type { Json } from './json.ts';
import type { RuleRef } from './rule-set.ts';

/** What a reviewer has allowed beyond the case under review: a document of `schemas/grant.schema.json`. The host stores it and counts its uses. */
export interface Grant {
  id: string;
  /** The rule version under which it was issued. */
  rule: RuleRef;
  /** SHA-256 hash of the rule's condition, target and grant terms, in lower-case hex. A grant is valid only under the same terms. */
  terms: string;
  /** RFC 3339. */
  issuedAt: string;
  /** RFC 3339; the first instant at which it is no longer valid. */
  expiresAt: string;
  usesLeft: number;
  /** The values of the bound signals in the case for which it was issued, by signal. */
  bound: Record<string, Json>;
  /** Who issued it. */
  by: string;
}

/** Why a grant does not match a case. */
export const refusals = [
  'malformed',
  'not-grantable',
  'other-terms',
  'too-wide',
  'not-yet',
  'expired',
  'spent',
  'other-case',
] as const;

/**
 * `malformed`: not a grant. `not-grantable`: no rule of this id that is in force declares a `grant`. `other-terms`: the rule's condition, target or grant
 * terms were different when it was issued. `too-wide`: it lasts longer, has more uses or binds other signals than the rule allows. `not-yet`: issued more
 * than a minute after the decision. `expired`, `spent`: no time or no use is left. `other-case`: a bound signal has another value, or none.
 */
export type GrantRefusal = (typeof refusals)[number];

export interface RefusedGrant {
  /** Position among the grants given. */
  index: number;
  /** Its id; null if it has none. */
  id: string | null;
  because: GrantRefusal;
  /** Details in words: `tool.args.account is "b", not "a"`. */
  detail: string;
}

/** A grant without which another rule had decided: the host counts one use. */
export interface SpentGrant {
  id: string;
  rule: RuleRef;
}
