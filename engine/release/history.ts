import { approvalOf, type Approval, type ApprovalsState, type CheckedSignature } from './approvals.ts';
import type { ChangeSummary, LogEntry, VersionRef } from './log-entry.ts';
import { readLog } from './read-log.ts';
import type { DiffClass } from '../diff/facts.ts';

/** What one person said of a version. */
export interface Opinion extends Approval {
  kind: 'approve' | 'reject';
  /** Whether a release counted it, or would; null if that cannot be told. */
  counts: boolean | null;
  /** Why it does not count, or why that cannot be told; empty if it counts. */
  because: string;
}

export interface HistoryOptions {
  /** By sequence number what signatures show; left out if they are not checked. */
  signatures?: ReadonlyMap<number, CheckedSignature> | undefined;
  /** How far the approvals of the working copy have come; null if nothing is known of it. */
  pending?: Pending | null;
}

export interface Pending {
  digest: string;
  approvals: ApprovalsState;
  /** Whether `approvals` leaves out those of whoever made the change. */
  authorsKnown: boolean;
}

/** A line of the history of a rule set: a release, a rollback, or `open`: what was approved or rejected, and is not released. */
export interface HistoryRow extends VersionRef {
  kind: 'release' | 'rollback' | 'open';
  /** RFC 3339. Of an open row that of its last entry. */
  time: string;
  /** Null in an open row: nobody has released it. */
  who: string | null;
  role: string | null;
  why: string | null;
  /** Null for a first release, and for an open row. */
  class: DiffClass | null;
  summary: ChangeSummary | null;
  base: VersionRef | null;
  /** Of a rollback: the version whose content came back. */
  to: string | null;
  authors: string[];
  /** How many approvals the release needed. */
  needed: number | null;
  approvals: Opinion[];
  sequence: number | null;
  hash: string | null;
}

/** The history of a rule set from the text of its log, oldest first; lines that cannot be read are left out. */
export function readHistory(log: string | readonly LogEntry[], options: HistoryOptions = {}): HistoryRow[] {
  const { signatures, pending = null } = options;
  const entries = typeof log === 'string' ? readLog(log) : log;
  const rows: HistoryRow[] = [];
  let said: LogEntry[] = [];
  const open = () => openRows(said, each => opinionOf(each, signatures, standingOf(each, pending)));
  for (const entry of entries) {
    if (entry.kind === 'approve' || entry.kind === 'reject') said.push(entry);
    else if (entry.kind === 'release') {
      const counted = entry.approvals?.counted ?? [];
      const opinions = said.map(each => opinionOf(each, signatures, whyNotCounted(each, counted, signatures)));
      rows.push(versionRow(entry, 'release', opinions));
      said = [];
    } else {
      // A rollback leaves open what was said before.
      rows.push(...open(), versionRow(entry, 'rollback', []));
      said = [];
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

/** Whether what was said and is not released yet counts. */
function standingOf({ sequence, digest }: LogEntry, pending: Pending | null): Standing {
  if (pending === null) return { counts: null, because: 'Whether it counts cannot be told without the rule file.' };
  const { approvals, authorsKnown } = pending;
  const isIn = (list: readonly Approval[]) => list.some(each => each.sequence === sequence);
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
    : { counts: null, because: 'It counts unless they made the change, which `handrail log` tells.' };
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

function openRows(said: readonly LogEntry[], opinion: (entry: LogEntry) => Opinion): HistoryRow[] {
  const byDigest = new Map<string, LogEntry[]>();
  for (const entry of said) byDigest.set(entry.digest, [...(byDigest.get(entry.digest) ?? []), entry]);
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
  return { kind: entry.kind === 'reject' ? 'reject' : 'approve', ...approvalOf(entry, signatures), ...standing };
}
