import type { ScalarNode } from './source-node.ts';

/** The span of the document from which each UTF-16 unit of a scalar's text comes. */
export interface ScalarOffsets {
  text: string;
  starts: readonly number[];
  ends: readonly number[];
  /** Offset in the document of the end of the text. */
  end: number;
}

/**
 * Decodes a scalar again (YAML 1.2.2 sections 7.3 and 8.1) and records where each unit of its text comes from: folded line breaks,
 * indentation, doubled quotes and escapes make text and document differ. Null if the result is not the scalar's text, as in some
 * scalars with errors.
 */
export function scalarOffsets(node: ScalarNode, document: string): ScalarOffsets | null {
  const out = new Emitter();
  switch (node.style) {
    case 'plain':
    case 'trapped':
      unfold(document, node.start, node.end, out, false);
      out.end = node.end;
      break;
    case 'unclosed':
      unfold(document, node.start + 1, node.end, out, false);
      out.end = node.end;
      break;
    case 'single':
      unfold(document, node.start + 1, node.end - 1, out, true);
      out.end = Math.max(node.start + 1, node.end - 1);
      break;
    case 'double':
    case 'json':
      doubleQuoted(document, node.start + 1, node.end - 1, out);
      out.end = Math.max(node.start + 1, node.end - 1);
      break;
    case 'literal':
    case 'folded':
      if (node.block !== undefined) blockScalar(document, node, node.block, out);
      break;
    case 'empty':
      out.end = node.start;
      break;
  }
  return out.text === node.text ? out : null;
}

/**
 * The span of a scalar whose text is the same in the document, unit by unit. Null if it may differ: folding, indentation and escapes
 * always make the document's text longer.
 */
export function straightContent({ style, start, end, text }: ScalarNode): { start: number; end: number } | null {
  const quotes = style === 'plain' || style === 'trapped' ? 0 : style === 'single' || style === 'double' ? 1 : null;
  if (quotes === null || end - start - 2 * quotes !== text.length) return null;
  return { start: start + quotes, end: end - quotes };
}

/** The text of a plain scalar, with its lines folded. */
export function unfolded(document: string, start: number, end: number): string {
  const out = new Emitter();
  unfold(document, start, end, out, false);
  return out.text;
}

class Emitter implements ScalarOffsets {
  text = '';
  starts: number[] = [];
  ends: number[] = [];
  end = 0;
  /** Adds text whose units all come from the whole span. */
  emit(text: string, start: number, end: number): void {
    this.text += text;
    for (let i = 0; i < text.length; i++) {
      this.starts.push(start);
      this.ends.push(end);
    }
    this.end = end;
  }
  copy(document: string, start: number, end: number): void {
    if (end <= start) return;
    this.text += document.slice(start, end);
    for (let i = start; i < end; i++) {
      this.starts.push(i);
      this.ends.push(i + 1);
    }
    this.end = end;
  }
}

const isBlank = (char: string | undefined): boolean => char === ' ' || char === '\t';

/** Decodes plain and single-quoted scalars: the first line break becomes a space, each further one a line break. */
function unfold(document: string, start: number, end: number, out: Emitter, quoted: boolean): void {
  let lineStart = start;
  let first = true;
  let breaks = 0;
  let breakStart = start;
  for (;;) {
    let lineEnd = document.indexOf('\n', lineStart);
    const last = lineEnd === -1 || lineEnd >= end;
    if (last) lineEnd = end;
    let from = lineStart;
    let to = last || document[lineEnd - 1] !== '\r' || lineEnd - 1 < lineStart ? lineEnd : lineEnd - 1;
    if (!first) while (from < to && isBlank(document[from])) from++;
    if (!last) while (to > from && isBlank(document[to - 1])) to--;
    if (!first && (to > from || last)) {
      if (breaks === 1) out.emit(' ', breakStart, from);
      else for (let i = 1; i < breaks; i++) out.emit('\n', breakStart, from);
      breaks = 0;
    }
    if (quoted) copyUndoubled(document, from, to, out);
    else out.copy(document, from, to);
    if (last) return;
    if (breaks === 0) breakStart = to;
    breaks++;
    first = false;
    lineStart = lineEnd + 1;
  }
}

function copyUndoubled(document: string, start: number, end: number, out: Emitter): void {
  let from = start;
  for (let i = start; i < end - 1; i++) {
    if (document[i] !== "'" || document[i + 1] !== "'") continue;
    out.copy(document, from, i);
    out.emit("'", i, i + 2);
    i++;
    from = i + 1;
  }
  out.copy(document, from, end);
}

const escapes: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  N: '\u0085',
  _: '\u00a0',
  L: '\u2028',
  P: '\u2029',
  ' ': ' ',
  '"': '"',
  '/': '/',
  '\\': '\\',
  '\t': '\t',
};
const escapeDigits: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

function doubleQuoted(document: string, start: number, end: number, out: Emitter): void {
  let i = start;
  while (i < end) {
    const char = document[i] ?? '';
    if (char === '\\') i = escaped(document, i, end, out);
    else if (char === '\n' || (char === '\r' && document[i + 1] === '\n')) i = folded(document, i, i, end, out);
    else if (isBlank(char)) {
      const from = i;
      while (i < end && isBlank(document[i])) i++;
      if (i < end && (document[i] === '\n' || (document[i] === '\r' && document[i + 1] === '\n'))) {
        i = folded(document, from, i, end, out);
      } else out.copy(document, from, i);
    } else {
      out.copy(document, i, i + 1);
      i++;
    }
  }
}

