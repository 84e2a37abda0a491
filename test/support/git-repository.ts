import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** One commit to be made: files by their path, null for one that goes. */
export interface CommitToMake {
  files: Record<string, string | null>;
  /** Of author and committer: a name, whose address follows from it. */
  by: string;
  /** RFC 3339. */
  at: string;
  subject: string;
}

export interface TestRepository {
  folder: string;
  git(...args: string[]): string;
  write(files: Record<string, string | null>): void;
  /** Commits files, and whatever else is in the working tree; gives the commit's name. */
  commit(commit: CommitToMake): string;
  remove(): void;
}

/** Nothing of the machine's own settings: commits are the same everywhere. */
export const gitSettings = {
  GIT_CONFIG_GLOBAL: os.devNull,
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0',
};

/** An empty repository in a folder of its own, on a branch `main`. */
export function createRepository(): TestRepository {
  // As git and the command line name it: folders for temporary files are often symbolic links.
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
      run(['add', '--all']);
      run(['commit', '--quiet', '--message', subject], {
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

/** What tests need of the settings, and nothing that git does beside its work: it neither packs nor syncs. */
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

/** What `git init` makes, without a process of git: tests make repositories by the hundred. */
function createGitFolder(folder: string): void {
  for (const part of ['objects', 'refs/heads', 'hooks', 'info'])
    mkdirSync(path.join(folder, part), { recursive: true });
  writeFileSync(path.join(folder, 'HEAD'), 'ref: refs/heads/main\n');
  writeFileSync(path.join(folder, 'config'), settings);
}

/** The commit just made: then the branch is always a file of its own. */
function headOf(folder: string): string {
  const head = readFileSync(path.join(folder, 'HEAD'), 'utf8').trim();
  const [, branch] = /^ref: (.*)$/.exec(head) ?? [];
  return branch === undefined ? head : readFileSync(path.join(folder, branch), 'utf8').trim();
}
