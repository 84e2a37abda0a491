import type { DiffClass } from '../diff/facts.ts';
import type { Governance } from '../model/rule-set.ts';
import type { LogEntry } from './log-entry.ts';
import { approverOf, samePerson } from './person.ts';

/** What a change has to be approved as: `first` is the first release of a rule set, `unknown` a change that could not be told whole. */
export type ChangeToApprove = DiffClass | 'first' | 'unknown';

/** Why an approval does not count. */
export type Disregard = 'own-change' | 'not-an-approver' | 'stale' | 'withdrawn' | 'duplicate' | 'bad-signature';

export interface Approval {
  sequence: number;
  time: string;
  who: string;
  role: string | null;
  why: string | null;
  signed: boolean;
}

export interface ApprovalsState {
  needed: number;
  /** One for each person whose approval counts. */
  counted: Approval[];
  /** How many more are needed. */
  missing: number;
  /** Approvals that do not count. */
  disregarded: (Approval & { because: Disregard; message: string })[];
  /** Rejections of this very content that nobody has taken back: nothing is released against them. */
  rejections: Approval[];
  /** Who may still approve; empty where anybody else may. */
  approvers: string[];
  /** Enough approvals, and no rejection. */
  sufficient: boolean;
}

export interface ApprovalsQuestion {
  /** What is to be released. */
  digest: string;
  change: ChangeToApprove;
  /** Of what is to be released, and of the last release: a change does not lower what it has to pass itself. */
  governance: { now: Governance | undefined; before: Governance | undefined };
  /** Who made the change, whoever releases it among them. */
  authors: readonly string[];
  /** Sequence numbers of entries whose signature does not hold. */
  badlySigned?: ReadonlySet<number>;
}

/** How far the approvals of a content have come. Only what was said since the last release or rollback speaks of it. */
export function approvalsFor(log: readonly LogEntry[], question: ApprovalsQuestion): ApprovalsState {
  const { digest, authors, governance, badlySigned } = question;
  const said = sinceLastVersion(log);
  const approvers = governance.before?.approvers?.length
    ? governance.before.approvers
    : (governance.now?.approvers ?? []);
  const counted: Approval[] = [];
  const disregarded: ApprovalsState['disregarded'] = [];
  for (const entry of said) {
    if (entry.kind !== 'approve') continue;
    const later = said.filter(each => each.sequence > entry.sequence && samePerson(each.who, entry.who));
    const because: Disregard | null =
      entry.digest !== digest
        ? 'stale'
        : badlySigned?.has(entry.sequence) === true
          ? 'bad-signature'
          : later.some(each => each.kind === 'reject' && each.digest === digest)
            ? 'withdrawn'
            : authors.some(author => sameApprover(author, entry.who, approvers))
              ? 'own-change'
              : approvers.length > 0 && approverOf(entry.who, approvers) === null
                ? 'not-an-approver'
                : counted.some(each => sameApprover(each.who, entry.who, approvers))
                  ? 'duplicate'
                  : null;
    if (because === null) counted.push(approvalOf(entry));
    // Who approved again what there is now has not left anything open.
    else if (because !== 'stale' || !later.some(each => each.digest === digest))
      disregarded.push({ ...approvalOf(entry), because, message: disregardMessage(entry, because) });
  }
  const rejections = said.filter(
    entry =>
      entry.kind === 'reject' &&
      entry.digest === digest &&
      (approvers.length === 0 || approverOf(entry.who, approvers) !== null) &&
      !said.some(each => each.sequence > entry.sequence && each.digest === digest && samePerson(each.who, entry.who)),
  );
  const needed = Math.max(neededFor(question.change, governance.now), neededFor(question.change, governance.before));
  const missing = Math.max(0, needed - counted.length);
  return {
    needed,
    counted,
    missing,
    disregarded,
    rejections: rejections.map(approvalOf),
    approvers: approvers.filter(
      approver => ![...authors, ...counted.map(({ who }) => who)].some(each => samePerson(each, approver)),
    ),
    sufficient: missing === 0 && rejections.length === 0,
  };
}

/** How many approvals a change needs. What is left out falls back to `other`, and that to none. */
export function neededFor(change: ChangeToApprove, governance: Governance | undefined): number {
  const { loosening, tightening, other = 0 } = governance?.requiredApprovals ?? {};
  switch (change) {
    case 'loosened':
      return loosening ?? other;
    case 'unknown':
      return Math.max(loosening ?? other, tightening ?? other, other);
    case 'tightened':
      return tightening ?? other;
    case 'rerouted':
    case 'equivalent':
    case 'first':
      return other;
  }
}

/** The entries that speak of what comes next. */
export function sinceLastVersion(log: readonly LogEntry[]): LogEntry[] {
  const last = log.findLastIndex(({ kind }) => kind === 'release' || kind === 'rollback');
  return log.slice(last + 1);
}

/** The same person, also where the two addresses belong to one entry of the approvers. */
function sameApprover(a: string, b: string, approvers: readonly string[]): boolean {
  if (samePerson(a, b)) return true;
  const approver = approverOf(a, approvers);
  return approver !== null && approver === approverOf(b, approvers);
}

function approvalOf({ sequence, time, who, role, why, signature }: LogEntry): Approval {
  return { sequence, time, who, role, why, signed: signature !== undefined };
}

function disregardMessage({ who, digest, version }: LogEntry, because: Disregard): string {
  switch (because) {
    case 'own-change':
      return `${who} made the change, and nobody approves their own.`;
    case 'not-an-approver':
      return `${who} is not among the approvers.`;
    case 'stale':
      return `${who} approved another content (${version}, digest ${digest.slice(0, 12)}), which was edited since.`;
    case 'withdrawn':
      return `${who} took the approval back.`;
    case 'duplicate':
      return `${who} has approved before.`;
    case 'bad-signature':
      return `The signature of ${who} does not hold.`;
  }
}
