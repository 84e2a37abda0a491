/** A literal text or a placeholder of a reason. `start` is the UTF-16 offset of the expression in the template. */
export type TemplatePart = { kind: 'text'; text: string } | { kind: 'placeholder'; expression: string; start: number };

/**
 * Splits a text at its `{{ CEL }}` placeholders. Braces inside CEL string literals do not end a placeholder. An unclosed placeholder is kept as text and
 * reported as a problem.
 */
export function parseTemplate(template: string): {
  parts: TemplatePart[];
  problem?: { message: string; start: number; end: number };
} {
  const parts: TemplatePart[] = [];
  let from = 0;
  for (;;) {
    const open = template.indexOf('{{', from);
    if (open < 0) break;
    const close = closingBraces(template, open + 2);
    if (close < 0) {
      parts.push({ kind: 'text', text: template.slice(from) });
      return {
        parts,
        problem: { message: 'This placeholder is never closed: `}}` is missing.', start: open, end: template.length },
      };
    }
    if (open > from) parts.push({ kind: 'text', text: template.slice(from, open) });
    parts.push({ kind: 'placeholder', expression: template.slice(open + 2, close), start: open + 2 });
    from = close + 2;
  }
  if (from < template.length) parts.push({ kind: 'text', text: template.slice(from) });
  return { parts };
}

function closingBraces(template: string, from: number): number {
  let quote = '';
  for (let i = from; i < template.length; i++) {
    const character = template[i] ?? '';
    if (quote) {
      if (character === '\\') i++;
      else if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '}' && template[i + 1] === '}') return i;
  }
  return -1;
}
