import { randomUUID } from 'node:crypto';
import path from 'node:path';
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

async function take(file: string, options: LockOptions): Promise<Held | null> {
  const { files, holder } = options;
  const own = `${file}.${randomUUID()}.tmp`;
  await files.write(own, `${JSON.stringify(holder)}\n`);
  try {
    for (let attempt = 0; ; attempt++) {
      try {
        await files.link(own, file);
        return null;
      } catch (error) {
        if (codeOf(error) !== 'EEXIST') throw error;
      }
      const found = await files.read(file);
      // Given back just now.
      if (found === null && attempt < mostAttempts) continue;
      const other = found === null ? null : readHolder(found);
      if (other === null || attempt >= mostAttempts || !(await isLeftBehind(other, options)))
        return { held: other, file };
      await takeAway(file, found ?? '', files);
    }
  } finally {
    await files.remove(own).catch(() => undefined);
  }
}

const mostAttempts = 5;

/** Moved away before it is removed, so that of two who found it left behind none removes the new lock of the other. */
async function takeAway(file: string, leftBehind: string, files: DurableFiles): Promise<void> {
  const away = `${file}.${randomUUID()}.tmp`;
  try {
    await files.rename(file, away);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  if ((await files.read(away)) !== leftBehind) await files.link(away, file).catch(() => undefined);
  await files.remove(away);
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
