import { lstat, readdir, readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { glob } from 'tinyglobby';
import { fileKind, skippedFolders } from '../language/source/document/file-kind.ts';
import {
  leadsNowhere,
  notRegular,
  textOf,
  unreadableBecause,
  type Unreadable,
} from '../language/source/document/file-text.ts';
import type { Workspace } from '../language/workspace.ts';
import { UsageError } from './command.ts';

/** In bytes. A file is read whole into memory before any limit of the language applies. */
export const maxFileSize = 64 * 1024 * 1024;

/** A workspace of files on disk. Each file is read once, so that a command sees one state of it. */
export function diskWorkspace(listed: readonly string[]): Workspace {
  const files = new Map<string, ReturnType<Workspace['read']>>();
  return {
    read(uri) {
      let file = files.get(uri);
      if (!file) files.set(uri, (file = readUri(uri)));
      return file;
    },
    realUri,
    namesIn: folder => readdir(fileURLToPath(folder)).catch(() => []),
    list: () => Promise.resolve([...listed]),
  };
}

async function readUri(uri: string): ReturnType<Workspace['read']> {
  if (!uri.startsWith('file:')) return { uri, unreadable: 'only files can be read.' };
  const file = fileURLToPath(uri);
  // A device has no end, and a pipe may have no writer.
  if (await isSpecial(file)) return { uri, unreadable: notRegular };
  const found = await readTextFile(file);
  return found && { uri, ...found };
}

/** The text of a file on disk; undefined if there is none. */
export async function readTextFile(file: string): Promise<{ text: string } | Unreadable | undefined> {
  try {
    const { size } = await stat(file);
    if (size > maxFileSize) return { unreadable: tooLarge };
    return textOf(await readFile(file));
  } catch (error) {
    return unreadableBecause(error) ?? ((await isLink(file)) ? leadsNowhere : undefined);
  }
}

async function isSpecial(file: string): Promise<boolean> {
  return stat(file).then(
    found => !found.isFile() && !found.isDirectory(),
    () => false,
  );
}

export const tooLarge = `it is larger than ${maxFileSize / 1024 / 1024} MB.`;

async function isLink(file: string): Promise<boolean> {
  return lstat(file).then(
    found => found.isSymbolicLink(),
    () => false,
  );
}

async function realUri(uri: string): Promise<string> {
  if (!uri.startsWith('file:')) return uri;
  return realpath(fileURLToPath(uri)).then(
    real => pathToFileURL(real).href,
    () => uri,
  );
}

/**
 * The rule and sample files that paths on a command line name: files, folders with everything below them, or globs.
 * @returns file URIs in order without duplicates, and the paths at which there are none
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
          ignore: skippedBy(given),
          dot: true,
          absolute: true,
          expandDirectories: false,
        });
  return found.filter(file => fileKind(pathToFileURL(file).href) !== 'other').sort();
}

/** Patterns for the folders that a glob skips: all of `skippedFolders` that it does not name. */
function skippedBy(pattern: string): string[] {
  const named = new Set(pattern.split(/[\\/]/));
  return [...skippedFolders].filter(name => !named.has(name)).map(name => `**/${name}/**`);
}

/**
 * All files in a folder and below it, except in `skippedFolders`. A glob would miss files with a line break in their name, and a folder with errors
 * would pass as clean.
 * @throws UsageError if a folder cannot be read
 */
async function filesBelow(folder: string, above: readonly string[] = []): Promise<string[]> {
  const real = await realpath(folder);
  // A symbolic link to a folder that contains it.
  if (above.includes(real)) return [];
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: Error) => {
    throw new UsageError(`${folder} cannot be read: ${unreadableBecause(error)?.unreadable ?? error.message}`);
  });
  const found = entries.map(async (entry): Promise<string[]> => {
    if (skippedFolders.has(entry.name)) return [];
    const file = path.join(folder, entry.name);
    const target = entry.isSymbolicLink() ? await stat(file).catch(() => null) : entry;
    if (target?.isDirectory() === true) return filesBelow(file, [...above, real]);
    // A dangling link is listed, so that it is reported as unreadable.
    return target === null || target.isFile() ? [file] : [];
  });
  return (await Promise.all(found)).flat();
}

/** The path of a URI for people: relative to the directory in which the command was called, if it is below it. */
export function displayPath(uri: string, directory: string): string {
  if (!uri.startsWith('file:')) return uri;
  const relative = path.relative(directory, fileURLToPath(uri));
  return relative.startsWith('..') || path.isAbsolute(relative)
    ? fileURLToPath(uri)
    : relative.replaceAll(path.sep, '/');
}
