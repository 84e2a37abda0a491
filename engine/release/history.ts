import { approvalOf, type Approval, type ApprovalsState, type CheckedSignature } from './approvals.ts';
import type { ChangeSummary, EntryReview, LogEntry, VersionRef } from './log-entry.ts';
import { readLog } from './read-log.ts';
import type { DiffClass } from '../diff/facts.ts';

/** One person's approval or rejection of a version. */
export interface Opinion extends Approval {
  kind: 'approve' | 'reject';
  /** True if a release counted it or would count it; null if unknown. */
  counts: boolean | null;
  /** Why it does not count, or why this is unknown; empty if it counts. */
  because: string;
  /** The review that it is based on; null if none was given. */
  review: EntryReview | null;
}

export interface HistoryOptions {
  /** The results of checking signatures by sequence number; undefined if they were not checked. */
  signatures?: ReadonlyMap<number, CheckedSignature> | undefined;
  /** The state of the working copy's approvals; null if there is no working copy. */
  pending?: Pending | null;
}

export interface Pending {
  digest: string;
  approvals: ApprovalsState;
  /** True if `approvals` already excludes those of the authors of the change. */
  authorsKnown: boolean;
}

/** A row of a rule set's history: a release, a rollback, or content that was approved or rejected but not released (`open`). */
export interface HistoryRow extends VersionRef {
  kind: 'release' | 'rollback' | 'open';
  /** RFC 3339. For an open row, the time of its last entry. */
  time: string;
  /** Null for an open row, which nobody has released. */
  who: string | null;
  role: string | null;
  why: string | null;
  /** The class of the change; null if there is no summary, as in a first release. */
  class: DiffClass | null;
  summary: ChangeSummary | null;
  base: VersionRef | null;
  /** For a rollback, the version whose content was restored; otherwise null. */
  to: string | null;
  authors: string[];
  /** The number of approvals that the release needed; null if unknown or not a release. */
  needed: number | null;
  approvals: Opinion[];
  sequence: number | null;
  hash: string | null;
}

/** The history of a rule set from its log, oldest first. Unreadable lines are skipped. */
export function readHistory(log: string | readonly LogEntry[], options: HistoryOptions = {}): HistoryRow[] {
  const { signatures, pending = null } = options;
  const entries = typeof log === 'string' ? readLog(log) : log;
  const rows: HistoryRow[] = [];
  let opinionsSince: LogEntry[] = [];
  const open = () => openRows(opinionsSince, each => opinionOf(each, signatures, standingOf(each, pending)));
  for (const entry of entries) {
    if (entry.kind === 'approve' || entry.kind === 'reject') opinionsSince.push(entry);
    else if (entry.kind === 'release') {
      const counted = entry.approvals?.counted ?? [];
      const opinions = opinionsSince.map(each => opinionOf(each, signatures, whyNotCounted(each, counted, signatures)));
      rows.push(versionRow(entry, 'release', opinions));
      opinionsSince = [];
    } else {
      // Opinions before a rollback stay open.
      rows.push(...open(), versionRow(entry, 'rollback', []));
      opinionsSince = [];
    }
  }
  return [...rows, ...open()];
}

type Standing = Pick<Opinion, 'counts' | 'because'>;

const counts: Standing = { counts: true, because: '' };

function whyNotCounted(
  { kind, sequence }: LogEntry,
  counted: readonly number[],
  signatures: HistoryOptions['signatures'],
): Standing {
  const checked = signatures?.get(sequence);
  if (checked !== undefined && 'problem' in checked) return { counts: false, because: checked.problem };
  if (counted.includes(sequence)) return counts;
  return {
    counts: false,
    because: kind === 'approve' ? 'The release did not count it.' : 'It did not hold up the release.',
  };
}

/** Whether an opinion on content that is not yet released counts. */
function standingOf({ sequence, time, digest }: LogEntry, pending: Pending | null): Standing {
  if (pending === null) return { counts: null, because: 'Whether it counts cannot be told without the rule file.' };
  const { approvals, authorsKnown } = pending;
  // A rejection may be of a former log, which counts its entries itself.
  const isIn = (list: readonly Approval[]) => list.some(each => each.sequence === sequence && each.time === time);
  const disregarded = approvals.disregarded.find(each => each.sequence === sequence);
  if (disregarded !== undefined) return { counts: false, because: disregarded.message };
  if (isIn(approvals.rejections)) return counts;
  if (!isIn(approvals.counted))
    return {
      counts: false,
      because: digest === pending.digest ? 'It does not hold any more.' : 'It is about another content.',
    };
  if (approvals.unknownAuthors !== null) return { counts: null, because: approvals.unknownAuthors };
  return authorsKnown
    ? counts
    : { counts: null, because: 'It counts unless they made the change, which `handrail log` shows.' };
}

function versionRow(entry: LogEntry, kind: 'release' | 'rollback', opinions: Opinion[]): HistoryRow {
  const { time, who, role, why, version, digest, summary, base, to, authors, approvals, sequence, hash } = entry;
  return {
    kind,
    time,
    who,
    role,
    why,
    version,
    digest,
    class: summary?.class ?? null,
    summary,
    base,
    to: to ?? null,
    authors: authors ?? [who],
    needed: approvals?.needed ?? null,
    approvals: opinions,
    sequence,
    hash,
  };
}

function openRows(opinionsSince: readonly LogEntry[], opinion: (entry: LogEntry) => Opinion): HistoryRow[] {
  const byDigest = new Map<string, LogEntry[]>();
  for (const entry of opinionsSince) byDigest.set(entry.digest, [...(byDigest.get(entry.digest) ?? []), entry]);
  return [...byDigest.values()].flatMap(entries => {
    const last = entries.at(-1);
    if (last === undefined) return [];
    const { time, version, digest, base, summary } = last;
    const nobody = {
      who: null,
      role: null,
      why: null,
      to: null,
      authors: [],
      needed: null,
      sequence: null,
      hash: null,
    };
    const approvals = entries.map(opinion);
    return [
      {
        kind: 'open' as const,
        time,
        version,
        digest,
        base,
        summary,
        class: summary?.class ?? null,
        approvals,
        ...nobody,
      },
    ];
  });
}

function opinionOf(entry: LogEntry, signatures: HistoryOptions['signatures'], standing: Standing): Opinion {
  return {
    kind: entry.kind === 'reject' ? 'reject' : 'approve',
    ...approvalOf(entry, signatures?.get(entry.sequence)),
    ...standing,
    review: entry.review ?? null,
  };
}
