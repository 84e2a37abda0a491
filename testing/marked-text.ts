import type { Position, Range } from '../language/location.ts';

/** An expectation of a fixture at one place. */
export interface Mark {
  code: string;
  /** Null for any message; with `…` at the end, the beginning of the message. */
  message: string | null;
  range: Range;
  /** True for a related place of a finding. */
  related: boolean;
}

export interface MarkedText {
  /** The text without the marking lines. */
  text: string;
  marks: Mark[];
}

/**
 * Extracts the expectations from a fixture. They are in comments below the line that they refer to, and are not part of the
 * document that is checked:
 *
 *     when: confidnce < 0.7
 *     #     ^^^^^^^^^ undefined-signal: There is no signal `confidnce`…
 *
 * - `^^^` marks a range by its columns; `~~~` marks a related place of a finding with that code.
 * - `<---` marks a range that starts in the first column, with a column for each dash; each `_` before them moves it one to
 *   the right (`<_---` starts in the second). For ranges below the `#` and the blank of the comment itself.
 * - `|` marks an empty range before the column; on the first line, the start of the document.
 * - `[` and, under a later line, `]` mark the first and the last character of a range over several lines.
 */
export function readMarks(marked: string): MarkedText {
  const lines: string[] = [];
  const marks: Mark[] = [];
  const open: { code: string; message: string | null; start: Position }[] = [];
  for (const line of marked.split(/(?<=\n)/)) {
    const match = /^(\s*#\s*)(\^+|~+|<_*-+|\||\[|\])\s+([a-z][a-z-]*)(?::\s+(.*?))?\s*$/.exec(line);
    if (match === null) {
      lines.push(line);
      continue;
    }
    const [, before = '', sign = '', code = '', message = null] = match;
    const at = Math.max(lines.length - 1, 0);
    const column = lines.length === 0 ? 0 : before.length;
    const range = (start: number, end: number): Range => ({
      start: { line: at, character: start },
      end: { line: at, character: end },
    });
    if (sign === '[') open.push({ code, message, start: { line: at, character: column } });
    else if (sign === ']') {
      const started = open.findIndex(each => each.code === code);
      const [opening] = started === -1 ? [] : open.splice(started, 1);
      if (opening === undefined) throw new Error(`"]" closes no "[" of ${code}.`);
      const { start, message: text } = opening;
      marks.push({ code, message: text, range: { start, end: { line: at, character: column + 1 } }, related: false });
    } else if (sign.startsWith('<')) {
      const start = sign.lastIndexOf('_') === -1 ? 0 : sign.lastIndexOf('_');
      const length = sign.length - 1 - start;
      marks.push({ code, message, range: range(start, start + length), related: false });
    } else {
      const length = sign === '|' ? 0 : sign.length;
      marks.push({ code, message, range: range(column, column + length), related: sign.startsWith('~') });
    }
  }
  if (open.length > 0) throw new Error(`"[" of ${open[0]?.code ?? ''} is not closed.`);
  return { text: lines.join(''), marks };
}

/** Applies edits to texts. Edits must not overlap. */
export function applyEdits(text: string, edits: readonly { range: Range; newText: string }[]): string {
  const starts = [0];
  for (const match of text.matchAll(/\r\n|\n|\r/g)) starts.push(match.index + match[0].length);
  const offset = ({ line, character }: Position) => (starts[line] ?? text.length) + character;
  const sorted = edits
    .map(({ range, newText }) => ({ start: offset(range.start), end: offset(range.end), newText }))
    .sort((a, b) => b.start - a.start || b.end - a.end);
  let result = text;
  let limit = Infinity;
  for (const { start, end, newText } of sorted) {
    if (end > limit) throw new Error('Edits overlap.');
    result = result.slice(0, start) + newText + result.slice(end);
    limit = start;
  }
  return result;
}
