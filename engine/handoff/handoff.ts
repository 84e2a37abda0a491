import type { HandoffEvent } from '../model/samples.ts';
import { isEndState, type Fallbacks } from '../model/rule-set.ts';
import { deadlinesOf, timeOf } from './deadlines.ts';
import { endStateOf, fallbackOf, type LossCause } from './fallbacks.ts';
import { objectionTo, type Actor } from './objection.ts';
import { isOpen } from './opening-hours.ts';
import {
  isOver,
  presentTargets,
  type Handoff,
  type HandoffStep,
  type HandoffView,
  type Holder,
  type Targets,
} from './state.ts';

/**
 * Starts a handoff to a target. If the target is closed at that time, the handoff continues with its `onUnavailable`.
 * @param fallbacks the fallbacks that the deciding rule declares instead of the target's own
 */
export function requestHandoff(targets: Targets, to: string, at: number, fallbacks: Fallbacks = {}): Handoff {
  const draft: Draft = {
    ...{ state: 'requested', to, because: null, joined: [], unavailable: [], approvals: [] },
    ...{ requestedAt: at, acknowledgedAt: null, approvalsNeeded: 1, holders: [], first: { to, fallbacks } },
    ...{ rounds: new Map(), askedInRound: new Set(), history: [] },
  };
  request(targets, draft, to, null, { at, by: null });
  return draft;
}

/** Advances the clock to `at` (inclusive). Each deadline on the way takes effect, and each target joins, at its own time. */
export function advance(targets: Targets, handoff: Handoff, at: number): Handoff {
  if (nextDue(targets, handoff) > at) return handoff;
  const draft = draftOf(handoff);
  passTime(targets, draft, at);
  return draft;
}

/**
 * Applies an event at `at`, after all deadlines until then. A handoff in an end state does not change any more, and an event that says too little
 * (`objectionTo`) changes nothing.
 */
export function happen(
  targets: Targets,
  handoff: Handoff,
  event: HandoffEvent,
  at: number,
  { target, by }: Actor = {},
): Handoff {
  const current = advance(targets, handoff, at);
  if (isOver(current) || objectionTo(current, event, { target, by }) !== null) return current;
  const draft = draftOf(current);
  const of = target ?? presentTargets(current)[0] ?? current.to;
  const moment = { at, by: by ?? null };
  switch (event) {
    case 'acknowledged':
      acknowledge(draft, of, moment);
      break;
    case 'approved':
      approve(draft, moment);
      break;
    case 'resolved':
      change(draft, { state: 'resolved', because: null }, moment);
      break;
    case 'rejected':
      lose(targets, draft, event, moment);
      break;
    case 'failed':
    case 'unavailable':
      leave(targets, draft, of, event, moment);
      break;
  }
  return draft;
}

/** A handoff during one operation, which changes it in place. */
interface Draft extends Omit<Handoff, 'rounds' | 'askedInRound' | 'history'> {
  rounds: Map<string, number>;
  askedInRound: Set<string>;
  history: HandoffStep[];
}

function draftOf(handoff: Handoff): Draft {
  const { rounds, askedInRound, history } = handoff;
  return { ...handoff, rounds: new Map(rounds), askedInRound: new Set(askedInRound), history: [...history] };
}

/** When something happens, and the person whose event it is; null if nobody was named. */
interface Moment {
  at: number;
  by: string | null;
}

function passTime(targets: Targets, draft: Draft, until: number): void {
  for (let due = nextDue(targets, draft); due <= until; due = nextDue(targets, draft)) {
    if (deadline(targets, draft) <= due) lose(targets, draft, 'timeout', { at: due, by: null });
    else join(targets, draft, due);
  }
}

/** When the handoff changes next if nothing happens; infinite if it does not. */
export function nextDue(targets: Targets, handoff: Handoff): number {
  return isOver(handoff) ? Infinity : Math.min(deadline(targets, handoff), nextJoin(targets, handoff));
}

/**
 * The next deadline of the current target, to acknowledge or to resolve, both counted from when it was asked; infinite if there is none. It is not before the
 * last change: if the only target that has acknowledged becomes unavailable, the deadline to acknowledge may have passed.
 */
function deadline(targets: Targets, { to, requestedAt, acknowledgedAt, history }: Handoff): number {
  const { acknowledge, resolve } = deadlinesOf(targets.get(to));
  const within = acknowledgedAt === null ? Math.min(acknowledge, resolve) : resolve;
  return Math.max(requestedAt + within, history.at(-1)?.at ?? requestedAt);
}

/** When the second target of the current one joins; infinite if it has joined, or never does. */
function nextJoin(targets: Targets, { to, requestedAt, holders }: Handoff): number {
  const also = targets.get(to)?.also;
  if (also === undefined || holders.some(({ target }) => target === also.target)) return Infinity;
  return requestedAt + timeOf(also.after);
}

function join(targets: Targets, draft: Draft, at: number): void {
  const target = targets.get(draft.to)?.also?.target ?? draft.to;
  const holder: Holder = { target, acknowledgedAt: null, available: isOpenAt(targets, target, at) };
  change(draft, { holders: [...draft.holders, holder] }, { at, by: null });
}

function isOpenAt(targets: Targets, target: string, at: number): boolean {
  const { hours } = targets.get(target) ?? {};
  return hours === undefined || isOpen(hours, at);
}

