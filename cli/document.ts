import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { Json } from '../engine/model/json.ts';
import { parseSource } from '../language/source/document/document.ts';
import { textOf } from '../language/source/document/file-text.ts';
import { UsageError, type CommandContext } from './command.ts';
import { readTextFile } from './disk-workspace.ts';

export type ReadJson = { ok: true; value: Json } | { ok: false; why: string };

/** True if the argument is a JSON document rather than the name of a file. */
export function isDocument(given: string): boolean {
  return given.trimStart().startsWith('{');
}

/** Reads the input of a command: a file, `-` for standard input, or the JSON document itself. @throws UsageError if it cannot be read as JSON */
export async function readInput(
  given: string,
  { directory, stdin }: Pick<CommandContext, 'directory' | 'stdin'>,
): Promise<Json> {
  const read = isDocument(given)
    ? parseJson(given)
    : given === '-'
      ? parseJson(await buffer(stdin))
      : parseJson(await readGiven(given, directory));
  if (!read.ok) throw new UsageError(`The input is not JSON: ${read.why}`);
  return read.value;
}

/** @param lineBefore the number of lines before the document, for the line numbers in `why` */
export function parseJson(document: string | Uint8Array, lineBefore = 0): ReadJson {
  const read = typeof document === 'string' ? { text: document } : textOf(document, lineBefore);
  if ('unreadable' in read) return { ok: false, why: read.unreadable };
  const text = read.text.replace(/^\uFEFF/, '');
  try {
    return { ok: true, value: JSON.parse(text) as Json };
  } catch (error) {
    return { ok: false, why: jsonFault(text, lineBefore, error as Error) };
  }
}

/** In UTF-16 code units. Larger documents are not parsed a second time for a better message. */
const maxExplained = 1_000_000;

/** The place of the first syntax error, and what it is. The text there is not quoted: it may be a secret. */
function jsonFault(text: string, lineBefore: number, error: Error): string {
  if (text.trim() === '') return 'it is empty.';
  const [problem] = text.length > maxExplained ? [] : parseSource('input.json', text).problems;
  if (problem === undefined || problem.message.startsWith('Nested too deeply'))
    return error.message.replace(/, (?:\.\.\.)?"[^]*"(?:\.\.\.)? is not valid JSON$/, '');
  const { line, character } = problem.range.start;
  const what = problem.message.replace(/^`[^`]*` is not/, 'this is not');
  return `line ${line + lineBefore + 1}, column ${character + 1}: ${what}`;
}

/** The text of a file given by the user. @throws UsageError if it cannot be read */
export async function readGiven(given: string, directory: string): Promise<string> {
  const file = await readTextFile(path.resolve(directory, given));
  if (file !== undefined && 'text' in file) return file.text;
  throw cannotRead(given, file?.unreadable);
}

export function cannotRead(given: string, why = 'there is no such file.'): UsageError {
  return new UsageError(`${given} cannot be read: ${why}`);
}
