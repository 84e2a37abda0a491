import { type SemanticDiff, semanticDiffing } from '../../engine/index.ts';
import { analysedPart } from '../findings/analysis.ts';
import type { Project } from '../source/project/project.ts';

const diffs = new WeakMap<Project, WeakMap<Project, SemanticDiff | null>>();

/**
 * What a version does differently from another, in small steps; the same object for the same two projects.
 * @param now the time that witnesses call today, in milliseconds since the Unix epoch
 * @returns null where one of them cannot be read
 */
export function* comparing(
  before: Project,
  after: Project,
  now: number,
): Generator<number, SemanticDiff | null, undefined> {
  const known = diffs.get(before)?.get(after);
  if (known !== undefined) return known;
  const [old, next] = [analysedPart(before), analysedPart(after)];
  const diff = old === null || next === null ? null : yield* semanticDiffing(old, next, { now });
  const byAfter = diffs.get(before) ?? new WeakMap<Project, SemanticDiff | null>();
  diffs.set(before, byAfter.set(after, diff));
  return diff;
}

/** `comparing` run at once. */
export function compareContents(before: Project, after: Project, now: number): SemanticDiff | null {
  const steps = comparing(before, after, now);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
