import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { gitMissing, startGit, type GitEnvironment } from './git.ts';

export interface GitObject {
  id: string;
  kind: 'blob' | 'tree' | 'commit' | 'tag';
  content: Buffer;
}

/** Reads objects of a repository: one process of git for all of them. */
export interface ObjectReader {
  /** Null where there is no such object. @param name as git names objects: an identifier, `COMMIT^{tree}`, or `:path` in the index */
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
  /** Fewer bytes are not worth looking at: a large file comes in many chunks. */
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
      // A request is a line.
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
