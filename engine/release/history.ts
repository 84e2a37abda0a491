import { sinceLastVersion, type Approval } from './approvals.ts';
import type { ChangeSummary, LogEntry, VersionRef } from './log-entry.ts';
import { readLog } from './read-log.ts';
import type { DiffClass } from '../diff/facts.ts';

/** What one person said of a version. */
export interface Opinion extends Approval {
  kind: 'approve' | 'reject';
  /** Whether the release counted it; null where nothing was released yet. */
  counts: boolean | null;
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
export function readHistory(log: string | readonly LogEntry[]): HistoryRow[] {
  const entries = typeof log === 'string' ? readLog(log) : log;
  const rows: HistoryRow[] = [];
  let said: LogEntry[] = [];
  for (const entry of entries) {
    if (entry.kind === 'approve' || entry.kind === 'reject') said.push(entry);
    else {
      rows.push(versionRow(entry, entry.kind, entry.kind === 'release' ? said : []));
      said = [];
    }
  }
  return [...rows, ...openRows(sinceLastVersion(entries))];
}

function versionRow(entry: LogEntry, kind: 'release' | 'rollback', said: readonly LogEntry[]): HistoryRow {
  const { time, who, role, why, version, digest, summary, base, to, authors, approvals, sequence, hash } = entry;
  const counted = approvals?.counted ?? [];
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
    approvals: said.map(each => opinionOf(each, counted.includes(each.sequence))),
    sequence,
    hash,
  };
}

function openRows(said: readonly LogEntry[]): HistoryRow[] {
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
    const approvals = entries.map(each => opinionOf(each, null));
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

function opinionOf(entry: LogEntry, counts: boolean | null): Opinion {
  const { kind, sequence, time, who, role, why, signature } = entry;
  const verdict = kind === 'reject' ? 'reject' : 'approve';
  return { kind: verdict, sequence, time, who, role, why, signed: signature !== undefined, counts };
}
