import type { EntryReview, ReviewComment } from '../engine/index.ts';

/** How much of a change was read before an approval or a rejection: `read 3 of 5 changes`; `no decision changes` if there was nothing to read. */
export function readingWords({ read, unread }: Pick<EntryReview, 'read' | 'unread'>): string {
  const total = read.length + unread.length;
  if (total === 0) return 'no decision changes';
  return `read ${read.length} of ${total} ${total === 1 ? 'change' : 'changes'}`;
}

/** The change that a comment is about; its region's id if that is all that is known. */
export function commentedChange({ region, change }: ReviewComment): string {
  return change ?? `change ${region}`;
}
