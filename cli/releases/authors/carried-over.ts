import { samePerson } from '../../../engine/index.ts';
import type { Repository } from '../../versions/repository.ts';
import { allCommits, type Commit } from './commits.ts';

/**
 * Whether whoever committed a change of somebody else only carried it over, as a rebase and a cherry-pick do: the repository has a commit of the same
 * author and time that the author committed, with the same patch.
 * @param files that matter, as paths of git
 */
export async function isCarriedOver(
  repository: Repository,
  commit: Commit,
  files: readonly string[],
): Promise<boolean> {
  let own: string | undefined;
  for (const file of files) {
    for (const each of await allCommits(repository, file)) {
      const original =
        each.hash !== commit.hash &&
        each.author === commit.author &&
        each.authored === commit.authored &&
        samePerson(each.committer, each.author);
      if (!original) continue;
      own ??= await patchOf(repository, commit, files);
      if ((await patchOf(repository, each, files)) === own) return true;
    }
  }
  return false;
}

/** What a commit does to files, wherever the lines are. So much of what is around them is part of it that it is in no other place. */
async function patchOf(repository: Repository, { hash }: Commit, files: readonly string[]): Promise<string> {
  const exact = [
    '-p',
    '-U12',
    '--text',
    '--no-renames',
    '--no-color',
    '--no-ext-diff',
    '--no-textconv',
    '--src-prefix=a/',
    '--dst-prefix=b/',
  ];
  const command = [
    '--literal-pathspecs',
    'diff-tree',
    '-r',
    '--root',
    '--no-commit-id',
    ...exact,
    hash,
    '--',
    ...files,
  ];
  return (await repository.git(command)).replace(/^index .*\n/gm, '').replace(/^@@ .*$/gm, '@@');
}
