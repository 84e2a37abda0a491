import type { ChangeClass, DiffClass, SemanticDiff } from '../diff/facts.ts';
import { canonicalForm, digest } from '../decide/digest.ts';

export const entryKinds = ['release', 'approve', 'reject', 'rollback'] as const;
export type EntryKind = (typeof entryKinds)[number];

/** A summary of a change in numbers. */
export interface ChangeSummary {
  class: DiffClass;
  /** The number of regions with a changed decision, by class. */
  regions: Record<ChangeClass, number>;
  /** The number of other changes, by class. */
  consequences: Record<ChangeClass | 'neutral' | 'breaking', number>;
  /** False if undecided regions remain. */
  complete: boolean;
}

/** A released version, identified by its content. */
export interface VersionRef {
  version: string;
  /** SHA-256 hash of the canonical form (RFC 8785) of the rule set with imports merged and payload schemas inlined. */
  digest: string;
}

/** What somebody had read of a change, and said about it, when they approved or rejected it. */
export interface EntryReview {
  /** The digest of the version that they compared the content with. */
  before: string;
  /** The ids of the changed regions that they marked as read. */
  read: string[];
  /** The ids of the other changed regions. */
  unread: string[];
  comments: ReviewComment[];
}

export interface ReviewComment {
  /** The id of the region that it is about. */
  region: string;
  /** The change in that region: `pause by the default becomes continue by modest-refund@1`; null if unknown. */
  change: string | null;
  comment: string;
}

/** The content of a log entry, before it is chained to the previous entry. */
export interface EntryContent extends VersionRef {
  /** RFC 3339, UTC. */
  time: string;
  kind: EntryKind;
  /** The name of the rule set. */
  ruleset: string;
  /** `Name <email>`, or a name. */
  who: string;
  role: string | null;
  why: string | null;
  /** The previous release, with which `summary` compares; null if there is none. */
  base: VersionRef | null;
  /** The changes since `base`; null if there is none. */
  summary: ChangeSummary | null;
  /** For a release, the authors of the change, who may not approve it. */
  authors?: string[];
  /** For a release, the number of approvals needed, and the sequence numbers of those that counted. */
  approvals?: { needed: number; counted: number[] };
  /** For a release, the counting rules used for its approvals (`countingRules` at that time); 1 if undefined. */
  counting?: number;
  /** For a release, the `textDigest` of its snapshot, comments included. */
  text?: string;
  /** For a release, the digests of its payload contracts by name (`refund-handoff@1`). */
  payloads?: Record<string, string>;
  /** For a first release, the last release of the rule set under another name or in another log, whose governance applied to it. */
  formerly?: VersionRef & { ruleset: string };
  /** For a rollback, the version whose content was restored. */
  to?: string;
  /** For an approval or a rejection, the review that it is based on; undefined if none was given. */
  review?: EntryReview;
}

export interface LogEntry extends EntryContent {
  /** 1, 2, 3, … */
  sequence: number;
  /** The hash of the previous entry; 64 zeros for the first one. */
  previous: string;
  /** An armoured SSH signature of `signedText`; undefined if the entry is not signed. */
  signature?: string;
  /** SHA-256 hash of the canonical form (RFC 8785) of everything above. */
  hash: string;
}

/** An entry chained to the log, to be signed or sealed. */
export type UnsealedEntry = Omit<LogEntry, 'hash'>;

/**
 * The current rules for counting approvals. 1: people are identified by address. 2: by address or name, so that an approval with the name of an author or of
 * another approval does not count. 3: people who rolled back are authors too. 4: everything that an entry claims
 * about its approvals follows from the log and the snapshots, so that it can be recomputed.
 */
export const countingRules = 4;

/** By which rules a release is judged: a log does not go back to looser ones, and an entry that names none is judged by those before it. */
export function countingRulesOf({ counting = 1 }: LogEntry, before: readonly LogEntry[]): number {
  return before.reduce((strictest, each) => Math.max(strictest, each.counting ?? 1), counting);
}

/** The file name of a released version's snapshot, beside the log. */
export function snapshotName(version: string): string {
  return `${version}.escalation.yaml`;
}

export const noEntry = '0'.repeat(64);

/** Chains an entry to the end of a log. */
export function chained(content: EntryContent, log: readonly LogEntry[]): UnsealedEntry {
  const last = log.at(-1);
  return { ...content, sequence: (last?.sequence ?? 0) + 1, previous: last?.hash ?? noEntry };
}

/** The text that is signed: the canonical form of the entry without signature and hash. */
export function signedText(entry: UnsealedEntry | LogEntry): string {
  return canonicalForm({ ...entry, signature: undefined, hash: undefined });
}

export function sealed(entry: UnsealedEntry): LogEntry {
  return { ...entry, hash: hashOf(entry) };
}

export function hashOf(entry: UnsealedEntry | LogEntry): string {
  return digest({ ...entry, hash: undefined });
}

/** The line of an entry, without its line break. It is the canonical form, so that every byte is determined by the entry. */
export function lineOf(entry: LogEntry): string {
  return canonicalForm(entry);
}

export function logText(log: readonly LogEntry[]): string {
  return log.map(entry => `${lineOf(entry)}\n`).join('');
}

export function summaryOf({ class: mostSevere, regions, consequences, complete }: SemanticDiff): ChangeSummary {
  const count = <T extends { class: string }>(of: readonly T[], name: string) =>
    of.filter(each => each.class === name).length;
  return {
    class: mostSevere,
    regions: {
      loosened: count(regions, 'loosened'),
      rerouted: count(regions, 'rerouted'),
      tightened: count(regions, 'tightened'),
    },
    consequences: {
      loosened: count(consequences, 'loosened'),
      rerouted: count(consequences, 'rerouted'),
      tightened: count(consequences, 'tightened'),
      neutral: count(consequences, 'neutral'),
      breaking: consequences.filter(({ breaking }) => breaking).length,
    },
    complete,
  };
}
