import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createRepository, type TestRepository } from '../../testing/repositories/git-repository.ts';
import { layoutOf } from './layout.ts';

let repository: TestRepository;
beforeEach(() => {
  repository = createRepository();
});
afterEach(() => repository.remove());

const commit = () =>
  repository.commit({ files: { 'a/b.txt': 'b' }, by: 'Ada', at: '2026-01-01T00:00:00Z', subject: 'First' });

test('a folder of a repository', async () => {
  const head = commit();
  const gitFolder = path.join(repository.folder, '.git');
  const expected = {
    root: repository.folder,
    gitFolder,
    commonFolder: gitFolder,
    objectFormat: 'sha1',
    shallow: false,
  };
  expect(await layoutOf(repository.folder)).toEqual({ ...expected, head });
  expect(await layoutOf(path.join(repository.folder, 'a'))).toEqual({ ...expected, head });
});

test('a repository without a commit', async () => {
  mkdirSync(path.join(repository.folder, 'a'));
  expect(await layoutOf(path.join(repository.folder, 'a'))).toMatchObject({ root: repository.folder, head: null });
});

test('a linked working tree, whose path contains line breaks', async () => {
  const head = commit();
  const linked = path.join(repository.folder, 'linked\n\n/r');
  repository.git('worktree', 'add', '--quiet', linked);
  expect(await layoutOf(path.join(linked, 'a'))).toMatchObject({
    root: linked,
    gitFolder: path.join(repository.folder, '.git/worktrees/r'),
    commonFolder: path.join(repository.folder, '.git'),
    head,
  });
});

test('a repository in a folder whose name contains line breaks', async () => {
  const folder = path.join(repository.folder, 'a\n\n/b\n');
  repository.git('init', '--quiet', folder);
  expect(await layoutOf(folder)).toMatchObject({ root: folder, gitFolder: path.join(folder, '.git'), head: null });
});

test('a bare repository, and a shallow one', async () => {
  const head = commit();
  const [bare, shallow] = ['bare.git', 'shallow'].map(name => path.join(repository.folder, name)) as [string, string];
  repository.git('clone', '--quiet', '--bare', '.', bare);
  expect(await layoutOf(bare)).toMatchObject({ root: bare, gitFolder: bare, shallow: false, head });
  repository.git('commit', '--quiet', '--allow-empty', '--message', 'Second');
  repository.git('clone', '--quiet', '--depth', '1', `file://${repository.folder}`, shallow);
  expect(await layoutOf(shallow)).toMatchObject({ root: shallow, shallow: true });
});

test('no repository', async () => {
  repository.remove();
  mkdirSync(repository.folder);
  await expect(layoutOf(repository.folder)).rejects.toThrow('is not in a git repository');
});
