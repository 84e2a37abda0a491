import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { filesOf } from './authors/rule-set-at.ts';
import { pathWithin, repositoryFolder, repositoryOf } from './repository-folder.ts';
import type { WorkingCopy } from './working-copy.ts';

/** Files of a rule set that are not in its repository, wherever symbolic links lead; none if it is in no repository. */
export async function filesOutside({ file, project }: WorkingCopy): Promise<string[]> {
  const root = await repositoryOf(file);
  if (root === null) return [];
  const files = filesOf(project).filter(uri => uri.startsWith('file:'));
  const outside: string[] = [];
  for (const each of files.map(uri => fileURLToPath(uri))) {
    const real = await realpath(each).catch(() => each);
    // Also what is in a repository of its own below, such as a submodule.
    if ((await repositoryFolder(path.dirname(real))) !== root) outside.push(each);
  }
  return outside;
}

/** Where symbolic links lead from a folder of releases, if that is out of the repository of the rule file, or out of its folder if it is in none. */
export async function leadsOutside(releases: string, file: string): Promise<string | null> {
  const root = (await repositoryOf(file)) ?? (await realpath(path.dirname(file)));
  const real = await realPlace(releases);
  return pathWithin(root, real) === null ? real : null;
}

/** A path with symbolic links resolved as far as it exists. */
async function realPlace(file: string): Promise<string> {
  try {
    return await realpath(file);
  } catch {
    return path.join(await realPlace(path.dirname(file)), path.basename(file));
  }
}
