import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** A commit to make: files by path, null to delete one. */
export interface CommitToMake {
  files: Record<string, string | null>;
  /** Name of author and committer; the address is derived from it. */
  by: string;
  /** RFC 3339. */
  at: string;
  subject: string;
}

export interface TestRepository {
  folder: string;
  git(...args: string[]): string;
  write(files: Record<string, string | null>): void;
  /** Commits files, and all other changes in the working tree. @returns the hash */
  commit(commit: CommitToMake): string;
  remove(): void;
}

/** Ignores the settings of the machine, so that commits are the same everywhere. */
export const gitSettings = {
  GIT_CONFIG_GLOBAL: os.devNull,
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0',
};

/** Creates an empty repository in a temporary folder, on the branch `main`. */
export function createRepository(): TestRepository {
  // Resolved, as in the output of git and the command line: temporary folders are often symbolic links.
  const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'handrail-repository-')));
  const run = (args: readonly string[], env: Record<string, string> = {}) =>
    execFileSync('git', args, {
      cwd: folder,
      env: { ...process.env, ...gitSettings, ...env },
      encoding: 'utf8',
      stdio: 'pipe',
    }).trim();
  createGitFolder(path.join(folder, '.git'));
  const write: TestRepository['write'] = files => {
    for (const [name, text] of Object.entries(files)) {
      const file = path.join(folder, name);
      if (text === null) rmSync(file);
      else {
        mkdirSync(path.dirname(file), { recursive: true });
        writeFileSync(file, text);
      }
    }
  };
  return {
    folder,
    git: (...args) => run(args),
    write,
    commit({ files, by, at, subject }) {
      write(files);
      const email = `${by.toLowerCase()}@example.org`;
      run(['-c', `alias.record=${record}`, 'record', subject], {
        GIT_AUTHOR_NAME: by,
        GIT_AUTHOR_EMAIL: email,
        GIT_AUTHOR_DATE: at,
        GIT_COMMITTER_NAME: by,
        GIT_COMMITTER_EMAIL: email,
        GIT_COMMITTER_DATE: at,
      });
      return headOf(path.join(folder, '.git'));
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Adds and commits everything in one call, since starting git takes longer than its work. */
const record = '!git add --all && git commit --quiet --message "$1" #';

/** The settings for tests, without packing and syncing. */
const settings = `[core]
	repositoryFormatVersion = 0
	bare = false
	autocrlf = false
	fsync = none
[user]
	name = Test
	email = test@example.org
[gc]
	auto = 0
[maintenance]
	auto = false
`;

/** Does the same as `git init` without starting git, since tests create hundreds of repositories. */
function createGitFolder(folder: string): void {
  for (const part of ['objects', 'refs/heads', 'hooks', 'info'])
    mkdirSync(path.join(folder, part), { recursive: true });
  writeFileSync(path.join(folder, 'HEAD'), 'ref: refs/heads/main\n');
  writeFileSync(path.join(folder, 'config'), settings);
}

/** The hash of the last commit. After a commit, the branch is always a separate file. */
function headOf(folder: string): string {
  const head = readFileSync(path.join(folder, 'HEAD'), 'utf8').trim();
  const [, branch] = /^ref: (.*)$/.exec(head) ?? [];
  return branch === undefined ? head : readFileSync(path.join(folder, branch), 'utf8').trim();
}
