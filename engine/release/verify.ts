import { compareVersions } from '../model/version-order.ts';
import { rollbackAuthors } from './approvals.ts';
import { countingRulesOf, hashOf, lineOf, noEntry, snapshotName, type LogEntry } from './log-entry.ts';
import { samePerson } from './person.ts';
import { readLines } from './read-log.ts';

export const logFaultKinds = [
  'malformed',
  'edited',
  'removed',
  'reordered',
  'forked',
  'replaced',
  'truncated',
  'approval',
  'signature',
  'snapshot',
  'link',
  'ruleset',
] as const;
export type LogFaultKind = (typeof logFaultKinds)[number];

/** Evidence that a log was tampered with or damaged. */
export interface LogFault {
  kind: LogFaultKind;
  /** Line number from 1. If something is missing at the end, the number after the last line. */
  line: number;
  message: string;
}

export interface VerifyOptions {
  /** The hash of an entry that was once the last and must be in the log. */
  head?: string;
  /** The name of the log's rule set; not checked if undefined. */
  ruleset?: string;
  /**
   * The digests of the snapshots beside the log, by file name; null for a snapshot that cannot be read. Not checked if undefined.
   */
  snapshots?: ReadonlyMap<string, string | null>;
  /** The `textDigest` of each file next to the log, by file name. Not checked if undefined. */
  texts?: ReadonlyMap<string, string>;
  /** By sequence number, why a signature is invalid; null if it is valid. Not checked if undefined. */
  signatures?: ReadonlyMap<number, string | null>;
}

export interface Verification {
  /** The faults, in order of lines; empty if the log is intact. */
  faults: LogFault[];
  entries: LogEntry[];
  /** The hash of the last entry, to be stored elsewhere; null if there are no entries. */
  head: string | null;
}

/**
 * Finds every edit, removal and reordering in a log by its hash chain. With a `head` stored elsewhere, it also finds a log that was cut off or rewritten from
 * some line on.
 */
export function verifyLog(
  text: string,
  { head, ruleset, snapshots, texts, signatures }: VerifyOptions = {},
): Verification {
  const { lines, ended } = readLines(text);
  const faults: LogFault[] = [];
  const entries: LogEntry[] = [];
  const fault = (kind: LogFaultKind, line: number, message: string) => void faults.push({ kind, line, message });
  let broken = false;
  for (const { line, text: written, entry, problem } of lines) {
    if (entry === null) {
      fault('malformed', line, `This line cannot be read: ${problem ?? ''}`);
      broken = true;
      continue;
    }
    if (hashOf(entry) !== entry.hash)
      fault('edited', line, 'This entry was edited: its content does not give the hash that it carries.');
    else if (lineOf(entry) !== written)
      fault('edited', line, 'This line was edited: it does not stand as it was written.');
    // After an unreadable line, the chain cannot be checked.
    const problemOfChain = broken ? null : chainFault(entry, entries);
    if (problemOfChain !== null) fault(problemOfChain.kind, line, problemOfChain.message);
    if (ruleset !== undefined && entry.ruleset !== ruleset)
      fault('ruleset', line, `This entry is of the rule set ${entry.ruleset}, and stands in the log of ${ruleset}.`);
    const uncounted = approvalFault(entry, entries);
    if (uncounted !== null) fault('approval', line, uncounted);
    broken = false;
    entries.push(entry);
  }
  if (!ended) fault('truncated', lines.length, 'The last line was cut off: it has no line break.');
  if (head !== undefined && !entries.some(({ hash }) => hash === head)) {
    const message = `The log was cut off or written anew: no entry has the hash ${head}, which was once its head.`;
    fault('truncated', lines.length + 1, message);
  }
  for (const { line, entry } of lines) {
    if (entry === null) continue;
    if (entry.kind === 'release' && snapshots !== undefined) {
      const name = snapshotName(entry.version);
      const found = snapshots.get(name);
      const written = texts?.get(name);
      if (found !== entry.digest) fault('snapshot', line, snapshotMessage(entry.version, found));
      else if (written !== undefined && (entry.text ?? written) !== written)
        fault('snapshot', line, `The text of the snapshot of ${entry.version} was edited, such as a comment in it.`);
    }
    const problem = signatures?.get(entry.sequence) ?? null;
    if (entry.signature !== undefined && problem !== null) fault('signature', line, problem);
  }
  const released = new Set(entries.flatMap(({ kind, version }) => (kind === 'release' ? [snapshotName(version)] : [])));
  for (const name of snapshots?.keys() ?? []) {
    if (!released.has(name))
      fault('snapshot', lines.length + 1, `${name} lies among the releases, and no entry speaks of it.`);
  }
  faults.sort((a, b) => a.line - b.line);
  return { faults, entries, head: entries.at(-1)?.hash ?? null };
}

