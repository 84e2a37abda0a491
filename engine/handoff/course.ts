import { type EndState, endStates, type Fallbacks, type Target } from '../model/rule-set.ts';
import { deadlinesOf, timeOf } from './deadlines.ts';
import { endStateOf } from './fallbacks.ts';
import { advance, happen, nextDue, requestHandoff } from './handoff.ts';
import { type Handoff, type HandoffView, isOver, type Targets } from './state.ts';

/** How a handoff begins: the target of which it is requested, and the fallbacks that the deciding rule declares instead of the target's own. */
export interface HandoffStart {
  to: string;
  fallbacks: Fallbacks;
}

/** What the targets do: nothing at all, or each acknowledges the handoff as soon as it is asked and then does not resolve it. */
export type TargetResponse = 'none' | 'acknowledged';

/** The deadline that a target missed when it lost a handoff. */
export type Missed = 'acknowledge' | 'resolve';

/** Something that happens to a handoff. `at` counts from its start, `after` from the request of the target that has it; both in milliseconds. */
export type CourseStep = { at: number; after: number } & (
  | {
      what: 'requested';
      target: string;
      /** The deadline that the target before it missed, to which `after` counts; null for the first request. */
      missed: Missed | null;
      /** How often the target has been asked now; null if it has no `rounds`. */
      round: number | null;
    }
  | { what: 'acknowledged' | 'reminded' | 'joined'; target: string }
  | {
      what: 'ended';
      /** The target that lost the handoff last. */
      target: string;
      missed: Missed;
      end: EndState;
      /** `loop` and `rounds`: the fallback is a target that cannot be asked again. */
      because: 'timeout' | 'loop' | 'rounds';
    }
);

/** The course of a handoff that nobody resolves. */
export interface Course {
  /** In the order of time. */
  steps: readonly CourseStep[];
  /** How it goes on after the steps: not at all; it waits for an answer, without a deadline; or there are more steps than are listed. */
  then: 'over' | 'waits' | 'more';
  /** The targets with opening hours on the course, which is that of a time at which all are open. */
  assumedOpen: readonly string[];
}

/** A course with more changes than this is not followed to its end. */
const maxChanges = 40;

/** Plays a handoff that nobody resolves, while all targets are open, have capacity and can be reached. */
export function courseOf(
  declared: Readonly<Record<string, Target>>,
  { to, fallbacks }: HandoffStart,
  response: TargetResponse = 'none',
): Course {
  const targets: Targets = new Map(Object.entries(declared).map(([name, target]) => [name, alwaysOpen(target)]));
  const pass = (handoff: Handoff, at: number) => {
    const current = advance(targets, handoff, at);
    return response === 'none' || current.acknowledgedAt !== null
      ? current
      : happen(targets, current, 'acknowledged', at, { target: current.to });
  };
  let handoff = pass(requestHandoff(targets, to, 0, fallbacks), 0);
  while (nextDue(targets, handoff) < Infinity && handoff.history.length < maxChanges)
    handoff = pass(handoff, nextDue(targets, handoff));
  const steps = withReminders(targets, stepsOf(targets, handoff));
  return {
    steps,
    then: isOver(handoff) ? 'over' : nextDue(targets, handoff) === Infinity ? 'waits' : 'more',
    assumedOpen: [...new Set(steps.map(({ target }) => target))].filter(
      name => Object.hasOwn(declared, name) && declared[name]?.hours !== undefined,
    ),
  };
}

function alwaysOpen({ hours: _, ...target }: Target): Target {
  return target;
}

/** The history of a handoff as steps. */
function stepsOf(targets: Targets, { history }: Handoff): CourseStep[] {
  const steps: CourseStep[] = [];
  const asked: string[] = [];
  let requestedAt = 0;
  history.forEach(({ at, state, to, because, joined }, index) => {
    const previous = history[index - 1];
    const after = at - requestedAt;
    const end = endStates.find(each => endStateOf[each] === state);
    const joining = joined.filter(target => previous?.joined.includes(target) !== true);
    if (end !== undefined) {
      const why = because === 'loop' || because === 'rounds' ? because : 'timeout';
      steps.push({ what: 'ended', at, after, target: to, missed: missedBy(targets, previous), end, because: why });
    } else if (joining.length > 0) {
      steps.push(...joining.map(target => ({ what: 'joined' as const, at, after, target })));
    } else if (state === 'acknowledged') {
      steps.push({ what: 'acknowledged', at, after, target: to });
    } else {
      const missed = previous === undefined ? null : missedBy(targets, previous);
      asked.push(to);
      const round = targets.get(to)?.rounds === undefined ? null : asked.filter(each => each === to).length;
      steps.push({ what: 'requested', at, after, target: to, missed, round });
      requestedAt = at;
    }
  });
  return steps;
}

/** The deadline that the target that has a handoff misses first. */
function missedBy(targets: Targets, had: HandoffView | undefined): Missed {
  const { acknowledge, resolve } = deadlinesOf(targets.get(had?.to ?? ''));
  return had?.state !== 'acknowledged' && acknowledge <= resolve ? 'acknowledge' : 'resolve';
}

/** Adds the reminders of targets that have neither acknowledged the handoff nor lost it by then. */
function withReminders(targets: Targets, steps: readonly CourseStep[]): CourseStep[] {
  const reminders = steps.flatMap((step, index): CourseStep[] => {
    if (step.what !== 'requested') return [];
    const after = timeOf(targets.get(step.target)?.remindAfter);
    const at = step.at + after;
    const until = steps.slice(index + 1).find(({ what }) => what !== 'joined' && what !== 'reminded')?.at ?? Infinity;
    return at < until && after < Infinity ? [{ what: 'reminded', at, after, target: step.target }] : [];
  });
  return [...steps, ...reminders].sort((a, b) => a.at - b.at);
}
