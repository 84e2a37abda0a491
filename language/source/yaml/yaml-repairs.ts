import type { YAMLError } from 'yaml';
import { nearestName } from '../../../engine/model/nearest-name.ts';
import type { Mask } from '../tree/masks.ts';
import { syntaxProblem, type TextProblem } from '../tree/source-problem.ts';
import { expressionEnd, indentOf } from '../traps/trap.ts';
import { quoteExpression } from '../traps/trap-messages.ts';

/** A problem, and the mask that lets the rest of the document be parsed. */
export interface Repair {
  problem: TextProblem;
  mask: Mask;
}

export const indentationMessage =
  'The indentation matches none of the lines above. Keys of a mapping start in the same column; the content of a key is indented further.';

/**
 * How to continue after an error at `at`; null if the parser recovers well enough by itself.
 * @param last true if no error follows
 * @param sections the top-level keys of such a document
 */
export function repairOf(
  error: YAMLError,
  text: string,
  at: number,
  last: boolean,
  sections: ReadonlySet<string>,
): Repair | null {
  switch (error.code) {
    case 'BLOCK_AS_IMPLICIT_KEY':
      return brokenValue(error, text, at) ?? tooDeep(text, at);
    case 'UNEXPECTED_TOKEN':
      return brokenValue(error, text, at) ?? (/at node end/.test(error.message) ? stray(text, at) : null);
    case 'MULTILINE_IMPLICIT_KEY':
      return keyAlone(text, at, sections);
    case 'BAD_INDENT':
      return last || /end with a/.test(error.message) ? null : misplaced(text, at);
    default:
      return null;
  }
}

const entry = /[ ]*(?:- +)*(?:(?:"[^"\n]*"|'[^'\n]*'|[^\s#'"[\]{},&*!|>%@`-][^#\n]*?)[ \t]*:[ \t]+)?/y;

/** A value that contains something invalid, such as a second `: ` or text after a closing quote. */
function brokenValue(error: YAMLError, text: string, at: number): Repair | null {
  entry.lastIndex = lineStartAt(text, at);
  const start = entry.lastIndex + (entry.exec(text)?.[0].length ?? 0);
  const end = expressionEnd(text, start, Infinity);
  const value = text.slice(start, end);
  if (at < start || at > end || value === '') return null;
  const colon = error.code === 'BLOCK_AS_IMPLICIT_KEY';
  if (colon && !/:(?:\s|$)/.test(value)) return null;
  if (!colon && !/^["'\-\]},]/.test(value)) return null;
  const quoted = quoteExpression(value);
  const why = colon
    ? 'a `:` followed by a space makes a mapping in YAML'
    : /^["']/.test(value)
      ? 'a value that starts with a quote ends at the next quote in YAML'
      : `\`${value[0] ?? ''}\` has a special meaning in YAML`;
  const shown = quoted.length <= 100 ? `: ${quoted}` : '.';
  const problem = syntaxProblem(`This text needs quotes, because ${why}. Put all of it in quotes${shown}`, start, end);
  const fix = { title: 'Put the text in quotes', edits: [{ start, end, newText: quoted }] };
  return { problem: { ...problem, fix }, mask: { style: 'trapped', start, end } };
}

/** A line indented below a key that already has a value. */
function tooDeep(text: string, at: number): Repair | null {
  const above = lineStartAt(text, at);
  const start = contentStart(text, lineEndAt(text, at) + 1);
  if (start === null || column(text, start) <= (indentOf(text, above) ?? 0)) return null;
  const message = 'This line is indented too far: the key above it already has a value. Indent it like that key.';
  return withoutLines(text, start, message);
}

/** A line that does not belong to anything above it, at which YAML ends the document. */
function stray(text: string, at: number): Repair | null {
  const start = contentStart(text, lineStartAt(text, at));
  if (start === null || start > at) return null;
  return withoutLines(text, start, `${indentationMessage} This line is not read.`);
}

function misplaced(text: string, at: number): Repair | null {
  const start = contentStart(text, lineStartAt(text, at));
  return start === null ? null : withoutLines(text, start, indentationMessage);
}

/** A line with a single word before a line with a key: the word is a key that is being written. */
function keyAlone(text: string, at: number, sections: ReadonlySet<string>): Repair | null {
  const lineStart = lineStartAt(text, at);
  const line = text.slice(lineStart, lineEndAt(text, at));
  const match = /^( *(?:- +)*)([^\s:#"'[\]{}&*!|>%@`,-][^\s:#]*)\s*$/.exec(line);
  if (match === null) return null;
  const [, indent = '', word = ''] = match;
  const start = lineStart + indent.length;
  const end = start + word.length;
  // As a key, a word in the first column would own all indented lines below it.
  const isSection = sections.size === 0 || sections.has(word) || nearestName(word, sections) !== undefined;
  if (indent === '' && !isSection) {
    const mask: Mask = { style: 'comment', start, end };
    return { problem: strayProblem(text, mask), mask };
  }
  const problem = syntaxProblem(`A \`:\` is missing after \`${word}\`.`, start, end);
  return { problem, mask: { style: 'key', start, end } };
}

/** The problem for a line that is ignored because it does not fit the lines around it. */
export function strayProblem(text: string, { start, end }: Mask): TextProblem {
  const line = text.slice(start, end);
  const shown = line.length > 40 ? `${line.slice(0, 39)}…` : line;
  const message = `\`${shown}\` does not fit the lines around it, so this line is not read. Remove it, or write it as \`key: value\`, indented like the keys around it.`;
  return syntaxProblem(message, start, end);
}

/** Ignores the line at `start` and the more deeply indented lines after it. */
function withoutLines(text: string, start: number, message: string): Repair {
  const limit = column(text, start);
  let end = lineEndAt(text, start);
  for (;;) {
    const next = contentStart(text, end + 1);
    if (next === null || column(text, next) <= limit) break;
    end = lineEndAt(text, next);
  }
  const word = /^(?:-\s+)?[^\s:]*/.exec(text.slice(start, lineEndAt(text, start)))?.[0].length ?? 1;
  return { problem: syntaxProblem(message, start, start + Math.max(1, word)), mask: { style: 'comment', start, end } };
}

function lineStartAt(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

/** Offset of the end of a line, before its line break. */
export function lineEndAt(text: string, at: number): number {
  const found = text.indexOf('\n', at);
  const end = found === -1 ? text.length : found;
  return end > at && text[end - 1] === '\r' ? end - 1 : end;
}

/** Offset of the first non-blank content from `at` on; null at the end of the text. */
function contentStart(text: string, at: number): number | null {
  const rest = /\S/g;
  rest.lastIndex = at;
  return at > text.length ? null : (rest.exec(text)?.index ?? null);
}

function column(text: string, at: number): number {
  return at - lineStartAt(text, at);
}
