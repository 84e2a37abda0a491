import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { glob } from 'tinyglobby';
import { fileKind } from '../language/source/file-kind.ts';
import type { Workspace } from '../language/workspace.ts';

/** Read whole into memory before any limit of the language applies. */
export const largestFile = 64 * 1024 * 1024;

/** Files on disk. Each is read once: a run of a command sees one state of every file. */
export function diskWorkspace(listed: readonly string[]): Workspace {
  const files = new Map<string, ReturnType<Workspace['read']>>();
  return {
    read(uri) {
      let file = files.get(uri);
      if (!file) files.set(uri, (file = readUri(uri)));
      return file;
    },
    list: () => Promise.resolve([...listed]),
  };
}

async function readUri(uri: string): ReturnType<Workspace['read']> {
  if (!uri.startsWith('file:')) return { uri, unreadable: 'only files can be read' };
  try {
    const file = fileURLToPath(uri);
    const { size } = await stat(file);
    if (size > largestFile) return { uri, unreadable: `it is larger than ${largestFile / 1024 / 1024} MB` };
    return { uri, text: await readFile(file, 'utf8') };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' ? undefined : { uri, unreadable: message };
  }
}

const ignored = ['**/node_modules/**', '**/.git/**'];

/**
 * The rule and sample files that paths on a command line stand for: files themselves, folders with all below them, globs.
 * @returns file URIs in order, each once, and the paths that lead to nothing
 */
export async function filesAt(
  paths: readonly string[],
  directory: string,
): Promise<{ uris: string[]; nothingAt: string[] }> {
  const uris = new Set<string>();
  const nothingAt: string[] = [];
  for (const each of paths) {
    const found = await expand(each, directory);
    if (found.length === 0) nothingAt.push(each);
    for (const file of found) uris.add(pathToFileURL(file).href);
  }
  return { uris: [...uris], nothingAt };
}

async function expand(given: string, directory: string): Promise<string[]> {
  const absolute = path.resolve(directory, given);
  const kind = await stat(absolute).then(
    found => (found.isDirectory() ? 'folder' : 'file'),
    () => 'none',
  );
  if (kind === 'file') return [absolute];
  const found =
    kind === 'folder'
      ? await filesBelow(absolute)
      : await glob(given.replaceAll('\\', '/'), {
          cwd: directory,
          ignore: ignored,
          absolute: true,
          expandDirectories: false,
        });
  return found.filter(file => fileKind(pathToFileURL(file).href) !== 'other').sort();
}

/**
 * All files in a folder and below it, but for hidden ones and what is installed. No pattern is asked: it would miss a
 * file with a line break in its name, and call a folder clean that is not.
 */
async function filesBelow(folder: string, above: readonly string[] = []): Promise<string[]> {
  const real = await realpath(folder);
  // A link that leads back to where it is.
  if (above.includes(real)) return [];
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const found = entries.map(async (entry): Promise<string[]> => {
    if (entry.name.startsWith('.') || entry.name === 'node_modules') return [];
    const file = path.join(folder, entry.name);
    const target = entry.isSymbolicLink() ? await stat(file).catch(() => null) : entry;
    if (target?.isDirectory() === true) return filesBelow(file, [...above, real]);
    return target?.isFile() === true ? [file] : [];
  });
  return (await Promise.all(found)).flat();
}

/** A URI as a person wants to read it: relative to the directory where the command was called, if below it. */
export function displayPath(uri: string, directory: string): string {
  if (!uri.startsWith('file:')) return uri;
  const relative = path.relative(directory, fileURLToPath(uri));
  return relative.startsWith('..') || path.isAbsolute(relative)
    ? fileURLToPath(uri)
    : relative.replaceAll(path.sep, '/');
}
