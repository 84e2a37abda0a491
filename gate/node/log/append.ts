import { constants, type Stats } from 'node:fs';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import { ulid } from '../../../engine/index.ts';
import type { DecisionEvent } from '../../../engine/index.ts';

export interface AppendOptions {
  /** True if the events must survive a power failure once this returns. By default, they survive the end of the process. */
  durable?: boolean;
}

/** An id for an event; ids sort by time. @param at in milliseconds since the Unix epoch */
export function newEventId(at: number): string {
  // Ids are unique, not secret: loading real randomness takes longer than deciding.
  return ulid(
    at,
    Uint8Array.from({ length: 16 }, () => Math.floor(256 * Math.random())),
  );
}

/** The folder beside a decision log with what only its writers may read. */
export function privateFolder(log: string): string {
  return `${log}.private`;
}

/** The log could not be written. */
export class LogFailure extends Error {}

const lineFeed = 0x0a;

/**
 * Appends events to a decision log, which is created with its folder if there is none, and is then readable by its owner only. All events are written by
 * one call to a file opened for appending, so that processes cannot write into each other's lines on a local file system. An unfinished last line, as a
 * power failure leaves it, stays a line of its own.
 * @throws an error of Node with its `code`, or a LogFailure. The events are then not logged, or not all.
 */
export async function appendEvents(
  file: string,
  events: readonly DecisionEvent[],
  { durable = false }: AppendOptions = {},
): Promise<void> {
  if (events.length === 0) return;
  const lines = events.map(event => `${JSON.stringify(event)}\n`).join('');
  const log = await openForAppending(file);
  try {
    const stats = await log.stat();
    if (!stats.isFile()) throw new LogFailure(`${file} is not a regular file`);
    const bytes = Buffer.from((await endsUnfinished(log, stats)) ? `\n${lines}` : lines);
    const { bytesWritten } = await log.write(bytes);
    // A second call could land behind the line of another process. What is there of this one counts as unfinished.
    if (bytesWritten < bytes.length)
      throw new LogFailure(`${file} took only ${bytesWritten} of ${bytes.length} bytes: the disk may be full`);
    if (durable) await log.datasync();
  } finally {
    await log.close();
  }
}

/** Without O_NONBLOCK, opening a pipe would wait for its reader. */
const flags = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | (constants.O_NONBLOCK ?? 0);

async function openForAppending(file: string): Promise<FileHandle> {
  try {
    return await open(file, flags, 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    await mkdir(path.dirname(file), { recursive: true });
    return open(file, flags, 0o600);
  }
}

/** True also while another process is in the middle of a line; the line feed that is then added makes a blank line. */
async function endsUnfinished(log: FileHandle, { size }: Stats): Promise<boolean> {
  if (size === 0) return false;
  const { bytesRead, buffer } = await log.read(Buffer.alloc(1), 0, 1, size - 1);
  return bytesRead === 1 && buffer[0] !== lineFeed;
}
