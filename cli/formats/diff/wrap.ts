/** The first lines of a condition and the number of the others; all lines if at most two are left. */
export function firstLines(lines: readonly string[], max: number): string[] {
  const more = lines.length - max;
  return more <= 2 ? [...lines] : [...lines.slice(0, max), `… and ${more} more lines (--format json has all)`];
}

/**
 * Breaks text into lines at its spaces.
 * @param width in characters; a longer word has a line of its own
 */
export function wrapText(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/**
 * The first lines of a text; the last of them ends with an ellipsis if there are more.
 * @param width in characters
 */
export function cutText(lines: readonly string[], max: number, width: number): string[] {
  if (lines.length <= max) return [...lines];
  const words = (lines[max - 1] ?? '').split(' ');
  while (words.length > 1 && words.join(' ').length + 2 > width) words.pop();
  return [...lines.slice(0, max - 1), `${words.join(' ')} …`];
}

/**
 * Breaks a shell command into lines that can be pasted as they are: before its options, and where its JSON may have white space.
 * @param width in characters; a longer part without such a place has a line of its own
 */
export function wrapCommand(command: string, width: number): string[] {
  if (command.length <= width) return [command];
  const [program = '', ...options] = command.split(/ (?=--(?:input|at|grants) )/);
  const parts = [program, ...options.map(each => `  ${each}`)];
  return parts.flatMap((part, at) => {
    const lines = wrapJson(part, width - 2);
    return lines.map((line, index) => (index === lines.length - 1 && at < parts.length - 1 ? `${line} \\` : line));
  });
}

/** Breaks the JSON in a part of a command after its commas. */
function wrapJson(text: string, width: number): string[] {
  const start = /(?:--input '|^Input: )(?=\{)/.exec(text);
  if (start === null || text.length <= width) return [text];
  const lines: string[] = [];
  let next = text.slice(0, start.index + start[0].length);
  for (const [piece] of text.slice(start.index + start[0].length).matchAll(/(?:"(?:[^"\\]|\\.)*"|[^,"])+,?|,/gs)) {
    if (next.endsWith(',') && next.length + piece.length > width) {
      lines.push(next);
      next = `    ${piece}`;
    } else next += piece;
  }
  return [...lines, next];
}
