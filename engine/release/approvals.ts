import { shortDigest } from '../model/short-digest.ts';
import { neededByBoth, type ChangeToApprove } from '../diff/required-approvals.ts';
import type { Governance } from '../model/rule-set.ts';
import type { LogEntry } from './log-entry.ts';
import { approverOf, approverProven, sameIdentity, samePerson } from './person.ts';

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

/** A person who may not approve a change because it is their own. */
export interface Author {
  /** `Name <email>`, or a name. */
  who: string;
  /** Whether they release the change, made a commit of it, or rolled back to its content. */
  because: 'releases' | 'changed' | 'rolled-back';
  /** The abbreviated commit; null if no commit is the reason. */
  commit: string | null;
}

/** The result of checking a signature: whose key made it, or why it is invalid. */
export type CheckedSignature =
  | { principal: string; /** Fingerprint of the key; null if unknown. */ key: string | null }
  | { problem: string };

/** The state of a signature: absent, not checked, valid, or invalid. */
export type SignatureState = 'none' | 'unchecked' | 'holds' | 'fails';

export interface Approval {
  sequence: number;
  time: string;
  who: string;
  role: string | null;
  why: string | null;
  /** True if there is a signature, checked or not. */
  signed: boolean;
  signature: SignatureState;
}

export interface Disregarded extends Approval {
  kind: 'approve' | 'reject';
  because: Disregard;
  message: string;
}

export interface ApprovalsState {
  /** False if neither version has a governance, so that nothing asks for approvals. */
  governed: boolean;
  needed: number;
  /** The approvals that count, at most one for each person. */
  counted: Approval[];
  /** The number of approvals still missing. */
  missing: number;
  /** Approvals and rejections that do not count. */
  disregarded: Disregarded[];
  /** Rejections of exactly this content that were not withdrawn. They block the release. */
  rejections: Approval[];
  /** True if anyone who did not make the change may approve; otherwise, only `approvers` may. */
  anybodyMayApprove: boolean;
  /** The approvers who may still approve. */
  approvers: string[];
  /** True if only signed approvals count. */
  signaturesRequired: boolean;
  /** Why the authors of the change are unknown, so that no approval counts for certain; null if they are known or no approval is needed. */
  unknownAuthors: string | null;
  /** True if there are enough approvals and nothing blocks the release. */
  sufficient: boolean;
}

export interface ApprovalsQuestion {
  /** The digest of the content to be released. */
  digest: string;
  change: ChangeToApprove;
  /** The governance of the content to be released and of the last release, since a change cannot lower its own requirements. */
  governance: { now: Governance | undefined; before: Governance | undefined };
  /** The authors of the change, and the person who releases it. */
  authors: readonly Author[];
  /** Why the authors may not all be known; null if they are. */
  unknownAuthors?: string | null;
  /** Other names of people, keyed by `who` of an entry. */
  aliases?: ReadonlyMap<string, string>;
  /** The results of checking signatures by sequence number; undefined if they were not checked. */
  signatures?: ReadonlyMap<number, CheckedSignature>;
  /** Opinions on the content in logs that were removed: rejections hold, approvals withdraw them and do not count. */
  former?: readonly FormerOpinion[];
}

export interface FormerOpinion {
  entry: LogEntry;
  /** Undefined if it was not checked. */
  signature: CheckedSignature | undefined;
}

/**
 * The state of the approvals of some content. Only approvals since the last release or rollback count. A rejection stays until its author approves the same
 * content.
 */
