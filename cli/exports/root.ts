import { lstatSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import type { Repository } from '../../exports/plan.ts';
import { UsageError } from '../command.ts';
import { codeOf } from '../../gate/node/files/durable-files.ts';
import { pathWithin } from '../releases/repository-folder.ts';

/** The folder into which an export is written. */
export interface Root extends Repository {
  /** The file that a path names, with symbolic links resolved. @throws UsageError if it is outside the folder */
  resolve: (relative: string) => string;
}

/**
 * A folder that may not exist yet. It is read as it is at the time.
 * @param shown how messages name it
 */
export function rootAt(folder: string, shown: string): Root {
  const root = realPlace(folder);
  if (typeof root !== 'string') throw new UsageError(`${shown} leads through a symbolic link to nothing.`);
  const kind = kindOf(root);
  if (kind === 'file') throw new UsageError(`${shown} is not a folder.`);

  function resolve(relative: string): string {
    const real = realPlace(path.join(root as string, relative));
    if (real === null) throw new UsageError(`${relative} leads through a symbolic link to nothing.`);
    if (pathWithin(root as string, real) === null)
      throw new UsageError(`${relative} leads through a symbolic link out of ${shown}, so nothing is written.`);
    return real;
  }

  return {
    resolve,
    read(relative) {
      const file = resolve(relative);
      const found = kindOf(file);
      if (found === null) return null;
      if (found !== 'file') throw new UsageError(`${relative} is not a file.`);
      return textAt(file, relative);
    },
    list(relative) {
      const at = resolve(relative);
      if (kindOf(at) !== 'folder') return [];
      return readdirSync(at, { withFileTypes: true })
        .filter(each => each.isFile())
        .map(({ name }) => name)
        .sort();
    },
  };
}

/** The text of a file with its byte order mark, so that it can be written back byte for byte. */
function textAt(file: string, shown: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(file));
  } catch (error) {
    if (error instanceof TypeError) throw new UsageError(`${shown} is not UTF-8, so no text can be put into it.`);
    throw new UsageError(`${shown} cannot be read: ${codeOf(error) ?? String(error)}`);
  }
}

function kindOf(file: string): 'file' | 'folder' | 'other' | null {
  try {
    const found = lstatSync(file);
    return found.isFile() ? 'file' : found.isDirectory() ? 'folder' : 'other';
  } catch {
    return null;
  }
}

/** A path with symbolic links resolved as far as it exists; null if one of them leads to nothing. */
function realPlace(file: string): string | null {
  try {
    return realpathSync(file);
  } catch {
    if (kindOf(file) !== null) return null;
    const above = realPlace(path.dirname(file));
    return above === null ? null : path.join(above, path.basename(file));
  }
}
