import type { AnalysisSubject } from '../analysis/subject.ts';
import type { Consequence } from './facts.ts';

/** What changed beside the decisions themselves. */
export function consequencesOf(_before: AnalysisSubject, _after: AnalysisSubject): Consequence[] {
  return [];
}
