import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { UsageError } from '../command.ts';
import { git, gitComplaint } from './git.ts';

/** Where a repository keeps its parts, and its state when it was opened. */
export interface RepositoryLayout {
  /** The root of the working tree; symbolic links in the path of the caller are not resolved. */
  root: string;
  /** The git folder of the working tree. */
  gitFolder: string;
  /** The git folder that linked working trees share; otherwise the same. */
  commonFolder: string;
  /** The hash function of its objects: `sha1` or `sha256`. */
  objectFormat: string;
  /** True if the history is incomplete. */
  shallow: boolean;
  /** The hash of the last commit; null if there is none yet. */
  head: string | null;
}

const flags = ['--show-object-format', '--is-shallow-repository', '--absolute-git-dir', '--show-cdup'];

/** The output for these flags and a revision. There is no path upwards in a bare repository, and no hash without a commit. */
const output = /^(\w+)\n(true|false)\n(.+?)(?:\n((?:\.\.\/)*|\/[^\n]*|\w:[^\n]*))?(?:\n([\da-f]{40,}))?\n$/s;

/** Inspects the repository of a directory, with a single git process. @throws UsageError if there is none */
export async function layoutOf(directory: string): Promise<RepositoryLayout> {
  const { code, stdout, stderr } = await git(directory, ['rev-parse', ...flags, '--revs-only', 'HEAD^{commit}']);
  const found = output.exec(stdout.toString('utf8'));
  if (code !== 0 || found === null) throw new UsageError(notHere(directory, stderr));
  const [, objectFormat = '', shallow, gitFolder = '', up = '', head = null] = found;
  return {
    // Not `--show-toplevel`: it resolves symbolic links, so that paths of the caller would seem to be outside.
    root: path.resolve(directory, up),
    gitFolder,
    commonFolder: commonFolderOf(gitFolder),
    objectFormat,
    shallow: shallow === 'true',
    head,
  };
}

/** @see https://git-scm.com/docs/gitrepository-layout#Documentation/gitrepository-layout.txt-commondir */
function commonFolderOf(gitFolder: string): string {
  const file = path.join(gitFolder, 'commondir');
  return existsSync(file) ? path.resolve(gitFolder, readFileSync(file, 'utf8').replace(/\r?\n$/, '')) : gitFolder;
}

function notHere(directory: string, stderr: string): string {
  return /not a git repository/.test(stderr)
    ? `${directory} is not in a git repository, so there are no revisions to compare. Name two files.`
    : `git cannot use the repository of ${directory}: ${gitComplaint(stderr)}`;
}
