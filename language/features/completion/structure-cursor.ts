import { contains, type Position, type Range } from '../../location.ts';
import type { SourceDocument, SourcePath } from '../../source/document/document.ts';
import type { ScalarNode } from '../../source/tree/source-node.ts';

/** What the document's structure allows at the cursor: a key, a value or an item of a list. */
export interface StructureCursor {
  /** A key of the mapping at `path`. `present`: the existing key that is being edited. `colon`: true if a colon follows. */
  key: { path: SourcePath; range: Range; present: string | null; colon: boolean } | null;
  /** A value at `path`. `node`: the existing value. */
  value: { path: SourcePath; node: ScalarNode | null; range: Range } | null;
  /** A new item of the list at `path`. */
  item: { path: SourcePath; index: number } | null;
  flow: boolean;
  /** The cursor, as an empty range. */
  here: Range;
  /** Column in which the inserted text begins. */
  column: number;
  /** The blank to insert first if a colon or dash is directly before the cursor, else empty. */
  space: string;
}

export function structureCursor(document: SourceDocument, position: Position): StructureCursor {
  const offset = document.offsetAt(position);
  const here = document.rangeBetween(offset, offset);
  const { text } = document;
  const { path, part } = document.placeAt(position);
  const before = text[offset - 1] ?? '';
  const cursor: StructureCursor = {
    key: null,
    value: null,
    item: null,
    flow: isFlow(document, path),
    here,
    column: here.start.character,
    space: before === ':' || before === '-' ? ' ' : '',
  };
  if (part === 'key') {
    const whole = document.rangeOf(path, 'key');
    const range = whole.start.line === whole.end.line && contains(whole, here.start) ? whole : here;
    const rest = text.slice(document.offsetAt(range.end), document.offsetAt(range.end) + 200);
    const key = { path: path.slice(0, -1), range, present: String(path.at(-1)), colon: /^[ \t]*:/.test(rest) };
    return { ...cursor, key, column: range.start.character, flow: isFlow(document, key.path) };
  }
  const node = document.nodeAt(path);
  if (part === 'blank') {
    if (node?.kind === 'sequence') {
      const index = node.items.filter(item => item.end <= offset).length;
      return {
        ...cursor,
        item: { path, index },
        value: node.flow ? { path: [...path, index], node: null, range: here } : null,
      };
    }
    const key = { path, range: here, present: null, colon: false };
    if (node?.kind === 'scalar') return { ...cursor, key, item: { path, index: 0 } };
    return { ...cursor, key };
  }
  if (node !== undefined && node.kind !== 'scalar') return cursor;
  // A missing or empty value has no range to replace.
  const range = node === undefined || node.start === node.end ? here : replaceable(document, node, here);
  const value = { path, node: node ?? null, range };
  // A word at the beginning of its line, or after a dash, may also become a key.
  const start = range.start.character;
  const margin = text.slice(document.lineStart(range.start.line), document.offsetAt(range.start));
  const word =
    node === undefined || node.style === 'empty' || (node.style === 'plain' && /^[\w.$@-]*$/.test(node.text));
  if (!word || !/^\s*(?:-[ \t]+|-$)*$/.test(margin) || document.format === 'json')
    return { ...cursor, value, column: start };
  const key = { path, range, present: null, colon: false };
  const item = node?.style === 'empty' && !/-/.test(margin) ? { path, index: 0 } : null;
  return { ...cursor, value, key, item, column: start + cursor.space.length };
}

/** The scalar, from the cursor or its start, if it lies on the cursor's line and does not end before the cursor; else the empty range at the cursor. */
function replaceable(document: SourceDocument, node: ScalarNode, here: Range): Range {
  const { start, end } = document.rangeBetween(node.start, node.end);
  const { line, character } = here.start;
  if (start.line !== line || end.line !== line || character > end.character) return here;
  return { start: character < start.character ? here.start : start, end };
}

function isFlow(document: SourceDocument, path: SourcePath): boolean {
  if (document.format === 'json') return true;
  for (let length = path.length; length >= 0; length--) {
    const node = document.nodeAt(path.slice(0, length));
    if (node !== undefined && node.kind !== 'scalar') return node.flow;
  }
  return false;
}