function acknowledge(draft: Draft, target: string, moment: Moment): void {
  const { at } = moment;
  const holders = draft.holders.map(holder =>
    holder.target === target && holder.acknowledgedAt === null ? { ...holder, acknowledgedAt: at } : holder,
  );
  if (draft.acknowledgedAt === null) change(draft, { state: 'acknowledged', acknowledgedAt: at, holders }, moment);
  else Object.assign(draft, { holders });
}

/** The same person counts once. */
function approve(draft: Draft, moment: Moment): void {
  const { at, by } = moment;
  const { approvals: known, approvalsNeeded, acknowledgedAt } = draft;
  const approvals = by === null || known.includes(by) ? known : [...known, by];
  if (approvalsNeeded === 1 || approvals.length >= approvalsNeeded)
    change(draft, { state: 'resolved', because: null, approvals }, moment);
  else if (approvals !== known)
    change(draft, { state: 'acknowledged', acknowledgedAt: acknowledgedAt ?? at, approvals }, moment);
}

/** One of the targets that have the handoff leaves it to the other; if there is none, the handoff continues with its fallback. */
function leave(targets: Targets, draft: Draft, target: string, cause: 'failed' | 'unavailable', moment: Moment): void {
  const holders = draft.holders.map(holder => (holder.target === target ? { ...holder, available: false } : holder));
  const rest = holders.filter(({ available }) => available);
  if (rest.length === 0) return lose(targets, draft, cause, moment);
  const isTaken = draft.approvals.length > 0 || rest.some(({ acknowledgedAt }) => acknowledgedAt !== null);
  const state = isTaken ? draft.state : draft.because === null ? 'requested' : 'handed-off';
  const acknowledgedAt = isTaken ? draft.acknowledgedAt : null;
  change(draft, { state, acknowledgedAt, holders }, moment);
  passTime(targets, draft, moment.at);
}

/** The target loses the handoff, which continues with its fallback. Without one, the agent stays paused: a handoff fails closed. */
function lose(targets: Targets, draft: Draft, cause: LossCause, moment: Moment): void {
  const { to, first } = draft;
  const next = fallbackOf(targets.get(to), cause, to === first.to ? first.fallbacks : {});
  if (isEndState(next, name => targets.has(name))) change(draft, { state: endStateOf[next], because: cause }, moment);
  else request(targets, draft, next, cause, moment);
}

/** Requests the handoff of a target, or, as long as targets are closed, of the next one in the chain. */
function request(targets: Targets, draft: Draft, first: string, why: LossCause | null, moment: Moment): void {
  let [to, cause] = [first, why];
  while (ask(targets, draft, to, cause, moment)) {
    cause = 'unavailable';
    const next = fallbackOf(targets.get(to), cause, to === draft.first.to ? draft.first.fallbacks : {});
    if (isEndState(next, name => targets.has(name)))
      return change(draft, { state: endStateOf[next], because: cause }, { at: moment.at, by: null });
    to = next;
  }
}

/**
 * Asks a target, unless it was asked too often, which ends the handoff.
 * @returns true if neither the target nor one that joins it at once is available
 */
function ask(targets: Targets, draft: Draft, to: string, cause: LossCause | null, moment: Moment): boolean {
  const { at } = moment;
  const { rounds, approvals: approvalsNeeded = 1 } = targets.get(to) ?? {};
  const isExhausted = rounds === undefined ? draft.askedInRound.has(to) : (draft.rounds.get(to) ?? 0) >= rounds;
  if (isExhausted) {
    change(draft, { state: 'paused', because: rounds === undefined ? 'loop' : 'rounds' }, moment);
    return false;
  }
  countRequest(draft, to, rounds !== undefined);
  const state = cause === null ? 'requested' : 'handed-off';
  const times = { requestedAt: at, acknowledgedAt: null };
  const holders = [{ target: to, acknowledgedAt: null, available: true }];
  change(draft, { state, to, because: cause, ...times, approvals: [], approvalsNeeded, holders }, moment);
  if (nextJoin(targets, draft) <= at) join(targets, draft, at);
  if (isOpenAt(targets, to, at)) return false;
  if (!draft.holders.some(({ target, available }) => available && target !== to)) return true;
  leave(targets, draft, to, 'unavailable', { at, by: null });
  return false;
}

/**
 * Counts a request. A target with `rounds` begins a round, in which all others can be asked again. So a chain ends: with each request, either fewer rounds
 * are left, or as many, and fewer targets that were not asked in this one.
 */
function countRequest({ rounds, askedInRound }: Draft, to: string, beginsRound: boolean): void {
  if (!beginsRound) {
    askedInRound.add(to);
    return;
  }
  rounds.set(to, (rounds.get(to) ?? 0) + 1);
  askedInRound.clear();
}

type Change = Partial<Omit<Handoff, 'rounds' | 'askedInRound' | 'history' | 'joined' | 'unavailable' | 'first'>>;

/** Changes a handoff, with an entry in its history. */
function change(draft: Draft, changed: Change, moment: Moment): void {
  const { holders } = Object.assign(draft, changed);
  const joined = holders.slice(1).filter(({ available }) => available);
  const unavailable = holders.filter(({ available }) => !available);
  Object.assign(draft, {
    joined: joined.map(({ target }) => target),
    unavailable: unavailable.map(({ target }) => target),
  });
  const { state, to, because, approvals } = draft;
  const view: HandoffView = { state, to, because, joined: draft.joined, unavailable: draft.unavailable, approvals };
  draft.history.push({ ...view, ...moment });
}
