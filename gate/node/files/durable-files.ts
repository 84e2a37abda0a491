import {
  link,
  lstat,
  mkdir,
  open,
  readdir,
  readFile,
  realpath,
  rename,
  rmdir,
  stat,
  unlink,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';

/** File operations for writing releases. Writes are flushed to disk before they return. Errors are those of Node, with a `code`. */
export interface DurableFiles {
  /** The text of a file; null if there is no such file. */
  read: (file: string) => Promise<string | null>;
  /** A path with symbolic links resolved; the path itself if there is no such file. */
  resolve: (file: string) => Promise<string>;
  isLink: (file: string) => Promise<boolean>;
  /** The names in a folder; empty if there is no such folder. */
  list: (folder: string) => Promise<string[]>;
  /** Creates a folder and its parents. @returns the outermost folder created; undefined if all existed */
  makeFolder: (folder: string) => Promise<string | undefined>;
  /** Removes a folder if it is empty. */
  removeEmpty: (folder: string) => Promise<void>;
  /** Writes a whole file. @param like an existing file whose permissions it gets */
  write: (file: string, text: string, like?: string) => Promise<void>;
  /** Renames a file atomically, replacing any file of that name. */
  rename: (from: string, to: string) => Promise<void>;
  /** Gives a file a second name atomically; fails with EEXIST if the name is taken. */
  link: (from: string, to: string) => Promise<void>;
  /** Removes a file, if it exists. */
  remove: (file: string) => Promise<void>;
}

export const durableFiles: DurableFiles = {
  read: file => readFile(file, 'utf8').catch(absentAs(null)),
  resolve: file => realpath(file).catch(absentAs(file)),
  isLink: file => lstat(file).then(found => found.isSymbolicLink(), absentAs(false)),
  list: folder => readdir(folder).catch(absentAs([])),
  makeFolder: folder => mkdir(folder, { recursive: true }),
  removeEmpty: folder => rmdir(folder).catch(() => undefined),
  write: async (file, text, like) => {
    const mode = like === undefined ? undefined : (await stat(like)).mode;
    const handle = await open(file, 'w', mode);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
  rename: async (from, to) => {
    await rename(from, to);
    await syncFolder(path.dirname(to));
  },
  link: async (from, to) => {
    try {
      await link(from, to);
    } catch (error) {
      if (!withoutLinks.includes(codeOf(error) ?? '')) throw error;
      // For file systems without links; here the file appears before its content.
      await writeFile(to, await readFile(from), { flag: 'wx' });
    }
  },
  remove: file => unlink(file).catch(absentAs(undefined)),
};

const withoutLinks = ['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP'];

export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

function absentAs<T>(value: T): (error: unknown) => T {
  return error => {
    if (codeOf(error) === 'ENOENT') return value;
    throw error;
  };
}

/** Flushes a folder to disk, if the system can: a rename may be lost in a power failure without it. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch {
    // Windows cannot open folders, but journals renames.
  }
}
