import { parseDuration } from '../model/time/duration.ts';
import type { HandoffEvent } from '../model/samples.ts';
import { isEndState, type EndState, type Fallback, type Target } from '../model/rule-set.ts';
import { isOpen } from './opening-hours.ts';

/**
 * The state of a handoff. `requested`: the first target was asked and has not answered. `handed-off`: a fallback target was asked. `acknowledged`: a target
 * took it. The others are end states: `resolved` by the target; `paused`, `denied` or `stopped` because no target could; `resumed` by the agent. A denied
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

/** Why a target lost the handoff. `loop`: the chain of fallbacks returned to a target that had already lost it. */
export type HandoffCause = 'timeout' | 'rejected' | 'unavailable' | 'failed' | 'loop';

/** A handoff at one point in time. Immutable; all times are in milliseconds since the Unix epoch. */
export interface Handoff {
  state: HandoffState;
  /** The current or last target. */
  to: string;
  because: HandoffCause | null;
  /** When the current target was asked. */
  requestedAt: number;
  acknowledgedAt: number | null;
  /** All changes of state, oldest first. */
  history: { at: number; state: HandoffState; to: string; because: HandoffCause | null }[];
}

export type Targets = ReadonlyMap<string, Target>;

export function isOver({ state }: Handoff): boolean {
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

/** Starts a handoff to a target. If the target is closed at that time, the handoff continues with its `onUnavailable`. */
export function requestHandoff(targets: Targets, to: string, at: number): Handoff {
  return request(
    targets,
    { state: 'requested', to, because: null, requestedAt: at, acknowledgedAt: null, history: [] },
    to,
    at,
    null,
  );
}

/** Advances the clock to `at` (inclusive). Each deadline on the way takes effect at its own time. */
export function advance(targets: Targets, handoff: Handoff, at: number): Handoff {
  let current = handoff;
  for (let due = deadline(targets, current); due !== null && due <= at; due = deadline(targets, current)) {
    current = lose(targets, current, 'timeout', due);
  }
  return current;
}

/** Applies an event at `at`, after all deadlines until then. A handoff in an end state does not change any more. */
export function happen(targets: Targets, handoff: Handoff, event: HandoffEvent, at: number): Handoff {
  const current = advance(targets, handoff, at);
  if (isOver(current)) return current;
  switch (event) {
    case 'acknowledged':
      return current.state === 'acknowledged'
        ? current
        : enter({ ...current, acknowledgedAt: at }, 'acknowledged', current.because, at);
    case 'resolved':
      return enter(current, 'resolved', null, at);
    case 'rejected':
    case 'failed':
    case 'unavailable':
      return lose(targets, current, event, at);
  }
}

/**
 * The next deadline of the current target, to acknowledge or to resolve, both counted from when it was asked; null if there is none.
 */
function deadline(targets: Targets, handoff: Handoff): number | null {
  if (isOver(handoff)) return null;
  const { acknowledgeWithin, resolveWithin } = targets.get(handoff.to) ?? {};
  const toAcknowledge = handoff.acknowledgedAt === null ? duration(acknowledgeWithin) : Infinity;
  const within = Math.min(toAcknowledge, duration(resolveWithin));
  return Number.isFinite(within) ? handoff.requestedAt + within : null;
}

function duration(text: string | undefined): number {
  return (text === undefined ? undefined : parseDuration(text)) ?? Infinity;
}

/** The target loses the handoff, which continues with its fallback. Without one, the agent stays paused: a handoff fails closed. */
function lose(targets: Targets, handoff: Handoff, cause: Exclude<HandoffCause, 'loop'>, at: number): Handoff {
  const next = fallbackOf(targets.get(handoff.to), cause);
  return isEndState(next, name => targets.has(name))
    ? enter(handoff, stateAt[next], cause, at)
    : request(targets, handoff, next, at, cause);
}

const stateAt: Record<EndState, HandoffState> = {
  pause: 'paused',
  deny: 'denied',
  stop: 'stopped',
  resume: 'resumed',
};

/** The fallback of a target after `cause`; `pause` if it declares none. A failure counts as unavailability. */
export function fallbackOf(target: Target | undefined, cause: Exclude<HandoffCause, 'loop'>): Fallback {
  switch (cause) {
    case 'timeout':
      return target?.onTimeout ?? 'pause';
    case 'rejected':
      return target?.onReject ?? 'pause';
    case 'unavailable':
    case 'failed':
      return target?.onUnavailable ?? 'pause';
  }
}

function request(targets: Targets, from: Handoff, to: string, at: number, cause: HandoffCause | null): Handoff {
  const target = targets.get(to);
  const asked = from.history.some(
    step => step.to === to && (step.state === 'requested' || step.state === 'handed-off'),
  );
  if (asked) return enter(from, 'paused', 'loop', at);
  const state = cause === null ? 'requested' : 'handed-off';
  const handoff = enter({ ...from, to, requestedAt: at, acknowledgedAt: null }, state, cause, at);
  return target?.hours && !isOpen(target.hours, at) ? lose(targets, handoff, 'unavailable', at) : handoff;
}

function enter(handoff: Handoff, state: HandoffState, because: HandoffCause | null, at: number): Handoff {
  return { ...handoff, state, because, history: [...handoff.history, { at, state, to: handoff.to, because }] };
}
