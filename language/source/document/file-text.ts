import type { Position } from '../../location.ts';

/** Why the text of a file cannot be used, as the rest of the sentence "FILE cannot be read: …". */
export interface Unreadable {
  unreadable: string;
  /** The position of the problem, if it has one. */
  at?: Position;
}

/**
 * Decodes the bytes of a file, which must be UTF-8: lenient decoding would give different files the same text. Keeps a byte order mark.
 * @param lineBefore number of lines of the file before the bytes
 */
export function textOf(bytes: Uint8Array, lineBefore = 0): { text: string } | Unreadable {
  if (startsWith(bytes, 0xff, 0xfe) || startsWith(bytes, 0xfe, 0xff))
    return { unreadable: 'it is UTF-16. Save the file as UTF-8.' };
  try {
    return { text: decoded(bytes) };
  } catch {
    const before = textBeforeFault(bytes);
    const byte = bytes[new TextEncoder().encode(before).length] ?? 0;
    const at = endOf(before, lineBefore);
    const place = `line ${at.line + 1}, column ${at.character + 1}`;
    const hex = byte.toString(16).toUpperCase().padStart(2, '0');
    return { unreadable: `byte 0x${hex} at ${place} is not UTF-8. Save the file as UTF-8.`, at };
  }
}

/** Why reading a file failed; undefined if there is no such file. */
export function unreadableBecause(error: unknown): Unreadable | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
    case 'ERR_INVALID_ARG_VALUE':
      return undefined;
    case 'EACCES':
    case 'EPERM':
      return { unreadable: 'permission denied.' };
    case 'EISDIR':
      return { unreadable: 'it is a folder.' };
    default:
      return { unreadable: error instanceof Error ? error.message : String(error) };
  }
}

export const leadsNowhere: Unreadable = { unreadable: 'it is a symbolic link to a missing file.' };

/** The reason for devices, pipes and sockets. */
export const notRegular = 'it is not a regular file.';

function startsWith(bytes: Uint8Array, ...start: number[]): boolean {
  return start.every((byte, index) => bytes[index] === byte);
}

/** @throws TypeError if the bytes are not UTF-8 */
function decoded(bytes: Uint8Array, options?: { stream: boolean }): string {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, options);
}

/** The text before the first invalid byte, found by binary search. */
function textBeforeFault(bytes: Uint8Array): string {
  let sound = 0;
  for (let broken = bytes.length + 1; broken - sound > 1;) {
    const middle = (sound + broken) >>> 1;
    if (isSoundUntil(bytes, middle)) sound = middle;
    else broken = middle;
  }
  return decoded(bytes.subarray(0, sound), { stream: true });
}

/** True if the bytes before `end` are UTF-8; the last character may be incomplete. */
function isSoundUntil(bytes: Uint8Array, end: number): boolean {
  try {
    decoded(bytes.subarray(0, end), { stream: true });
    return true;
  } catch {
    return false;
  }
}

function endOf(text: string, lineBefore: number): Position {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
  return { line: lineBefore + lines.length - 1, character: lines.at(-1)?.length ?? 0 };
}

/** Offset of the first U+FFFD, which decoders insert for invalid bytes, and the number of them. */
export function replacementCharacters(text: string): { first: number | null; count: number } {
  const first = text.indexOf('\uFFFD');
  return first < 0 ? { first: null, count: 0 } : { first, count: text.split('\uFFFD').length - 1 };
}
