import { formatTimestamp } from '../../engine/model/time/timestamp.ts';
import { approvalsFor, type ApprovalsState, summaryOf } from '../../engine/index.ts';
import { versionProblem } from '../../language/findings/codes/version-not-bumped.ts';
import { comparedIn, refusal, type Outcome } from './outcome.ts';
import { checkedReview, reviewOf, type GivenReview } from './given-review.ts';
import { failedSamples, sampleNotes } from './samples.ts';
import { originNotes, standingOf } from './standing.ts';
import { contentFor, type Writing } from './writing.ts';

export interface Opinion {
  who: string;
  role: string | null;
  why: string;
  /** Reviews to store, of which one must be of the current content; null if none are given. */
  reviews: readonly GivenReview[] | null;
  /** True to report the effect without writing anything. */
  dryRun: boolean;
  allowedSigners: string | null;
  now: number;
}

/** Records in the log that somebody approves or rejects the current working copy. */
export async function giveOpinion(
  command: 'approve' | 'reject',
  { copy, write, plan }: Writing,
  { who, role, why, reviews, dryRun, allowedSigners, now }: Opinion,
): Promise<Outcome> {
  const { published, digest } = copy;
  const latest = published?.latest ?? null;
  const diff = published?.diff ?? null;
  if (latest !== null && latest.entry.digest === digest)
    return refusal(
      command,
      `${latest.entry.version} is already released with this content: there is nothing to ${command}.`,
    );
  const given = reviews === null ? null : reviewOf(reviews, digest);
  const change = latest === null || diff === null ? null : { before: latest.entry.digest, diff };
  const reviewed = given === null || given.problem !== null ? given : checkedReview(given.given, change);
  if (reviewed !== null && reviewed.problem !== null) return refusal(command, reviewed.problem, comparedIn(copy));
  const problem = command === 'reject' || published === null ? null : versionProblem(published);
  if (problem !== null)
    return refusal(
      command,
      `${problem.message} Then it can be approved: \`handrail release --tick auto\` sets the version.`,
      comparedIn(copy),
    );
  const time = formatTimestamp(now);
  const content = {
    ...contentFor(command, copy, { who, role, why, time, summary: diff === null ? null : summaryOf(diff) }),
    ...(reviewed === null ? {} : { review: reviewed.review }),
  };
  const opinion = dryRun ? await plan(content) : await write(content);
  const { approvals, question, origin } = await standingOf(
    { ...copy, log: [...copy.log, opinion] },
    null,
    allowedSigners,
  );
  const entry = dryRun ? null : opinion;
  const disregarded = approvals.disregarded.find(({ sequence }) => sequence === opinion.sequence);
  const whyNot = disregarded?.message ?? (command === 'approve' ? approvals.unknownAuthors : null);
  return {
    command,
    refused: null,
    needs: null,
    counts: { counts: whyNot === null, message: whyNot ?? '', without: countsIn(approvalsFor(copy.log, question)) },
    checks: [],
    notes: [...originNotes(origin), ...(command === 'approve' ? sampleNotes(await failedSamples(copy, now)) : [])],
    findings: [],
    entry,
    content,
    ...comparedIn(copy),
    approvals,
  };
}

function countsIn({ counted, rejections, unknownAuthors }: ApprovalsState): { approvals: number; rejections: number } {
  return { approvals: unknownAuthors === null ? counted.length : 0, rejections: rejections.length };
}
