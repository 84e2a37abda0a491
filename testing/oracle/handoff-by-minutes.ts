import type { Fallbacks, Target } from '../../engine/model/rule-set.ts';
import type { TimedEvent } from '../random/handoff-policies.ts';

/** What can be seen of a handoff. */
export interface Seen {
  state: string;
  to: string;
  because: string | null;
  joined: string[];
  unavailable: string[];
  approvals: string[];
}

type Cause = 'timeout' | 'rejected' | 'unavailable' | 'failed';
type Targets = Readonly<Record<string, Target>>;

const endings: Readonly<Record<string, string>> = {
  pause: 'paused',
  deny: 'denied',
  stop: 'stopped',
  resume: 'resumed',
};

const keys = {
  timeout: 'onTimeout',
  rejected: 'onReject',
  unavailable: 'onUnavailable',
  failed: 'onUnavailable',
} as const;

/** Where a target's handoff goes after a cause, in a handoff that begins at `first`. */
export function nextAfter(targets: Targets, name: string, cause: Cause, first: string, replaced: Fallbacks): string {
  const written = name === first ? replaced[keys[cause]] : undefined;
  return written ?? targets[name]?.[keys[cause]] ?? 'pause';
}

/** Why a target cannot be asked after those that were asked before it; null if it can. */
export function exhausted(targets: Targets, asked: readonly string[], name: string): 'loop' | 'rounds' | null {
  const rounds = targets[name]?.rounds;
  if (rounds !== undefined) return asked.filter(each => each === name).length >= rounds ? 'rounds' : null;
  const inRound = asked.slice(asked.findLastIndex(each => targets[each]?.rounds !== undefined) + 1);
  return inRound.includes(name) ? 'loop' : null;
}

/**
 * Plays a handoff minute by minute, as one would with pencil and paper. It shares nothing with the engine.
 * @param remind called with each target that is reminded, and the minute
 */
export function playByMinutes(
  targets: Targets,
  { first, replaced, events }: { first: string; replaced: Fallbacks; events: readonly TimedEvent[] },
  until: number,
  remind: (target: string, minute: number) => void = () => undefined,
): Seen[] {
  const asked: string[] = [];
  let to = first;
  let because: string | null = null;
  let began = 0;
  let end: string | null = null;
  let approvals: string[] = [];
  let people: { name: string; here: boolean; took: boolean }[] = [];
  const seen: Seen[] = [];

  const minutesOf = (text: string | undefined) => (text === undefined ? null : Number(text.replace('m', '')));
  const isOpen = (name: string, minute: number) => {
    const hours = targets[name]?.hours;
    if (hours === undefined) return true;
    const [from, to] = [Number(hours.from.slice(3)), Number(hours.until.slice(3))];
    return minute >= from && minute < to;
  };
  const also = () => targets[to]?.also;
  const secondIsDue = (minute: number) => {
    const second = also();
    if (second === undefined || people.some(({ name }) => name === second.target)) return false;
    return minute >= began + (minutesOf(second.after) ?? 0);
  };
  const addSecond = (minute: number) => {
    const name = also()?.target ?? '';
    people.push({ name, here: isOpen(name, minute), took: false });
  };
  const stop = (state: string, cause: string | null) => {
    end = state;
    because = cause;
  };

  function ask(name: string, cause: Cause | null, minute: number): void {
    const against = exhausted(targets, asked, name);
    if (against !== null) return stop('paused', against);
    asked.push(name);
    [to, because, began, approvals, people] = [name, cause, minute, [], [{ name, here: true, took: false }]];
    if (secondIsDue(minute)) addSecond(minute);
    if (isOpen(name, minute)) return;
    if (people.length === 2 && people[1]?.here === true) (people[0] as { here: boolean }).here = false;
    else lose('unavailable', minute);
  }

  function lose(cause: Cause, minute: number): void {
    const next = nextAfter(targets, to, cause, first, replaced);
    const ending = endings[next];
    if (ending === undefined) ask(next, cause, minute);
    else stop(ending, cause);
  }

  const isTaken = () => approvals.length > 0 || people.some(({ here, took }) => here && took);

  function letTimePass(minute: number): void {
    while (end === null) {
      const toTake = minutesOf(targets[to]?.acknowledgeWithin);
      const toResolve = minutesOf(targets[to]?.resolveWithin);
      const isLate =
        (toTake !== null && !isTaken() && minute >= began + toTake) ||
        (toResolve !== null && minute >= began + toResolve);
      if (isLate) lose('timeout', minute);
      else if (secondIsDue(minute)) addSecond(minute);
      else break;
    }
  }

  function happen({ event, by, target }: TimedEvent, minute: number): void {
    const here = people.filter(each => each.here);
    const needed = targets[to]?.approvals ?? 1;
    if (end !== null || (target !== undefined && !here.some(({ name }) => name === target))) return;
    const actor =
      target === undefined ? (here.length === 1 ? here[0] : undefined) : here.find(({ name }) => name === target);
    switch (event) {
      case 'acknowledged':
        if (actor !== undefined) actor.took = true;
        return;
      case 'approved':
        if (needed > 1 && by === undefined) return;
        if (by !== undefined && !approvals.includes(by)) approvals = [...approvals, by];
        if (needed === 1 || approvals.length >= needed) stop('resolved', null);
        return;
      case 'resolved':
        if (needed === 1) stop('resolved', null);
        return;
      case 'rejected':
        return lose('rejected', minute);
      case 'failed':
      case 'unavailable':
        if (actor === undefined) return;
        if (here.length === 1) lose(event, minute);
        else actor.here = false;
    }
  }

  ask(first, null, 0);
  for (let minute = 0; minute <= until; minute++) {
    letTimePass(minute);
    for (const event of events.filter(each => each.minute === minute)) {
      happen(event, minute);
      letTimePass(minute);
    }
    const reminder = minutesOf(targets[to]?.remindAfter);
    if (end === null && reminder !== null && minute === began + reminder && !isTaken()) remind(to, minute);
    seen.push({
      state: end ?? (isTaken() ? 'acknowledged' : asked.length === 1 ? 'requested' : 'handed-off'),
      to,
      because,
      joined: people.slice(1).flatMap(({ name, here }) => (here ? [name] : [])),
      unavailable: people.flatMap(({ name, here }) => (here ? [] : [name])),
      approvals,
    });
  }
  return seen;
}
