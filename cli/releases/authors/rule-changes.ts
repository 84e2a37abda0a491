import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { gitPath } from '../../versions/rule-set-version.ts';
import type { Repository } from '../../versions/repository.ts';
import { commitsIn, mergesIn, type Commit } from './commits.ts';
import { meaningOf, type FileMeaning } from './file-meaning.ts';

/** The commits that changed what a rule set says, and all files that it consisted of meanwhile. */
export interface RuleChanges {
  commits: Commit[];
  /** Paths of git. */
  files: string[];
}

/**
 * Finds the commits that changed the rules, by what the files say: not those that changed comments, the version of a rule file or the name of a file
 * alone. Renamed and copied files are followed, and so is what was imported at the time. A merge changed the rules if it is not what git makes of its
 * parents by itself.
 * @param files paths of git
 * @param tip the last commit
 * @param since commits whose history is left out
 */
export async function ruleChanges(
  repository: Repository,
  files: readonly string[],
  { tip, since }: { tip: string; since: readonly string[] },
): Promise<RuleChanges> {
  const found = new Map<string, Commit>();
  const visited = new Set<string>();
  const open = files.map(file => ({ file, from: tip }));
  const follow = (file: string | null, from: string) => {
    if (file !== null) open.push({ file, from });
  };
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { file, from } = next;
    const key = `${from}:${file}`;
    if (visited.has(key)) continue;
    visited.add(key);
    for (const commit of await commitsIn(repository, { from, since }, file)) {
      const after = await fileAt(repository, commit.hash, file);
      const [parent] = commit.parents;
      const source = parent === undefined ? null : await sourceIn(repository, commit, parent, file);
      const before = parent === undefined ? null : await fileAt(repository, parent, source ?? file);
      if (parent !== undefined && source !== null) follow(source, parent);
      for (const link of before?.links ?? []) follow(gitPath(repository, link), parent ?? commit.hash);
      const movedAway = after === null && parent !== undefined && (await isMovedIn(repository, commit, parent, file));
      if (!movedAway && !sameMeaning(before, after)) found.set(commit.hash, commit);
    }
    for (const merge of await mergesIn(repository, { from, since })) {
      if (!found.has(merge.hash) && (await changedByMerge(repository, merge, file))) found.set(merge.hash, merge);
    }
  }
  return { commits: [...found.values()], files: [...new Set([...visited].map(each => each.replace(/^[^:]*:/, '')))] };
}

/** What a file was called at a commit: its path now, or an earlier one. Null if it was not there. */
export async function nameAt(
  repository: Repository,
  file: string,
  commit: string,
  tip: string,
): Promise<string | null> {
  let name = file;
  let from = tip;
  for (;;) {
    let renamed = false;
    for (const each of await commitsIn(repository, { from, since: [commit] }, name)) {
      const [parent] = each.parents;
      const source = parent === undefined ? null : await sourceIn(repository, each, parent, name);
      if (parent === undefined || source === null) continue;
      [name, from, renamed] = [source, parent, true];
      break;
    }
    if (!renamed) return (await repository.read(revisionOf(commit), name)) === null ? null : name;
  }
}

async function fileAt(repository: Repository, commit: string, file: string): Promise<FileMeaning | null> {
  const content = await repository.read(revisionOf(commit), file);
  return content === null ? null : meaningOf(pathToFileURL(path.join(repository.root, file)).href, content);
}

export function revisionOf(commit: string): { prefix: string; label: string } {
  return { prefix: `${commit}:`, label: commit };
}

/** Two versions that cannot be read may differ in anything. */
function sameMeaning(before: FileMeaning | null, after: FileMeaning | null): boolean {
  return before !== null && after !== null && before.digest !== null && before.digest === after.digest;
}

/** What a file that a commit added was made of: a file that was renamed or copied. Null if it is new, or was there before. */
async function sourceIn(repository: Repository, commit: Commit, parent: string, file: string): Promise<string | null> {
  const revision = revisionOf(parent);
  if ((await repository.read(revision, file)) !== null) return null;
  return (await movesIn(repository, commit.hash, parent)).find(({ to }) => to === file)?.from ?? null;
}

async function isMovedIn(repository: Repository, commit: Commit, parent: string, file: string): Promise<boolean> {
  return (await movesIn(repository, commit.hash, parent)).some(({ from, renamed }) => renamed && from === file);
}

interface Move {
  from: string;
  to: string;
  /** Else copied. */
  renamed: boolean;
}

/** What git pairs in a commit. Files of the same content are always paired; of similar ones, a thousand are compared. */
async function movesIn(repository: Repository, commit: string, parent: string): Promise<Move[]> {
  const like = ['-M', '-C', '--find-copies-harder', '-l1000'];
  const fields = (
    await repository.git([
      'diff-tree',
      '-r',
      '-z',
      '--name-status',
      '--no-ext-diff',
      '--no-textconv',
      ...like,
      parent,
      commit,
    ])
  ).split('\0');
  const moves: Move[] = [];
  for (let at = 0; at + 1 < fields.length;) {
    const [status = '', from = '', to = ''] = fields.slice(at, at + 3);
    const paired = /^[RC]/.test(status);
    if (paired) moves.push({ from, to, renamed: status.startsWith('R') });
    at += paired ? 3 : 2;
  }
  return moves;
}

async function changedByMerge(repository: Repository, { hash, parents }: Commit, file: string): Promise<boolean> {
  const content = await repository.read(revisionOf(hash), file);
  const before = await Promise.all(parents.map(parent => repository.read(revisionOf(parent), file)));
  const same = (each: Buffer | null) => (content === null ? each === null : each !== null && content.equals(each));
  if (before.every(same)) return false;
  // Git merges no more than two by itself.
  if (parents.length > 2) return true;
  const remerged = ['show', '--format=', '--remerge-diff', '--raw', '-z', '--no-ext-diff', '--no-textconv', hash];
  return (await repository.git(['--literal-pathspecs', ...remerged, '--', file])) !== '';
}
