import {
  link,
  lstat,
  mkdir,
  open,
  readdir,
  readFile,
  realpath,
  rename,
  stat,
  unlink,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';

/** What writing releases needs of a file system. Each write is on the disk when it is done. Failures are errors of Node, with their `code`. */
export interface DurableFiles {
  /** Null where there is no such file. */
  read: (file: string) => Promise<string | null>;
  /** The file that symbolic links lead to; the path itself if there is none. */
  resolve: (file: string) => Promise<string>;
  isLink: (file: string) => Promise<boolean>;
  /** Names in a folder; none where there is no such folder. */
  list: (folder: string) => Promise<string[]>;
  makeFolder: (folder: string) => Promise<void>;
  /** Writes a whole file, with the permissions of another where there is one. */
  write: (file: string, text: string, like?: string) => Promise<void>;
  /** Gives a file another name, in one step; what had the name before is gone. */
  rename: (from: string, to: string) => Promise<void>;
  /** Gives a file a second name, in one step; fails with EEXIST where something has it. */
  link: (from: string, to: string) => Promise<void>;
  /** Removes a file, if there is one. */
  remove: (file: string) => Promise<void>;
}

export const durableFiles: DurableFiles = {
  read: file => readFile(file, 'utf8').catch(absentAs(null)),
  resolve: file => realpath(file).catch(absentAs(file)),
  isLink: file => lstat(file).then(found => found.isSymbolicLink(), absentAs(false)),
  list: folder => readdir(folder).catch(absentAs([])),
  makeFolder: async folder => {
    await mkdir(folder, { recursive: true });
  },
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
      // File systems without links: the file is there before its content is.
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

/** A new name in a folder is lost with the power, unless the folder itself is written. Not every system can. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch {
    // Windows opens no folders; there the rename itself is journalled.
  }
}
