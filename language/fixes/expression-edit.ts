import type { SourceDocument, SourcePath } from '../source/document/document.ts';
import { quoteExpression } from '../source/traps/trap-messages.ts';
import type { TextEdit } from './proposal.ts';

/** An expression as a YAML scalar: plain if that cannot be misread, else in quotes. */
export function expressionText(expression: string, inFlow: boolean): string {
  const plain = inFlow
    ? /^[\p{L}_(](?:[^:#,[\]{}\n]|:(?=[^\s,[\]{}]))*$/u
    : /^[\p{L}_(](?:[^:#\n]|:(?=\S)|(?<=\S)#)*$/u;
  return plain.test(expression) && !/\s$|^(?:true|false|null|yes|no|on|off)$/i.test(expression)
    ? expression
    : quoteExpression(expression);
}

/** Replaces a part of the expression at a path. Keeps the kind of scalar, but quotes a plain one that could be misread. */
export function replaceInExpression(
  document: SourceDocument,
  path: SourcePath,
  { start, end }: { start: number; end: number },
  newText: string,
): TextEdit[] | null {
  const node = document.nodeAt(path);
  if (node?.kind !== 'scalar') return null;
  const { uri } = document;
  const part = document.rangeInScalar(path, start, end);
  switch (node.style) {
    case 'plain': {
      const whole = node.text.slice(0, start) + newText + node.text.slice(end);
      const written = expressionText(whole, inFlow(document, path));
      return written === whole
        ? [{ uri, range: part, newText }]
        : [{ uri, range: document.rangeBetween(node.start, node.end), newText: written }];
    }
    case 'single':
      return [{ uri, range: part, newText: newText.replaceAll("'", "''") }];
    case 'double':
    case 'json':
      return [{ uri, range: part, newText: JSON.stringify(newText).slice(1, -1) }];
    case 'literal':
    case 'folded':
      return newText.includes('\n') ? null : [{ uri, range: part, newText }];
    case 'trapped':
    case 'unclosed':
    case 'empty':
      return null;
  }
}

/** True if the node at a path is inside braces or brackets. */
export function inFlow(document: SourceDocument, path: SourcePath): boolean {
  return path.some((_, length) => {
    const node = document.nodeAt(path.slice(0, length));
    return (node?.kind === 'mapping' || node?.kind === 'sequence') && node.flow;
  });
}
