import type { FileHandle } from 'node:fs/promises';
import { type DecisionEvent, readLoggedLine } from '../../../engine/index.ts';

const lineFeed = 0x0a;
const chunkBytes = 4 * 1024 * 1024;

/**
 * Passes on the events of a decision log that may concern grants, in order: grants, and decisions that spent one. Other lines are skipped without being
 * parsed, so that a log of a gigabyte takes about a second.
 * @param start where a line begins
 * @param enough how many bytes to read at least, if there are as many
 * @returns where the next line begins
 */
export async function readGrantEvents(
  log: FileHandle,
  { start, enough = Infinity }: { start: number; enough?: number },
  onEvent: (event: DecisionEvent) => void,
): Promise<number> {
  let [position, rest] = [start, Buffer.alloc(0)];
  for (;;) {
    const { bytesRead, buffer } = await log.read(Buffer.allocUnsafe(chunkBytes), 0, chunkBytes, position);
    if (bytesRead === 0) return position - rest.length;
    position += bytesRead;
    const read = buffer.subarray(0, bytesRead);
    const end = read.lastIndexOf(lineFeed) + 1;
    if (end === 0) {
      rest = Buffer.concat([rest, read]);
      continue;
    }
    const lines = rest.length === 0 ? read.subarray(0, end) : Buffer.concat([rest, read.subarray(0, end)]);
    for (const line of linesAboutGrants(lines)) {
      const found = readLoggedLine(line.toString('utf8'));
      if (found.kind === 'event') onEvent(found.event);
    }
    rest = Buffer.from(read.subarray(end));
    if (position - start >= enough) return position - rest.length;
  }
}

/** @param lines whole lines, each with its line feed */
function* linesAboutGrants(lines: Buffer): Generator<Buffer> {
  for (let hit = lines.indexOf(word); hit >= 0;) {
    let next = hit + word.length;
    if (isAboutGrants(lines, next)) {
      next = lines.indexOf(lineFeed, hit);
      yield lines.subarray(lines.lastIndexOf(lineFeed, hit) + 1, next);
    }
    hit = lines.indexOf(word, next);
  }
}

const word = Buffer.from('"grant');
const [quote, s, colon, bracket, closing] = [...Buffer.from('"s:[]')];

/** True after `"grant` in an event of type `"grant"`, and in a record with `"grants": [` that is not empty. */
function isAboutGrants(line: Buffer, at: number): boolean {
  if (line[at] === quote) return true;
  let next = at + 2;
  if (line[at] !== s || line[at + 1] !== quote) return false;
  for (const expected of [colon, bracket]) {
    next = afterSpace(line, next);
    if (line[next++] !== expected) return false;
  }
  return line[afterSpace(line, next)] !== closing;
}

function afterSpace(line: Buffer, at: number): number {
  let next = at;
  while (line[next] === 0x20 || line[next] === 0x09) next++;
  return next;
}
