import { spawn } from 'node:child_process';
import os from 'node:os';
import { UsageError } from '../command.ts';

/** What a run of git gave. */
export interface GitOutcome {
  /** Null where a signal ended it. */
  code: number | null;
  stdout: Buffer;
  stderr: string;
}

/**
 * Messages in English, no waiting for a password, no lock taken for a mere look. History is read as it was committed: without replaced objects and
 * grafts, which belong to one clone alone. Objects that a partial clone lacks are not fetched, since that runs what the repository configures.
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

/** Where a file lies says which repository it belongs to: these variables would name another one. A hook may still name the index that it is about. */
const redirecting = [
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_COMMON_DIR',
  'GIT_NAMESPACE',
  'GIT_SHALLOW_FILE',
  'GIT_CEILING_DIRECTORIES',
];
const notRedirected = Object.fromEntries(redirecting.map(name => [name, undefined]));

/** No setting of the user changes what git prints. */
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

/** Variables of the environment; undefined takes one away. */
export type GitEnvironment = Readonly<Record<string, string | undefined>>;

export interface GitOptions {
  env?: GitEnvironment;
  /** Standard input. */
  input?: string;
}

/** Starts git, never through a shell. */
export function startGit(directory: string, args: readonly string[], env: GitEnvironment = {}) {
  return spawn('git', [...settings, ...args], {
    cwd: directory,
    env: { ...process.env, ...notRedirected, ...environment, ...env },
    windowsHide: true,
  });
}

/**
 * Runs git. In a repository itself only commands that name things may run so (`rev-parse`, `rev-list`, `config`): they run none of the programs that its
 * configuration names. Everything else goes through a `Repository`.
 * @throws UsageError where there is no git on this machine; what git itself complains of is in the outcome.
 */
export function git(directory: string, args: readonly string[], { env, input }: GitOptions = {}): Promise<GitOutcome> {
  const child = startGit(directory, args, env);
  const out: Buffer[] = [];
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  // It may fail before it has read everything.
  child.stdin.on('error', () => undefined).end(input ?? '');
  return new Promise((resolve, reject) => {
    child.on('error', error => reject(gitMissing(error)));
    child.on('close', code => resolve({ code, stdout: Buffer.concat(out), stderr }));
  });
}

/** What a run of git printed. @throws UsageError with git's own words where it fails */
export async function gitText(directory: string, args: readonly string[], options: GitOptions = {}): Promise<string> {
  const { code, stdout, stderr } = await git(directory, args, options);
  const command = args.find(each => !each.startsWith('-')) ?? '';
  if (code !== 0) throw new UsageError(`\`git ${command}\` failed: ${gitComplaint(stderr)}`);
  return stdout.toString('utf8');
}

export function gitMissing(error: Error): Error {
  return (error as NodeJS.ErrnoException).code === 'ENOENT'
    ? new UsageError('git is needed for that, and there is none on the PATH. Files can be compared without it.')
    : error;
}

/** git's first complaint, without its `fatal:`. */
export function gitComplaint(stderr: string): string {
  const line = stderr.split('\n').find(each => /^(fatal|error):/.test(each)) ?? stderr.trim().split('\n')[0] ?? '';
  return line.replace(/^(fatal|error): /, '').trim() || 'it does not say why';
}

/** Whether the directory is in a repository that git can use. @throws UsageError where there is no git */
export async function isRepository(directory: string): Promise<boolean> {
  return (await git(directory, ['rev-parse', '--git-dir'])).code === 0;
}
