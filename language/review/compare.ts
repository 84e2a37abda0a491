import { type DiffOptions, type SemanticDiff, semanticDiffing } from '../../engine/index.ts';
import { analysedPart } from '../findings/analysis.ts';
import { breakingFindings } from '../findings/breaking.ts';
import type { Finding } from '../findings/finding.ts';
import type { Project } from '../source/project/project.ts';

/** The comparison of two versions of a rule set, or why they cannot be compared. */
export type Comparison =
  | { kind: 'compared'; diff: SemanticDiff }
  | { kind: 'not-comparable'; version: 'before' | 'after'; why: 'library' | 'errors'; errors: Finding[] };

/** Compares two loaded versions. */
export function compareProjects(before: Project, after: Project, options: DiffOptions): Comparison {
  const steps = comparingProjects(before, after, options);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** Compares two loaded versions in small steps; yields the progress, from 0 to 1. */
export function* comparingProjects(
  before: Project,
  after: Project,
  options: DiffOptions,
): Generator<number, Comparison, undefined> {
  for (const [version, project] of [
    ['before', before],
    ['after', after],
  ] as const) {
    if (project.kind === 'library') return { kind: 'not-comparable', version, why: 'library', errors: [] };
    const errors = breakingFindings(project);
    if (errors.length > 0) return { kind: 'not-comparable', version, why: 'errors', errors };
  }
  const [subjectBefore, subjectAfter] = [analysedPart(before), analysedPart(after)];
  if (subjectBefore === null) return { kind: 'not-comparable', version: 'before', why: 'errors', errors: [] };
  if (subjectAfter === null) return { kind: 'not-comparable', version: 'after', why: 'errors', errors: [] };
  return { kind: 'compared', diff: yield* semanticDiffing(subjectBefore, subjectAfter, options) };
}
