import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { UsageError } from '../command.ts';
import { openRepository, staged, type Repository } from '../versions/repository.ts';
import { repositoryFolder } from './repository-folder.ts';

/** Why a log that is not there is no new one: git has it, as in a sparse checkout or before a removal is committed. Null if it is there, or new. */
export async function trackedElsewhere(log: string): Promise<string | null> {
  if ((await stat(log).catch(() => null)) !== null) return null;
  // log.jsonl in the folder of the rule set, in `releases`, beside the rule file.
  const [folder, place] = [path.resolve(log, '../../..'), path.join('releases', path.basename(path.dirname(log)))];
  const real = await realpath(folder);
  if ((await repositoryFolder(real)) === null) return null;
  let repository: Repository | undefined;
  try {
    repository = await openRepository(real);
    const name = repository.pathOf(path.join(real, place, path.basename(log)));
    if (name === null) return null;
    for (const revision of [await repository.head(), staged]) {
      if ((await repository.read(revision, name)) === null) continue;
      const below = path.posix.dirname(name);
      return `\`${name}\` is tracked by git and not in the working tree, so this is no new log. Restore it: \`git checkout HEAD -- ${below}\`, or \`git sparse-checkout add ${below}\` in a sparse checkout.`;
    }
    return null;
  } catch (error) {
    // What git cannot determine is reported where it counts: nothing is released without its history.
    if (error instanceof UsageError) return null;
    throw error;
  } finally {
    repository?.close();
  }
}
