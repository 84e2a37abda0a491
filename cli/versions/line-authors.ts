import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { UsageError } from '../command.ts';
import type { EditAuthor } from '../../report/edit-author.ts';
import { commitName, type Repository, type Revision } from './repository.ts';

/**
 * Who changed each line of a file since a revision, from line 1; null for a line that is as it was. Reads `git blame --line-porcelain` (git-blame(1), "THE PORCELAIN FORMAT").
 * @param until null for the file on disk
 * @param file git path
 * @returns an empty list if git cannot say, as for a file that is not tracked
 */
export async function lineAuthors(
  repository: Repository,
  since: Revision,
  until: Revision | null,
  file: string,
): Promise<(EditAuthor | null)[]> {
  if (isIndex(since) || (until !== null && isIndex(until))) return [];
  try {
    const uncommitted = until === null ? await commitOfDisk(repository, file) : null;
    const commit = uncommitted ?? commitName(until ?? since);
    const text = await repository.git(['blame', '-w', '--line-porcelain', `^${commitName(since)}`, commit, '--', file]);
    return readBlame(text, uncommitted);
  } catch (error) {
    if (error instanceof UsageError) return [];
    throw error;
  }
}

/**
 * A commit of nothing but a file as it is on disk, after the last commit of the repository. Git itself would pass such a file through programs that the
 * repository configures.
 */
async function commitOfDisk(repository: Repository, file: string): Promise<string> {
  const content = await readFile(path.join(repository.root, file), 'utf8');
  const made = async (args: readonly string[], input: string) => (await repository.git(args, input)).trim();
  const [name = '', ...folders] = file.split('/').reverse();
  const blob = await made(['hash-object', '-w', '--stdin'], content);
  let tree = await made(['mktree', '-z'], `100644 blob ${blob}\t${name}\0`);
  for (const folder of folders) tree = await made(['mktree', '-z'], `040000 tree ${tree}\t${folder}\0`);
  const head = commitName(await repository.head());
  return made(['commit-tree', '-m', 'On disk', '-p', head, tree], '');
}

function isIndex({ prefix }: Revision): boolean {
  return prefix === ':';
}

/** @param uncommitted the commit that stands for what is not committed yet; null if there is none */
function readBlame(text: string, uncommitted: string | null): (EditAuthor | null)[] {
  const lines: (EditAuthor | null)[] = [];
  let header = new Map<string, string>();
  let commit = '';
  for (const line of text.split('\n')) {
    if (line.startsWith('\t')) {
      const isUncommitted = commit === uncommitted;
      const time = Number(header.get('author-time')) * 1000;
      const by = isUncommitted ? { name: null, commit: null } : { name: header.get('author') ?? null, commit };
      lines.push(header.has('boundary') ? null : { ...by, time });
      header = new Map();
      commit = '';
      continue;
    }
    const [key = '', ...rest] = line.split(' ');
    if (commit === '') commit = key;
    else header.set(key, rest.join(' '));
  }
  return lines;
}
