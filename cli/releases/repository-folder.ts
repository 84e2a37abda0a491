import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';

/** The folder with the `.git` that a folder belongs to; null outside of a repository. */
export async function repositoryFolder(folder: string): Promise<string | null> {
  for (let at = folder; ; at = path.dirname(at)) {
    if ((await stat(path.join(at, '.git')).catch(() => null)) !== null) return at;
    if (path.dirname(at) === at) return null;
  }
}

/** The folder of the repository that holds a rule file: where it lies, or else where a symbolic link leads; null if there is none. */
export async function repositoryOf(file: string): Promise<string | null> {
  const folder = await realpath(path.dirname(file));
  return (await repositoryFolder(folder)) ?? repositoryFolder(path.dirname(await realpath(file)));
}

/** The path of a file from a folder, both with symbolic links resolved; null if it is not inside. */
export function pathWithin(folder: string, file: string): string | null {
  const relative = path.relative(folder, file);
  return relative.split(path.sep)[0] === '..' || path.isAbsolute(relative) ? null : relative;
}
