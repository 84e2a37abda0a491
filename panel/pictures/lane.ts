import type { CourseStep, MarkedCourse, StepMark } from '../../protocol/review-requests.ts';
import { shownSteps, thenText, timeText } from '../../report/handoffs.ts';
import type { TimeScale } from './time-scale.ts';

type Step = MarkedCourse['steps'][number];
type StepOf<What extends CourseStep['what']> = Step & { what: What };

/** The time in which a target has the handoff, by positions on the scale. */
export interface Held {
  target: string;
  from: number;
  until: number;
  /** True if nothing ends it. */
  isOpen: boolean;
  /** `only`: the target does not have the handoff in the other version. `changed`: it has it for another time. */
  mark: StepMark;
}

/** A time to write under a lane. */
export interface TimeLabel {
  at: number;
  text: string;
  /** True if a change happens at this time. */
  isMarked: boolean;
  /** True if another target is asked, or the handoff ends. */
  isTurn: boolean;
}

/** A reminder, or a target that joins. */
export interface LaneEvent {
  at: number;
  step: StepOf<'reminded' | 'joined'>;
}

/** A course as it is drawn. */
export interface Lane {
  held: Held[];
  events: LaneEvent[];
  /** Null if the course has no end. */
  end: { at: number; step: StepOf<'ended'> } | null;
  /** What follows if it has none, and whether that differs from the other version. */
  then: { text: string; isMarked: boolean } | null;
  times: TimeLabel[];
}

/** @param other the course in the other version */
export function laneOf(course: MarkedCourse, other: MarkedCourse, { positionOf }: TimeScale): Lane {
  const { steps, then, thenDiffers } = course;
  const others = new Map(holdsOf(other).map(hold => [hold.key, hold]));
  const last = steps.at(-1);
  return {
    held: holdsOf(course).map(({ key, target, from, until }) => {
      const counterpart = others.get(key);
      return {
        target,
        from: positionOf(from),
        until: until === null ? 1 : positionOf(until),
        isOpen: until === null,
        mark:
          counterpart === undefined ? 'only' : lengthOf(counterpart) === lengthOf({ from, until }) ? 'same' : 'changed',
      };
    }),
    events: steps.filter(isEvent).map(step => ({ at: positionOf(step.at), step })),
    end: last?.what === 'ended' ? { at: positionOf(last.at), step: last } : null,
    then: then === 'over' ? null : { text: thenText[then], isMarked: thenDiffers },
    times: timesOf(steps, positionOf),
  };
}

/** The time in which a target has the handoff; `until` is null if nothing ends it. */
interface Hold {
  /** The target and how often it had the handoff before: equal for the same hold in both versions. */
  key: string;
  target: string;
  from: number;
  until: number | null;
}

function holdsOf({ steps }: MarkedCourse): Hold[] {
  const counts = new Map<string, number>();
  const turns = steps.filter(isTurn);
  return turns.flatMap((step, index) => {
    if (step.what !== 'requested') return [];
    const { target, at: from } = step;
    const count = counts.get(target) ?? 0;
    counts.set(target, count + 1);
    return [{ key: `${count} ${target}`, target, from, until: turns[index + 1]?.at ?? null }];
  });
}

function lengthOf({ from, until }: Pick<Hold, 'from' | 'until'>): number {
  return until === null ? Infinity : until - from;
}

function isTurn(step: Step): step is StepOf<'requested' | 'ended'> {
  return step.what === 'requested' || step.what === 'ended';
}

function isEvent(step: Step): step is StepOf<'reminded' | 'joined'> {
  return step.what === 'reminded' || step.what === 'joined';
}

/** The times at which something happens after the first request, each once. */
function timesOf(steps: readonly Step[], positionOf: TimeScale['positionOf']): TimeLabel[] {
  const labels = new Map<number, TimeLabel>();
  for (const step of shownSteps(steps)) {
    if (step.at === 0) continue;
    const isMarked = labels.get(step.at)?.isMarked === true || isChange(step.mark);
    labels.set(step.at, { at: positionOf(step.at), text: timeText(step.at), isMarked, isTurn: isTurn(step) });
  }
  return [...labels.values()];
}

/** True if a step is to be marked as changed. One that is only shifted follows from another change. */
export function isChange(mark: StepMark): boolean {
  return mark === 'changed' || mark === 'only';
}

/** The width of a character and of an icon, and the least gap between two labels, in pixels. */
const [characterWidth, iconWidth, gap] = [8, 18, 8];

/** The labels that fit beside each other on a line of a width in pixels: those of changes first, then those of turns. */
export function fitting(labels: readonly TimeLabel[], width: number): TimeLabel[] {
  const shown: TimeLabel[] = [];
  const span = ({ at, text }: TimeLabel) => {
    const half = (text.length * characterWidth + gap) / 2;
    return [at * width - half, at * width + half] as const;
  };
  const importance = ({ isMarked, isTurn: turn }: TimeLabel) => (isMarked ? 2 : 0) + (turn ? 1 : 0);
  for (const label of [...labels].sort((a, b) => importance(b) - importance(a))) {
    const [from, until] = span(label);
    const isFree = shown.every(other => span(other)[1] <= from || span(other)[0] >= until);
    if (isFree) shown.push(label);
  }
  return labels.filter(label => shown.includes(label));
}

/** Divides events into rows in which they do not overlap, on a line of a width in pixels. */
export function rowsOf(events: readonly LaneEvent[], width: number): LaneEvent[][] {
  const rows: { events: LaneEvent[]; until: number }[] = [];
  for (const event of events) {
    const { at, step } = event;
    const name = step.what === 'joined' ? step.target.length * characterWidth : 0;
    const until = at * width + iconWidth + name + (isChange(step.mark) ? iconWidth : 0) + gap;
    const free = rows.find(row => row.until <= at * width);
    if (free === undefined) rows.push({ events: [event], until });
    else Object.assign(free, { events: [...free.events, event], until });
  }
  return rows.map(row => row.events);
}
