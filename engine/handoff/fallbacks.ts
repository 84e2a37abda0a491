import type { EndState, Fallback, Fallbacks, Target } from '../model/rule-set.ts';

/** The states in which a handoff ends without having been resolved, by the fallback that leads there. */
export const endStateOf = {
  pause: 'paused',
  deny: 'denied',
  stop: 'stopped',
  resume: 'resumed',
} as const satisfies Record<EndState, string>;

/** Why a target lost a handoff. */
export type LossCause = 'timeout' | 'rejected' | 'unavailable' | 'failed';

/** The fallback that applies after each cause. A failure counts as unavailability. */
const keyOf = {
  timeout: 'onTimeout',
  rejected: 'onReject',
  unavailable: 'onUnavailable',
  failed: 'onUnavailable',
} as const satisfies Record<LossCause, keyof Fallbacks>;

/**
 * The fallback of a target after `cause`; `pause` if none is declared.
 * @param replaced the fallbacks that a rule declares instead of the target's own
 */
export function fallbackOf(target: Target | undefined, cause: LossCause, replaced: Fallbacks = {}): Fallback {
  const key = keyOf[cause];
  return replaced[key] ?? target?.[key] ?? 'pause';
}
