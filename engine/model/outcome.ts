import { fallbackKeys, type DefaultOutcome, type Fallbacks } from './rule-set.ts';

/** What happens if a rule decides: its decision, who takes over with what, and the fallbacks that it replaces. */
export type Outcome = Pick<DefaultOutcome, 'decide' | 'to' | 'payload' | keyof Fallbacks>;

/** The outcome of a rule or a default, without anything else. */
export function outcomeOf({ decide, to, payload, ...fallbacks }: Outcome): Outcome {
  return {
    decide,
    ...(to === undefined ? {} : { to }),
    ...(payload === undefined ? {} : { payload }),
    ...pickFallbacks(fallbacks),
  };
}

/** The fallbacks alone of a rule, a default or a target. */
export function pickFallbacks(from: Fallbacks): Fallbacks {
  return Object.fromEntries(fallbackKeys.flatMap(key => (from[key] === undefined ? [] : [[key, from[key]]])));
}

/** A text that is equal for equal outcomes. */
export function outcomeKey(outcome: Outcome): string {
  return JSON.stringify([outcome.decide, outcome.to ?? null, outcome.payload ?? null, pickFallbacks(outcome)]);
}
