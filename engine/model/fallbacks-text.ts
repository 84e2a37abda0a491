import { fallbackKeys, type Fallbacks } from './rule-set.ts';

const words = { onTimeout: 'on timeout', onUnavailable: 'if unavailable', onReject: 'on rejection' } as const;

/** The fallbacks that a rule replaces: `on timeout deny, on rejection team-lead`; empty if there are none. */
export function fallbacksText(fallbacks: Fallbacks): string {
  return fallbackKeys
    .flatMap(key => (fallbacks[key] === undefined ? [] : `${words[key]} ${fallbacks[key]}`))
    .join(', ');
}
