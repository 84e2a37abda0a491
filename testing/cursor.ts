import type { Position } from '../language/location.ts';

/** The marker of the cursor in test texts. */
export const cursorMark = '‸';

/** A text without its cursor marker, and the position of the marker. */
export function withCursor(marked: string): { text: string; position: Position } {
  const offset = marked.indexOf(cursorMark);
  if (offset === -1) throw new Error(`The text has no ${cursorMark}.`);
  const before = marked.slice(0, offset).split('\n');
  const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
  return { text: marked.slice(0, offset) + marked.slice(offset + cursorMark.length), position };
}
