import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { temporaryFolder } from '../../../scripts/host/folders.ts';

const run = promisify(execFile);

/** A git repository made for a test, outside of every other. */
export interface GitRepository {
  path: string;
  write: (files: Record<string, string>) => Promise<void>;
  /** Commits all that there is; the same every time. */
  commit: (message: string) => Promise<void>;
  git: (...args: string[]) => Promise<string>;
  remove: () => Promise<void>;
}

export async function gitRepository(name: string): Promise<GitRepository> {
  const temporary = await temporaryFolder('repository');
  const folder = path.join(temporary.path, name);
  await mkdir(folder);
  const env = {
    ...process.env,
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: 'Ada Reviewer',
    GIT_AUTHOR_EMAIL: 'ada@example.com',
    GIT_AUTHOR_DATE: '2026-03-02T10:00:00Z',
    GIT_COMMITTER_NAME: 'Ada Reviewer',
    GIT_COMMITTER_EMAIL: 'ada@example.com',
    GIT_COMMITTER_DATE: '2026-03-02T10:00:00Z',
  };
  const git = async (...args: string[]) => (await run('git', args, { cwd: folder, env })).stdout;
  await git('init', '--quiet', '--initial-branch=main');
  return {
    path: folder,
    git,
    remove: temporary.remove,
    write: async files => {
      for (const [file, text] of Object.entries(files)) {
        await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
        await writeFile(path.join(folder, file), text);
      }
    },
    commit: async message => {
      await git('add', '--all');
      await git('commit', '--quiet', '--message', message);
    },
  };
}
