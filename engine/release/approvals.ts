import type { DiffClass } from '../diff/facts.ts';
import type { Governance } from '../model/rule-set.ts';
import type { LogEntry } from './log-entry.ts';
import { approverOf, approverProven, sameIdentity, samePerson } from './person.ts';

/** What a change has to be approved as: `first` is the first release of a rule set, `unknown` a change that could not be told whole. */
export type ChangeToApprove = DiffClass | 'first' | 'unknown';

/** Why an approval does not count. */
export type Disregard =
  | 'own-change'
  | 'releases-it'
  | 'not-an-approver'
  | 'stale'
  | 'withdrawn'
  | 'duplicate'
  | 'unsigned'
  | 'bad-signature';

/** Somebody who does not approve a change, because it is theirs. */
export interface Author {
  /** `Name <email>`, or a name. */
  who: string;
  /** They release it, or a commit of theirs changed the rules. */
  because: 'releases' | 'changed';
  /** Abbreviated; null if they release it. */
  commit: string | null;
}

/** What a signature shows: whose key made it, or that it shows nothing. */
export type CheckedSignature =
  | { principal: string; /** Fingerprint of the key; null if it is not known. */ key: string | null }
  | { problem: string };

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
  /** Whether only signed approvals count. */
  signaturesRequired: boolean;
  /** Why it cannot be told who made the change, so that no approval shows anything; null if it can, or if none is needed. */
  unknownAuthors: string | null;
  /** Enough approvals, and nothing against them. */
  sufficient: boolean;
}

export interface ApprovalsQuestion {
  /** What is to be released. */
  digest: string;
  change: ChangeToApprove;
  /** Of what is to be released, and of the last release: a change does not lower what it has to pass itself. */
  governance: { now: Governance | undefined; before: Governance | undefined };
  /** Who made the change, and who releases it. */
  authors: readonly Author[];
  /** Why the authors cannot all be known. */
  unknownAuthors?: string | null;
  /** By sequence number what the signatures of the log show; left out if they are not checked. */
  signatures?: ReadonlyMap<number, CheckedSignature>;
}

/** How far the approvals of a content have come. Only what was said since the last release or rollback speaks of it. */
export function approvalsFor(log: readonly LogEntry[], question: ApprovalsQuestion): ApprovalsState {
  const { digest, authors, governance } = question;
  const approvers = approversIn(governance);
  const signaturesRequired = [governance.now, governance.before].some(each => each?.signatures === 'required');
  const said = sinceLastVersion(log).map(entry => statementOf(entry, approvers, question.signatures));
  const counted: Statement[] = [];
  const disregarded: ApprovalsState['disregarded'] = [];
  for (const statement of said) {
    const { entry } = statement;
    if (entry.kind !== 'approve') continue;
    const later = said.filter(each => each.entry.sequence > entry.sequence && maySame(each, statement));
    const own = authors.find(author => statement.identities.some(each => sameApprover(author.who, each, approvers)));
    const because: Disregard | null =
      entry.digest !== digest
        ? 'stale'
        : statement.problem !== null
          ? 'bad-signature'
          : signaturesRequired && statement.principal === null
            ? 'unsigned'
            : later.some(each => each.entry.kind === 'reject' && each.entry.digest === digest)
              ? 'withdrawn'
              : own !== undefined
                ? own.because === 'releases'
                  ? 'releases-it'
                  : 'own-change'
                : approvers.length > 0 && statement.approver === null
                  ? 'not-an-approver'
                  : counted.some(each => maySame(each, statement))
                    ? 'duplicate'
                    : null;
    if (because === null) counted.push(statement);
    // Who approved again what there is now has not left anything open.
    else if (because !== 'stale' || !later.some(each => each.entry.digest === digest))
      disregarded.push({
        ...approvalOf(entry),
        because,
        message: disregardMessage(statement, because, { approvers, own }),
      });
  }
  const takesBack = (statement: Statement, rejection: Statement) =>
    statement.entry.sequence > rejection.entry.sequence &&
    statement.entry.digest === digest &&
    statement.problem === null &&
    (statement.principal !== null || (rejection.principal === null && !signaturesRequired)) &&
    (rejection.principal === null
      ? sameIdentity(statement.entry.who, rejection.entry.who)
      : statement.principal === rejection.principal);
  const rejections = said.filter(
    each =>
      each.entry.kind === 'reject' &&
      each.entry.digest === digest &&
      (approvers.length === 0 || approverOf(each.entry.who, approvers) !== null) &&
      !said.some(other => takesBack(other, each)),
  );
  const needed = Math.max(neededFor(question.change, governance.now), neededFor(question.change, governance.before));
  const missing = Math.max(0, needed - counted.length);
  const unknownAuthors = needed === 0 ? null : (question.unknownAuthors ?? null);
  const done = [...authors.map(({ who }) => who), ...counted.flatMap(({ identities }) => identities)];
  return {
    needed,
    counted: counted.map(({ entry }) => approvalOf(entry)),
    missing,
    disregarded,
    rejections: rejections.map(({ entry }) => approvalOf(entry)),
    approvers: approvers.filter(
      approver => !done.some(each => samePerson(each, approver) || approverOf(each, [approver]) !== null),
    ),
    signaturesRequired,
    unknownAuthors,
    sufficient: missing === 0 && rejections.length === 0 && unknownAuthors === null,
  };
}

