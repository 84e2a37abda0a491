import path from 'node:path';
import { UsageError } from '../command.ts';
import { borrowObjects } from './borrowed-objects.ts';
import { git, gitComplaint, gitText, type GitEnvironment } from './git.ts';
import { layoutOf } from './layout.ts';
import { createObjectReader } from './object-reader.ts';
import { createTreeReader, type Route, type TreeEntry } from './tree-reader.ts';

/** A state of a repository: a commit, a tree or the index. */
export interface Revision {
  /** The prefix of a path in git's notation: the full hash of a commit or tree and `:`, or `:` for the index. */
  prefix: string;
  /** As the user named it. */
  label: string;
}

export const staged: Revision = { prefix: ':', label: 'staged' };

/** A file that differs between two states. Its paths are git paths: relative to the root, with slashes. */
export interface FileChange {
  before: string | null;
  after: string | null;
}

/** The automatic merge of several commits by git. */
export interface Merged {
  tree: string;
  /** Git paths with conflicts. */
  conflicts: string[];
}

/**
 * Reads a git repository without running any program that it names: its configuration, hooks and attributes are ignored. Must be closed, since it keeps a
 * git process and a temporary folder.
 */
export interface Repository {
  /** The root of the working tree; symbolic links in the path of the caller are not resolved. */
  root: string;
  /** @throws UsageError if the name is not that of a commit */
  revision(name: string): Promise<Revision>;
  /** Null if the name is not that of a commit. */
  findRevision(name: string): Promise<Revision | null>;
  /** The last commit, or the empty tree if there is none yet. */
  head(): Promise<Revision>;
  /** The last common ancestor of two commits. @throws UsageError if there is none */
  mergeBase(a: Revision, b: Revision): Promise<Revision>;
  /** True if a commit is an ancestor of another one, or the same. */
  isAncestor(commit: string, of: string): Promise<boolean>;
  /** The content of a file, with symbolic links followed; null if there is none. */
  read(revision: Revision, file: string): Promise<Buffer | null>;
  /** Resolves the symbolic links of a path in a commit. */
  route(commit: string, file: string): Promise<Route>;
  /** The entry at a path of a commit or tree; null if there is none. */
  entry(root: string, file: string): Promise<TreeEntry | null>;
  /** Merges commits, one after another. @throws UsageError if git cannot */
  merged(commits: readonly string[]): Promise<Merged>;
  /** Git paths of all files. @param revision null for the working tree */
  list(revision: Revision | null): Promise<string[]>;
  /** The changed files, with renamed files paired. @param after null for the working tree, including untracked files */
  changes(before: Revision, after: Revision | null): Promise<FileChange[]>;
  /** The git path of a file on disk; null if it is outside the repository. */
  pathOf(file: string): string | null;
  /** The output of a git command on the history. References are not available: get commits from `revision` and `tips`. @throws UsageError with git's message if it fails */
  git(args: readonly string[], input?: string): Promise<string>;
  /** The hashes of all commits in references and reflogs, a line each. */
  tips(): Promise<string>;
  /** Advice for a revision that is not found, to append to a message; empty if the history is complete. */
  missingHistory: string;
  close(): void;
}

