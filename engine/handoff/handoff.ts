import { parseDuration } from '../model/time/duration.ts';
import type { HandoffEvent } from '../model/samples.ts';
import { endStates, type EndState, type Fallback, type Target } from '../model/rule-set.ts';
import { isOpen } from './opening-hours.ts';

/**
 * Where a handoff stands. `requested`: the first target was asked and has not answered. `handed-off`: a fallback target was asked.
 * `acknowledged`: somebody took it. The others are ends: `resolved` by the target, `paused` or `stopped` because nobody could, `resumed` by the agent.
 */
export type HandoffState = 'requested' | 'handed-off' | 'acknowledged' | 'resolved' | 'paused' | 'stopped' | 'resumed';

/** What made a target lose the handoff. `loop`: the chain of fallbacks came back to a target that had lost it already. */
export type HandoffCause = 'timeout' | 'rejected' | 'unavailable' | 'failed' | 'loop';

/** A handoff at one instant of its clock. Immutable; all times in milliseconds since the Unix epoch. */
export interface Handoff {
  state: HandoffState;
  /** The target that has it, or had it last. */
  to: string;
  because: HandoffCause | null;
  /** When the present target was asked. */
  requestedAt: number;
  acknowledgedAt: number | null;
  /** Every change of state, oldest first. */
  history: { at: number; state: HandoffState; to: string; because: HandoffCause | null }[];
}

export type Targets = ReadonlyMap<string, Target>;

export function isOver({ state }: Handoff): boolean {
  return state === 'resolved' || state === 'paused' || state === 'stopped' || state === 'resumed';
}

/** Asks a target. Where it is closed at that time, the handoff goes on to what its `onUnavailable` says. */
export function requestHandoff(targets: Targets, to: string, at: number): Handoff {
  return request(
    targets,
    { state: 'requested', to, because: null, requestedAt: at, acknowledgedAt: null, history: [] },
    to,
    at,
    null,
  );
}

/** Lets the clock run up to and including `at`: every deadline on the way takes effect at its own time. */
export function advance(targets: Targets, handoff: Handoff, at: number): Handoff {
  let current = handoff;
  for (let due = deadline(targets, current); due !== null && due <= at; due = deadline(targets, current)) {
    current = lose(targets, current, 'timeout', due);
  }
  return current;
}

/** Something happens to the handoff at `at`, deadlines until then first. After its end nothing changes it any more. */
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
 * The next deadline of the target that has the handoff: to acknowledge, then to resolve, both counted from when it was asked. Null where there is none.
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

/** The target loses the handoff: on to its fallback. Without one the agent stays paused: a handoff fails closed. */
function lose(targets: Targets, handoff: Handoff, cause: Exclude<HandoffCause, 'loop'>, at: number): Handoff {
  const next = fallbackOf(targets.get(handoff.to), cause);
  return isEndState(next) ? enter(handoff, ended[next], cause, at) : request(targets, handoff, next, at, cause);
}

const ended = { pause: 'paused', stop: 'stopped', resume: 'resumed' } as const;

export function isEndState(fallback: Fallback): fallback is EndState {
  return (endStates as readonly string[]).includes(fallback);
}

/** What a target's declaration says happens after `cause`; `pause` where it says nothing. A failure counts as being unavailable. */
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
