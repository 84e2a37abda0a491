import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { filesOf } from './authors/released-commit.ts';
import { repositoryFolder } from './repository-folder.ts';
import type { WorkingCopy } from './working-copy.ts';

/** Files of a rule set that are not in its repository, wherever symbolic links lead; none if it is in no repository. */
export async function filesOutside({ file, project }: WorkingCopy): Promise<string[]> {
  const root = await repositoryFolder(path.dirname(await realpath(file)));
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
