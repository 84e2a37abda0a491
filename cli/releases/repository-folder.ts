import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';

/** The closest enclosing folder that contains `.git`; null outside a repository. */
export async function repositoryFolder(folder: string): Promise<string | null> {
  for (let at = folder; ; at = path.dirname(at)) {
    if ((await stat(path.join(at, '.git')).catch(() => null)) !== null) return at;
    if (path.dirname(at) === at) return null;
  }
}

/** The root of the repository of a rule file; if its folder has none, that of the file that it links to. Null if there is none. */
export async function repositoryOf(file: string): Promise<string | null> {
  const folder = await realpath(path.dirname(file));
  return (await repositoryFolder(folder)) ?? repositoryFolder(path.dirname(await realpath(file)));
}

/** The path of a file relative to a folder, both with symbolic links resolved; null if the file is not inside. */
export function pathWithin(folder: string, file: string): string | null {
  const relative = path.relative(folder, file);
  return relative.split(path.sep)[0] === '..' || path.isAbsolute(relative) ? null : relative;
}
