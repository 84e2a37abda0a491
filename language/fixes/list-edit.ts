import type { SourceDocument, SourcePath } from '../source/document/document.ts';
import type { SequenceNode } from '../source/tree/source-node.ts';
import type { TextEdit } from './proposal.ts';

/** Whole lines of a document, from `first` to `last` inclusive. */
interface Lines {
  first: number;
  last: number;
}

/**
 * Removes an item from a list, with the comments that belong to it.
 * @returns null if the list would become empty, or its layout does not show where the item ends
 */
export function removeItem(document: SourceDocument, list: SourcePath, index: number): TextEdit[] | null {
  const sequence = sequenceAt(document, list);
  if (sequence === null || sequence.items.length < 2 || index >= sequence.items.length) return null;
  if (sequence.flow) return [removedFromFlow(document, sequence, index)];
  const lines = linesOf(document, sequence, index);
  return lines === null ? null : [removedLines(document, lines, index === sequence.items.length - 1)];
}

/** Moves an item before the item at `to`, or to the end of the list, with the comments that belong to it. */
export function moveItem(
  document: SourceDocument,
  list: SourcePath,
  index: number,
  to: number | 'end',
): TextEdit[] | null {
  const sequence = sequenceAt(document, list);
  const item = sequence?.items[index];
  if (sequence === null || item === undefined) return null;
  const last = sequence.items.length - 1;
  if (to === 'end' ? index === last : to === index || to === index + 1) return null;
  if (sequence.flow) {
    const text = document.text.slice(item.start, item.end);
    const removed = removedFromFlow(document, sequence, index);
    return to === 'end'
      ? [removed, insertedInFlow(document, sequence, text)]
      : [insertedInFlow(document, sequence, text, to), removed];
  }
  const lines = linesOf(document, sequence, index);
  const place = linesOf(document, sequence, to === 'end' ? last : to);
  if (lines === null || place === null) return null;
  const text = textOfLines(document, lines);
  const blank = separated(document, sequence) ? document.lineBreak : '';
  const removed = removedLines(document, lines, index === last);
  return to === 'end'
    ? [removed, insertedAfter(document, place, `${blank}${text}`)]
    : [insertedAt(document, document.lineStart(place.first), `${text}${blank}`), removed];
}

/** Appends an item: as the text of `flow` to a flow list, or as `lines`, indented to the dash's column, to a block list. */
export function appendItem(
  document: SourceDocument,
  list: SourcePath,
  { flow, lines }: { flow: () => string; lines: () => readonly string[] },
): TextEdit[] | null {
  const sequence = sequenceAt(document, list);
  if (sequence === null || sequence.items.length === 0) return null;
  if (sequence.flow) return [insertedInFlow(document, sequence, flow())];
  const place = linesOf(document, sequence, sequence.items.length - 1);
  if (place === null) return null;
  const newline = document.lineBreak;
  const margin = ' '.repeat(dashColumn(document, sequence) ?? 0);
  const text = lines()
    .map((line, index) => `${margin}${index === 0 ? '- ' : '  '}${line}${newline}`)
    .join('');
  return [insertedAfter(document, place, `${separated(document, sequence) ? newline : ''}${text}`)];
}

/** Inserts lines after a list of the top-level mapping. */
export function appendedLines(document: SourceDocument, list: SourcePath, lines: readonly string[]): TextEdit[] | null {
  const sequence = sequenceAt(document, list);
  if (sequence === null) return null;
  const newline = document.lineBreak;
  const text = lines.map(line => `${line}${newline}`).join('');
  const end = document.positionAt(Math.max(sequence.end - 1, sequence.start)).line;
  const place = sequence.flow ? { first: end, last: end } : linesOf(document, sequence, sequence.items.length - 1);
  return place === null ? null : [insertedAfter(document, place, text)];
}

function sequenceAt(document: SourceDocument, path: SourcePath): SequenceNode | null {
  const node = document.nodeAt(path);
  return node?.kind === 'sequence' ? node : null;
}

