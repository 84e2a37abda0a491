import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { gitPath } from '../../versions/rule-set-version.ts';
import type { Merged, Repository } from '../../versions/repository.ts';
import { commitsIn, mergesIn, type Commit } from './commits.ts';
import { meaningOf, type FileMeaning } from './file-meaning.ts';
import { pathsOf, revisionOf } from './rule-set-at.ts';

/** The commits that changed a rule set, and all files that it consisted of in that time. */
export interface RuleChanges {
  commits: Commit[];
  /** Git paths. */
  files: string[];
}

/** A file whose changes are searched from a commit backwards. */
interface Visit {
  /** Git path. */
  file: string;
  from: string;
  /** The name under which the rule set reads it. */
  as: string;
}

/**
 * Finds the commits that changed the content of the rules, not only comments, the version of a rule file or the name of a file. Follows renamed and copied
 * files, symbolic links, and the imports of the time. A merge counts if it differs from what git makes of its parents by itself.
 * @param files git paths as the rule set names them, the rule file first; they may contain symbolic links
 * @param tip the last commit
 * @param since commits whose history is left out
 */
export async function ruleChanges(
  repository: Repository,
  files: readonly string[],
  { tip, since }: { tip: string; since: readonly string[] },
): Promise<RuleChanges> {
  const found = new Map<string, Commit>();
  const touched = new Set<string>();
  const visited = new Set<string>();
  const [main = ''] = files;
  /** True if a renamed file was part of the rule set before. Otherwise the commit replaces a file by an unrelated one. */
  const wasRead = async (parent: string, source: string) => {
    const name = await nameAt(repository, main, parent, tip);
    return name !== null && (await pathsOf(repository, parent, name)).has(source);
  };
  const linear = (await mergesIn(repository, { from: tip, since })).length === 0;
  const open: Visit[] = files.map(file => ({ file, from: tip, as: file }));
  for (let visit = open.pop(); visit !== undefined; visit = open.pop()) {
    const { file, from, as } = visit;
    const key = `${from}:${file}`;
    if (visited.has(key)) continue;
    visited.add(key);
    const { paths } = await repository.route(from, file);
    for (const each of paths) touched.add(each);
    const end = paths.at(-1) ?? file;
    // The target of a symbolic link may have been changed before the link was made.
    if (end !== file) open.push({ file: end, from, as });
    /** Continues the search at a parent, with the files and imports that the rule set had there. */
    const followBefore = async (parent: string, before: FileMeaning | null) => {
      const routeBefore = await repository.route(parent, file);
      if (routeBefore.paths.join('\n') !== paths.join('\n')) open.push({ file, from: parent, as });
      for (const link of before?.links ?? []) {
        const name = gitPath(repository, link);
        if (name !== null) open.push({ file: name, from: parent, as: name });
      }
    };
    const commits = await commitsIn(repository, { from, since }, paths);
    for (const commit of commits) {
      const after = await meaningAt(repository, commit.hash, file, as);
      const [parent] = commit.parents;
      if (parent === undefined) {
        found.set(commit.hash, commit);
        continue;
      }
      const own = await meaningAt(repository, parent, file, as);
      const source = own === null ? await sourceIn(repository, commit, parent, paths) : null;
      const before = source === null ? own : await meaningAt(repository, parent, source);
      if (source !== null) open.push({ file: source, from: parent, as: source });
      await followBefore(parent, before);
      const sameFile = source === null || (commit === commits.at(-1) && (await wasRead(parent, source)));
      if (!sameFile || !sameMeaning(before, after)) found.set(commit.hash, commit);
    }
    // Every visit starts at the tip or before it.
    const merges = linear ? [] : await mergesIn(repository, { from, since });
    for (const merge of merges) {
      for (const parent of merge.parents) {
        const source = await sourceIn(repository, merge, parent, paths);
        if (source !== null) open.push({ file: source, from: parent, as: source });
      }
      if (!(await changedByMerge(repository, merge, paths))) continue;
      found.set(merge.hash, merge);
      for (const parent of merge.parents) await followBefore(parent, await meaningAt(repository, parent, file, as));
    }
  }
  return { commits: [...found.values()], files: [...touched] };
}

