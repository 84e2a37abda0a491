import { samePerson } from '../../../engine/index.ts';
import type { Repository } from '../../versions/repository.ts';
import { allCommits, type Commit } from './commits.ts';

/**
 * True if the committer only carried over a change of somebody else, as a rebase and a cherry-pick do: the repository has another commit with the same
 * author, time and patch that the author committed.
 * @param files the git paths that the patch is compared on
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

/** The patch of a commit on some files, without line numbers. It has so much context that it fits in one place only. */
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
