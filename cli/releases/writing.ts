import { fileURLToPath } from 'node:url';
import { formatTimestamp } from '../../engine/model/time/timestamp.ts';
import { chained, type EntryContent, type EntryKind, type LogEntry, sealed } from '../../engine/index.ts';
import { UsageError, type Surroundings } from '../command.ts';
import { commit, repair, type Commit } from './commit.ts';
import { codeOf, durableFiles, type DurableFiles } from './durable-files.ts';
import type { FoundLog } from './find-logs.ts';
import { heldMessage, withLock } from './lock.ts';
import { leadsOutside } from './outside.ts';
import { refusal, type Outcome } from './outcome.ts';
import { isRunning, thisProcess } from './process-identity.ts';
import { signed } from './signatures.ts';
import { verifyReleases } from './verify.ts';
import { readWorkingCopy, releasesOf, type WorkingCopy } from './working-copy.ts';

/** What a command does under the lock. */
export interface Writing {
  copy: WorkingCopy;
  /** Puts an entry behind the last one, with what belongs to it. */
  write: (content: EntryContent, more?: Omit<Commit, 'log'>) => Promise<LogEntry>;
  /** The entry that would be put there. */
  plan: (content: EntryContent) => Promise<LogEntry>;
  /** Gives the rule file another text, and says nothing of it in the log. */
  edit: (text: string) => Promise<void>;
}

/**
 * Reads a rule file and its releases while nobody else writes to them, and lets a command add to the log. What an interrupted command had left is
 * repaired before; a log that was tampered with gets no more entries.
 * @param sign an SSH key, where the entry is to be signed
 * @param dryRun nothing is repaired, and the action writes nothing
 */
export async function writing(
  command: EntryKind,
  uri: string,
  {
    surroundings,
    sign,
    dryRun = false,
    files = durableFiles,
  }: { surroundings: Surroundings; sign?: string | undefined; dryRun?: boolean; files?: DurableFiles },
  action: (writing: Writing) => Promise<Outcome>,
): Promise<Outcome> {
  const { now } = surroundings;
  const place = await releasesOf(uri);
  if (place === null) {
    const broken = await readWorkingCopy(uri, now);
    const findings = 'broken' in broken ? broken.broken : [];
    return refusal(
      command,
      'It is no rule set with rules and a name that a folder can have on every system. Windows takes no `con` or `nul`, for example, and `releases` is the folder of all releases.',
      { findings },
    );
  }
  const elsewhere = await leadsOutside(place.folder.folder, fileURLToPath(uri));
  if (elsewhere !== null)
    return refusal(
      command,
      `A symbolic link leads from ${place.folder.folder} to ${elsewhere}, which is outside of the repository: nothing is written there. Put a folder in its place.`,
    );
  // A trial writes nothing, and needs no lock.
  const exclusively = async <T>(act: () => Promise<T>) => {
    if (dryRun) return act();
    const holder = { ...(await thisProcess()), since: formatTimestamp(now) };
    return withLock(place.folder.folder, { files, holder, isRunning }, act);
  };
  try {
    const outcome = await exclusively(async () => {
      if (await files.isLink(place.folder.log))
        return refusal(
          command,
          `${place.folder.log} is a symbolic link. Put the log itself there: nothing is written through a link.`,
        );
      const notes = dryRun ? [] : await repair(files, place.folder);
      const read = await readWorkingCopy(uri, now);
      // What cannot be read can still be gone back from.
      const copy = !('broken' in read) ? read : command === 'rollback' ? read.released : null;
      if (copy === null)
        return refusal(command, 'The rule set has errors, so it cannot decide.', {
          notes,
          findings: 'broken' in read ? read.broken : [],
        });
      const fault = await faultIn(command, place);
      if (fault !== null) return refusal(command, fault, { notes });
      const plan: Writing['plan'] = async content => {
        const unsealed = chained(content, copy.log);
        return sealed(sign === undefined ? unsealed : await signed(unsealed, sign));
      };
      const write: Writing['write'] = async (content, more = {}) => {
        const entry = await plan(content);
        const left = await commit(files, place.folder, { ...more, log: [...copy.log, entry] });
        if (left !== null) notes.push(left);
        return entry;
      };
      const edit: Writing['edit'] = async text => {
        await commit(files, place.folder, { workingCopy: { file: copy.file, text } });
      };
      const done = await action({ copy, write, plan, edit });
      return { ...done, notes: [...notes, ...done.notes] };
    });
    return 'held' in outcome ? refusal(command, heldMessage(outcome)) : outcome;
  } catch (error) {
    if (error instanceof UsageError || codeOf(error) === undefined) throw error;
    return refusal(command, `Everything is as it was: nothing could be written. ${(error as Error).message}`);
  }
}

/** Why nothing is added to a log; null if it may be. What lies beside it may be anything when one rolls back, which looks at both versions itself. */
async function faultIn(command: EntryKind, found: FoundLog): Promise<string | null> {
  const { faults, entries } = await verifyReleases(found, { head: undefined, allowedSigners: null });
  const fault = faults.find(({ kind }) => command !== 'rollback' || kind !== 'snapshot');
  if (fault === undefined) return null;
  const advice = 'Restore it from version control: `handrail log verify` tells more.';
  if (fault.kind === 'forked') return `The audit log, line ${fault.line}: ${fault.message} Nothing is added to it.`;
  if (fault.kind !== 'snapshot')
    return `The audit log was changed, line ${fault.line}: ${fault.message} Nothing is added to it. ${advice}`;
  return entries.some(({ kind }) => kind === 'release')
    ? `The releases are not what was published: ${fault.message} Nothing is released beside it. ${advice}`
    : `The audit log is gone or empty, and there are releases: ${fault.message} This is no first release. ${advice}`;
}

/** An entry that speaks of the working copy as it is. */
export function contentFor(
  kind: EntryKind,
  { project, digest, published }: WorkingCopy,
  said: Pick<EntryContent, 'who' | 'role' | 'why' | 'time' | 'summary'>,
): EntryContent {
  const last = published?.latest?.entry ?? null;
  const { name, version } = project.ruleSet;
  const base = last === null ? null : { version: last.version, digest: last.digest };
  return { kind, ruleset: name, version, digest, base, ...said };
}
