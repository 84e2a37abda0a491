import { runAtOnce, type Steps } from '../../engine/model/steps.ts';
import { comparePositions } from '../location.ts';
import type { Project } from '../source/project/project.ts';
import { findingFrom, type Finding } from './finding.ts';
import { withoutContentOutside } from './outside.ts';
import { findingDefinition, findingDefinitions } from './index.ts';

/** Whether the rule set says what it means, so that it can decide: no finding breaks it, suppressed or not. */
export function canDecide(project: Project): boolean {
  return project.kind === 'rule-set' && breakingFindings(project).length === 0;
}

/** What keeps a rule set from deciding, suppressed or not: that of its own file first, in order of the text. */
export function breakingFindings(project: Project): Finding[] {
  const { own, foreign } = detectIn(project);
  const inOrder = own.filter(breaks).sort((a, b) => comparePositions(a.range.start, b.range.start));
  return [...inOrder, ...foreign.filter(breaks)];
}

const detections = new WeakMap<Project, { own: Finding[]; foreign: Finding[] }>();

/** What is found in the text of a rule set with its imports: in its own file, and the errors of the others. */
export function detectIn(project: Project): { own: Finding[]; foreign: Finding[] } {
  return detections.get(project) ?? runAtOnce(detecting(project));
}

/** `detectIn` in steps. */
export function* detecting(project: Project): Steps<{ own: Finding[]; foreign: Finding[] }> {
  const known = detections.get(project);
  if (known !== undefined) return known;
  const all: Finding[] = [];
  for (const definition of findingDefinitions) {
    for (const detected of definition.detect?.(project) ?? []) {
      all.push(findingFrom(definition, detected));
      yield;
    }
    yield;
  }
  const shown = withoutContentOutside(all, project.filesOutside, breaks);
  const result = {
    own: shown.filter(finding => finding.uri === project.uri),
    foreign: shown.filter(finding => finding.uri !== project.uri && finding.severity === 'error'),
  };
  detections.set(project, result);
  return result;
}

/** Whether a rule set with the finding cannot decide. */
export function breaks({ code }: Finding): boolean {
  return findingDefinition(code)?.guards === 'loading';
}
