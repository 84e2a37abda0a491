import type { DiffClass } from '../diff/facts.ts';
import { neededByBoth, type ChangeToApprove } from '../diff/required-approvals.ts';
import type { Governance } from '../model/rule-set.ts';
import { approvalsFor, type ApprovalsQuestion, type CheckedSignature } from './approvals.ts';
import type { LogEntry } from './log-entry.ts';
import { readPerson } from './person.ts';

type Signatures = ReadonlyMap<number, CheckedSignature>;

/** What the snapshots of a release and of the one before say, to recompute what its entry claims. */
export interface RecountQuestion {
  /** Of the snapshot of the release, and of the one before. */
  governance: { now: Governance | undefined; before: Governance | undefined };
  /** As what the change had to be approved; null if nobody compared the snapshots: then it is taken for what the entry says. */
  change: ChangeToApprove | null;
  /** The most severe change between the snapshots, as far as it is known; null if nobody compared them. */
  class: DiffClass | null;
  /** By sequence number what the signatures of the log show; left out if they are not checked. */
  signatures?: Signatures | undefined;
}

/** Whether the class of a change decides if a release counts enough approvals. */
export function dependsOnClass(entry: LogEntry, { governance }: Pick<RecountQuestion, 'governance'>): boolean {
  return givenTo(entry) < neededByBoth('unknown', governance);
}

/**
 * Why a release could not have been made as its entry says: its change is more severe, needed more approvals, or it counts one that does not count, or
 * there was a rejection. Null if it could.
 * @param before the entries before it
 */
export function recountFault(entry: LogEntry, before: readonly LogEntry[], question: RecountQuestion): string | null {
  const relevant = before.filter(
    ({ kind, digest }) => kind === 'release' || kind === 'rollback' || digest === entry.digest,
  );
  return (
    classFault(entry, question) ??
    neededFault(entry, question) ??
    countedFault(entry, relevant, question) ??
    rejectionFault(entry, relevant, question)
  );
}

const mildest: readonly DiffClass[] = ['equivalent', 'tightened', 'rerouted', 'loosened'];

/** A claim that is more severe than the truth asks for no less oversight. */
function classFault({ summary }: LogEntry, { class: found }: RecountQuestion): string | null {
  if (summary === null || found === null || !summary.complete) return null;
  return mildest.indexOf(found) > mildest.indexOf(summary.class)
    ? `This release says that it is ${summary.class}, and by the two snapshots it is ${found}.`
    : null;
}

function neededFault(entry: LogEntry, { change, governance }: RecountQuestion): string | null {
  const needed = neededByBoth(change ?? claimedChange(entry), governance);
  const given = givenTo(entry);
  if (given >= needed) return null;
  const what = change === 'unknown' ? ', since what changes could not all be determined' : '';
  return `This release needed ${needed} approval${needed === 1 ? '' : 's'} by the governance of the snapshots${what}, and counts ${given}.`;
}

/** How many approvals a release both asks for and counts. */
function givenTo({ approvals }: LogEntry): number {
  return Math.min(approvals?.needed ?? 0, new Set(approvals?.counted).size);
}

function claimedChange({ base, summary }: LogEntry): ChangeToApprove {
  if (base === null) return 'first';
  return summary?.complete === true ? summary.class : 'unknown';
}

/**
 * It is not known whether whoever released it had signatures checked where they are not required. So an approval is at fault only if it counts neither
 * way. The approvals that the release did not count are left out, since they do not speak against others.
 */
function countedFault(entry: LogEntry, before: readonly LogEntry[], question: RecountQuestion): string | null {
  const counted = entry.approvals?.counted ?? [];
  if (counted.length === 0) return null;
  const isOther = ({ kind, digest, sequence }: LogEntry) =>
    kind === 'approve' && digest === entry.digest && !counted.includes(sequence);
  const log = before.filter(each => !isOther(each));
  const held = question.signatures ?? asIfHeld(log);
  const faults = (isRequired(question) ? [held] : [undefined, held]).map(signatures => {
    const state = approvalsFor(log, questionOf(entry, question, signatures));
    const wrong = counted.find(sequence => state.counted.every(each => each.sequence !== sequence));
    if (wrong === undefined) return null;
    const why = state.disregarded.find(({ sequence }) => sequence === wrong)?.message;
    return `This release counts entry ${wrong}, which does not count: ${why ?? 'it was given before another release.'}`;
  });
  return faults.includes(null) ? null : (faults[0] ?? null);
}

/** A rejection stood against the release only if it did whether or not signatures were checked, and whatever they show. */
function rejectionFault(entry: LogEntry, before: readonly LogEntry[], question: RecountQuestion): string | null {
  const { signatures } = question;
  const held = signatures ?? asIfHeld(before);
  const readings = !isRequired(question)
    ? [undefined, held]
    : signatures === undefined
      ? [held, asIfFailed(before)]
      : [held];
  const [first = [], ...others] = readings.map(
    each => approvalsFor(before, questionOf(entry, question, each)).rejections,
  );
  const standing = first.find(({ sequence }) => others.every(each => each.some(other => other.sequence === sequence)));
  return standing === undefined
    ? null
    : `This release was rejected by ${standing.who} (entry ${standing.sequence}), who did not take that back.`;
}

function questionOf(
  entry: LogEntry,
  { governance }: RecountQuestion,
  signatures: Signatures | undefined,
): ApprovalsQuestion {
  const makers = [entry.who, ...(entry.authors ?? [])];
  return {
    digest: entry.digest,
    change: claimedChange(entry),
    governance,
    authors: makers.map(who => ({ who, because: 'changed', commit: null })),
    ...(signatures === undefined ? {} : { signatures }),
  };
}

function isRequired({ governance: { now, before } }: RecountQuestion): boolean {
  return [now, before].some(each => each?.signatures === 'required');
}

/** Signatures as they would show if all held: each of whoever its entry names. */
function asIfHeld(log: readonly LogEntry[]): Signatures {
  return signaturesOf(log, ({ who }) => {
    const { name, email } = readPerson(who);
    return { principal: email ?? name, key: null };
  });
}

function asIfFailed(log: readonly LogEntry[]): Signatures {
  return signaturesOf(log, () => ({ problem: '' }));
}

function signaturesOf(log: readonly LogEntry[], shown: (entry: LogEntry) => CheckedSignature): Signatures {
  return new Map(log.flatMap(each => (each.signature === undefined ? [] : [[each.sequence, shown(each)]])));
}
