/**
 * A line of Markdown in pieces of limited length, each after the first indented by `indent`, so that they remain one paragraph. It is broken at spaces if it
 * has any there, never within a character, nor after a backslash.
 */
export function breakLine(line: string, max: number, indent: string): string[] {
  const pieces: string[] = [];
  let rest = line;
  while (rest.length > max) {
    const space = rest.lastIndexOf(' ', max);
    const at = space > max / 2 ? space : characterStart(rest, max);
    pieces.push(rest.slice(0, at));
    rest = `${indent}${rest.slice(at).trimStart()}`;
  }
  return [...pieces, rest];
}

/** What belongs to the character before it: half a surrogate pair, a joiner, a combining mark. */
const continues = /^(?:[\uDC00-\uDFFF]|\u200b|\u200d|\p{M})/u;

/** The last offset up to `max` at which neither a surrogate pair, nor a joined emoji, nor an escape is divided. */
function characterStart(text: string, max: number): number {
  let at = max;
  while (at > max / 2 && (continues.test(text[at] ?? '') || ['\\', '\u200d'].includes(text[at - 1] ?? ''))) at--;
  return at;
}
