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
 * grafts, which belong to one clone alone.
 */
export const gitEnvironment = {
  LC_ALL: 'C',
  GIT_TERMINAL_PROMPT: '0',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_GRAFT_FILE: os.devNull,
};

/** Nothing that the configuration of a repository names is run for a look at it, or changes what git prints. */
const hardened = [
  ...['core.fsmonitor=false', 'core.quotePath=true'],
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
].flatMap(setting => ['-c', setting]);

/**
 * Runs git, never through a shell.
 * @throws UsageError where there is no git on this machine; what git itself complains of is in the outcome.
 */
export function git(directory: string, args: readonly string[]): Promise<GitOutcome> {
  const child = spawn('git', [...hardened, ...args], {
    cwd: directory,
    env: { ...process.env, ...gitEnvironment },
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  });
  const out: Buffer[] = [];
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.on('error', error => reject(gitMissing(error)));
    child.on('close', code => resolve({ code, stdout: Buffer.concat(out), stderr }));
  });
}

/** What a run of git printed. @throws UsageError with git's own words where it fails */
export async function gitText(directory: string, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await git(directory, args);
  if (code !== 0) throw new UsageError(`\`git ${args[0] ?? ''}\` failed: ${gitComplaint(stderr)}`);
  return stdout.toString('utf8');
}

/** The same as the list that `-z` makes of it. */
export async function gitList(directory: string, args: readonly string[]): Promise<string[]> {
  return (await gitText(directory, args)).split('\0').filter(each => each !== '');
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