/** The git path of a file at a commit, under its current or an earlier name. Null if it was not there. */
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
    for (const each of await commitsIn(repository, { from, since: [commit] }, [name])) {
      const [parent] = each.parents;
      const source = parent === undefined ? null : await sourceIn(repository, each, parent, [name]);
      if (parent === undefined || source === null) continue;
      [name, from, renamed] = [source, parent, true];
      break;
    }
    if (!renamed) return (await repository.read(revisionOf(commit), name)) === null ? null : name;
  }
}

/**
 * The content of a file at a commit, with symbolic links followed; null if it is not there.
 * @param as the name under which it is read, which determines the kind of file
 */
export async function meaningAt(
  repository: Repository,
  commit: string,
  file: string,
  as = file,
): Promise<FileMeaning | null> {
  const content = await repository.read(revisionOf(commit), file);
  return content === null ? null : meaningOf(pathToFileURL(path.join(repository.root, as)).href, content);
}

/** True if two versions have the same content. False if either cannot be read. */
export function sameMeaning(before: FileMeaning | null, after: FileMeaning | null): boolean {
  return before !== null && after !== null && before.digest !== null && before.digest === after.digest;
}

/** The file that a commit renamed or copied to one of the given files; null if none of them is new in it, or none has a source. */
async function sourceIn(
  repository: Repository,
  commit: Commit,
  parent: string,
  files: readonly string[],
): Promise<string | null> {
  const existing = await Promise.all(files.map(file => repository.read(revisionOf(parent), file)));
  const added = files.filter((_, index) => existing[index] === null);
  if (added.length === 0) return null;
  return (await movesIn(repository, commit.hash, parent)).find(({ to }) => added.includes(to))?.from ?? null;
}

/** A file that a commit renamed or copied. */
interface Move {
  from: string;
  to: string;
}

/** The files that git pairs in a commit. Files with the same content are always paired; at most a thousand are compared for similarity. */
async function movesIn(repository: Repository, commit: string, parent: string): Promise<Move[]> {
  const like = ['-M', '-C', '--find-copies-harder', '-l1000'];
  const compared = ['diff-tree', '-r', '-z', '--name-status', '--no-ext-diff', '--no-textconv', ...like];
  const fields = (await repository.git([...compared, parent, commit])).split('\0');
  const moves: Move[] = [];
  for (let at = 0; at + 1 < fields.length;) {
    const [status = '', from = '', to = ''] = fields.slice(at, at + 3);
    const paired = /^[RC]/.test(status);
    if (paired) moves.push({ from, to });
    at += paired ? 3 : 2;
  }
  return moves;
}

/** True if the content of a merge at one of the paths differs from what git would merge by itself. */
async function changedByMerge(
  repository: Repository,
  { hash, parents }: Commit,
  paths: readonly string[],
): Promise<boolean> {
  const own = await objectsAt(repository, hash, paths);
  const before = await Promise.all(parents.map(parent => objectsAt(repository, parent, paths)));
  const differs = own.flatMap((id, at) => (before.every(each => each[at] === id) ? [] : [at]));
  if (differs.length === 0) return false;
  const { tree, conflicts } = await mergeOf(repository, parents);
  const expected = await objectsAt(repository, tree, paths);
  return differs.some(at => expected[at] !== own[at] || conflicts.includes(paths[at] ?? ''));
}

/** The mode and object id at each path of a commit or tree; an empty string if there is nothing. */
function objectsAt(repository: Repository, root: string, paths: readonly string[]): Promise<string[]> {
  return Promise.all(
    paths.map(async file => {
      const entry = await repository.entry(root, file);
      return entry === null ? '' : `${entry.mode} ${entry.id}`;
    }),
  );
}

const knownMerges = new WeakMap<Repository, Map<string, Promise<Merged>>>();

function mergeOf(repository: Repository, parents: readonly string[]): Promise<Merged> {
  const known = knownMerges.get(repository) ?? new Map<string, Promise<Merged>>();
  knownMerges.set(repository, known);
  const key = parents.join(' ');
  const merged = known.get(key) ?? repository.merged(parents);
  known.set(key, merged);
  return merged;
}
