import { contains, type Position, type Range } from '../location.ts';
import { describeThreshold, thresholdInShort } from './describe/threshold.ts';
import type { Subject } from './projects.ts';

export interface InlayHint {
  position: Position;
  label: string;
  /** Markdown. */
  tooltip: string;
}

/** The values of thresholds, shown after their names in expressions. */
export function inlayHints(subject: Subject, range: Range): InlayHint[] {
  if (subject.kind !== 'rule-set') return [];
  const { project, uri } = subject;
  return project.references.flatMap(reference => {
    if (reference.kind !== 'threshold' || reference.uri !== uri || !contains(range, reference.range.end)) return [];
    const threshold = project.declarations.thresholds.get(reference.name);
    if (threshold === undefined) return [];
    const label = `= ${thresholdInShort(threshold)}`;
    return [{ position: reference.range.end, label, tooltip: describeThreshold(reference.name, threshold) }];
  });
}
