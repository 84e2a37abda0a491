import { isEndState, type Fallback, type Fallbacks, type Target } from '../model/rule-set.ts';

/**
 * Whether a handoff that nobody takes can end in `resume`, by decreasing oversight. 0: it cannot. 1: it can, within the bound of `failOpen`. 2: it can,
 * without a bound.
 */
export type Resumption = 0 | 1 | 2;

type Declared = Readonly<Record<string, Target>>;

/**
 * The possible resumption along the chain of fallbacks of a target. A rejection (`onReject: resume`) does not count, since a person decided it.
 * @param replaced the fallbacks that a rule declares instead of those of this target
 */
export function resumptionFrom(targets: Declared, first: string, replaced: Fallbacks = {}): Resumption {
  let highest: Resumption = 0;
  const seen = new Set([first]);
  for (const name of seen) {
    const declared = Object.hasOwn(targets, name) ? targets[name] : undefined;
    if (declared === undefined) continue;
    const target = name === first ? { ...declared, ...replaced } : declared;
    const { onReject, onUnavailable, breaker } = target;
    const unattended = [timeoutOf(target), onUnavailable, breaker?.then];
    if (unattended.includes('resume')) highest = Math.max(highest, boundOf(target)) as Resumption;
    for (const fallback of [...unattended, onReject])
      if (fallback !== undefined && !endsAt(targets, fallback)) seen.add(fallback);
  }
  return highest;
}

/** The possible resumption by a fallback of a target, directly or along its chain. */
export function resumptionOf(targets: Declared, target: Target, fallback: Fallback = 'pause'): Resumption {
  if (fallback === 'resume') return boundOf(target);
  return endsAt(targets, fallback) ? 0 : resumptionFrom(targets, fallback);
}

function endsAt(targets: Declared, fallback: Fallback): boolean {
  return isEndState(fallback, name => Object.hasOwn(targets, name));
}

/** The fallback on timeout; undefined if the target has no deadline. */
function timeoutOf({ onTimeout, acknowledgeWithin, resolveWithin }: Target): Fallback | undefined {
  return acknowledgeWithin === undefined && resolveWithin === undefined ? undefined : onTimeout;
}

function boundOf({ failOpen }: Target): Resumption {
  return failOpen === undefined ? 2 : 1;
}
