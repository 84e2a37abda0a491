import type { SourceDocument } from '../source/document/document.ts';
import type { SourceNode } from '../source/tree/source-node.ts';

export interface FoldingRange {
  startLine: number;
  endLine: number;
  comment: boolean;
}

/** The foldable ranges: entries, items and texts of several lines, and blocks of comments. */
export function foldingRanges(document: SourceDocument): FoldingRange[] {
  const ranges = new Map<number, FoldingRange>();
  const add = (start: number, end: number): void => {
    const startLine = document.positionAt(start).line;
    const endLine = document.positionAt(lastContent(document.text, start, end)).line;
    const known = ranges.get(startLine);
    if (endLine > startLine && (known === undefined || known.endLine < endLine)) {
      ranges.set(startLine, { startLine, endLine, comment: false });
    }
  };
  const visit = (node: SourceNode): void => {
    switch (node.kind) {
      case 'mapping':
        for (const { keyNode, value } of node.entries) {
          add(keyNode.start, value.end);
          visit(value);
        }
        return;
      case 'sequence':
        for (const item of node.items) {
          add(item.start, item.end);
          visit(item);
        }
        return;
      case 'scalar':
      case 'alias':
        return;
    }
  };
  if (document.root !== null) visit(document.root);
  for (const { startLine, endLine } of commentBlocks(document)) {
    if (!ranges.has(startLine)) ranges.set(startLine, { startLine, endLine, comment: true });
  }
  return [...ranges.values()].sort((a, b) => a.startLine - b.startLine);
}

function lastContent(text: string, start: number, end: number): number {
  let at = Math.min(end, text.length);
  while (at > start && /\s/.test(text[at - 1] ?? '')) at--;
  return at;
}

function commentBlocks(document: SourceDocument): { startLine: number; endLine: number }[] {
  const blocks: { startLine: number; endLine: number }[] = [];
  for (const { range } of document.comments) {
    const { line, character } = range.start;
    const start = document.lineStart(line);
    if (document.text.slice(start, start + character).trim() !== '') continue;
    const last = blocks.at(-1);
    if (last?.endLine === line - 1) last.endLine = line;
    else blocks.push({ startLine: line, endLine: line });
  }
  return blocks.filter(({ startLine, endLine }) => endLine > startLine);
}