/** @throws UsageError if the directory is not in a repository */
export async function openRepository(directory: string): Promise<Repository> {
  const layout = await layoutOf(directory);
  const { root } = layout;
  const borrowed = borrowObjects(layout);
  const { history } = borrowed;
  const objects = createObjectReader(root, history);
  const trees = createTreeReader(objects);
  let workingTree: Promise<GitEnvironment> | undefined;
  const text = (args: readonly string[], input = '') => gitText(root, args, { env: history, input });
  const list = async (args: readonly string[]) => namesIn(await text(args));
  const treeText = async (args: readonly string[]) =>
    gitText(root, args, { env: await (workingTree ??= borrowed.workingTree()) });
  let tips: Promise<string> | undefined;
  const commits = new Map<string, Promise<string | null>>([['HEAD', Promise.resolve(layout.head)]]);
  const shallowHint = layout.shallow
    ? ' The repository is a shallow clone: fetch more of its history (`git fetch --unshallow`; `fetch-depth: 0` for actions/checkout).'
    : '';
  const commitOf = (name: string): Promise<string | null> => {
    let commit = commits.get(name);
    if (commit === undefined) commits.set(name, (commit = resolveCommit(root, name)));
    return commit;
  };
  const findRevision = async (name: string): Promise<Revision | null> => {
    const commit = await commitOf(name);
    return commit === null ? null : { prefix: `${commit}:`, label: name };
  };
  return {
    root,
    findRevision,
    async revision(name) {
      const revision = await findRevision(name);
      if (revision === null)
        throw new UsageError(`There is no revision \`${name}\` in the git repository ${root}.${shallowHint}`);
      return revision;
    },
    async head() {
      const empty = async (): Promise<Revision> => {
        const tree = await text(['hash-object', '-t', 'tree', '--stdin']);
        return { prefix: `${tree.trim()}:`, label: 'the empty tree' };
      };
      return (await findRevision('HEAD')) ?? empty();
    },
    async mergeBase(a, b) {
      const { code, stdout, stderr } = await git(root, ['merge-base', commitName(a), commitName(b)], {
        env: history,
      });
      if (code === 0) {
        const commit = stdout.toString('utf8').trim();
        return { prefix: `${commit}:`, label: (await text(['rev-parse', '--short', commit])).trim() };
      }
      const why = stderr === '' ? 'they share no history' : gitComplaint(stderr);
      throw new UsageError(`${a.label} and ${b.label} have no merge base: ${why}.${shallowHint}`);
    },
    isAncestor: async (commit, of) =>
      (await git(root, ['merge-base', '--is-ancestor', commit, of], { env: history })).code === 0,
    async read(revision, file) {
      if (revision.prefix !== ':') return trees.read(commitName(revision), file);
      const found = await objects.read(`:${file}`);
      return found?.kind === 'blob' ? found.content : null;
    },
    route: (commit, file) => trees.route(commit, file),
    entry: (commit, file) => trees.entry(commit, file),
    async merged([first = '', ...others]) {
      const done = [first];
      let commit = first;
      let merged: Merged = { tree: `${first}^{tree}`, conflicts: [] };
      for (const other of others) {
        if (done.length > 1) {
          const parents = done.flatMap(each => ['-p', each]);
          commit = (await text(['commit-tree', '-m', 'Merge', ...parents, merged.tree])).trim();
        }
        const { tree, conflicts } = await mergeOf(root, history, [commit, other]);
        merged = { tree, conflicts: [...merged.conflicts, ...conflicts] };
        done.push(other);
      }
      return merged;
    },
    async list(revision) {
      if (revision === null) return namesIn(await treeText(['ls-files', '-z', '--cached', ...untracked]));
      if (revision.prefix === ':') return list(['ls-files', '-z', '--cached']);
      return list(['ls-tree', '-r', '-z', '--name-only', '--full-tree', commitName(revision)]);
    },
    async changes(before, after) {
      const sides =
        after === null
          ? [commitName(before)]
          : after.prefix === ':'
            ? ['--cached', commitName(before)]
            : [commitName(before), commitName(after)];
      const known = ['diff', '--name-status', '-z', '-M', '--ignore-submodules=dirty', ...sides, '--'];
      if (after !== null) return parseNameStatus(await text(known));
      const changed = parseNameStatus(await treeText(known));
      const unknown = namesIn(await treeText(['ls-files', '-z', ...untracked]));
      return [...changed, ...unknown.map(file => ({ before: null, after: file }))];
    },
    pathOf(file) {
      const relative = path.relative(root, file);
      if (relative === '') return '';
      if (relative.startsWith('..') || path.isAbsolute(relative)) return null;
      return relative.replaceAll(path.sep, '/');
    },
    git: text,
    tips: () => (tips ??= gitText(root, ['rev-list', '--no-walk', '--all', '--reflog', '--ignore-missing'])),
    missingHistory: shallowHint,
    close: () => {
      objects.close();
      borrowed.remove();
    },
  };
}

export function commitName({ prefix }: Revision): string {
  return prefix.slice(0, -1);
}

const untracked = ['--others', '--exclude-standard', '--full-name'];

/** Splits the output of git with `-z`. */
function namesIn(text: string): string[] {
  return text.split('\0').filter(each => each !== '');
}

/** @throws UsageError if git cannot merge without a working tree, which needs version 2.38 */
async function mergeOf(root: string, env: GitEnvironment, commits: readonly [string, string]): Promise<Merged> {
  const command = ['merge-tree', '--write-tree', '--no-messages', '--name-only', '-z', '--allow-unrelated-histories'];
  const { code, stdout, stderr } = await git(root, [...command, ...commits], { env });
  if (code !== 0 && code !== 1)
    throw new UsageError(`Inspecting a merge needs git 2.38 or later: ${gitComplaint(stderr)}`);
  const [tree = '', ...conflicts] = namesIn(stdout.toString('utf8'));
  return { tree: tree.trim(), conflicts };
}

async function resolveCommit(root: string, name: string): Promise<string | null> {
  const { code, stdout } = await git(root, [
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${name}^{commit}`,
  ]);
  return code === 0 ? stdout.toString('utf8').trim() : null;
}

/** Parses `--name-status -z`; renamed and copied files have two paths. @see https://git-scm.com/docs/git-diff#_raw_output_format for the letters */
function parseNameStatus(text: string): FileChange[] {
  const fields = text.split('\0');
  const changes: FileChange[] = [];
  for (let at = 0; at + 1 < fields.length;) {
    const [status, first, second] = [fields[at] ?? '', fields[at + 1] ?? '', fields[at + 2] ?? ''];
    const renamed = /^[RC]/.test(status);
    at += renamed ? 3 : 2;
    if (status.startsWith('R')) changes.push({ before: first, after: second });
    else if (status.startsWith('C') || status === 'A') changes.push({ before: null, after: renamed ? second : first });
    else if (status === 'D') changes.push({ before: first, after: null });
    else changes.push({ before: first, after: first });
  }
  return changes;
}
