import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { canonicalUri } from '../../language/uri.ts';
import type { FileSystem } from '../environment.ts';

const largestFile = 16 * 1024 * 1024;
const mostEntries = 200_000;
const mostFiles = 5_000;
const deepestFolder = 32;
const skippedFolders = new Set(['node_modules', '.git', '.hg', '.svn', '.vscode-test', '__pycache__', '.venv']);

/** Files of the machine, by `file:` URIs; files of any other scheme do not exist. */
export const nodeFiles: FileSystem = {
  async read(uri) {
    const path = pathOf(uri);
    if (path === undefined) return undefined;
    try {
      const { size } = await stat(path);
      if (size > largestFile) return { unreadable: `it is larger than ${largestFile / 1024 / 1024} MB.` };
      return { text: await readFile(path, 'utf8') };
    } catch (error) {
      return failure(error);
    }
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
        if (++entries > mostEntries || uris.size >= mostFiles) return { uris: [...uris], complete: false };
        const path = join(folder.path, entry.name);
        if (entry.isDirectory()) {
          if (skippedFolders.has(entry.name)) continue;
          if (folder.depth < deepestFolder) pending.push({ path, depth: folder.depth + 1 });
          else complete = false;
        } else if (wanted(entry.name) && (entry.isFile() || (entry.isSymbolicLink() && (await isFile(path))))) {
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

function failure(error: unknown): { unreadable: string } | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
    case 'ERR_INVALID_ARG_VALUE':
      return undefined;
    case 'EACCES':
    case 'EPERM':
      return { unreadable: 'permission denied.' };
    case 'EISDIR':
      return { unreadable: 'it is a folder.' };
    default:
      return { unreadable: error instanceof Error ? error.message : String(error) };
  }
}

/** A folder that cannot be read (gone meanwhile, or not permitted) counts as empty. */
async function entriesOf(path: string) {
  try {
    const entries = await readdir(path, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
