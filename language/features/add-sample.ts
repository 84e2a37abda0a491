import type { Json, JsonObject } from '../../engine/model/json.ts';
import type { Sample } from '../../engine/model/samples.ts';
import type { Range } from '../location.ts';
import type { SourceDocument } from '../source/document/document.ts';
import { withoutAlias, type SequenceNode, type SourceNode } from '../source/tree/source-node.ts';
import { entryLines, scalarText } from './yaml-text.ts';

export interface TextEdit {
  range: Range;
  newText: string;
}

/** How the cases of a sample file are written. */
interface Style {
  newline: string;
  /** Column of the dash, counted from 0. */
  column: number;
  step: number;
  flowInput: boolean;
  flowExpect: boolean;
}

/**
 * The edit that appends a case to a sample file, in the style of the last case.
 * @returns null if the file's structure leaves no place for a case, as when its top level is not a mapping
 */
export function addSampleEdit(document: SourceDocument, sample: Sample): TextEdit | null {
  const newline = document.lineBreak;
  const { root, text } = document;
  const at = (start: number, end: number, newText: string): TextEdit => ({
    range: document.rangeBetween(start, end),
    newText,
  });
  if (root === null) return null;
  const top = withoutAlias(root);
  if (top.kind !== 'mapping') return null;
  if (document.format === 'json') return addToJson(document, sample, newline);
  const style: Style = { newline, column: 2, step: 2, flowInput: false, flowExpect: true };
  const cases = document.nodeAt(['cases']);
  if (cases === undefined) {
    if (top.flow) return null;
    const separator = text === '' || text.endsWith('\n') ? '' : newline;
    return at(text.length, text.length, `${separator}cases:${newline}${caseText(sample, style)}${newline}`);
  }
  if (cases.kind !== 'sequence' || cases.items.length === 0) {
    if (cases.kind === 'mapping' || (cases.kind === 'scalar' && cases.value !== null)) return null;
    const start = cases.kind === 'scalar' && cases.style === 'empty' ? cases.start : startOfValue(text, cases.start);
    return at(start, cases.end, `${newline}${caseText(sample, style)}`);
  }
  if (cases.flow) {
    const last = cases.items.at(-1);
    const end = last?.end ?? cases.end - 1;
    return at(end, end, `, ${JSON.stringify(caseOf(sample))}`);
  }
  const end = endOfBlock(document, cases);
  const blank = separatedByBlankLine(document, cases) ? newline : '';
  return at(end, end, `${newline}${blank}${caseText(sample, styleOf(document, cases, newline))}`);
}

/** The text of a new sample file with one case. `ruleSet`: path of the rule set, relative to the new file. */
export function newSamplesText(ruleSet: string, sample: Sample): string {
  const style: Style = { newline: '\n', column: 2, step: 2, flowInput: false, flowExpect: true };
  return `samples: 1\nruleset: ${scalarText(ruleSet).replace(/^"(\.[\w./@-]*)"$/, '$1')}\ncases:\n${caseText(sample, style)}\n`;
}

/** The sample as JSON, with its keys in the order in which people write them. */
function caseOf({ name, description, at, input, grants, expect, handoff }: Sample): JsonObject {
  const ordered = { name, description, at, input, grants, expect, handoff };
  return Object.fromEntries(Object.entries(ordered).filter(([, value]) => value !== undefined)) as JsonObject;
}

function caseText(sample: Sample, { newline, column, step, flowInput, flowExpect }: Style): string {
  const lines = Object.entries(caseOf(sample)).flatMap(([key, value]) =>
    entryLines(key, value, column + 2, step, key === 'input' ? flowInput : key !== 'expect' || flowExpect),
  );
  return lines.map((line, index) => (index === 0 ? `${' '.repeat(column)}- ${line.trimStart()}` : line)).join(newline);
}

function styleOf(document: SourceDocument, cases: SequenceNode, newline: string): Style {
  const last = cases.items.length - 1;
  const member = (key: string) => document.nodeAt(['cases', last, key]);
  const input = member('input');
  const expected = member('expect');
  return {
    newline,
    column: document.positionAt(cases.start).character,
    step: stepOf(document, input) ?? 2,
    flowInput: input?.kind === 'mapping' && input.flow && input.entries.length > 0,
    flowExpect: expected?.kind !== 'mapping' || expected.flow,
  };
}

/** How many columns a block mapping is indented below its key; null if that cannot be told. */
function stepOf(document: SourceDocument, node: SourceNode | undefined): number | null {
  if (node?.kind !== 'mapping' || node.flow) return null;
  const own = document.positionAt(node.start);
  const line = document.text.slice(
    document.lineStart(own.line - 1),
    document.offsetAt({ line: own.line - 1, character: 10_000 }),
  );
  const above = /^[ ]*(?:- +)?/.exec(line)?.[0].length ?? 0;
  const step = own.character - above;
  return step > 0 && step <= 8 ? step : null;
}

/** Offset of the end of the last line of the sequence, including comments that belong to its last item. */
function endOfBlock(document: SourceDocument, { start, end, items }: SequenceNode): number {
  const { text } = document;
  const column = document.positionAt(start).character;
  const last = items.at(-1)?.end ?? end;
  let { line } = document.positionAt(Math.max(end, last));
  while (line > 0 && lineText(document, line).trim() === '') line--;
  for (let next = line + 1; next < document.lineCount; next++) {
    const content = lineText(document, next);
    const indent = /^[ ]*/.exec(content)?.[0].length ?? 0;
    if (!content.trimStart().startsWith('#') || indent <= column) break;
    line = next;
  }
  return Math.min(document.lineStart(line) + lineText(document, line).length, text.length);
}

function separatedByBlankLine(document: SourceDocument, { items }: SequenceNode): boolean {
  const last = items.at(-1);
  if (last === undefined || items.length < 2) return false;
  const { line } = document.positionAt(last.start);
  return line > 0 && lineText(document, line - 1).trim() === '';
}

/** The text of a line, without its line break. */
function lineText(document: SourceDocument, line: number): string {
  return document.text.slice(document.lineStart(line), document.lineStart(line + 1)).replace(/\r?\n$/, '');
}

/** Offset at which the blanks before a value begin: an edit replaces them too. */
function startOfValue(text: string, start: number): number {
  let at = start;
  while (at > 0 && (text[at - 1] === ' ' || text[at - 1] === '\t')) at--;
  return at;
}

function addToJson(document: SourceDocument, sample: Sample, newline: string): TextEdit | null {
  const cases = document.nodeAt(['cases']);
  if (cases?.kind !== 'sequence') return null;
  const value: Json = caseOf(sample);
  const last = cases.items.at(-1);
  const insert = (offset: number, newText: string): TextEdit => ({
    range: document.rangeBetween(offset, offset),
    newText,
  });
  const own = document.positionAt(cases.start);
  if (last === undefined) return insert(cases.start + 1, JSON.stringify(value));
  const place = document.positionAt(last.start);
  if (place.line === own.line) return insert(last.end, `, ${JSON.stringify(value)}`);
  const margin = document.text.slice(document.lineStart(place.line), last.start);
  const step = /^[ \t]*$/.test(margin) ? indentOfJson(document) : '  ';
  const text = JSON.stringify(value, null, step).replaceAll('\n', `${newline}${/^[ \t]*$/.test(margin) ? margin : ''}`);
  return insert(last.end, `,${newline}${/^[ \t]*$/.test(margin) ? margin : ''}${text}`);
}

/** The indentation of the first line that has one. */
function indentOfJson({ text }: SourceDocument): string {
  return /\n([ \t]+)\S/.exec(text)?.[1] ?? '  ';
}
