import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { gitEnvironment, gitMissing } from './git.ts';

/** Reads files of a repository at any revision: one process of git for all of them. */
export interface BlobReader {
  /** The content of a file; null where there is none. @param name as git names objects: `COMMIT:path`, or `:path` in the index */
  read(name: string): Promise<Buffer | null>;
  close(): void;
}

/**
 * Speaks the protocol of `git cat-file --batch`. A symbolic link is followed inside of its revision; one that leads out of it is no file.
 * @see https://git-scm.com/docs/git-cat-file#_batch_output
 */
export function createBlobReader(directory: string): BlobReader {
  const waiting: { resolve: (content: Buffer | null) => void; reject: (error: Error) => void }[] = [];
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
      const [, kind, length] = /(?:^| )(blob|tree|commit|tag|symlink|dangling|loop|notdir) (\d+)$/.exec(header) ?? [];
      const until = length === undefined ? end : end + 1 + Number(length);
      needed = until + 1;
      if (unread.length < needed) break;
      const content = kind === 'blob' ? Buffer.from(unread.subarray(end + 1, until)) : null;
      unread = unread.subarray(needed);
      waiting.shift()?.resolve(content);
    }
    chunks = [unread];
    size = unread.length;
  };
  const start = () => {
    const started = spawn('git', ['cat-file', '--batch', '--follow-symlinks'], {
      cwd: directory,
      env: { ...process.env, ...gitEnvironment },
      windowsHide: true,
    });
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
