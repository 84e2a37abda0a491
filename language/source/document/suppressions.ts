import type { Range } from '../../location.ts';
import type { SourceDocument } from './document.ts';

/** The reason that the quick fix inserts, to be replaced by the author. */
export const placeholderReason = 'say why';

/** Texts that do not count as a reason. */
const placeholders: ReadonlySet<string> = new Set(['', placeholderReason, 'why', 'reason', 'todo', 'tbd', 'fixme']);

function isPlaceholder(reason: string): boolean {
  return placeholders.has(reason.toLowerCase().replace(/^[\s.…!?<[{(]+|[\s.…!?>\]})]+$/g, ''));
}

/** A comment that suppresses findings: `# handrail-disable-next-line CODE[, CODE] -- why`. */
export interface Suppression {
  scope: 'next-line' | 'file';
  codes: { code: string; range: Range }[];
  /** Null if the reason is missing or still a placeholder; both are findings. */
  reason: string | null;
  /** The range of the comment. */
  range: Range;
  /** The line that it applies to; null for the whole file. */
  line: number | null;
  /** Why the comment has no effect, in words; null if it is valid. */
  problem: string | null;
}

/**
 * The suppressions in a document's comments. Those for the next line apply to the next line with content, so that several can be
 * stacked; those for the file must precede all content.
 */
export function suppressionsIn(document: SourceDocument): Suppression[] {
  const { comments, root } = document;
  const contentStart = root === null ? Infinity : root.start;
  const commentLines = new Set(
    comments.filter(comment => onItsOwn(document, comment.range)).map(comment => comment.range.start.line),
  );
  return comments.flatMap(({ text, range }): Suppression[] => {
    const match = /^#+\s*handrail-disable(?:-([a-z-]+))?(?:\s+|$)(.*)$/s.exec(text);
    if (match === null) return [];
    const [, directive = '', rest = ''] = match;
    const [listed = '', ...why] = rest.split(/(?:^|\s+)--(?:\s+|$)/);
    const listStart = document.offsetAt(range.start) + text.length - rest.length;
    const codes = [...listed.matchAll(/[^\s,]+/g)].map(({ 0: code, index }) => ({
      code,
      range: document.rangeBetween(listStart + index, listStart + index + code.length),
    }));
    const reason = why.join(' -- ').trim();
    const scope = directive === 'file' ? 'file' : 'next-line';
    const misplaced = scope === 'file' && document.offsetAt(range.start) > contentStart;
    return [
      {
        scope,
        codes,
        reason: isPlaceholder(reason) ? null : reason,
        range,
        line: scope === 'file' ? null : nextLine(document, range.start.line, commentLines),
        problem: problemOf(directive, codes.length, misplaced),
      },
    ];
  });
}

function problemOf(directive: string, codes: number, misplaced: boolean): string | null {
  if (directive !== 'file' && directive !== 'next-line') {
    return `Unknown directive handrail-disable${directive === '' ? '' : `-${directive}`}. Write handrail-disable-next-line, or handrail-disable-file at the top of the file.`;
  }
  if (codes === 0)
    return 'This suppression names no finding. Add the code of the finding, as in handrail-disable-next-line unused-signal.';
  if (misplaced) return 'A suppression for the whole file must be at its top, before all content. Move it there.';
  return null;
}

function onItsOwn(document: SourceDocument, range: Range): boolean {
  const lineStart = document.lineStart(range.start.line);
  return document.text.slice(lineStart, document.offsetAt(range.start)).trim() === '';
}

function nextLine(document: SourceDocument, from: number, commentLines: ReadonlySet<number>): number {
  let line = from + 1;
  while (line < document.lineCount && (commentLines.has(line) || isBlank(document, line))) line++;
  return line;
}

function isBlank(document: SourceDocument, line: number): boolean {
  return document.text.slice(document.lineStart(line), document.lineStart(line + 1)).trim() === '';
}
