import { runAtOnce, type Steps } from '../../engine/model/steps.ts';
import { comparePositions } from '../location.ts';
import type { Project } from '../source/project/project.ts';
import { findingFrom, type Finding } from './finding.ts';
import { withoutContentOutside } from './outside.ts';
import { findingDefinition, findingDefinitions } from './index.ts';

/** True if the rule set can decide: it has no breaking finding, suppressed or not. */
export function canDecide(project: Project): boolean {
  return project.kind === 'rule-set' && breakingFindings(project).length === 0;
}

/** The findings that keep a rule set from deciding, suppressed or not. Those in its own file come first, in text order. */
export function breakingFindings(project: Project): Finding[] {
  const { own, foreign } = detectIn(project);
  const inOrder = own.filter(breaks).sort((a, b) => comparePositions(a.range.start, b.range.start));
  return [...inOrder, ...foreign.filter(breaks)];
}

const detections = new WeakMap<Project, { own: Finding[]; foreign: Finding[] }>();

/** The findings of all `detect` functions: those in the rule set's own file, and errors in its imports. */
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

/** True if a rule set with this finding cannot decide. */
export function breaks({ code }: Finding): boolean {
  return findingDefinition(code)?.guards === 'loading';
}
