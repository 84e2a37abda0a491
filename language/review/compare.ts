import { type DiffOptions, type SemanticDiff, semanticDiffing } from '../../engine/index.ts';
import { analysedPart } from '../findings/analysis.ts';
import { breakingFindings } from '../findings/breaking.ts';
import type { Finding } from '../findings/finding.ts';
import type { Project } from '../source/project/project.ts';

/** Two versions of a rule set compared, or why they cannot be: what keeps a version from saying what it means. */
export type Comparison =
  | { kind: 'compared'; diff: SemanticDiff }
  | { kind: 'not-comparable'; version: 'before' | 'after'; why: 'library' | 'errors'; errors: Finding[] };

/** Compares two loaded versions in one go. */
export function compareProjects(before: Project, after: Project, options: DiffOptions): Comparison {
  const steps = comparingProjects(before, after, options);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The same in small steps; yields how much of the work is done, from 0 to 1. */
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
  const [old, next] = [analysedPart(before), analysedPart(after)];
  if (old === null) return { kind: 'not-comparable', version: 'before', why: 'errors', errors: [] };
  if (next === null) return { kind: 'not-comparable', version: 'after', why: 'errors', errors: [] };
  return { kind: 'compared', diff: yield* semanticDiffing(old, next, options) };
}
