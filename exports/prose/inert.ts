import { escapeMarkdown } from '../../report/markdown.ts';

/** An invisible character that separates two others. */
const zeroWidth = '\u200b';

/**
 * What agents replace or run when they load a file, also in code: references to files (`@path`), output of commands (an exclamation mark before a code span),
 * arguments (`$1`, `$ARGUMENTS`, `${NAME}`), placeholders of templates, and HTML comments, which hide text and mark blocks.
 */
const active = /(?<![\w.+-])@(?=\S)|!(?=`)|\$(?=[\w{(])|<(?=!--|%|\?)|\{(?=[{%#])|(?<=--)(?=>)/g;

/** A line without anything that an agent would replace or run; an invisible character is put into it instead. */
export function inert(line: string): string {
  return line.replace(active, found => `${found}${zeroWidth}`);
}

/** A text of an author as one line of Markdown without markup other than code spans. */
export function prose(text: string): string {
  return inert(escapeMarkdown(oneLine(text), { inTable: false }));
}

/** White space, line breaks too, as single spaces. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
