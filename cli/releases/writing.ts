import { fileURLToPath } from 'node:url';
import { formatTimestamp } from '../../engine/model/time/timestamp.ts';
import { chained, type EntryContent, type EntryKind, type LogEntry, sealed } from '../../engine/index.ts';
import { digestOf } from '../../language/releases/snapshot.ts';
import { documentsOf } from '../../language/source/documents.ts';
import { loadProject } from '../../language/source/project/project.ts';
import { UsageError, type CommandContext } from '../command.ts';
import { diskWorkspace } from '../disk-workspace.ts';
import { commit, finishRollback, repair, type Commit } from './commit.ts';
import { codeOf, durableFiles, type DurableFiles } from '../../gate/node/files/durable-files.ts';
import type { FoundLog } from './find-logs.ts';
import { heldMessage, withLock } from '../../gate/node/files/lock.ts';
import { leadsOutside } from './outside.ts';
import { refusal, type Outcome } from './outcome.ts';
import { isRunning, thisProcess } from '../../gate/node/files/process-identity.ts';
import { signed } from './signatures.ts';
import { brief, verifyReleases } from './verify.ts';
import { trackedElsewhere } from './tracked-log.ts';
import { readWorkingCopy, releasesOf, type WorkingCopy } from './working-copy.ts';

/** The operations of a command under the lock. */
export interface Writing {
  copy: WorkingCopy;
  /** The entry of an interrupted rollback that was finished just now; null if there was none. */
  finished: LogEntry | null;
  /** Appends an entry to the log, and writes the files that belong to it. */
  write: (content: EntryContent, more?: Omit<Commit, 'log'>) => Promise<LogEntry>;
  /** The entry that `write` would append. */
  plan: (content: EntryContent) => Promise<LogEntry>;
  /** Changes the text of the rule file without an entry in the log. */
  edit: (text: string) => Promise<void>;
}

/**
 * Locks the releases of a rule file, repairs what an interrupted command left behind, verifies the log, and runs an action that may add to it. Refuses if
 * the log was tampered with.
 * @param sign an SSH key to sign the entry with
 * @param dryRun true if nothing is locked or repaired, and the action writes nothing
 */
export async function writing(
  command: EntryKind,
  uri: string,
  {
    context,
    sign,
    dryRun = false,
    files = durableFiles,
  }: { context: CommandContext; sign?: string | undefined; dryRun?: boolean; files?: DurableFiles },
  action: (writing: Writing) => Promise<Outcome>,
): Promise<Outcome> {
  const { now } = context;
  const place = await releasesOf(uri);
  if (place === null) {
    const broken = await readWorkingCopy(uri, now);
    const findings = 'broken' in broken ? broken.broken : [];
    return refusal(
      command,
      'The file is not a rule set with rules and a name that can be a folder name on every system. Windows does not allow `con` or `nul`, for example, and `releases` is the folder of all releases.',
      { findings },
    );
  }
  const elsewhere = await leadsOutside(place.folder.folder, fileURLToPath(uri));
  if (elsewhere !== null)
    return refusal(
      command,
      `A symbolic link leads from ${place.folder.folder} to ${elsewhere}, which is outside the repository, so nothing is written. Replace the link with a folder.`,
    );
  const tracked = await trackedElsewhere(place.folder.log);
  if (tracked !== null) return refusal(command, tracked);
  // A dry run writes nothing, so it needs no lock.
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
          `${place.folder.log} is a symbolic link, so nothing is written. Replace it with the log itself.`,
        );
      const finished = dryRun ? null : await finishRollback(files, place.folder, () => digestAt(uri));
      const notes = [
        ...(finished === null ? [] : [`The rollback to ${finished.to} was interrupted before, and is finished now.`]),
        ...(dryRun ? [] : await repair(files, place.folder)),
      ];
      const read = await readWorkingCopy(uri, now);
      // A rule file with errors can still be rolled back.
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
      const done = await action({ copy, finished, write, plan, edit });
      return { ...done, notes: [...notes, ...done.notes] };
    });
    return 'held' in outcome ? refusal(command, heldMessage(outcome)) : outcome;
  } catch (error) {
    if (error instanceof UsageError || codeOf(error) === undefined) throw error;
    return refusal(command, `Writing failed, and nothing was changed. ${(error as Error).message}`);
  }
}

/** The digest of a rule file as it is now; null if it cannot be read. */
async function digestAt(uri: string): Promise<string | null> {
  const project = await loadProject(documentsOf(diskWorkspace([uri])), uri);
  return project === null ? null : digestOf(project);
}

/** Why no entry may be added to a log; null if it may. A rollback ignores faulty snapshots here, since it checks those that it needs itself. */
async function faultIn(command: EntryKind, found: FoundLog): Promise<string | null> {
  const { faults, entries } = await verifyReleases(found, { allowedSigners: null, limits: brief });
  const fault = faults.find(({ kind }) => command !== 'rollback' || kind !== 'snapshot');
  if (fault === undefined) return null;
  const advice = 'Restore it from version control; `handrail log verify` has the details.';
  if (fault.kind === 'link') return `${fault.message} Nothing is added to these releases.`;
  if (fault.kind === 'forked') return `The audit log, line ${fault.line}: ${fault.message} Nothing is added to it.`;
  if (fault.kind !== 'snapshot')
    return `The audit log was changed, line ${fault.line}: ${fault.message} Nothing is added to it. ${advice}`;
  return entries.some(({ kind }) => kind === 'release')
    ? `The releases differ from what was published: ${fault.message} Nothing is released. ${advice}`
    : `The audit log is missing or empty, but there are releases: ${fault.message} This is not a first release. ${advice}`;
}

/** The content of a log entry about the current working copy. */
export function contentFor(
  kind: EntryKind,
  { project, digest, published }: WorkingCopy,
  statement: Pick<EntryContent, 'who' | 'role' | 'why' | 'time' | 'summary'>,
): EntryContent {
  const last = published?.latest?.entry ?? null;
  const { name, version } = project.ruleSet;
  const base = last === null ? null : { version: last.version, digest: last.digest };
  return { kind, ruleset: name, version, digest, base, ...statement };
}
