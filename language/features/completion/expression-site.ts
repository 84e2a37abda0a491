import { parseTemplate } from '../../../engine/index.ts';
import { contains, type Position, type Range } from '../../location.ts';
import type { SourceDocument, SourcePath } from '../../source/document/document.ts';
import { expressionKind, type ExpressionKind } from '../../source/traps/expression-places.ts';
import type { ScalarNode } from '../../source/tree/source-node.ts';

/** An expression being edited, and how to write text into the scalar that holds it. */
export interface ExpressionSite {
  kind: ExpressionKind;
  text: string;
  /** Offset of the cursor in `text`. */
  offset: number;
  /** The quote to use for CEL strings here: the one that does not delimit the scalar itself. */
  quote: '"' | "'";
  /** The range in the document of a part of `text`. */
  rangeOf(start: number, end: number): Range;
  /**
   * Escapes a part of the expression for the scalar.
   * @param whole true if it becomes the whole scalar
   * @param snippet true if its backslashes belong to snippet syntax
   */
  write(text: string, whole: boolean, snippet: boolean): string;
}

/** The expression at a position; null if no expression is allowed there. */
export function expressionSite(document: SourceDocument, position: Position): ExpressionSite | null {
  const place = document.placeAt(position);
  const inFlow = place.part === 'blank' ? itemOfFlowSequence(document, place.path, position) : null;
  const path = inFlow ?? place.path;
  const kind = document.kind === 'rule-set' ? expressionKind(path) : null;
  if (kind === null || place.part === 'key' || (place.part === 'blank' && inFlow === null)) return null;
  const node = document.nodeAt(path);
  if (node === undefined) return siteIn(document, path, kind, null, null, position);
  if (node.kind !== 'scalar') return null;
  return siteIn(document, path, kind, node, place.offsetInScalar, position);
}

/** The path of the item that would be written at a blank position in a flow sequence. */
function itemOfFlowSequence(document: SourceDocument, path: SourcePath, position: Position): SourcePath | null {
  const node = document.nodeAt(path);
  if (node?.kind !== 'sequence' || !node.flow) return null;
  const offset = document.offsetAt(position);
  return [...path, node.items.filter(item => item.end <= offset).length];
}

function siteIn(
  document: SourceDocument,
  path: SourcePath,
  kind: ExpressionKind,
  node: ScalarNode | null,
  offsetInScalar: number | null,
  position: Position,
): ExpressionSite | null {
  const here: Range = { start: position, end: position };
  const style = node?.style ?? 'empty';
  const written = node === null || style === 'empty' ? '' : node.text;
  const inside = offsetInScalar !== null;
  const text = inside ? written : `${written.trimEnd()} `;
  const offset = offsetInScalar ?? text.length;
  // The edit of a completion must not span lines.
  const placeOf = (start: number, end: number): Range => {
    if (start === end) return here;
    const range = document.rangeInScalar(path, start, end);
    return range.start.line === range.end.line && contains(range, position) ? range : here;
  };
  if (kind === 'template') {
    const hole = placeholderAt(written, offset);
    if (hole === null) return null;
    const rangeOf = (start: number, end: number) => placeOf(hole.start + start, hole.start + end);
    return { ...writing(document, style, node), kind, text: hole.text, offset: offset - hole.start, rangeOf };
  }
  return { ...writing(document, style, node), kind, text, offset, rangeOf: placeOf };

  function writing(
    { format, text: source }: SourceDocument,
    style: ScalarNode['style'],
    node: ScalarNode | null,
  ): Pick<ExpressionSite, 'quote' | 'write'> {
    const before = source[document.offsetAt(position) - 1] ?? '';
    const space = style === 'empty' && (before === ':' || before === '-') ? ' ' : '';
    const unclosed = style === 'unclosed' ? source[node?.start ?? 0] : undefined;
    const double =
      style === 'double' || style === 'json' || unclosed === '"' || (style === 'empty' && format === 'json');
    const single = style === 'single' || unclosed === "'";
    return {
      quote: double ? "'" : '"',
      write(text, whole, snippet) {
        const plain = style === 'plain' || style === 'trapped' || style === 'empty';
        // Quote what YAML would not read as a plain scalar, so that completion sets no trap.
        if (format === 'json' && style === 'empty') return `${space}"${inDoubleQuotes(text, snippet)}"`;
        if (plain && whole && /^["'!&*[\]{}>|%@`#?-]/.test(text)) return `${space}'${text.replaceAll("'", "''")}'`;
        if (double) return inDoubleQuotes(text, snippet);
        return space + (single ? text.replaceAll("'", "''") : text);
      },
    };
  }
}

function inDoubleQuotes(text: string, snippet: boolean): string {
  return snippet ? text.replaceAll('"', '\\"') : JSON.stringify(text).slice(1, -1);
}

/** The placeholder `{{ … }}` of a template that holds the offset, closed or not. */
function placeholderAt(template: string, offset: number): { text: string; start: number } | null {
  for (const part of parseTemplate(template).parts) {
    if (part.kind === 'text') continue;
    if (part.start <= offset && offset <= part.start + part.expression.length)
      return { text: part.expression, start: part.start };
  }
  const open = template.lastIndexOf('{{', offset - 1);
  if (open === -1 || open + 2 > offset || template.slice(open, offset).includes('}}')) return null;
  return { text: template.slice(open + 2, offset), start: open + 2 };
}
