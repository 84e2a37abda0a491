import type { Fallbacks, Target } from '../model/rule-set.ts';
import type { LossCause } from './fallbacks.ts';

/**
 * The state of a handoff. `requested`: the first target was asked and has not answered. `handed-off`: a fallback target was asked. `acknowledged`: a target
 * took it. The others are end states: `resolved` by a target; `paused`, `denied` or `stopped` because no target could; `resumed` by the agent. A denied
 * action does not happen, and the agent goes on with its task.
 */
export type HandoffState =
  | 'requested'
  | 'handed-off'
  | 'acknowledged'
  | 'resolved'
  | 'paused'
  | 'denied'
  | 'stopped'
  | 'resumed';

/**
 * Why a target lost the handoff, or why it ended. `loop`: the chain of fallbacks returned to a target that had already lost it. `rounds`: it returned to a
 * target that had been asked as often as its `rounds` allow.
 */
export type HandoffCause = LossCause | 'loop' | 'rounds';

/** A target that was asked: the one of which the handoff was requested, or the one that joined it. */
export interface Holder {
  readonly target: string;
  readonly acknowledgedAt: number | null;
  /** False if it was closed when it was asked, or has become unavailable since. */
  readonly available: boolean;
}

/** What can be seen of a handoff at one point in time. */
export interface HandoffView {
  readonly state: HandoffState;
  /** The current or last target of which the handoff was requested. Its deadlines, approvals and fallbacks apply. */
  readonly to: string;
  readonly because: HandoffCause | null;
  /** The available targets that joined `to`, in the order in which they joined. */
  readonly joined: readonly string[];
  /** Those of `to` and the targets that joined it that are not available, while another one is. */
  readonly unavailable: readonly string[];
  /** The people who have approved since `to` was asked, in order; each once. */
  readonly approvals: readonly string[];
}

/** A change of a handoff. */
export interface HandoffStep extends HandoffView {
  readonly at: number;
  /** The person whose event it was; null if nobody was named. */
  readonly by: string | null;
}

/** A handoff at one point in time. Immutable; all times are in milliseconds since the Unix epoch. */
export interface Handoff extends HandoffView {
  /** When the current target was asked. */
  readonly requestedAt: number;
  /** When one of its targets acknowledged the handoff, or somebody approved; null if neither is the case for those that are available. */
  readonly acknowledgedAt: number | null;
  /** How many people must approve; 1 if one answer resolves the handoff. */
  readonly approvalsNeeded: number;
  /** The current target and those that joined it. */
  readonly holders: readonly Holder[];
  /** The target that the rule names, and the fallbacks that the rule declares instead of this target's own. */
  readonly first: { readonly to: string; readonly fallbacks: Fallbacks };
  /** How often each target with `rounds` was asked. */
  readonly rounds: ReadonlyMap<string, number>;
  /** The other targets that were asked since a target with `rounds` was. */
  readonly askedInRound: ReadonlySet<string>;
  /** All changes, oldest first. */
  readonly history: readonly HandoffStep[];
}

export type Targets = ReadonlyMap<string, Target>;

export function isOver({ state }: HandoffView): boolean {
  switch (state) {
    case 'requested':
    case 'handed-off':
    case 'acknowledged':
      return false;
    case 'resolved':
    case 'paused':
    case 'denied':
    case 'stopped':
    case 'resumed':
      return true;
  }
}

/** The targets that have the handoff. */
export function presentTargets({ holders }: Handoff): string[] {
  return holders.filter(({ available }) => available).map(({ target }) => target);
}