/** The lines of an item of a block list, with the comments directly above it and more deeply indented ones directly below it. */
function linesOf(document: SourceDocument, { items }: SequenceNode, index: number): Lines | null {
  const item = items[index];
  if (item === undefined || item.kind === 'alias') return null;
  const start = document.positionAt(item.start).line;
  const before = document.text.slice(document.lineStart(start), item.start);
  const column = /^( *)- +$/.exec(before)?.[1]?.length;
  if (column === undefined) return null;
  let first = start;
  while (first > 0 && isComment(document, first - 1, indent => indent <= column)) first--;
  let last = document.positionAt(Math.max(item.end - 1, item.start)).line;
  while (last + 1 < document.lineCount && isComment(document, last + 1, indent => indent > column)) last++;
  return { first, last };
}

function dashColumn(document: SourceDocument, { items }: SequenceNode): number | null {
  const [item] = items;
  if (item === undefined) return null;
  return /^ *(?=- )/.exec(lineText(document, document.positionAt(item.start).line))?.[0].length ?? null;
}

function isComment(document: SourceDocument, line: number, at: (indent: number) => boolean): boolean {
  const text = lineText(document, line);
  const indent = text.length - text.trimStart().length;
  return text.trimStart().startsWith('#') && at(indent);
}

function isBlank(document: SourceDocument, line: number): boolean {
  return line >= 0 && line < document.lineCount && lineText(document, line).trim() === '';
}

/** True if blank lines separate the items of a list. */
function separated(document: SourceDocument, sequence: SequenceNode): boolean {
  const second = linesOf(document, sequence, 1);
  return second !== null && isBlank(document, second.first - 1);
}

/** Removes lines with the blank lines after them, or before them for the last item of a list. */
function removedLines(document: SourceDocument, { first, last }: Lines, isLast: boolean): TextEdit {
  let [from, until] = [first, last + 1];
  if (isLast) while (isBlank(document, from - 1)) from--;
  else while (until < document.lineCount && isBlank(document, until)) until++;
  return edit(document, document.lineStart(from), endOf(document, until - 1), '');
}

function textOfLines(document: SourceDocument, { first, last }: Lines): string {
  const text = document.text.slice(document.lineStart(first), endOf(document, last));
  return text.endsWith('\n') ? text : `${text}${document.lineBreak}`;
}

function insertedAfter(document: SourceDocument, { last }: Lines, text: string): TextEdit {
  const end = endOf(document, last);
  const broken = document.text.slice(0, end).endsWith('\n');
  return insertedAt(document, end, broken ? text : `${document.lineBreak}${text.replace(/\r?\n$/, '')}`);
}

/** Offset after a line's line break. */
function endOf(document: SourceDocument, line: number): number {
  return line + 1 < document.lineCount ? document.lineStart(line + 1) : document.text.length;
}

function removedFromFlow(document: SourceDocument, { items }: SequenceNode, index: number): TextEdit {
  const [previous, item, next] = [items[index - 1], items[index], items[index + 1]];
  if (item === undefined) return insertedAt(document, 0, '');
  if (next !== undefined) return edit(document, item.start, next.start, '');
  return edit(document, previous?.end ?? item.start, item.end, '');
}

/** Inserts an item with the separator that the list already uses. */
function insertedInFlow(document: SourceDocument, { items }: SequenceNode, text: string, before?: number): TextEdit {
  const [first, second] = items;
  const between = first === undefined || second === undefined ? ', ' : document.text.slice(first.end, second.start);
  const separator = /^\s*,\s*$/.test(between) ? between : ', ';
  const place = before === undefined ? undefined : items[before];
  return place === undefined
    ? insertedAt(document, items.at(-1)?.end ?? 0, `${separator}${text}`)
    : insertedAt(document, place.start, `${text}${separator}`);
}

function insertedAt(document: SourceDocument, at: number, text: string): TextEdit {
  return edit(document, at, at, text);
}

function edit(document: SourceDocument, start: number, end: number, newText: string): TextEdit {
  return { uri: document.uri, range: document.rangeBetween(start, end), newText };
}

/** The text of a line, without its line break. */
function lineText(document: SourceDocument, line: number): string {
  return document.text.slice(document.lineStart(line), endOf(document, line)).replace(/\r?\n$/, '');
}
