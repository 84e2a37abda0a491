import type { Position, Range } from '../../location.ts';

/** Converts between UTF-16 offsets and positions. Line breaks are `\n`, `\r\n` and `\r`, as in the Language Server Protocol. */
export interface LineIndex {
  readonly lineCount: number;
  /** Offset at which a line starts; the text's length for lines beyond the last. */
  lineStart(line: number): number;
  positionAt(offset: number): Position;
  /** Offset of a position; clipped to the end of its line, before the line break. */
  offsetAt(position: Position): number;
  rangeBetween(start: number, end: number): Range;
}

export function createLineIndex(text: string): LineIndex {
  const starts = lineStarts(text);
  const lineOf = (offset: number): number => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  const positionAt = (offset: number): Position => {
    const inside = Math.min(Math.max(offset, 0), text.length);
    const line = lineOf(inside);
    return { line, character: inside - (starts[line] ?? 0) };
  };
  return {
    lineCount: starts.length,
    lineStart: line => (line < 0 ? 0 : (starts[line] ?? text.length)),
    positionAt,
    offsetAt({ line, character }) {
      if (line < 0) return 0;
      const start = starts[line];
      if (start === undefined) return text.length;
      let end = starts[line + 1] ?? text.length;
      while (end > start && isLineBreak(text.charCodeAt(end - 1))) end--;
      return Math.min(start + Math.max(character, 0), end);
    },
    rangeBetween: (start, end) => ({ start: positionAt(start), end: positionAt(end) }),
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  if (!text.includes('\r')) {
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    return starts;
  }
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (!isLineBreak(code)) continue;
    if (code === 13 && text.charCodeAt(i + 1) === 10) i++;
    starts.push(i + 1);
  }
  return starts;
}

function isLineBreak(code: number): boolean {
  return code === 10 || code === 13;
}
