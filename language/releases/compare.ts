import { type SemanticDiff, semanticDiffing } from '../../engine/index.ts';
import { analysedPart } from '../findings/analysis.ts';
import type { Project } from '../source/project/project.ts';

const diffs = new WeakMap<Project, WeakMap<Project, SemanticDiff | null>>();

/**
 * The semantic diff of two versions, computed in small steps and cached by the two projects.
 * @param now the time that witnesses treat as the present, in milliseconds since the Unix epoch
 * @returns null if one of the versions cannot be analysed
 */
export function* comparing(
  before: Project,
  after: Project,
  now: number,
): Generator<number, SemanticDiff | null, undefined> {
  const known = diffs.get(before)?.get(after);
  if (known !== undefined) return known;
  const [subjectBefore, subjectAfter] = [analysedPart(before), analysedPart(after)];
  const diff =
    subjectBefore === null || subjectAfter === null
      ? null
      : yield* semanticDiffing(subjectBefore, subjectAfter, { now });
  const byAfter = diffs.get(before) ?? new WeakMap<Project, SemanticDiff | null>();
  diffs.set(before, byAfter.set(after, diff));
  return diff;
}
