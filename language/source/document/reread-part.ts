import type { ChangedRange } from '../tree/changed-range.ts';
import type { Reading } from './source-reading.ts';
import type { MappingNode, SequenceNode, SourceEntry, SourceNode } from '../tree/source-node.ts';

/** A top-level key with a list or mapping in block style. */
export interface Section extends SourceEntry {
  value: MappingNode | SequenceNode;
}

/** The whole lines around a change that contain whole entries of one section, in both versions of the text. */
export interface Part {
  section: Section;
  /** Column of the entries' keys or dashes. */
  column: number;
  dash: boolean;
  /** Entries [from, until) of the section before the change. */
  from: number;
  until: number;
  /** [start, beforeEnd) of the text before corresponds to [start, end) of the text after. */
  start: number;
  beforeEnd: number;
  end: number;
  /** What follows the part. */
  next: 'entry' | 'section' | 'none';
}

/**
 * The part of a text affected by a change. Null if the change affects more than entries of one section, or if the indentation of a
 * line could make it belong to the text around the part.
 */
export function partAround(before: Reading, text: string, change: ChangedRange): Part | null {
  const found = sectionAround(before, change);
  if (found === null) return null;
  const { section, end: sectionEnd } = found;
  const { value } = section;
  const dash = value.kind === 'sequence';
  const column = columnOf(before.text, startOf(value, 0));
  const count = countOf(value);
  if (column === null || (!dash && column === 0)) return null;
  const lineOf = (index: number): number | null => entryLine(before.text, value, index, column);

  let from = entryAt(value, change.start);
  let start = from < 0 ? null : lineOf(from);
  let until = from + 1;
  let beforeEnd = until < count ? lineOf(until) : sectionEnd;
  while (beforeEnd !== null && until < count && beforeEnd <= change.beforeEnd) {
    until++;
    beforeEnd = until < count ? lineOf(until) : sectionEnd;
  }
  if (start === null || beforeEnd === null || change.beforeEnd > beforeEnd) return null;
  const end = beforeEnd + text.length - before.text.length;
  if (!startsEntry(text, start, end, column, dash) && from > 0) start = lineOf(--from);
  if (start === null || !startsEntry(text, start, end, column, dash)) return null;
  if (end < text.length && text[end - 1] !== '\n') return null;
  if (!holdsEntries(text.slice(start, end), column, dash)) return null;
  const next = until < count ? 'entry' : sectionEnd < before.text.length ? 'section' : 'none';
  return { section, column, dash, from, until, start, beforeEnd, end, next };
}

/** The section that contains a change, and the offset at which the next section starts. */
function sectionAround(
  { text, root }: Reading,
  { start, beforeEnd }: ChangedRange,
): { section: Section; end: number } | null {
  if (root?.kind !== 'mapping' || root.flow) return null;
  const index = root.entries.findLastIndex(entry => entry.keyNode.end < start);
  const section = root.entries[index];
  const next = root.entries[index + 1];
  if (section === undefined || !isSection(section) || columnOf(text, section.keyNode.start) !== 0) return null;
  if (next !== undefined && columnOf(text, next.keyNode.start) !== 0) return null;
  const end = next?.keyNode.start ?? text.length;
  return beforeEnd > end ? null : { section, end };
}

function isSection(entry: SourceEntry): entry is Section {
  return isBlockCollection(entry.value) && countOf(entry.value) > 0;
}

export function isBlockCollection(node: SourceNode): node is MappingNode | SequenceNode {
  return (node.kind === 'mapping' || node.kind === 'sequence') && !node.flow;
}

export function countOf(node: MappingNode | SequenceNode): number {
  return node.kind === 'mapping' ? node.entries.length : node.items.length;
}

/** Offset of an entry; for the first item of a list, of its dash. */
function startOf(node: MappingNode | SequenceNode, index: number): number {
  if (node.kind === 'mapping') return node.entries[index]?.keyNode.start ?? node.start;
  return index === 0 ? node.start : (node.items[index]?.start ?? node.start);
}

/** Index of the last entry that starts at or before the offset; -1 if there is none. */
function entryAt(node: MappingNode | SequenceNode, offset: number): number {
  let low = -1;
  let high = countOf(node) - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (startOf(node, middle) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Column of an offset; null if there is other text than blanks before it on its line. */
function columnOf(text: string, offset: number): number | null {
  const start = lineStart(text, offset);
  return /^ *$/.test(text.slice(start, offset)) ? offset - start : null;
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** Lines, such as comments, between a dash and the content of its item. */
const maxLinesAfterDash = 20;

/** Offset of the line on which an entry starts; null if that cannot be determined. */
function entryLine(text: string, node: MappingNode | SequenceNode, index: number, column: number): number | null {
  const offset = startOf(node, index);
  let start = lineStart(text, offset);
  if (node.kind === 'mapping') return columnOf(text, offset) === column ? start : null;
  for (let lines = 0; lines < maxLinesAfterDash && start >= 0; lines++) {
    if (startsEntry(text, start, text.length, column, true)) return start;
    if (start === 0) return null;
    start = lineStart(text, start - 1);
  }
  return null;
}

function startsEntry(text: string, start: number, end: number, column: number, dash: boolean): boolean {
  const entry = start + column;
  if (entry >= end || /[^ ]/.test(text.slice(start, entry))) return false;
  return dash
    ? text[entry] === '-' && /^(?:[ \r\n]|$)/.test(text.slice(entry + 1, entry + 2))
    : /[^\s#]/.test(text[entry] ?? '');
}

/**
 * True if each line is blank, a comment, the start of an entry in its column, or indented further, so that it belongs to the entry
 * above. False for tabs in the indentation and lone carriage returns, which the parser may read differently.
 */
function holdsEntries(lines: string, column: number, dash: boolean): boolean {
  if (/\r(?!\n)/.test(lines)) return false;
  let at = 0;
  while (at < lines.length) {
    let indent = 0;
    while (lines[at + indent] === ' ') indent++;
    const first = lines[at + indent];
    if (first === '\t') return false;
    const blank = first === undefined || first === '\n' || first === '\r' || first === '#';
    if (!blank && indent < column) return false;
    if (!blank && indent === column && !startsEntry(lines, at, lines.length, column, dash)) return false;
    const end = lines.indexOf('\n', at + indent);
    at = end === -1 ? lines.length : end + 1;
  }
  return true;
}
