import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { type LogEntry, logText, readLog, snapshotName, verifyLog } from '../../engine/index.ts';
import { lockPattern } from '../../language/releases/places.ts';
import { digestOfText, isPublishedText } from '../../language/releases/snapshot.ts';
import type { DurableFiles } from '../../gate/node/files/durable-files.ts';

/** The releases of a rule set on disk. */
export interface ReleaseFolder {
  folder: string;
  log: string;
  snapshot: (version: string) => string;
}

export function releaseFolder(folder: string): ReleaseFolder {
  const file = (name: string) => path.join(folder, name);
  return { folder, log: file('log.jsonl'), snapshot: version => file(snapshotName(version)) };
}

/** The files that are written together. */
export interface Commit {
  /** The log with its new entry; omitted if there is no new entry. */
  log?: readonly LogEntry[];
  snapshot?: { version: string; text: string };
  workingCopy?: { file: string; text: string };
}

/**
 * Writes a log with its new entry, the snapshot of the entry, and the working copy. All are written to drafts first; then the drafts of the working copy,
 * the log and the snapshot are renamed, in this order. If the process is interrupted, the entry is either in the log or not, and if it is, `repair` finds
 * the draft of the snapshot. A rollback of which only the working copy is in place is finished by `finishRollback`.
 * @returns null, or a message about what is left to `repair`
 * @throws errors of the file system, after undoing all changes
 */
export async function commit(
  files: DurableFiles,
  place: ReleaseFolder,
  { log, snapshot, workingCopy }: Commit,
): Promise<string | null> {
  const drafts: string[] = [];
  const draft = async (name: string, text: string, like?: string): Promise<string> => {
    const file = path.join(place.folder, `.${name}.${randomUUID()}.tmp`);
    drafts.push(file);
    await files.write(file, text, like);
    return file;
  };
  // If the working copy is a symbolic link, its target is written.
  const copyFile = workingCopy && (await files.resolve(workingCopy.file));
  let before: string | null = null;
  let snapshotDraft: string | undefined;
  try {
    snapshotDraft = snapshot && (await draft(path.basename(place.snapshot(snapshot.version)), snapshot.text));
    const copyDraft = workingCopy && (await draft('working-copy', workingCopy.text, workingCopy.file));
    const logDraft = log && (await draft('log.jsonl', logText(log)));
    if (copyFile !== undefined && copyDraft !== undefined) {
      const old = await files.read(copyFile);
      await files.rename(copyDraft, copyFile);
      before = old;
    }
    if (logDraft !== undefined) await files.rename(logDraft, place.log);
  } catch (error) {
    if (copyFile !== undefined && before !== null) await putBack(files, place, copyFile, before);
    for (const file of drafts) await files.remove(file).catch(() => undefined);
    throw error;
  }
  if (snapshot === undefined || snapshotDraft === undefined) return null;
  // The entry is in the log: from here on, nothing is undone.
  try {
    await files.rename(snapshotDraft, place.snapshot(snapshot.version));
    return null;
  } catch (error) {
    return `The snapshot could not be moved into place (${String(error)}). The next command will do that.`;
  }
}

async function putBack(files: DurableFiles, { folder }: ReleaseFolder, file: string, text: string): Promise<void> {
  const draft = path.join(folder, `.working-copy.${randomUUID()}.tmp`);
  try {
    await files.write(draft, text, file);
    await files.rename(draft, file);
  } catch {
    await files.remove(draft).catch(() => undefined);
  }
}

const draftName = /^\.(log\.jsonl|working-copy|.+\.escalation\.yaml)\.[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\.tmp$/;

/**
 * Finishes a rollback that was interrupted after the working copy was replaced and before the log was. If the working copy was edited or the log has grown
 * since, nothing is done. To be called under the lock, before `repair`.
 * @param digestOfCopy returns the digest of the working copy; null if it cannot be read
 * @returns the entry that was added to the log; null if there was none to finish
 */
export async function finishRollback(
  files: DurableFiles,
  place: ReleaseFolder,
  digestOfCopy: () => Promise<string | null>,
): Promise<LogEntry | null> {
  const names = await files.list(place.folder);
  for (const name of names.filter(each => draftName.exec(each)?.[1] === 'log.jsonl')) {
    const draft = path.join(place.folder, name);
    const [log, text] = [await files.read(place.log), await files.read(draft)];
    if (log === null || text === null || log === '' || !text.startsWith(log)) continue;
    const [entry, ...more] = readLog(text.slice(log.length));
    if (entry?.kind !== 'rollback' || more.length > 0 || verifyLog(text).faults.length > 0) continue;
    if ((await digestOfCopy()) !== entry.digest) continue;
    await files.rename(draft, place.log);
    return entry;
  }
  return null;
}

/**
 * Repairs what an interrupted command left behind: moves a snapshot whose entry is in the log into place, and removes other drafts.
 * To be called under the lock.
 * @returns messages about what was done
 */
export async function repair(files: DurableFiles, place: ReleaseFolder): Promise<string[]> {
  const done = await placeSnapshots(files, place);
  const names = await files.list(place.folder);
  for (const name of names.filter(each => draftName.test(each))) {
    await files.remove(path.join(place.folder, name));
    done.push(`Removed a draft that an interrupted command left behind: ${name}.`);
  }
  // Left by processes that were ended while they waited for the lock. One that is still waiting tries again.
  for (const name of names.filter(each => each !== 'lock' && lockPattern.test(each)))
    await files.remove(path.join(place.folder, name));
  return done;
}

/** Moves snapshots whose entry is in the log into place, and removes nothing. To be called under the lock. @returns messages about what was done */
export async function placeSnapshots(files: DurableFiles, place: ReleaseFolder): Promise<string[]> {
  const done: string[] = [];
  for (const { file, version } of await misplacedSnapshots(files, place)) {
    await files.rename(file, place.snapshot(version));
    done.push(`Completed the interrupted release of ${version}: its snapshot was moved into place.`);
  }
  return done;
}

/** Drafts of snapshots that are missing although the log has their entries. */
export async function misplacedSnapshots(
  files: DurableFiles,
  place: ReleaseFolder,
): Promise<{ file: string; version: string }[]> {
  const names = await files.list(place.folder);
  const drafts = names.filter(name => draftName.test(name));
  const log = drafts.length === 0 ? [] : readLog((await files.read(place.log)) ?? '');
  const found = new Map<string, { file: string; version: string }>();
  for (const name of drafts) {
    const file = path.join(place.folder, name);
    const target = draftName.exec(name)?.[1] ?? '';
    const entry = log.find(each => each.kind === 'release' && path.basename(place.snapshot(each.version)) === target);
    const text = entry === undefined || names.includes(target) ? null : await files.read(file);
    if (
      entry !== undefined &&
      text !== null &&
      (await digestOfText(text)) === entry.digest &&
      isPublishedText(entry, text)
    )
      found.set(target, { file, version: entry.version });
  }
  return [...found.values()];
}
