import { writeSync } from 'node:fs';

/**
 * Milliseconds in which a gate answers, or else blocks the call: less than hosts wait with the configuration that an export writes, and long enough for a
 * machine on which a hundred start at once.
 */
export const limitMs = 20_000;

/** Milliseconds in which the host must have written the whole event. */
const maxInputMs = 8000;

/** Hosts truncate or refuse far shorter events. */
export const maxInputBytes = 64 * 1024 * 1024;

const blockedExit = 2;

/** The one line of a gate that cannot decide. It does not say why: an agent could learn from it how to get through. */
export const blockedLine = 'Handrail could not check this call, so it is blocked.';

/** The one denial that every hook host understands when something is broken: exit code 2, nothing on standard output, a line on standard error. */
export function block(line = blockedLine): never {
  try {
    writeSync(2, `${line}\n`);
  } catch {
    // Nobody listens; the exit code still says it.
  }
  process.exit(blockedExit);
}

/**
 * All of standard input.
 * @param maxBytes more than this is an error, as is an input that does not end within eight seconds
 */
export async function standardInput(maxBytes: number, stdin: AsyncIterable<Uint8Array | string>): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('standard input does not end')), maxInputMs);
  });
  return Promise.race([allOf(maxBytes, stdin), late]).finally(() => clearTimeout(timer));
}

async function allOf(maxBytes: number, stdin: AsyncIterable<Uint8Array | string>): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stdin) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : Buffer.from(chunk);
    size += bytes.length;
    if (size > maxBytes) throw new Error(`standard input is longer than ${maxBytes} bytes`);
    chunks.push(bytes);
  }
  return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
}
