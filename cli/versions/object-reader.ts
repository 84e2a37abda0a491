import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { gitMissing, startGit, type GitEnvironment } from './git.ts';

export interface GitObject {
  id: string;
  kind: 'blob' | 'tree' | 'commit' | 'tag';
  content: Buffer;
}

/** Reads objects of a repository with a single git process. */
export interface ObjectReader {
  /** Null if there is no such object. @param name in git's notation: an id, `COMMIT^{tree}`, or `:path` for the index */
  read(name: string): Promise<GitObject | null>;
  close(): void;
}

/**
 * Speaks the protocol of `git cat-file --batch`.
 * @see https://git-scm.com/docs/git-cat-file#_batch_output
 */
export function createObjectReader(directory: string, env: GitEnvironment): ObjectReader {
  const waiting: { resolve: (found: GitObject | null) => void; reject: (error: Error) => void }[] = [];
  let child: ChildProcessWithoutNullStreams | undefined;
  let chunks: Buffer[] = [];
  let size = 0;
  /** The number of bytes to wait for before parsing, since a large object arrives in many chunks. */
  let needed = 1;

  const fail = (error: Error) => {
    for (const each of waiting.splice(0)) each.reject(error);
  };
  const receive = (chunk: Buffer) => {
    chunks.push(chunk);
    size += chunk.length;
    if (size < needed) return;
    let unread = Buffer.concat(chunks);
    for (needed = 1; unread.length >= needed; needed = 1) {
      const end = unread.indexOf(0x0a);
      if (end < 0) break;
      const header = unread.subarray(0, end).toString('utf8');
      const [, id = '', kind, length] = /^([\da-f]+) (blob|tree|commit|tag) (\d+)$/.exec(header) ?? [];
      const until = length === undefined ? end : end + 1 + Number(length);
      needed = until + 1;
      if (unread.length < needed) break;
      const content = Buffer.from(unread.subarray(end + 1, until));
      unread = unread.subarray(needed);
      waiting.shift()?.resolve(kind === undefined ? null : { id, kind: kind as GitObject['kind'], content });
    }
    chunks = [unread];
    size = unread.length;
  };
  const start = () => {
    const started = startGit(directory, ['cat-file', '--batch'], env);
    started.stdout.on('data', receive);
    started.stdin.on('error', fail);
    started.on('error', error => fail(gitMissing(error)));
    started.on('close', () => fail(new Error('git ended before it had answered.')));
    return started;
  };
  return {
    read(name) {
      // A request is a single line.
      if (/[\n\r\0]/.test(name)) return Promise.resolve(null);
      const { stdin } = (child ??= start());
      return new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
        stdin.write(`${name}\n`);
      });
    },
    close: () => void child?.stdin.end(),
  };
}
