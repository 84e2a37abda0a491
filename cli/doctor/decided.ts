import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { type DecisionMade, readLoggedLine } from '../../engine/index.ts';

/** How far the logs went before the calls, by path. */
export type LogSizes = ReadonlyMap<string, number>;

export function sizesOf(logs: readonly string[]): LogSizes {
  return new Map(logs.map(log => [log, sizeOf(log)]));
}

/** The decisions about calls that nobody made, by session, which were logged since. */
export function decidedSince(before: LogSizes, logs: readonly string[]): Map<string, DecisionMade[]> {
  const decided = new Map<string, DecisionMade[]>();
  for (const line of logs.flatMap(log => linesFrom(log, before.get(log) ?? 0))) {
    const read = readLoggedLine(line);
    if (read.kind !== 'event' || read.event.type !== 'decision' || read.event.case === undefined) continue;
    const session = read.event.case;
    decided.set(session, [...(decided.get(session) ?? []), read.event]);
  }
  return decided;
}

function sizeOf(log: string): number {
  return inFile(log, file => fstatSync(file).size) ?? 0;
}

function linesFrom(log: string, start: number): string[] {
  const text = inFile(log, file => {
    const size = fstatSync(file).size - start;
    if (size <= 0) return '';
    const bytes = Buffer.alloc(size);
    return bytes.subarray(0, readSync(file, bytes, 0, size, start)).toString();
  });
  return (text ?? '').split('\n');
}

function inFile<T>(log: string, use: (file: number) => T): T | null {
  let file: number | null = null;
  try {
    // A pipe would wait for its writer.
    if (!statSync(log).isFile()) return null;
    file = openSync(log, 'r');
    return use(file);
  } catch {
    return null;
  } finally {
    if (file !== null) closeSync(file);
  }
}
