import { git } from './git.ts';
import { commitName, type Repository, type Revision } from './repository.ts';

/** Who last changed a line. */
export interface LineAuthor {
  /** As in git; null if the change is not committed yet. */
  name: string | null;
  /** The full hash; null if the change is not committed yet. */
  commit: string | null;
  /** Milliseconds since the Unix epoch. */
  time: number;
}

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
): Promise<(LineAuthor | null)[]> {
  if (isIndex(since) || (until !== null && isIndex(until))) return [];
  const revisions = [`^${commitName(since)}`, ...(until === null ? [] : [commitName(until)])];
  const { code, stdout } = await git(repository.root, ['blame', '--line-porcelain', ...revisions, '--', file]);
  return code === 0 ? readBlame(stdout.toString('utf8')) : [];
}

function isIndex({ prefix }: Revision): boolean {
  return prefix === ':';
}

const noCommit = /^0+$/;

function readBlame(text: string): (LineAuthor | null)[] {
  const lines: (LineAuthor | null)[] = [];
  let header = new Map<string, string>();
  let commit = '';
  for (const line of text.split('\n')) {
    if (line.startsWith('\t')) {
      const isUncommitted = noCommit.test(commit);
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
