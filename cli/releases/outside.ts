import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { filesOf } from './authors/rule-set-at.ts';
import { pathWithin, repositoryFolder, repositoryOf } from './repository-folder.ts';
import type { WorkingCopy } from './working-copy.ts';

/** Files of a rule set that are outside its repository once symbolic links are resolved; none if it is not in a repository. */
export async function filesOutside({ file, project }: WorkingCopy): Promise<string[]> {
  const root = await repositoryOf(file);
  if (root === null) return [];
  const files = filesOf(project).filter(uri => uri.startsWith('file:'));
  const outside: string[] = [];
  for (const each of files.map(uri => fileURLToPath(uri))) {
    const real = await realpath(each).catch(() => each);
    // A nested repository, such as a submodule, is outside too.
    if ((await repositoryFolder(path.dirname(real))) !== root) outside.push(each);
  }
  return outside;
}

/** The real path of a folder of releases if it is outside the repository of the rule file (or outside its folder, if it has no repository); else null. */
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