export function approvalsFor(log: readonly LogEntry[], question: ApprovalsQuestion): ApprovalsState {
  const { governance, digest } = question;
  const rules: Rules = {
    approvers: approversIn(governance),
    signaturesRequired: [governance.now, governance.before].some(each => each?.signatures === 'required'),
    authors: [...question.authors, ...rollbackAuthors(log)],
    digest,
  };
  const present = log.map(entry => ({ entry, signature: question.signatures?.get(entry.sequence) }));
  const statements = [...(question.former ?? []), ...present].flatMap(({ entry, signature }) =>
    isOpinion(entry) ? statementOf(entry, signature, { rules, question }) : [],
  );
  const current = new Set(sinceLastVersion(log));
  const approval = ({ entry, checked }: Statement) => approvalOf(entry, checked);
  const counted: Statement[] = [];
  const rejections: Statement[] = [];
  const disregarded: Disregarded[] = [];
  for (const [index, statement] of statements.entries()) {
    const { entry } = statement;
    const isCurrent = current.has(entry);
    if (entry.kind === 'approve' ? !isCurrent : entry.digest !== digest) continue;
    const later = statements.slice(index + 1).filter(each => each.entry.digest === digest);
    const takenBack = later.some(each => each.entry.kind !== entry.kind && takesBack(each, statement));
    const because =
      entry.kind === 'approve' ? whyNotFor(statement, { rules, takenBack, counted }) : whyNotAgainst(statement, rules);
    if (because === null) {
      if (entry.kind === 'approve') counted.push(statement);
      else if (!takenBack) rejections.push(statement);
    } else if (isCurrent && !(because === 'stale' && later.some(each => maySame(each, statement))))
      // A stale approval is not reported if the person has approved the current content since.
      disregarded.push({
        ...approval(statement),
        kind: entry.kind,
        because,
        message: disregardMessage(statement, because, rules),
      });
  }
  const needed = neededByBoth(question.change, governance);
  const missing = Math.max(0, needed - counted.length);
  const unknownAuthors = needed === 0 ? null : (question.unknownAuthors ?? null);
  const done = [...rules.authors.map(({ who }) => who), ...counted.flatMap(({ identities }) => identities)];
  return {
    governed: governance.now !== undefined || governance.before !== undefined,
    needed,
    counted: counted.map(approval),
    missing,
    disregarded,
    rejections: rejections.map(approval),
    anybodyMayApprove: rules.approvers === null,
    approvers: (rules.approvers ?? []).filter(
      approver => !done.some(each => samePerson(each, approver) || approverOf(each, [approver]) !== null),
    ),
    signaturesRequired: rules.signaturesRequired,
    unknownAuthors,
    sufficient: missing === 0 && rejections.length === 0 && unknownAuthors === null,
  };
}

/** Who may still approve, in words; null if nobody may. */
export function whoMayApprove({
  anybodyMayApprove,
  approvers,
}: Pick<ApprovalsState, 'anybodyMayApprove' | 'approvers'>): string | null {
  if (anybodyMayApprove) return 'people who did not make the change';
  return approvers.length === 0 ? null : approvers.join(', ');
}

/** The rules by which opinions on some content count. */
interface Rules {
  digest: string;
  /** Null if anyone may approve. */
  approvers: readonly string[] | null;
  signaturesRequired: boolean;
  authors: readonly Author[];
}

/** Who may approve, from the governance before if it says so, because a change cannot choose its own approvers. Null if anyone may; empty if nobody may. */
export function approversIn({ now, before }: ApprovalsQuestion['governance']): readonly string[] | null {
  return before?.approvers ?? now?.approvers ?? null;
}

/** The people who rolled back since the last release, who count as authors of the next change. */
export function rollbackAuthors(log: readonly LogEntry[]): Author[] {
  const last = log.findLastIndex(({ kind }) => kind === 'release');
  return log
    .slice(last + 1)
    .flatMap(({ kind, who }) => (kind === 'rollback' ? [{ who, because: 'rolled-back' as const, commit: null }] : []));
}

type OpinionEntry = LogEntry & { kind: 'approve' | 'reject' };

function isOpinion(entry: LogEntry): entry is OpinionEntry {
  return entry.kind === 'approve' || entry.kind === 'reject';
}

/** An opinion, with what is known about its author. */
interface Statement {
  entry: OpinionEntry;
  /** The result of checking its signature; undefined if it has none, or it was not checked. */
  checked: CheckedSignature | undefined;
  /** The principal of the valid signature; null if it is absent, invalid or not checked. */
  principal: string | null;
  /** Why the signature is invalid; null if it is valid, absent or not checked. */
  problem: string | null;
  /** All names by which the author may be known. */
  identities: string[];
  key: string | null;
  approver: string | null;
  /** True if it is signed as the rules require. */
  proven: boolean;
}

function statementOf(
  entry: OpinionEntry,
  signature: CheckedSignature | undefined,
  { rules: { approvers, signaturesRequired }, question: { aliases } }: { rules: Rules; question: ApprovalsQuestion },
): Statement {
  const checked = entry.signature === undefined ? undefined : signature;
  const approver = approverOf(entry.who, approvers ?? []);
  const names = [entry.who, aliases?.get(entry.who) ?? entry.who];
  const said = { entry, checked, identities: names, key: null, principal: null, problem: null, approver };
  if (checked === undefined) return { ...said, proven: !signaturesRequired };
  if ('problem' in checked) return { ...said, problem: checked.problem, proven: false };
  const { principal, key } = checked;
  const identities = [...names, principal];
  return { ...said, principal, key, identities, approver: approverProven(principal, approvers ?? []), proven: true };
}

