import { spawn } from 'node:child_process';
import os from 'node:os';
import { UsageError } from '../command.ts';

/** The result of running git. */
export interface GitOutcome {
  /** Null if a signal ended git. */
  code: number | null;
  stdout: Buffer;
  stderr: string;
}

/**
 * English messages, no password prompts, no locks for reading. History is read as committed, without replaced objects and grafts, which belong to a single
 * clone. Objects that a partial clone lacks are not fetched, since that would run programs that the repository configures.
 */
const environment = {
  LC_ALL: 'C',
  GIT_TERMINAL_PROMPT: '0',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_GRAFT_FILE: os.devNull,
  GIT_NO_LAZY_FETCH: '1',
  GIT_ALLOW_PROTOCOL: 'none',
};

/** Environment variables that would select another repository than that of the file. The index is not among them: a hook may set it. */
const redirecting = [
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_COMMON_DIR',
  'GIT_NAMESPACE',
  'GIT_SHALLOW_FILE',
  'GIT_CEILING_DIRECTORIES',
];
const notRedirected = Object.fromEntries(redirecting.map(name => [name, undefined]));

/** Fixes the settings that would change what git prints. */
const settings = [
  ...['core.fsmonitor=false', 'core.quotePath=true', 'core.commitGraph=false'],
  ...[
    'log.showSignature=false',
    'log.showRoot=true',
    'log.mailmap=false',
    'log.follow=false',
    'log.diffMerges=separate',
  ],
  ...[
    'i18n.logOutputEncoding=UTF-8',
    'color.ui=false',
    'diff.renames=true',
    `diff.orderFile=${os.devNull}`,
    'diff.relative=false',
  ],
  ...[
    'diff.noprefix=false',
    'diff.mnemonicPrefix=false',
    'diff.ignoreSubmodules=none',
    'diff.suppressBlankEmpty=false',
  ],
  ...['merge.renames=true', 'merge.directoryRenames=conflict', 'merge.renormalize=false'],
].flatMap(setting => ['-c', setting]);

/** Environment variables; undefined unsets one. */
export type GitEnvironment = Readonly<Record<string, string | undefined>>;

export interface GitOptions {
  env?: GitEnvironment;
  /** Standard input. */
  input?: string;
}

/** Starts git, without a shell. */
export function startGit(directory: string, args: readonly string[], env: GitEnvironment = {}) {
  return spawn('git', [...settings, ...args], {
    cwd: directory,
    env: { ...process.env, ...notRedirected, ...environment, ...env },
    windowsHide: true,
  });
}

/**
 * Runs git. Directly in a repository, use it only for commands that never run a program from its configuration (`rev-parse`, `rev-list`, `config`); for
 * everything else, use a `Repository`.
 * @throws UsageError if git is not installed; errors of git itself are in the outcome
 */
export function git(directory: string, args: readonly string[], { env, input }: GitOptions = {}): Promise<GitOutcome> {
  const child = startGit(directory, args, env);
  const out: Buffer[] = [];
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  // It may fail before it has read all input.
  child.stdin.on('error', () => undefined).end(input ?? '');
  return new Promise((resolve, reject) => {
    child.on('error', error => reject(gitMissing(error)));
    child.on('close', code => resolve({ code, stdout: Buffer.concat(out), stderr }));
  });
}

/** The output of a git command. @throws UsageError with git's message if it fails */
export async function gitText(directory: string, args: readonly string[], options: GitOptions = {}): Promise<string> {
  const { code, stdout, stderr } = await git(directory, args, options);
  const command = args.find(each => !each.startsWith('-')) ?? '';
  if (code !== 0) throw new UsageError(`\`git ${command}\` failed: ${gitComplaint(stderr)}`);
  return stdout.toString('utf8');
}

export function gitMissing(error: Error): Error {
  return (error as NodeJS.ErrnoException).code === 'ENOENT'
    ? new UsageError('This needs git, which is not on the PATH. Files can be compared without it.')
    : error;
}

/** The first error message of git, without `fatal:`. */
export function gitComplaint(stderr: string): string {
  const line = stderr.split('\n').find(each => /^(fatal|error):/.test(each)) ?? stderr.trim().split('\n')[0] ?? '';
  return line.replace(/^(fatal|error): /, '').trim() || 'git gives no reason';
}

/** True if a directory is in a repository that git can use. @throws UsageError if git is not installed */
export async function isRepository(directory: string): Promise<boolean> {
  return (await git(directory, ['rev-parse', '--git-dir'])).code === 0;
}
