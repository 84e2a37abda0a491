import type { Course, CourseStep } from '../../handoff/course.ts';
import type { EscalationPath, PathEdge, PathTarget } from '../../handoff/escalation-path.ts';

/**
 * How a step compares with the other version. `same`: it is there too, at the same time. `shifted`: it is there too, as long after its request, and only
 * the request is at another time. `changed`: it is there too, sooner or later after its request, or because of something else. `only`: it is not there.
 */
export type StepMark = 'same' | 'shifted' | 'changed' | 'only';

/** A course, with how each step compares with the other version. */
export interface MarkedCourse extends Omit<Course, 'steps'> {
  steps: readonly (CourseStep & { mark: StepMark })[];
  /** True if what follows the steps is something else in the other version. */
  thenDiffers: boolean;
}

/** A path, with whether each part differs from the other version, or is missing there. */
export interface MarkedPath extends Pick<EscalationPath, 'hasMore'> {
  targets: readonly (PathTarget & { differs: boolean })[];
  edges: readonly (PathEdge & { differs: boolean })[];
}

export function markedCourse(course: Course, other: Course): MarkedCourse {
  const others = new Map(keyed(other.steps));
  return {
    ...course,
    thenDiffers: course.then !== other.then,
    steps: keyed(course.steps).map(([key, step]) => ({ ...step, mark: markOf(step, others.get(key)) })),
  };
}

/** Steps with a key that is equal in both versions for the same event: the second reminder of `desk`, the end. */
function keyed(steps: readonly CourseStep[]): [string, CourseStep][] {
  const counts = new Map<string, number>();
  return steps.map(step => {
    const event = JSON.stringify([step.what, step.what === 'ended' ? step.end : step.target]);
    const count = (counts.get(event) ?? 0) + 1;
    counts.set(event, count);
    return [`${event} ${count}`, step];
  });
}

function markOf(step: CourseStep, other: CourseStep | undefined): StepMark {
  if (other === undefined) return 'only';
  const { at, ...rest } = step;
  const { at: otherAt, ...otherRest } = other;
  if (JSON.stringify(rest) !== JSON.stringify(otherRest)) return 'changed';
  return at === otherAt ? 'same' : 'shifted';
}

export function markedPath(path: EscalationPath, other: EscalationPath): MarkedPath {
  return { ...path, targets: marked(path.targets, other.targets), edges: marked(path.edges, other.edges) };
}

function marked<T extends object>(parts: readonly T[], others: readonly T[]): (T & { differs: boolean })[] {
  const known = new Set(others.map(other => JSON.stringify(other)));
  return parts.map(part => ({ ...part, differs: !known.has(JSON.stringify(part)) }));
}
