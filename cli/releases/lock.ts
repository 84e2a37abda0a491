import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { digest } from '../../engine/index.ts';
import { codeOf, type DurableFiles } from './durable-files.ts';
import type { ProcessIdentity } from './process-identity.ts';

/** Who writes to a folder of releases, as it stands in the lock file. */
export interface LockHolder extends ProcessIdentity {
  /** RFC 3339. */
  since: string;
}

export interface LockOptions {
  files: DurableFiles;
  holder: LockHolder;
  /** Whether a process on this machine is still the one that took a lock. */
  isRunning: (holder: ProcessIdentity) => Promise<boolean>;
}

/** Somebody else holds the lock. */
export interface Held {
  held: LockHolder | null;
  file: string;
}

/**
 * Runs an action while no other process writes to the folder. The lock of a process that has ended is taken over; whoever holds it on another
 * machine cannot be asked, and keeps it.
 */
export async function withLock<T>(folder: string, options: LockOptions, action: () => Promise<T>): Promise<T | Held> {
  const { files } = options;
  await files.makeFolder(folder);
  const file = path.join(folder, 'lock');
  const held = await take(file, options);
  if (held !== null) return held;
  try {
    return await action();
  } finally {
    await files.remove(file).catch(() => undefined);
  }
}

const maxAttempts = 10;

/**
 * Puts a lock file in place, whole and in one step. One that was left behind may be removed by whoever holds the lock of that very lock: so of two who
 * find it neither removes the new lock of the other. Each lock has a text of its own, and the lock of a lock is named by it.
 */
async function take(file: string, options: LockOptions): Promise<Held | null> {
  const { files, holder } = options;
  const nonce = randomUUID();
  const own = `${file}.${nonce}.tmp`;
  const text = `${JSON.stringify({ ...holder, nonce })}\n`;
  try {
    for (let attempt = 0; attempt < maxAttempts; attempt++) {
      await files.write(own, text);
      try {
        await files.link(own, file);
        return null;
      } catch (error) {
        // ENOENT: somebody has tidied up.
        if (codeOf(error) === 'ENOENT') continue;
        if (codeOf(error) !== 'EEXIST') throw error;
      }
      const found = await files.read(file);
      // Given back just now.
      if (found === null) continue;
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
  return `${who} is writing to these releases. Try again when that is done; if nothing runs there any more, delete ${file}.`;
}
