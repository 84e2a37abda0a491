import * as vscode from 'vscode';

/** The part of the built-in Git extension's API (version 1) that is used here. */
export interface Repository {
  rootUri: vscode.Uri;
  state: {
    HEAD: { name?: string; commit?: string } | undefined;
    workingTreeChanges: readonly Change[];
    untrackedChanges?: readonly Change[];
  };
  log(options: { maxEntries?: number; path?: string }): Promise<Commit[]>;
  getCommit(ref: string): Promise<Commit>;
  show(ref: string, path: string): Promise<string>;
  getMergeBase(a: string, b: string): Promise<string | undefined>;
  diffBetween(a: string, b: string): Promise<Change[]>;
  diffWith(ref: string): Promise<Change[]>;
  getBranches(query: { remote?: boolean }): Promise<{ name?: string; commit?: string }[]>;
}

export interface Commit {
  hash: string;
  message: string;
  authorName?: string;
  authorDate?: Date;
}

export interface Change {
  uri: vscode.Uri;
  originalUri: vscode.Uri;
  renameUri: vscode.Uri | undefined;
}

interface GitApi {
  state: 'uninitialized' | 'initialized';
  onDidChangeState: vscode.Event<GitApi['state']>;
  repositories: readonly Repository[];
  getRepository(uri: vscode.Uri): Repository | null;
}

/** The editor's Git, or why there is none. */
export type Git =
  | { kind: 'git'; repositories: readonly Repository[]; of: (file: vscode.Uri) => Repository | null }
  | { kind: 'none'; why: string };

/** Milliseconds that the Git extension may take to find its repositories. */
const maxWait = 10_000;

export async function findGit(): Promise<Git> {
  const extension = vscode.extensions.getExtension<{ enabled: boolean; getAPI(version: 1): GitApi }>('vscode.git');
  if (extension === undefined) return { kind: 'none', why: 'the built-in Git extension is disabled' };
  const git = await extension.activate();
  if (!git.enabled) return { kind: 'none', why: 'Git is disabled in the settings, or not installed' };
  const api = git.getAPI(1);
  await initialized(api);
  return { kind: 'git', repositories: api.repositories, of: file => api.getRepository(file) };
}

function initialized(api: GitApi): Promise<void> {
  if (api.state === 'initialized') return Promise.resolve();
  return new Promise(resolve => {
    const done = () => {
      clearTimeout(timer);
      subscription.dispose();
      resolve();
    };
    const timer = setTimeout(done, maxWait);
    const subscription = api.onDidChangeState(state => {
      if (state === 'initialized') done();
    });
  });
}

/** The first seven digits of a commit hash, as git shortens it. */
export function shortCommit(hash: string): string {
  return hash.slice(0, 7);
}

/** The text of a file in a commit; null if the commit has no such file. */
export async function textAt(repository: Repository, commit: string, file: vscode.Uri): Promise<string | null> {
  try {
    return await repository.show(commit, file.fsPath);
  } catch (error) {
    if (isMissingPath(error)) return null;
    throw error;
  }
}

function isMissingPath(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const code = 'gitErrorCode' in error ? error.gitErrorCode : undefined;
  const said = 'stderr' in error ? error.stderr : undefined;
  const text = [said, error instanceof Error ? error.message : undefined].join('\n');
  return code === 'UnknownPath' || /does not exist in|exists on disk, but not in|UnknownPath/.test(text);
}
