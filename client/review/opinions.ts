import type { FinishedReview, GivenOpinion, OpinionKind, PlannedOpinion } from '../../protocol/review.ts';
import type { ReleaseReport } from '../history/command-line.ts';
import { effectInWords, givenInWords, withoutCommands } from '../history/words.ts';
import { approversInWords } from '../../report/approvers.ts';
import { reviewAsJson } from './report.ts';

export const unsavedEdits = 'This page shows unsaved edits. To approve or reject them, save and commit them first.';

/** Runs `handrail approve` or `handrail reject` on the version after; `input` is what it reads from standard input. */
export type RunOpinion = (opinion: OpinionKind, args: readonly string[], input?: string) => Promise<ReleaseReport>;

export interface OpinionToPlan {
  opinion: OpinionKind;
  /** The digest of the version after as the reader sees it. */
  digest: string;
  /** True if an editor has edits that are not on disk, where the command line reads. */
  unsaved: boolean;
}

/** What an approval or a rejection would do. Nothing is written. */
export async function planOpinion(
  { opinion, digest, unsaved }: OpinionToPlan,
  run: RunOpinion,
): Promise<PlannedOpinion> {
  const notOffered = (why: string): PlannedOpinion => ({ kind: 'not-offered', why });
  let report: ReleaseReport;
  try {
    report = await run(opinion, ['--dry-run']);
    if (report.refused !== null) {
      const other = opinion === 'reject' ? null : await run('reject', ['--dry-run']);
      const why = withoutCommands(report.refused);
      // Only a version that does not fit the change keeps from approving, but not from rejecting.
      return other?.refused === null
        ? { kind: 'refused', why: `${why} "Handrail: Release…" sets the version.` }
        : notOffered(why);
    }
  } catch (error) {
    return notOffered(error instanceof Error ? error.message : String(error));
  }
  const { approvals, counts } = report;
  if (report.digest !== digest)
    return notOffered(
      unsaved
        ? unsavedEdits
        : 'The files on disk are not what this page shows. It is compared again as soon as the editor notices the change.',
    );
  if (approvals === null || counts === null || !approvals.governed)
    return notOffered('This rule set has no `governance`, so its changes need no approvals.');
  return {
    kind: 'possible',
    version: report.version ?? '',
    who: report.who ?? '',
    counts: counts.counts,
    effect: withoutCommands(effectInWords(opinion, report)),
    notes: report.notes,
    needed: approvals.needed,
    given: counts.without.approvals,
    from: approversInWords(approvals.anybodyMayApprove ? null : approvals.approvers),
    rejected: counts.without.rejections > 0,
    base: report.base,
  };
}

/** Writes an approval or a rejection to the log, if the files still have the content that was reviewed. */
export async function giveOpinion(
  { opinion, why, review }: { opinion: OpinionKind; why: string; review: FinishedReview },
  run: RunOpinion,
): Promise<GivenOpinion> {
  const report = await run(opinion, [`--why=${why}`, '--review', '-'], reviewAsJson([review]));
  const done = report.refused === null;
  return {
    done,
    counts: done && report.counts?.counts === true,
    message: done ? [givenInWords(opinion, report), ...report.notes].join(' ') : withoutCommands(report.refused ?? ''),
  };
}
