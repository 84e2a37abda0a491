import type { Region, SemanticDiff } from '../../../protocol/review-requests.ts';
import type { Marks } from '../../../protocol/review.ts';
import { count } from '../../words/format.ts';
import { reviewedState } from '../state/model.ts';

/** How far a change has been read. */
export interface Reading {
  total: number;
  unread: Region[];
  /** How many of its regions have a comment. */
  comments: number;
}

/** @param digest that of the version after: ticks for an earlier text do not count */
export function readingOf({ regions }: Pick<SemanticDiff, 'regions'>, marks: Marks, digest: string): Reading {
  return {
    total: regions.length,
    unread: regions.filter(({ id }) => reviewedState(marks[id], digest) !== 'now'),
    comments: regions.filter(({ id }) => (marks[id]?.comment ?? '') !== '').length,
  };
}

/** What the log keeps of it: `4 of 5 changes read, 1 comment`. */
export function readingInWords({ total, unread, comments }: Reading): string {
  return [
    total === 0 ? 'no decision changes' : `${total - unread.length} of ${count(total, 'change')} read`,
    ...(comments === 0 ? [] : [count(comments, 'comment')]),
  ].join(', ');
}
