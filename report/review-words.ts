import type { EntryReview, ReviewComment, VersionRef } from '../engine/index.ts';
import { shortDigest } from '../engine/model/short-digest.ts';

/**
 * How much of a change was read before an approval or a rejection: `read 3 of 5 changes`; `no decision changes` if there was nothing to read.
 * @param base the last release, which the opinion is about the changes from. If the reviewer compared with another version, its digest is named.
 */
export function readingWords(
  { before, read, unread }: Pick<EntryReview, 'before' | 'read' | 'unread'>,
  base: Pick<VersionRef, 'digest'> | null,
): string {
  const total = read.length + unread.length;
  const since = before === base?.digest ? '' : ` since digest ${shortDigest(before)}`;
  if (total === 0) return `no decision changes${since}`;
  return `read ${read.length} of ${total} ${total === 1 ? 'change' : 'changes'}${since}`;
}

/** The change that a comment is about; its region's id if that is all that is known. */
export function commentedChange({ region, change }: ReviewComment): string {
  return change ?? `change ${region}`;
}