/** Why an approval does not count; null if it does. */
function whyNotFor(
  statement: Statement,
  { rules, takenBack, counted }: { rules: Rules; takenBack: boolean; counted: readonly Statement[] },
): Disregard | null {
  if (statement.entry.digest !== rules.digest) return 'stale';
  if (statement.problem !== null) return 'bad-signature';
  if (!statement.proven) return 'unsigned';
  if (takenBack) return 'withdrawn';
  const own = ownAuthor(statement, rules);
  if (own !== undefined) return own.because === 'releases' ? 'releases-it' : 'own-change';
  if (rules.approvers !== null && statement.approver === null) return 'not-an-approver';
  return counted.some(each => maySame(each, statement)) ? 'duplicate' : null;
}

/**
 * Why a rejection does not count; null if it does. An unchecked signature may be valid, so the rejection counts. Unless signatures are required, a rejection
 * with an invalid signature counts like one without.
 */
function whyNotAgainst(
  { entry, problem, approver }: Statement,
  { approvers, signaturesRequired }: Rules,
): Disregard | null {
  if (signaturesRequired && problem !== null) return 'bad-signature';
  if (signaturesRequired && entry.signature === undefined) return 'unsigned';
  return approvers !== null && approver === null ? 'not-an-approver' : null;
}

/** True if a statement comes from the author of an earlier one, with at least the same proof. */
function takesBack(statement: Statement, earlier: Statement): boolean {
  if (!statement.proven) return false;
  return earlier.principal === null
    ? sameIdentity(statement.entry.who, earlier.entry.who)
    : statement.principal === earlier.principal;
}

function ownAuthor({ identities }: Statement, { authors, approvers }: Rules): Author | undefined {
  return authors.find(author => identities.some(each => sameApprover(author.who, each, approvers ?? [])));
}

/** True if two statements may come from the same person. */
function maySame(a: Statement, b: Statement): boolean {
  if (a.key !== null && a.key === b.key) return true;
  if (a.approver !== null && a.approver === b.approver) return true;
  return a.identities.some(one => b.identities.some(other => samePerson(one, other)));
}

/** The entries since the last release or rollback, which concern the next version. */
export function sinceLastVersion(log: readonly LogEntry[]): LogEntry[] {
  const last = log.findLastIndex(({ kind }) => kind === 'release' || kind === 'rollback');
  return log.slice(last + 1);
}

/** True if two may be the same person, or match the same entry of the approvers. */
function sameApprover(a: string, b: string, approvers: readonly string[]): boolean {
  if (samePerson(a, b)) return true;
  const approver = approverOf(a, approvers);
  return approver !== null && approver === approverOf(b, approvers);
}

export function approvalOf(
  { sequence, time, who, role, why, signature }: LogEntry,
  checked: CheckedSignature | undefined,
): Approval {
  const signed = signature !== undefined;
  const state = !signed ? 'none' : checked === undefined ? 'unchecked' : 'problem' in checked ? 'fails' : 'holds';
  return { sequence, time, who, role, why, signed, signature: state };
}

function disregardMessage(statement: Statement, because: Disregard, rules: Rules): string {
  const { entry, principal, problem } = statement;
  const { kind, who, digest, version, signature } = entry;
  switch (because) {
    case 'own-change': {
      const own = ownAuthor(statement, rules);
      const as = own === undefined || own.who === who ? '' : ` as ${own.who}`;
      const by = own?.because === 'rolled-back' ? ' by a rollback' : '';
      const commit = own === undefined || own.commit === null ? '' : ` (commit ${own.commit})`;
      return `${who} made the change${as}${by}${commit}, and nobody approves their own.`;
    }
    case 'releases-it':
      return `${who} releases it, and whoever releases a change does not approve it.`;
    case 'not-an-approver': {
      const { approvers } = rules;
      if (approvers?.length === 0) return `${who} is not among the approvers: \`governance.approvers\` names nobody.`;
      const proved =
        principal === null ? '.' : `: the signature proves \`${principal}\`, and only that address counts.`;
      return `${who} is not among the approvers (${(approvers ?? []).join(', ')})${proved}`;
    }
    case 'stale':
      return `${who} approved another content (${version}, digest ${shortDigest(digest)}), which was edited since.`;
    case 'withdrawn':
      return `${who} took the approval back.`;
    case 'duplicate':
      return `${who} has approved before: one name, address or key is one person.`;
    case 'unsigned':
      return signature === undefined
        ? `${who} did not sign, and \`governance.signatures\` is \`required\`: \`handrail ${kind} --sign KEY\`.`
        : `The signature of ${who} cannot be checked without a file of allowed signers: \`--allowed-signers FILE\`.`;
    case 'bad-signature':
      return problem ?? `The signature of ${who} does not hold.`;
  }
}
