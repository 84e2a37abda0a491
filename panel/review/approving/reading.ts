import type { SemanticDiff } from '../../../protocol/review-requests.ts';
import type { Marks } from '../../../protocol/review.ts';
import { count } from '../../words/format.ts';
import { idsToRead } from '../../../report/edits.ts';
import { reviewedState } from '../state/model.ts';

/** How far a change has been read. */
export interface Reading {
  total: number;
  /** The ids of its regions and edits that are not read. */
  unread: string[];
  /** How many of them have a comment. */
  comments: number;
}

/** @param digest that of the version after: ticks for an earlier text do not count */
export function readingOf(
  diff: Pick<SemanticDiff, 'regions' | 'edits' | 'consequences'>,
  marks: Marks,
  digest: string,
): Reading {
  const ids = idsToRead(diff);
  return {
    total: ids.length,
    unread: ids.filter(id => reviewedState(marks[id], digest) !== 'now'),
    comments: [...new Set([...ids, ...diff.edits.map(({ id }) => id)])].filter(id => (marks[id]?.comment ?? '') !== '')
      .length,
  };
}

/** What the log keeps of it: `4 of 5 changes read, 1 comment`. */
export function readingInWords({ total, unread, comments }: Reading): string {
  return [
    total === 0 ? 'no decision changes' : `${total - unread.length} of ${count(total, 'change')} read`,
    ...(comments === 0 ? [] : [count(comments, 'comment')]),
  ].join(', ');
}
