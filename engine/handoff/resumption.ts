import type { Fallback, Target } from '../model/rule-set.ts';
import { isEndState } from './handoff.ts';

/**
 * Whether a handoff that nobody takes can end in `resume`, by falling oversight. 0: it cannot. 1: within the bound of `failOpen`. 2: as often as it
 * happens.
 */
export type Resumption = 0 | 1 | 2;

type Declared = Readonly<Record<string, Target>>;

/** The end that the chain of fallbacks of a target can have. What a reviewer hands back (`onReject: resume`) was decided by a person and does not count. */
export function resumptionFrom(targets: Declared, first: string): Resumption {
  let most: Resumption = 0;
  const seen = new Set([first]);
  for (const name of seen) {
    const target = Object.hasOwn(targets, name) ? targets[name] : undefined;
    if (target === undefined) continue;
    const { onReject, onUnavailable, breaker } = target;
    const unattended = [timeoutOf(target), onUnavailable, breaker?.then];
    if (unattended.includes('resume')) most = Math.max(most, boundOf(target)) as Resumption;
    for (const fallback of [...unattended, onReject])
      if (fallback !== undefined && !isEndState(fallback)) seen.add(fallback);
  }
  return most;
}

/** The end that a fallback of a target can have, itself or along its chain. */
export function resumptionOf(targets: Declared, target: Target, fallback: Fallback = 'pause'): Resumption {
  if (fallback === 'resume') return boundOf(target);
  return isEndState(fallback) ? 0 : resumptionFrom(targets, fallback);
}

/** Without a deadline, time never runs out. */
function timeoutOf({ onTimeout, acknowledgeWithin, resolveWithin }: Target): Fallback | undefined {
  return acknowledgeWithin === undefined && resolveWithin === undefined ? undefined : onTimeout;
}

function boundOf({ failOpen }: Target): Resumption {
  return failOpen === undefined ? 2 : 1;
}
