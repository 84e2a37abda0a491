import type { Repository } from '../../versions/repository.ts';

export interface Commit {
  hash: string;
  parents: string[];
  /** `Name <email>` as in the commit, without a mailmap. */
  author: string;
  committer: string;
  /** Seconds since the Unix epoch. */
  authored: string;
  message: string;
}

/** A range of commits: `from` and its ancestors, without those of `since` and their ancestors. */
export interface CommitRange {
  from: string;
  since: readonly string[];
}

const fields = ['%H', '%P', '%an <%ae>', '%cn <%ce>', '%at', '%B'].join('%x00');
const plain = ['log', '-z', '--encoding=UTF-8', '--no-show-signature', '--no-notes', '--no-color', '--no-mailmap'];

/** The commits of a range that touch any of the paths, the last one first. Includes commits whose effect was lost in a merge, but no merges. */
export function commitsIn(
  repository: Repository,
  { from, since }: CommitRange,
  paths: readonly string[],
): Promise<Commit[]> {
  if (since.includes(from)) return Promise.resolve([]);
  const range = ['--topo-order', '--full-history', '--no-merges', from, ...since.map(each => `^${each}`)];
  return commits(repository, [...range, '--', ...paths]);
}

/** All merges of a range. */
export function mergesIn(repository: Repository, { from, since }: CommitRange): Promise<Commit[]> {
  const ranges = known.get(repository) ?? new Map<string, Promise<Commit[]>>();
  known.set(repository, ranges);
  const range = ['--topo-order', '--merges', from, ...since.map(each => `^${each}`), '--'];
  const key = range.join(' ');
  const found = ranges.get(key) ?? commits(repository, range);
  ranges.set(key, found);
  return found;
}

const known = new WeakMap<Repository, Map<string, Promise<Commit[]>>>();

/** All commits in the repository that touch a file, on any branch or on none. */
export async function allCommits(repository: Repository, file: string): Promise<Commit[]> {
  return commits(repository, ['--stdin', '--full-history', '--no-merges', '--', file], await repository.tips());
}

async function commits(repository: Repository, range: readonly string[], input?: string): Promise<Commit[]> {
  const text = await repository.git(['--literal-pathspecs', ...plain, `--format=${fields}%x00`, ...range], input);
  const parts = text.split('\0');
  const found: Commit[] = [];
  // Six fields, and the separators of the format and of `-z`.
  for (let at = 0; at + 6 < parts.length; at += 7) {
    const [hash = '', parents = '', author = '', committer = '', authored = '', message = ''] = parts.slice(at, at + 6);
    found.push({
      hash,
      parents: parents.split(' ').filter(each => each !== ''),
      author,
      committer,
      authored,
      message,
    });
  }
  return found;
}
