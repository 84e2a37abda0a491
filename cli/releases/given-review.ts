import type { EntryReview, SemanticDiff } from '../../engine/index.ts';
import { isJsonObject, ownValue, type Json } from '../../engine/model/json.ts';
import { shortDigest } from '../../engine/model/short-digest.ts';
import { idsToRead } from '../../report/edits.ts';
import { UsageError, type CommandContext } from '../command.ts';
import { readInput } from '../document.ts';

/** A review of some content, to be stored with an approval or a rejection. */
export interface GivenReview {
  /** The digest of the content that was reviewed. */
  digest: string;
  /** With all comments, also those on what the change may no longer have. */
  review: EntryReview;
  /** The ids of the regions and edits that it says there are; null if it does not say. */
  stated: ReadonlySet<string> | null;
}

/**
 * Reads the reviews of a file that the review in VS Code exports as JSON.
 * @param given a file, or `-` for standard input
 * @throws UsageError if it is no such file
 */
export async function readReviews(
  given: string,
  context: Pick<CommandContext, 'directory' | 'stdin'>,
): Promise<GivenReview[]> {
  const reviews = ownValue(await readInput(given, context), 'reviews');
  if (!Array.isArray(reviews)) throw notAReview('it has no list `reviews`');
  return reviews.map(reviewIn);
}

/** The review of the content with a digest, or why there is none. */
export function reviewOf(
  reviews: readonly GivenReview[],
  digest: string,
): { given: GivenReview; problem: null } | { given: null; problem: string } {
  const found = reviews.find(each => each.digest === digest);
  if (found !== undefined) return { given: found, problem: null };
  const others = reviews.map(each => shortDigest(each.digest)).join(', ');
  const problem = `The review is about other content (digest ${others || 'none'}) than the rule file has now (${shortDigest(digest)}). Review it again.`;
  return { given: null, problem };
}

/** The ids of what a reviewer of a diff reads and comments on: regions, and edits. */
function idsIn({ regions, edits }: SemanticDiff): Set<string> {
  return new Set([...regions, ...edits].map(({ id }) => id));
}

/**
 * A review with what is unread by the change itself, and without comments on what the change no longer has, if it is of that change; otherwise the review as it is
 * given, since the change that it is of is not known here.
 * @param change the change since the version before with this digest
 */
export function checkedReview(
  { review, stated }: GivenReview,
  change: { before: string; diff: SemanticDiff } | null,
): { review: EntryReview; problem: null } | { review: null; problem: string } {
  const commentsOn = (ids: ReadonlySet<string> | null) =>
    review.comments.filter(({ region }) => ids?.has(region) ?? true);
  if (change === null || review.before !== change.before)
    return { review: { ...review, comments: commentsOn(stated) }, problem: null };
  const ids = idsIn(change.diff);
  const unknown = review.read.find(id => !ids.has(id));
  if (unknown !== undefined)
    return {
      review: null,
      problem: `The review says that ${unknown} was read, and the change has nothing with that id. Export it again.`,
    };
  const isRead = new Set(review.read);
  return {
    review: {
      ...review,
      unread: idsToRead(change.diff).filter(id => !isRead.has(id)),
      comments: commentsOn(ids),
    },
    problem: null,
  };
}

function reviewIn(value: Json): GivenReview {
  const read = ownValue(value, 'reviewed');
  const comments = ownValue(value, 'comments') ?? {};
  if (!Array.isArray(read) || !read.every(each => typeof each === 'string'))
    throw notAReview('`reviewed` is no list of the ids of regions');
  if (!isJsonObject(comments)) throw notAReview('`comments` has no comment for each id');
  const regions = changesIn(ownValue(value, 'diff'), 'regions');
  const changes = regions && new Map([...(changesIn(ownValue(value, 'diff'), 'edits') ?? []), ...regions]);
  const isRead = new Set(read);
  return {
    digest: digestIn(value, 'after'),
    stated: changes === null ? null : new Set(changes.keys()),
    review: {
      before: digestIn(value, 'before'),
      read,
      unread: [...(regions?.keys() ?? [])].filter(id => !isRead.has(id)),
      comments: Object.keys(comments).map(region => ({
        region,
        change: changes?.get(region) ?? null,
        comment: textIn(comments, region),
      })),
    },
  };
}

/** The regions or edits of a diff by id, each with its change in words, if there are any; null if they are not given. */
function changesIn(diff: Json | undefined, key: 'regions' | 'edits'): Map<string, string | null> | null {
  const listed = ownValue(diff, key);
  if (listed === undefined) return null;
  if (!Array.isArray(listed)) throw notAReview(`\`diff.${key}\` is no list`);
  return new Map(
    listed.map(region => {
      const change = ownValue(region, 'change');
      return [textIn(region, 'id'), typeof change === 'string' ? change : null] as const;
    }),
  );
}

function digestIn(review: Json, side: 'before' | 'after'): string {
  const digest = ownValue(ownValue(review, side), 'digest');
  if (typeof digest === 'string' && /^[\da-f]{64}$/.test(digest)) return digest;
  throw notAReview(`\`${side}.digest\` is not the digest of a version`);
}

function textIn(value: Json, key: string): string {
  const text = ownValue(value, key);
  if (typeof text === 'string') return text;
  throw notAReview(`\`${key}\` is no text`);
}

function notAReview(why: string): UsageError {
  return new UsageError(`--review takes a review that was exported as JSON, but ${why}.`);
}
