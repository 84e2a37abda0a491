import type { ChangeClass, DiffClass, SemanticDiff } from '../diff/facts.ts';
import { canonicalForm, digest } from '../decide/digest.ts';

export const entryKinds = ['release', 'approve', 'reject', 'rollback'] as const;
export type EntryKind = (typeof entryKinds)[number];

/** What a change does, in numbers. */
export interface ChangeSummary {
  class: DiffClass;
  /** How many regions of inputs get another decision. */
  regions: Record<ChangeClass, number>;
  /** How many changes beside the decision there are. */
  consequences: Record<ChangeClass | 'neutral' | 'breaking', number>;
  /** False where the work limit left it open whether there is more. */
  complete: boolean;
}

/** A published version by its content. */
export interface VersionRef {
  version: string;
  /** SHA-256 over the RFC 8785 form of the rule set with imports merged in and payload schemas inlined. */
  digest: string;
}

/** What is said in a line of a log, before it is chained to the line before. */
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
  /** The last release before, which `summary` compares with; null where there was none. */
  base: VersionRef | null;
  /** What changes from the base; null where there is none. */
  summary: ChangeSummary | null;
  /** Of a release: who made the change. They do not approve it. */
  authors?: string[];
  /** Of a release: how many approvals it needed, and the sequence numbers of those that counted. */
  approvals?: { needed: number; counted: number[] };
  /** Of a release: by which rules its approvals were counted, `countingRules` of the time. Left out: 1. */
  counting?: number;
  /** Of a release: its payload contracts by name (`refund-handoff@1`), each with its digest. */
  payloads?: Record<string, string>;
  /** Of a rollback: the version whose content came back. */
  to?: string;
}

export interface LogEntry extends EntryContent {
  /** 1, 2, 3, … */
  sequence: number;
  /** The hash of the entry before; of the first entry 64 zeros. */
  previous: string;
  /** An armoured SSH signature over `signedText`; left out where nobody signed. */
  signature?: string;
  /** SHA-256 over the RFC 8785 form of all of the above. */
  hash: string;
}

/** An entry in its place in the log, to be signed or sealed. */
export type UnsealedEntry = Omit<LogEntry, 'hash'>;

/**
 * By which rules approvals are counted now. 1: a person is an address. 2: a person is an address or a name, so that the name of an author, or of
 * another approval, does not count. 3: whoever rolled back is an author too.
 */
export const countingRules = 3;

/** The name of the file that holds a released version, beside the log. */
export function snapshotName(version: string): string {
  return `${version}.escalation.yaml`;
}

export const noEntry = '0'.repeat(64);

/** Puts an entry behind the last one of a log. */
export function chained(content: EntryContent, log: readonly LogEntry[]): UnsealedEntry {
  const last = log.at(-1);
  return { ...content, sequence: (last?.sequence ?? 0) + 1, previous: last?.hash ?? noEntry };
}

/** What a signature is made over: the canonical form of the entry without signature and hash. */
export function signedText(entry: UnsealedEntry | LogEntry): string {
  return canonicalForm({ ...entry, signature: undefined, hash: undefined });
}

export function sealed(entry: UnsealedEntry): LogEntry {
  return { ...entry, hash: hashOf(entry) };
}

export function hashOf(entry: UnsealedEntry | LogEntry): string {
  return digest({ ...entry, hash: undefined });
}

/** The line of an entry, without its line break: its canonical form, so that no byte of it can be another. */
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
