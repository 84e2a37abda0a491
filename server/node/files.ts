import { lstat, readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { leadsNowhere, notRegular, textOf, unreadableBecause } from '../../language/source/document/file-text.ts';
import { skippedFolders } from '../../language/source/document/file-kind.ts';
import { canonicalUri } from '../../language/uri.ts';
import type { FileSystem } from '../environment.ts';

const maxFileSize = 16 * 1024 * 1024;
const maxEntries = 200_000;
const maxFiles = 5_000;
const maxFolderDepth = 32;

/** The file system, by `file:` URIs. Files of other schemes do not exist. */
export const nodeFiles: FileSystem = {
  async read(uri) {
    const path = pathOf(uri);
    if (path === undefined) return undefined;
    try {
      const found = await stat(path);
      // Reading a device may never end, and a pipe may have no writer.
      if (!found.isFile() && !found.isDirectory()) return { unreadable: notRegular };
      const { size } = found;
      if (size > maxFileSize) return { unreadable: `it is larger than ${maxFileSize / 1024 / 1024} MB.` };
      return textOf(await readFile(path));
    } catch (error) {
      return unreadableBecause(error) ?? ((await isLink(path)) ? leadsNowhere : undefined);
    }
  },

  async realUri(uri) {
    const path = pathOf(uri);
    return path === undefined
      ? uri
      : realpath(path).then(
          real => pathToFileURL(real).href,
          () => uri,
        );
  },

  async list(folders, wanted) {
    const uris = new Set<string>();
    let entries = 0;
    let complete = true;
    const pending = folders.flatMap(uri => {
      const path = pathOf(uri);
      return path === undefined ? [] : [{ path, depth: 0 }];
    });
    for (let folder = pending.shift(); folder !== undefined; folder = pending.shift()) {
      for (const entry of await entriesOf(folder.path)) {
        if (++entries > maxEntries || uris.size >= maxFiles) return { uris: [...uris], complete: false };
        const path = join(folder.path, entry.name);
        if (entry.isDirectory()) {
          if (skippedFolders.has(entry.name)) continue;
          if (folder.depth < maxFolderDepth) pending.push({ path, depth: folder.depth + 1 });
          else complete = false;
        } else if (
          wanted(entry.name) &&
          (entry.isFile() || (entry.isSymbolicLink() && (await isFileOrNothing(path))))
        ) {
          uris.add(canonicalUri(pathToFileURL(path).href));
        }
      }
    }
    return { uris: [...uris], complete };
  },
};

function pathOf(uri: string): string | undefined {
  if (!uri.startsWith('file://')) return undefined;
  try {
    return fileURLToPath(uri);
  } catch {
    return undefined;
  }
}

async function isLink(path: string): Promise<boolean> {
  return lstat(path).then(
    found => found.isSymbolicLink(),
    () => false,
  );
}

/** The entries of a folder, by name; empty if it cannot be read. */
async function entriesOf(path: string) {
  try {
    const entries = await readdir(path, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}

/** True for a link to a file, and for a broken link, which has to be reported. */
async function isFileOrNothing(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return true;
  }
}
