import type { Author } from '../../../engine/release/approvals.ts';
import { git } from '../../versions/git.ts';
import type { Repository } from '../../versions/repository.ts';

/**
 * The names that the mailmap of a commit gives to authors; nobody without a commit, or without a mailmap. Those of the working tree and of git's
 * configuration are not read: who makes a change does not say who they are.
 */
export async function mappedPeople(
  repository: Repository,
  authors: readonly Author[],
  commit: string | null,
): Promise<Author[]> {
  const named = authors.filter(({ who }) => /^[^<]*<[^<>\n]+>$/.test(who));
  if (commit === null || named.length === 0) return [];
  const folder = (await repository.git(['rev-parse', '--absolute-git-dir'])).trim();
  // Inside of its own folder git reads no working tree.
  const settings = ['-c', 'core.bare=true', '-c', 'mailmap.file=', '-c', `mailmap.blob=${commit}:.mailmap`];
  const { code, stdout } = await git(folder, [
    `--git-dir=${folder}`,
    ...settings,
    'check-mailmap',
    ...named.map(({ who }) => who),
  ]);
  const lines = code === 0 ? stdout.toString('utf8').split('\n') : [];
  return named.flatMap((author, index) => {
    const who = lines[index] ?? '';
    return who === '' || who === author.who ? [] : [{ ...author, who }];
  });
}
