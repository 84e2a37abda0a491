import { approvalsFor, type ApprovalsState } from '../../engine/release/approvals.ts';
import { changeToApprove } from '../../language/findings/approval-stale.ts';
import { authorsOf, type Authorship } from './authors/authors.ts';
import { originOf, type Origin } from './predecessor.ts';
import { checkSignatures } from './signatures.ts';
import type { WorkingCopy } from './working-copy.ts';

/** Who made the change in a working copy, and how far its approvals have come. */
export interface Standing {
  approvals: ApprovalsState;
  authorship: Authorship;
  origin: Origin;
}

/**
 * Signatures are checked if there is something to check them by. What was released before under another name has to be passed as if it were the release
 * before.
 * @param releasedBy null if nobody releases it yet
 */
export async function standingOf(
  copy: WorkingCopy,
  releasedBy: string | null,
  allowedSigners: string | null,
): Promise<Standing> {
  const { published, project, digest, log } = copy;
  const origin = await originOf(copy);
  const { predecessor } = origin;
  const authorship = await authorsOf(copy, releasedBy, predecessor?.releases);
  const change = published === null ? 'first' : changeToApprove(published);
  const approvals = approvalsFor(log, {
    digest,
    change: predecessor === null ? change : 'unknown',
    governance: {
      now: project.ruleSet.governance,
      before: predecessor === null ? published?.latest?.project?.ruleSet.governance : predecessor.governance,
    },
    authors: authorship.authors,
    unknownAuthors: authorship.unknown,
    ...(allowedSigners === null ? {} : { signatures: await checkSignatures(log, allowedSigners) }),
  });
  return { approvals, authorship, origin };
}

/** What to know of a rule set that was released before under another name. */
export function originNotes({ predecessor }: Origin): string[] {
  if (predecessor === null) return [];
  const { ruleset, version } = predecessor.latest;
  return [`It was released before, last as ${ruleset} ${version}, and has to pass what that asks for.`];
}
