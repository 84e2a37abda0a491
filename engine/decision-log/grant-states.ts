import { digest } from '../decide/digest.ts';
import { clockTolerance } from '../decide/grants.ts';
import type { Grant } from '../model/grant.ts';
import { ownValue, type JsonObject } from '../model/json.ts';
import { ruleName, type RuleRef } from '../model/rule-set.ts';
import { parseTimestamp } from '../model/time/timestamp.ts';
import type { DecisionEvent, DecisionMade, GrantIssued } from './events.ts';

/** What a decision log says about a grant. It is JSON. */
export interface GrantState {
  issued: GrantIssued;
  /** The hash of the action that it allows. */
  action: string;
  /** The ids of the decisions that spent a use, without duplicates. */
  spentBy: string[];
  revoked: { at: string; by: string | null } | null;
}

export const grantStatuses = ['in-force', 'not-yet', 'expired', 'spent', 'revoked'] as const;
export type GrantStatus = (typeof grantStatuses)[number];

/** Adds an event to the states of grants, by id. Events must be added in the order of the log. The id of a grant is never given again. */
export function addGrantEvent(states: Map<string, GrantState>, event: DecisionEvent): void {
  if (event.type === 'decision') {
    for (const id of grantsSpentBy(event)) spend(states.get(id), event.id);
  } else if (event.type === 'grant') {
    const state = states.get(event.id);
    if ('spent' in event) spend(state, event.spent);
    else if ('revoked' in event) {
      if (state !== undefined) state.revoked ??= { at: event.at, by: event.by ?? null };
    } else if (state === undefined)
      states.set(event.id, {
        issued: event,
        action: actionDigest(ruleOf(event).id, event.bind),
        spentBy: [],
        revoked: null,
      });
  }
}

/** The ids of the grants of which a decision spends a use. */
export function grantsSpentBy({ record }: DecisionMade): string[] {
  const spent: unknown = record?.grants;
  return Array.isArray(spent) ? spent.map(each => ownValue(each, 'id')).filter(id => typeof id === 'string') : [];
}

function spend(state: GrantState | undefined, decision: string): void {
  if (state !== undefined && !state.spentBy.includes(decision)) state.spentBy.push(decision);
}

export function usesLeft({ issued, spentBy }: GrantState): number {
  return Math.max(0, issued.uses - spentBy.length);
}

/** @param at in milliseconds since the Unix epoch */
export function grantStatus(state: GrantState, at: number): GrantStatus {
  const { issued, revoked } = state;
  if (revoked !== null) return 'revoked';
  if (usesLeft(state) === 0) return 'spent';
  if (expiryOf(state) <= at) return 'expired';
  return (parseTimestamp(issued.at) ?? Infinity) > at + clockTolerance ? 'not-yet' : 'in-force';
}

/** In milliseconds since the Unix epoch. */
export function expiryOf({ issued }: GrantState): number {
  return parseTimestamp(issued.validUntil) ?? -Infinity;
}

/** The hash of the action that a grant allows: a rule, and the values of the signals that it binds. @param bound as they are logged */
export function actionDigest(rule: string, bound: JsonObject): string {
  return digest({ rule, bound });
}

/** The rule version that a grant in a log names. */
export function ruleOf({ rule }: GrantIssued): RuleRef {
  const at = rule.lastIndexOf('@');
  return { id: rule.slice(0, at), version: Number(rule.slice(at + 1)) };
}

/** The grant that a log says is there, as `decide` takes it. @param bound its values, which the log may have redacted */
export function grantOf(state: GrantState, bound: JsonObject): Grant {
  const { issued } = state;
  return {
    id: issued.id,
    rule: ruleOf(issued),
    terms: issued.terms ?? '',
    issuedAt: issued.at,
    expiresAt: issued.validUntil,
    usesLeft: usesLeft(state),
    bound,
    by: issued.by,
  };
}

/** The event that issues a grant. @param decision the id of the decision that was reviewed */
export function issuedEvent(grant: Grant, decision: string): GrantIssued {
  return {
    type: 'grant',
    id: grant.id,
    at: grant.issuedAt,
    decision,
    rule: ruleName(grant.rule),
    terms: grant.terms,
    bind: grant.bound,
    validUntil: grant.expiresAt,
    uses: grant.usesLeft,
    by: grant.by,
  };
}
