import type { HandoffEvent } from '../model/samples.ts';
import { presentTargets, type Handoff } from './state.ts';

/** Whose event it is. */
export interface Actor {
  /** The target; by default the only one that has the handoff. */
  target?: string | undefined;
  /** The person. */
  by?: string | undefined;
}

/** Why an event cannot be applied to a handoff that is not over, in words; null if it can. */
export function objectionTo(handoff: Handoff, event: HandoffEvent, { target, by }: Actor): string | null {
  const present = presentTargets(handoff);
  const names = present.map(name => `\`${name}\``).join(' and ');
  if (target !== undefined && !present.includes(target))
    return `\`${target}\` does not have the handoff; ${names} ${present.length === 1 ? 'has' : 'have'}`;
  const needed = handoff.approvalsNeeded;
  switch (event) {
    case 'acknowledged':
    case 'failed':
    case 'unavailable':
      return target === undefined && present.length > 1
        ? `${names} have the handoff; name one of them as \`target\``
        : null;
    case 'approved':
      return needed > 1 && by === undefined ? `${needed} different people must approve; say in \`by\` who does` : null;
    case 'resolved':
      return needed > 1 ? `${needed} different people must approve; write \`approved\`, and in \`by\` who does` : null;
    case 'rejected':
      return null;
  }
}