function snapshotMessage(version: string, found: string | null | undefined): string {
  if (found === undefined) return `The snapshot of ${version} is gone.`;
  if (found === null) return `The snapshot of ${version} cannot be read.`;
  return `The snapshot of ${version} was edited: its digest is not the one in the log.`;
}

function chainFault(
  { sequence, previous, hash, who }: LogEntry,
  before: readonly LogEntry[],
): Pick<LogFault, 'kind' | 'message'> | null {
  const last = before.at(-1);
  const expected = (last?.sequence ?? 0) + 1;
  if (sequence > expected) {
    const gone = sequence === expected + 1 ? `entry ${expected}` : `entries ${expected} to ${sequence - 1}`;
    return {
      kind: 'removed',
      message: `Before this line ${gone} stood, and ${gone.includes(' to ') ? 'are' : 'is'} gone.`,
    };
  }
  const twin = before.find(each => each.previous === previous);
  if (sequence < expected && twin !== undefined && twin.hash !== hash)
    return {
      kind: 'forked',
      message: `Entry ${sequence} stands here twice in two forms (of ${twin.who} and of ${who}), as when two branches that both added to the log are merged. Keep the lines of one branch, and let those of the other approve again.`,
    };
  if (sequence < expected)
    return { kind: 'reordered', message: `Entry ${sequence} does not belong behind entry ${expected - 1}.` };
  if (previous === (last?.hash ?? noEntry)) return null;
  const message =
    last === undefined
      ? 'Before this entry others stood, and are gone.'
      : `This entry does not follow from the one before, which was replaced, or which it replaces.`;
  return { kind: 'replaced', message };
}

/** Why a release's approvals are wrong: it counts some that were not given for it, or that do not count by the rules of its time. Null if they are right. */
function approvalFault(entry: LogEntry, before: readonly LogEntry[]): string | null {
  const { kind, who, approvals, digest, authors = [] } = entry;
  if (kind !== 'release') return null;
  const rules = countingRulesOf(entry, before);
  if (rules > 3) {
    const problem = historyFault(entry, before);
    if (problem !== null) return problem;
  }
  if (approvals === undefined) return rules > 3 ? 'This release does not say which approvals it counts.' : null;
  const given = before.filter(each => each.kind === 'approve' && each.digest === digest);
  const missing = approvals.counted.find(each => !given.some(({ sequence }) => sequence === each));
  if (missing !== undefined) return `This release counts entry ${missing} as an approval of it, which it is not.`;
  const counted = given.filter(({ sequence }) => approvals.counted.includes(sequence));
  const makers = [
    ...authors,
    ...(rules > 2 ? rollbackAuthors(before).map(each => each.who) : []),
    ...(rules > 3 ? [who] : []),
  ];
  if (rules > 1) {
    for (const [index, { who: approver, sequence }] of counted.entries()) {
      if (makers.some(each => samePerson(each, approver)))
        return `This release counts entry ${sequence}, the approval of ${approver}, who made the change or released it.`;
      if (counted.slice(0, index).some(each => samePerson(each.who, approver)))
        return `This release counts entry ${sequence}, a second approval of ${approver}.`;
    }
  }
  const people = new Set(approvals.counted).size;
  return people < approvals.needed ? `This release needed ${approvals.needed} approvals and counts ${people}.` : null;
}

/** A release that does not say what it follows, or does not come after it. */
function historyFault({ version, base, summary }: LogEntry, before: readonly LogEntry[]): string | null {
  const releases = before.filter(({ kind }) => kind === 'release');
  const last = releases.at(-1);
  if (base?.version !== last?.version || base?.digest !== last?.digest)
    return `This release says that it follows ${base?.version ?? 'nothing'}, and it follows ${last?.version ?? 'nothing'}.`;
  if (base !== null && summary === null) return `This release does not say what changes from ${base.version}.`;
  const higher = releases.find(each => compareVersions(each.version, version) >= 0);
  return higher === undefined ? null : `This release of ${version} does not come after ${higher.version}.`;
}
