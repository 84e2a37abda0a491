import type { Course, CourseStep, HandoffChange, HandoffVersion, PathEdge } from '../engine/index.ts';
import { ruleName } from '../engine/model/rule-set.ts';
import { formatDuration } from '../engine/model/time/duration.ts';

/** The two courses of a handoff, with the condition under which each is taken. */
export const courseConditions = {
  unanswered: 'if nobody answers',
  unresolved: 'if each target takes it at once and nobody resolves it',
} as const satisfies Partial<Record<keyof HandoffVersion, string>>;
export type CourseName = keyof typeof courseConditions;

/** The courses that differ between the versions. */
export function changedCourses({ before, after }: Pick<HandoffChange, 'before' | 'after'>): CourseName[] {
  const names: CourseName[] = ['unanswered', 'unresolved'];
  return names.filter(name => [before, after].some(version => version[name].steps.some(({ mark }) => mark !== 'same')));
}

/** `asked → +2m reminded → +5m not taken: security-on-call → +20m pause`. */
export function courseText({ steps, then }: Course): string {
  const texts = shownSteps(steps).map(step =>
    [step.at === 0 ? '' : timeText(step.at), stepText(step)].join(' ').trim(),
  );
  return [...texts, ...(then === 'over' ? [] : [thenText[then]])].join(' → ');
}

/** The steps that are worth a word. That a target acknowledges the handoff at once is the condition of its course. */
export function shownSteps<T extends CourseStep>(steps: readonly T[]): T[] {
  return steps.filter(({ what }) => what !== 'acknowledged');
}

/** What happens after the steps of a course that is not over. */
export const thenText = { waits: 'waits for ever', more: 'and so on' } as const;

/** `+5m`: the time since the handoff was requested first. */
export function timeText(at: number): string {
  return `+${formatDuration(at)}`;
}

/** `not taken: security-on-call`. */
export function stepText(step: CourseStep): string {
  switch (step.what) {
    case 'requested': {
      if (step.missed === null) return 'asked';
      const round = step.round === null || step.round === 1 ? '' : `, round ${step.round}`;
      return `${missedText[step.missed]}: ${step.target}${round}`;
    }
    case 'acknowledged':
      return `taken by ${step.target}`;
    case 'reminded':
      return 'reminded';
    case 'joined':
      return `${step.target} joins`;
    case 'ended':
      return `${step.end}${endReasons[step.because]}`;
  }
}

const missedText = { acknowledge: 'not taken', resolve: 'not resolved' } as const;
const endReasons = {
  timeout: '',
  loop: ', because the chain comes back to a target that was asked',
  rounds: ', after the last round',
} as const;

/** "Assumes that account-services is open."; empty if no target has opening hours. */
export function assumptionText(courses: readonly Course[]): string {
  const names = [...new Set(courses.flatMap(({ assumedOpen }) => assumedOpen))];
  return names.length === 0 ? '' : `Assumes that ${and(names)} ${names.length === 1 ? 'is' : 'are'} open.`;
}

/** "begun by closed-account@1, fraud@2 and 3 other rules"; empty if no rule begins it. */
export function beginnersText(rules: HandoffChange['rules'], maxListed = 3): string {
  const names = rules.map(rule => (rule === null ? 'the default' : ruleName(rule)));
  if (names.length === 0) return '';
  const more = names.length - maxListed;
  const listed = more > 1 ? [...names.slice(0, maxListed), `${more} other rules`] : names;
  return `begun by ${and(listed)}`;
}

/** All ways from one target to the same place. */
export interface Ways<Edge extends PathEdge = PathEdge> {
  to: string;
  isEnd: boolean;
  edges: Edge[];
}

/** The ways from a target, by the place to which they lead, in the order in which the path has them. */
export function waysFrom<Edge extends PathEdge>(edges: readonly Edge[], name: string): Ways<Edge>[] {
  const ways: Ways<Edge>[] = [];
  for (const edge of edges.filter(({ from }) => from === name)) {
    const { to, isEnd, why } = edge;
    const known = ways.find(
      each => each.to === to && each.isEnd === isEnd && (each.edges[0]?.why === 'joins') === (why === 'joins'),
    );
    if (known === undefined) ways.push({ to, isEnd, edges: [edge] });
    else known.edges.push(edge);
  }
  return ways;
}

/** When a way is taken: `not taken for 5m, not resolved for 2h`, `rejected`, `after 7m`. */
export function wayText(edge: PathEdge): string {
  switch (edge.why) {
    case 'unacknowledged':
      return `not taken for ${formatDuration(edge.after)}`;
    case 'unresolved':
      return `not resolved for ${formatDuration(edge.after)}`;
    case 'unavailable':
    case 'rejected':
      return edge.why;
    case 'breaker':
      return 'breaker open';
    case 'joins':
      return edge.after === 0 ? 'joins at once' : `joins after ${formatDuration(edge.after)}`;
  }
}

function and(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}
