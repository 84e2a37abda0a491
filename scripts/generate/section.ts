/**
 * Replaces the content between `<!-- generated: NAME -->` and `<!-- end of NAME -->` in a Markdown text.
 *
 * @throws Error if the text does not have exactly one such section
 */
export function section(text: string, name: string, content: string): string {
  const [start, end] = [`<!-- generated: ${name} -->`, `<!-- end of ${name} -->`];
  const [before, rest, ...more] = text.split(start);
  const [, after, ...further] = rest?.split(end) ?? [];
  if (before === undefined || after === undefined || more.length + further.length > 0) {
    throw new Error(`The text needs one section from "${start}" to "${end}".`);
  }
  return `${before}${start}\n\n${content.trim()}\n\n${end}${after}`;
}
