/** A stretch of a YAML text that is taken as it stands: a trapped expression, or a quoted text whose end is missing. */
export interface Mask {
  style: 'trapped' | 'unclosed';
  start: number;
  end: number;
}

/**
 * The text with each mask's stretch replaced by as many harmless letters, so that YAML reads one plain scalar there
 * and all offsets stay what they are.
 */
export function applyMasks(text: string, masks: readonly Mask[]): string {
  if (masks.length === 0) return text;
  const parts: string[] = [];
  let at = 0;
  for (const { start, end } of masks) {
    if (start < at) continue;
    parts.push(text.slice(at, start), masked(text.slice(start, end)));
    at = end;
  }
  parts.push(text.slice(at));
  return parts.join('');
}

/** Blanks at the end and the start of a line stay, since the indentation carries meaning. */
function masked(stretch: string): string {
  return stretch
    .split('\n')
    .map((line, index) => {
      const indent = index === 0 ? '' : (/^[ \t]*/.exec(line)?.[0] ?? '');
      const content = line.slice(indent.length).replace(/\s+$/, '');
      return indent + 'x'.repeat(content.length) + line.slice(indent.length + content.length);
    })
    .join('\n');
}
