import { stat } from 'node:fs/promises';
import path from 'node:path';

/** The folder with the `.git` that a folder belongs to; null outside of a repository. */
export async function repositoryFolder(folder: string): Promise<string | null> {
  for (let at = folder; ; at = path.dirname(at)) {
    if ((await stat(path.join(at, '.git')).catch(() => null)) !== null) return at;
    if (path.dirname(at) === at) return null;
  }
}
