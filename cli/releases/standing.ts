import {
  approvalsFor,
  type ApprovalsQuestion,
  type ApprovalsState,
  type FormerOpinion,
  type LogEntry,
  type Pending,
  readHistory,
} from '../../engine/index.ts';
import { changeToApprove } from '../../language/releases/change-to-approve.ts';
import { authorsOf, type Authorship } from './authors/authors.ts';
import { originOf, type Origin } from './predecessor.ts';
import { checkSignatures } from './signatures.ts';
import type { FoundLog } from './find-logs.ts';
import { readWorkingCopy, ruleFilesOf, type WorkingCopy } from './working-copy.ts';

/** The authors and the approvals of the change in a working copy. */
export interface Standing {
  approvals: ApprovalsState;
  /** The question that `approvals` answers, which can be asked of the log at an earlier time too. */
  question: ApprovalsQuestion;
  authorship: Authorship;
  origin: Origin;
}

/**
 * Determines the authors and the approvals of a change. A release under another name sets the same requirements as a previous release.
 * @param releasedBy null if nobody releases it yet
 * @param allowedSigners null if signatures are not checked
 */
export async function standingOf(
  copy: WorkingCopy,
  releasedBy: string | null,
  allowedSigners: string | null,
): Promise<Standing> {
  const { published, project, digest, log } = copy;
  const origin = await originOf(copy);
  const { predecessor } = origin;
  const former = origin.opinions.filter(each => log.every(({ hash }) => hash !== each.hash));
  const authorship = await authorsOf(copy, releasedBy, predecessor?.releases);
  const change = published === null ? 'first' : changeToApprove(published);
  const question: ApprovalsQuestion = {
    digest,
    change: predecessor === null ? change : 'unknown',
    governance: {
      now: project.ruleSet.governance,
      before: predecessor === null ? published?.latest?.project?.ruleSet.governance : predecessor.governance,
    },
    authors: authorship.authors,
    unknownAuthors: authorship.unknown,
    aliases: authorship.aliases,
    former: await Promise.all(former.map(entry => withSignature(entry, allowedSigners))),
    ...(allowedSigners === null ? {} : { signatures: await checkSignatures(log, allowedSigners) }),
  };
  return { approvals: approvalsFor(log, question), question, authorship, origin };
}

async function withSignature(entry: LogEntry, allowedSigners: string | null): Promise<FormerOpinion> {
  const checked = allowedSigners === null ? undefined : await checkSignatures([entry], allowedSigners);
  return { entry, signature: checked?.get(entry.sequence) };
}

/** The approvals of the content that is not released yet; null if the log has none, or the rule file cannot be read. */
export async function pendingIn(
  { folder }: FoundLog,
  log: readonly LogEntry[],
  { now, allowedSigners }: { now: number; allowedSigners: string | null },
): Promise<Pending | null> {
  if (readHistory(log).every(({ kind }) => kind !== 'open')) return null;
  const [uri, ...more] = await ruleFilesOf(folder);
  const copy = uri === undefined || more.length > 0 ? null : await readWorkingCopy(uri, now);
  if (copy === null || 'broken' in copy) return null;
  const { approvals } = await standingOf(copy, null, allowedSigners);
  return { digest: copy.digest, approvals, authorsKnown: true };
}

/** Notes about earlier releases of the rule set under another name. */
export function originNotes({ predecessor, unknown }: Origin): string[] {
  if (unknown !== null) return [unknown];
  if (predecessor === null) return [];
  const { ruleset, version } = predecessor.latest;
  return [
    `This rule set was released before, most recently as ${ruleset} ${version}: the requirements of that release apply.`,
  ];
}
