import path from 'node:path';
import { builtin } from '../builtin.ts';
import { digest } from '../../../engine/index.ts';
import { codeOf, type DurableFiles } from './durable-files.ts';
import type { ProcessIdentity } from './process-identity.ts';

/** The process that writes to a folder, as recorded in its lock file. */
export interface LockHolder extends ProcessIdentity {
  /** RFC 3339. */
  since: string;
}

export interface LockOptions {
  files: DurableFiles;
  holder: LockHolder;
  /** True if the process that took the lock, on this machine, still runs. */
  isRunning: (holder: ProcessIdentity) => Promise<boolean>;
  /** How long to wait for a process that holds the lock, in milliseconds. By default, not at all. */
  waitMs?: number;
}

/** The result if somebody else holds the lock; `held` is null if the lock file cannot be read. */
export interface Held {
  held: LockHolder | null;
  file: string;
}

/**
 * Runs an action while no other process writes to the folder. The lock of a process that has ended is taken over. A lock from another machine is kept,
 * since its process cannot be checked. A folder that was created for the lock is removed with it if the action leaves it empty.
 */
export async function withLock<T>(folder: string, options: LockOptions, action: () => Promise<T>): Promise<T | Held> {
  const { files } = options;
  const made = await files.makeFolder(folder);
  const file = path.join(folder, 'lock');
  const held = await takeInTime(file, options);
  if (held !== null) return held;
  try {
    return await action();
  } finally {
    await files.remove(file).catch(() => undefined);
    if (made !== undefined) await removeEmptyFolders(files, folder, made);
  }
}

/** @param outermost the folder itself, or one that it lies in */
async function removeEmptyFolders(files: DurableFiles, folder: string, outermost: string): Promise<void> {
  for (let at = path.resolve(folder); at.startsWith(path.resolve(outermost)); at = path.dirname(at))
    await files.removeEmpty(at);
}

/** Takes the lock as soon as nobody else holds it. @returns the last holder if the time is over */
async function takeInTime(file: string, options: LockOptions): Promise<Held | null> {
  const end = performance.now() + (options.waitMs ?? 0);
  for (let pauseMs = 2; ; pauseMs = Math.min(2 * pauseMs, maxPauseMs)) {
    const held = await take(file, options);
    const left = end - performance.now();
    if (held === null || left <= 0) return held;
    // Random, so that processes that wait do not all try at the same time.
    const { setTimeout: pause } = builtin('node:timers/promises');
    await pause(Math.min(left, pauseMs * (0.5 + Math.random())));
  }
}

const maxPauseMs = 32;
const maxAttempts = 10;

/**
 * Creates a lock file atomically. A lock left behind may be removed only under a second lock, named by the text of the first. The text of every lock is
 * unique, so two processes that find the same lock cannot remove each other's new lock.
 */
async function take(file: string, options: LockOptions): Promise<Held | null> {
  const { files, holder } = options;
  const nonce = builtin('node:crypto').randomUUID();
  const own = `${file}.${nonce}.tmp`;
  const text = `${JSON.stringify({ ...holder, nonce })}\n`;
  try {
    for (let attempt = 0; attempt < maxAttempts; attempt++) {
      const found = await files.read(file);
      if (found === null) {
        try {
          await files.write(own, text);
          await files.link(own, file);
          return null;
        } catch (error) {
          // ENOENT: `repair` has removed our draft, or another process the empty folder.
          if (codeOf(error) === 'ENOENT') await files.makeFolder(path.dirname(file));
          else if (codeOf(error) !== 'EEXIST') throw error;
        }
        continue;
      }
      const other = readHolder(found);
      if (other === null || !(await isLeftBehind(other, options))) return { held: other, file };
      const lockOfLock = `${file}.${digest(found).slice(0, 16)}`;
      const held = await take(lockOfLock, options);
      if (held !== null) return held;
      try {
        if ((await files.read(file)) === found) await files.remove(file);
      } finally {
        await files.remove(lockOfLock);
      }
    }
    return { held: null, file };
  } finally {
    await files.remove(own).catch(() => undefined);
  }
}

async function isLeftBehind(other: LockHolder, { holder, isRunning }: LockOptions): Promise<boolean> {
  return other.host === holder.host && !(await isRunning(other));
}

function readHolder(text: string): LockHolder | null {
  try {
    const { pid, host, started, since } = JSON.parse(text) as Partial<LockHolder>;
    return typeof pid === 'number' && typeof host === 'string' && typeof since === 'string'
      ? { pid, host, started: typeof started === 'string' ? started : null, since }
      : null;
  } catch {
    return null;
  }
}

export function heldMessage({ held, file }: Held): string {
  const who = held === null ? 'Somebody' : `Process ${held.pid} on ${held.host}, since ${held.since},`;
  return `${who} is writing to these releases. Try again when it is done; if it no longer runs, delete ${file}.`;
}