/** Who may approve: a change does not choose its own approvers. Empty if anybody may. */
function approversIn({ now, before }: ApprovalsQuestion['governance']): readonly string[] {
  return before?.approvers?.length ? before.approvers : (now?.approvers ?? []);
}

/** An entry of the log with what is known of who made it. */
interface Statement {
  entry: LogEntry;
  /** As whom they signed; null if they did not, or nobody checked. */
  principal: string | null;
  /** Why the signature shows nothing; null if it holds, or there is none. */
  problem: string | null;
  /** All that they may be known as. */
  identities: string[];
  key: string | null;
  approver: string | null;
}

function statementOf(
  entry: LogEntry,
  approvers: readonly string[],
  signatures: ApprovalsQuestion['signatures'],
): Statement {
  const checked = entry.signature === undefined ? undefined : signatures?.get(entry.sequence);
  const said = { entry, identities: [entry.who], key: null, principal: null, problem: null };
  if (checked === undefined) return { ...said, approver: approverOf(entry.who, approvers) };
  if ('problem' in checked) return { ...said, problem: checked.problem, approver: null };
  const { principal, key } = checked;
  const identities = [entry.who, principal];
  return { ...said, principal, key, identities, approver: approverProven(principal, approvers) };
}

/** Whether two statements may be those of one person. */
function maySame(a: Statement, b: Statement): boolean {
  if (a.key !== null && a.key === b.key) return true;
  if (a.approver !== null && a.approver === b.approver) return true;
  return a.identities.some(one => b.identities.some(other => samePerson(one, other)));
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

/** Whether two may be the same person, or belong to one entry of the approvers. */
function sameApprover(a: string, b: string, approvers: readonly string[]): boolean {
  if (samePerson(a, b)) return true;
  const approver = approverOf(a, approvers);
  return approver !== null && approver === approverOf(b, approvers);
}

function approvalOf({ sequence, time, who, role, why, signature }: LogEntry): Approval {
  return { sequence, time, who, role, why, signed: signature !== undefined };
}

function disregardMessage(
  { entry: { who, digest, version, signature }, principal, problem }: Statement,
  because: Disregard,
  { approvers, own }: { approvers: readonly string[]; own: Author | undefined },
): string {
  switch (because) {
    case 'own-change': {
      const commit = own === undefined || own.commit === null ? '' : ` (commit ${own.commit})`;
      const as = own === undefined || own.who === who ? '' : ` as ${own.who}`;
      return `${who} made the change${as}${commit}, and nobody approves their own.`;
    }
    case 'releases-it':
      return `${who} releases it, and whoever releases a change does not approve it.`;
    case 'not-an-approver': {
      const list = approvers.join(', ');
      return principal === null
        ? `${who} is not among the approvers (${list}).`
        : `${who} is not among the approvers (${list}): the signature proves \`${principal}\`, and only that address counts.`;
    }
    case 'stale':
      return `${who} approved another content (${version}, digest ${digest.slice(0, 12)}), which was edited since.`;
    case 'withdrawn':
      return `${who} took the approval back.`;
    case 'duplicate':
      return `${who} has approved before: one name, address or key is one person.`;
    case 'unsigned':
      return signature === undefined
        ? `${who} did not sign, and \`governance.signatures\` is \`required\`: \`handrail approve --sign KEY\`.`
        : `The signature of ${who} cannot be checked without a file of allowed signers: \`--allowed-signers FILE\`.`;
    case 'bad-signature':
      return problem ?? `The signature of ${who} does not hold.`;
  }
}
