import { type FileHandle, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { builtin } from '../builtin.ts';
import { addGrantEvent, expiryOf, type GrantState } from '../../../engine/index.ts';
import { readGrantEvents } from './grant-events.ts';

/** The grants in a part of a log, from its begin. */
export interface GrantTable {
  /** Where the rest of the log begins. */
  offset: number;
  /** The hash of what precedes that place: it differs if the log was replaced, cut or edited there. */
  mark: string;
  /** By id. */
  states: Map<string, GrantState>;
  /** Until when those would matter that it no longer has, in milliseconds since the Unix epoch; 0 if it has all. */
  forgottenAt: number;
}

/** How long saved tables have grants that expired, so that records of decisions can say so. */
const rememberedMs = 24 * 60 * 60 * 1000;
/** A longer part of the log than this is not read twice. */
const maxUnsavedBytes = 1024 * 1024;

export function emptyTable(): GrantTable {
  return { offset: 0, mark: markOf(new Uint8Array(0)), states: new Map(), forgottenAt: 0 };
}

/**
 * Reads more of a log into a table.
 * @param enough how many bytes to read at least, if there are as many
 * @returns the table; another one if it is not of this log
 */
export async function updated(log: FileHandle, table: GrantTable, enough = Infinity): Promise<GrantTable> {
  const isOfLog = table.mark === (await markAt(log, table.offset));
  const { states, offset: start, forgottenAt } = isOfLog ? table : emptyTable();
  const offset = await readGrantEvents(log, { start, enough }, event => addGrantEvent(states, event));
  return { offset, mark: await markAt(log, offset), states, forgottenAt };
}

/**
 * Reads the table that was saved beside a log.
 * @returns an empty table if none can be read, or if the clock was set back since, so that what was forgotten matters again
 */
export async function savedTable(file: string, now: number): Promise<GrantTable> {
  try {
    const { states, ...table } = JSON.parse(await readFile(file, 'utf8')) as SavedTable;
    if (!Number.isSafeInteger(table.offset) || table.offset < 0 || now < table.forgottenAt) return emptyTable();
    return { ...table, states: new Map(states) };
  } catch {
    return emptyTable();
  }
}

type SavedTable = Omit<GrantTable, 'states'> & { states: [id: string, state: GrantState][] };

/** Saves a table if much of the log would have to be read again without. Tables of other processes may replace it: all that they say is in the log. */
export async function saveTable(
  file: string,
  { table, since, now }: { table: GrantTable; since: number; now: number },
): Promise<void> {
  if (table.offset - since < maxUnsavedBytes) return;
  const until = (state: GrantState): number => expiryOf(state) + rememberedMs;
  const forgotten = [...table.states.values()].map(until).filter(time => time <= now);
  const saved: SavedTable = {
    ...table,
    states: [...table.states].filter(([, state]) => until(state) > now),
    forgottenAt: forgotten.reduce((latest, time) => Math.max(latest, time), table.forgottenAt),
  };
  const draft = `${file}.${builtin('node:crypto').randomUUID()}.tmp`;
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  await removeDrafts(path.dirname(file));
  await writeFile(draft, JSON.stringify(saved), { mode: 0o600 });
  await rename(draft, file);
}

/** Processes that were killed leave drafts. */
async function removeDrafts(folder: string): Promise<void> {
  for (const name of (await readdir(folder)).filter(each => each.endsWith('.tmp'))) {
    const draft = path.join(folder, name);
    const written = await stat(draft).catch(() => null);
    if (written !== null && Date.now() - written.mtimeMs > 60_000) await rm(draft, { force: true });
  }
}

const markBytes = 4096;

async function markAt(log: FileHandle, offset: number): Promise<string> {
  const length = Math.min(offset, markBytes);
  const { bytesRead, buffer } = await log.read(Buffer.alloc(length), 0, length, offset - length);
  return markOf(buffer.subarray(0, bytesRead));
}

function markOf(bytes: Uint8Array): string {
  return builtin('node:crypto').createHash('sha256').update(bytes).digest('hex');
}
