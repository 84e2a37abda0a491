/**
 * A stretch of a YAML text that is hidden from the parser. `trapped`: an expression or text to be read literally. `unclosed`: a quoted
 * text without its closing quote. `key`: a key without its colon. `comment`: lines to be ignored.
 */
export interface Mask {
  style: 'trapped' | 'unclosed' | 'key' | 'comment';
  start: number;
  end: number;
}

/**
 * Replaces each masked stretch by the same number of characters that YAML reads as a plain scalar, a key or a comment, so that all
 * offsets stay valid.
 */
export function applyMasks(text: string, masks: readonly Mask[]): string {
  if (masks.length === 0) return text;
  const parts: string[] = [];
  let at = 0;
  for (const { style, start, end } of masks) {
    if (start < at) continue;
    parts.push(text.slice(at, start), covered(text.slice(start, end), style));
    at = end;
  }
  parts.push(text.slice(at));
  return parts.join('');
}

/** Keeps blanks at the start and end of lines, since indentation is significant. */
function covered(stretch: string, style: Mask['style']): string {
  return stretch
    .split('\n')
    .map((line, index) => {
      const indent = index === 0 ? '' : (/^[ \t]*/.exec(line)?.[0] ?? '');
      const content = line.slice(indent.length).replace(/\s+$/, '');
      return indent + letters(content.length, style) + line.slice(indent.length + content.length);
    })
    .join('\n');
}

function letters(length: number, style: Mask['style']): string {
  if (length === 0) return '';
  switch (style) {
    case 'trapped':
    case 'unclosed':
      return 'x'.repeat(length);
    case 'key':
      // A key of one letter has no room for its colon and becomes a comment.
      return length === 1 ? '#' : 'x'.repeat(length - 1) + ':';
    case 'comment':
      return '#' + 'x'.repeat(length - 1);
  }
}
