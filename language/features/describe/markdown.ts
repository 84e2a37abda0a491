import type { Json } from '../../../engine/model/json.ts';
import { visibleText } from '../../../engine/model/visible-text.ts';

/** Inline code in Markdown; the text may contain backticks. */
export function code(text: string): string {
  const oneLine = visibleText(text.replace(/\s+/g, ' '));
  const longest = Math.max(0, ...[...oneLine.matchAll(/`+/g)].map(match => match[0].length));
  if (longest === 0) return `\`${oneLine}\``;
  const fence = '`'.repeat(longest + 1);
  return `${fence} ${oneLine} ${fence}`;
}

export function paragraphs(...parts: (string | null | undefined)[]): string {
  return parts.filter(part => part !== undefined && part !== null && part !== '').join('\n\n');
}

export function valueInWords(value: Json): string {
  return code(JSON.stringify(value));
}

const maxNamed = 12;

/** `a`, `b` and `c`. A long list ends in the number of parts that are left out. */
export function listInWords(parts: readonly string[]): string {
  if (parts.length > maxNamed) return `${parts.slice(0, maxNamed).join(', ')} and ${parts.length - maxNamed} more`;
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}

/**
 * Text from a file (a title, a description, a reason) in Markdown. Code between backticks is kept; all other markup is escaped, so
 * that a rule file cannot inject links, images or HTML.
 */
export function prose(text: string | undefined): string | undefined {
  const parts = text
    ?.split(/(\r?\n)/)
    .map((line, at) => (at % 2 === 1 ? line : visibleText(line)))
    .join('')
    .split(/(`[^`\n]+`)/);
  return parts?.map((part, at) => (at % 2 === 1 ? part : escaped(part))).join('');
}

function escaped(text: string): string {
  return text.replace(markup, '\\$&').replace(bareLink, '$1\\$2');
}

const markup = /[\\`*_[\]<>~|#&!@]/g;
/** GitHub's Markdown turns bare addresses into links. */
const bareLink = /\b(https?|ftp|www)(:\/\/|\.)/gi;

/** The plain text of our Markdown, for clients that cannot render it. */
export function withoutMarkdown(markdown: string): string {
  return markdown.replace(
    /(`{2,}) (.*?) \1|`([^`]*)`|\\([!-/:-@[-`{-~])|\*\*/g,
    (_all, _fence, fenced?: string, code?: string, escaped?: string) => fenced ?? code ?? escaped ?? '',
  );
}
