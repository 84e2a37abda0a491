import path from 'node:path';
import { UsageError } from '../command.ts';
import { codeOf, durableFiles, type DurableFiles } from '../../gate/node/files/durable-files.ts';

/** A file to write, or to remove if its text is null. */
export interface FileChange {
  /** Absolute. */
  file: string;
  text: string | null;
}

/** One step that has been done, and how it is undone. */
type Undo = () => Promise<unknown>;

/**
 * Makes all changes or none: new texts are written beside the files and renamed at the end, and what is done is undone if one fails.
 * @throws UsageError if a file cannot be written
 */
export async function writeFiles(changes: readonly FileChange[], files: DurableFiles = durableFiles): Promise<void> {
  const undone: Undo[] = [];
  const kept: string[] = [];
  try {
    const staged: { from: string; to: string }[] = [];
    for (const { file, text } of changes) {
      if (text === null) continue;
      const folder = path.dirname(file);
      const made = await files.makeFolder(folder);
      if (made !== undefined) undone.push(() => removeFolders(files, folder, made));
      const from = besides(file, 'new');
      undone.push(() => files.remove(from));
      // What an interrupted export left there, or a link that somebody laid there.
      await files.remove(from);
      await files.write(from, text, (await files.read(file)) === null ? undefined : file);
      staged.push({ from, to: file });
    }
    for (const { file } of changes) {
      if ((await files.read(file)) === null) continue;
      const backup = besides(file, 'old');
      await files.remove(backup);
      await files.link(file, backup);
      kept.push(backup);
      undone.push(() => files.rename(backup, file));
    }
    for (const { from, to } of staged) {
      if (!kept.includes(besides(to, 'old'))) undone.push(() => files.remove(to));
      await files.rename(from, to);
    }
    for (const { file, text } of changes) if (text === null) await files.remove(file);
  } catch (error) {
    for (const undo of undone.reverse()) await undo();
    if (codeOf(error) === undefined) throw error;
    throw new UsageError(`Nothing was written: ${(error as Error).message}`);
  }
  for (const backup of kept) await files.remove(backup);
}

/** A name beside a file that no other program uses. */
function besides(file: string, what: 'new' | 'old'): string {
  return path.join(path.dirname(file), `.${path.basename(file)}.handrail-${what}`);
}

async function removeFolders(files: DurableFiles, folder: string, outermost: string): Promise<void> {
  for (let at = folder; ; at = path.dirname(at)) {
    await files.removeEmpty(at);
    if (at === outermost || at === path.dirname(at)) return;
  }
}
