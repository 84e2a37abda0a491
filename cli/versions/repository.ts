import path from 'node:path';
import { UsageError } from '../command.ts';
import { createBlobReader } from './blob-reader.ts';
import { git, gitComplaint, gitList, gitText } from './git.ts';

/** A state of all files of a repository. */
export interface Revision {
  /** Before a path, as git names the file: a commit's full name and `:`, or `:` for what is staged. */
  prefix: string;
  /** As the user named it. */
  label: string;
}

export const staged: Revision = { prefix: ':', label: 'staged' };

/** A file that is not the same in two states. Paths are those of git: from the root, with slashes. */
export interface FileChange {
  before: string | null;
  after: string | null;
}

/** A git repository. To be closed, since a process of git waits for what is to be read next. */
export interface Repository {
  /** The root of its working tree, as the caller's directory spells it. */
  root: string;
  /** @throws UsageError where it names no commit */
  revision(name: string): Promise<Revision>;
  /** Null where it names no commit. */
  findRevision(name: string): Promise<Revision | null>;
  /** What a new change is based on: the last commit, or no files at all where there is none yet. */
  head(): Promise<Revision>;
  /** Where two lines of development parted. */
  mergeBase(a: Revision, b: Revision): Promise<Revision>;
  /** Whether a commit is another one, or comes before it. */
  isAncestor(commit: string, of: string): Promise<boolean>;
  /** The content of a file; null where there is none. */
  read(revision: Revision, file: string): Promise<Buffer | null>;
  /** Paths of all files; null is the working tree. */
  list(revision: Revision | null): Promise<string[]>;
  /** What changed, renamed files paired; null is the working tree, with files that git does not know yet. */
  changes(before: Revision, after: Revision | null): Promise<FileChange[]>;
  /** The path of git for one of the file system; null outside of the repository. */
  pathOf(file: string): string | null;
  /** What git prints. @throws UsageError with its own words where it fails */
  git(args: readonly string[]): Promise<string>;
  /** What to do where a revision is not found, to stand after a message; empty where there is nothing to be done. */
  missingHistory(): Promise<string>;
  close(): void;
}

/** @throws UsageError where the directory is in no repository */
export async function openRepository(directory: string): Promise<Repository> {
  const found = await git(directory, ['rev-parse', '--show-cdup']);
  if (found.code !== 0) throw new UsageError(notHere(directory, found.stderr));
  // Not `--show-toplevel`, which resolves symbolic links: paths of the caller would seem to be outside.
  const root = path.resolve(directory, found.stdout.toString('utf8').trim());
  const blobs = createBlobReader(root);
  const commits = new Map<string, Promise<string | null>>();
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
      if (revision === null) throw new UsageError(await unknownRevision(root, name));
      return revision;
    },
    async head() {
      const empty = async (): Promise<Revision> => {
        const tree = await gitText(root, ['hash-object', '-t', 'tree', '--stdin']);
        return { prefix: `${tree.trim()}:`, label: 'the empty tree' };
      };
      return (await findRevision('HEAD')) ?? empty();
    },
    async mergeBase(a, b) {
      const { code, stdout, stderr } = await git(root, ['merge-base', commitName(a), commitName(b)]);
      if (code === 0) {
        const commit = stdout.toString('utf8').trim();
        return { prefix: `${commit}:`, label: (await gitText(root, ['rev-parse', '--short', commit])).trim() };
      }
      const why = stderr === '' ? 'they share no history' : gitComplaint(stderr);
      throw new UsageError(`${a.label} and ${b.label} have no merge base: ${why}.${await shallowHint(root)}`);
    },
    isAncestor: async (commit, of) => (await git(root, ['merge-base', '--is-ancestor', commit, of])).code === 0,
    read: (revision, file) => blobs.read(`${revision.prefix}${file}`),
    async list(revision) {
      if (revision === null)
        return gitList(root, ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--full-name']);
      if (revision.prefix === ':') return gitList(root, ['ls-files', '-z', '--cached']);
      return gitList(root, ['ls-tree', '-r', '-z', '--name-only', '--full-tree', commitName(revision)]);
    },
    async changes(before, after) {
      const sides =
        after === null
          ? [commitName(before)]
          : after.prefix === ':'
            ? ['--cached', commitName(before)]
            : [commitName(before), commitName(after)];
      const known = ['diff', '--name-status', '-z', '-M', '--no-ext-diff', '--no-color', ...sides, '--'];
      const changed = parseNameStatus(await gitText(root, known));
      if (after !== null) return changed;
      const unknown = await gitList(root, ['ls-files', '-z', '--others', '--exclude-standard', '--full-name']);
      return [...changed, ...unknown.map(file => ({ before: null, after: file }))];
    },
    pathOf(file) {
      const relative = path.relative(root, file);
      if (relative === '') return '';
      if (relative.startsWith('..') || path.isAbsolute(relative)) return null;
      return relative.replaceAll(path.sep, '/');
    },
    git: args => gitText(root, args),
    missingHistory: () => shallowHint(root),
    close: () => blobs.close(),
  };
}

export function commitName({ prefix }: Revision): string {
  return prefix.slice(0, -1);
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

async function unknownRevision(root: string, name: string): Promise<string> {
  return `There is no revision \`${name}\` in the git repository ${root}.${await shallowHint(root)}`;
}

async function shallowHint(root: string): Promise<string> {
  const { stdout } = await git(root, ['rev-parse', '--is-shallow-repository']);
  if (stdout.toString('utf8').trim() !== 'true') return '';
  return ' The repository is a shallow clone: fetch more of its history (`git fetch --unshallow`; `fetch-depth: 0` for actions/checkout).';
}

function notHere(directory: string, stderr: string): string {
  return /not a git repository/.test(stderr)
    ? `${directory} is in no git repository, so there are no revisions to compare. Name two files.`
    : `git cannot use the repository of ${directory}: ${gitComplaint(stderr)}`;
}

/** @see https://git-scm.com/docs/git-diff#_raw_output_format for the letters; with `-z` a renamed file has both of its paths after them */
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