/** Folds a line break at `i`, with the blanks before it from `from` on; returns the offset of the next content. */
function folded(document: string, from: number, i: number, end: number, out: Emitter): number {
  let breaks = 0;
  while (i < end && (isBlank(document[i]) || document[i] === '\n' || document[i] === '\r')) {
    if (document[i] === '\r' && document[i + 1] !== '\n') break;
    if (document[i] === '\n') breaks++;
    i++;
  }
  if (breaks === 1) out.emit(' ', from, i);
  else for (let b = 1; b < breaks; b++) out.emit('\n', from, i);
  return i;
}

function escaped(document: string, i: number, end: number, out: Emitter): number {
  const next = document[i + 1] ?? '';
  const simple = escapes[next];
  if (simple !== undefined && i + 1 < end) {
    out.emit(simple, i, i + 2);
    return i + 2;
  }
  const newline = next === '\n' ? 2 : next === '\r' && document[i + 2] === '\n' ? 3 : 0;
  if (newline > 0) {
    i += newline;
    while (i < end && isBlank(document[i])) i++;
    return i;
  }
  const digits = escapeDigits[next];
  const code = digits === undefined ? '' : document.slice(i + 2, i + 2 + digits);
  if (digits !== undefined && code.length === digits && /^[0-9a-fA-F]+$/.test(code) && parseInt(code, 16) <= 0x10ffff) {
    out.emit(String.fromCodePoint(parseInt(code, 16)), i, i + 2 + digits);
    return i + 2 + digits;
  }
  out.copy(document, i, Math.min(i + 2, end));
  return i + 2;
}

function blockScalar(document: string, node: ScalarNode, block: NonNullable<ScalarNode['block']>, out: Emitter): void {
  const lines = blockLines(document, block.contentStart, node.end);
  const explicit = Number(/[1-9]/.exec(block.header)?.[0] ?? 0);
  const chomp = /[+-]/.exec(block.header)?.[0] ?? '';
  let chompStart = lines.length;
  while (chompStart > 0 && isEmpty(lines[chompStart - 1])) chompStart--;
  out.end = node.end;
  if (chompStart === 0) {
    if (chomp === '+' && lines.length > 0) {
      for (let i = 0; i < Math.max(1, lines.length - 1); i++) out.emit('\n', block.contentStart, node.end);
    }
    return;
  }
  const contentStart = lines.findIndex(line => !isEmpty(line));
  const trim = explicit > 0 ? block.parentIndent + explicit : (lines[contentStart]?.indent ?? 0);
  for (let i = lines.length - 1; i >= chompStart; i--) {
    if ((lines[i]?.indent ?? 0) > trim) {
      chompStart = i + 1;
      break;
    }
  }
  for (const line of lines.slice(0, contentStart)) {
    out.copy(document, line.start + Math.min(trim, line.indent), line.start + line.indent);
    out.emit('\n', line.start + line.indent, line.next);
  }
  blockContent(document, lines.slice(contentStart, chompStart), trim, node.style === 'folded', out);
  if (chomp === '-') return;
  if (chomp === '+') {
    for (const line of lines.slice(chompStart)) {
      out.emit('\n', line.start, line.start);
      out.copy(document, line.start + Math.min(trim, line.indent), line.start + line.indent);
    }
    if (!out.text.endsWith('\n')) out.emit('\n', out.end, node.end);
  } else out.emit('\n', out.end, node.end);
}

function blockContent(document: string, lines: BlockLine[], trim: number, fold: boolean, out: Emitter): void {
  let separator = '';
  let separatorStart = 0;
  let previousMoreIndented = false;
  for (const line of lines) {
    const indent = Math.min(trim, line.indent);
    const from = line.start + indent;
    const moreIndented = line.indent > trim || document[line.start + line.indent] === '\t';
    if (!fold || (moreIndented && !isBare(line, trim))) {
      if (fold) {
        if (separator === ' ') separator = '\n';
        else if (!previousMoreIndented && separator === '\n') separator = '\n\n';
        previousMoreIndented = true;
      }
      out.emit(separator, separatorStart, from);
      out.copy(document, from, line.end);
      separator = '\n';
    } else if (line.start + line.indent === line.end) {
      if (separator === '\n') out.emit('\n', separatorStart, line.next);
      else separator = '\n';
      continue;
    } else {
      out.emit(separator, separatorStart, from);
      out.copy(document, from, line.end);
      separator = ' ';
      previousMoreIndented = false;
    }
    separatorStart = line.end;
  }
}

interface BlockLine {
  start: number;
  /** Number of leading spaces. */
  indent: number;
  /** Offset before the line break. */
  end: number;
  next: number;
}

function isEmpty(line: BlockLine | undefined): boolean {
  return line !== undefined && line.start + line.indent === line.end;
}

function isBare(line: BlockLine, trim: number): boolean {
  return line.indent <= trim && line.start + line.indent === line.end;
}

function blockLines(document: string, start: number, end: number): BlockLine[] {
  if (end <= start) return [];
  const lines: BlockLine[] = [];
  for (let at = start; ;) {
    const found = document.indexOf('\n', at);
    const last = found === -1 || found >= end;
    const stop = last ? end : found;
    const lineEnd = !last && stop > at && document[stop - 1] === '\r' ? stop - 1 : stop;
    let indent = 0;
    while (at + indent < lineEnd && document[at + indent] === ' ') indent++;
    lines.push({ start: at, indent, end: lineEnd, next: last ? end : found + 1 });
    if (last) return lines;
    at = found + 1;
  }
}
