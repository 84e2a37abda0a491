/**
 * A stretch of a YAML text that is covered while YAML reads it. `trapped`: an expression or text to be taken as it
 * stands. `unclosed`: a quoted text whose end is missing. `key`: a word that is a key, although its colon is missing.
 * `comment`: lines that are left out.
 */
export interface Mask {
  style: 'trapped' | 'unclosed' | 'key' | 'comment';
  start: number;
  end: number;
}

/**
 * The text with each mask's stretch replaced by as many characters that YAML reads as one plain scalar, a key or a
 * comment, so that all offsets stay what they are.
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

/** Blanks at the end and the start of a line stay, since the indentation carries meaning. */
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
      // A key of one letter has no room for its colon, and is left out.
      return length === 1 ? '#' : 'x'.repeat(length - 1) + ':';
    case 'comment':
      return '#' + 'x'.repeat(length - 1);
  }
}
