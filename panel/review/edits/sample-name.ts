import { editLine, editWords } from '../../../report/edits.ts';
import type { OutcomeChange } from '../../../report/outcome-changes.ts';
import type { EditCard } from './cards.ts';

/** The name of an example as a sample: "min_confidence 0.75 → 0.65: continue, was route → answer-checker". */
export function sampleName({ edit, details }: EditCard, { before, after }: OutcomeChange): string {
  return `${editLine(editWords(edit, details?.unit ?? ''))}: ${after}, was ${before}`;
}
