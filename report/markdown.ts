import { visibleText } from '../engine/model/visible-text.ts';

/** Code spans, with fences of any length (CommonMark 0.31, 6.1). */
const codeSpans = /(?<!`)(`+)(?!`)[^]+?(?<!`)\1(?!`)/g;

/**
 * Escapes text for GitHub's Markdown, by default for table cells too. Code spans are kept; all other markup is escaped, as are mentions of people and issues.
 */
export function escapeMarkdown(text: string, { inTable = true }: { inTable?: boolean } = {}): string {
  const visible = visibleText(text);
  let [escaped, done] = ['', 0];
  for (const { 0: span, index } of visible.matchAll(codeSpans)) {
    escaped += plainEscaped(visible.slice(done, index)) + (inTable ? barsEscaped(span) : span);
    done = index + span.length;
  }
  return escaped + plainEscaped(visible.slice(done));
}

function plainEscaped(text: string): string {
  return text.replace(/[\\|<>*_[\]`~&$]/g, '\\$&').replace(/[@#](?=\w)/g, '$&\u200b');
}

/** A code span with its bars escaped for a table. Other backslashes are literal in a code span. */
function barsEscaped(text: string): string {
  return text.replaceAll('|', '\\|');
}

/** A code span with exactly this text, for use outside tables. */
export function codeSpan(text: string): string {
  const fence = '`'.repeat(longestRun(text) + 1);
  const inside = visibleText(text);
  const padding = /^`|`$|^ .* $/.test(inside) ? ' ' : '';
  return `${fence}${padding}${inside}${padding}${fence}`;
}

/** A fenced code block, whatever the lines contain. */
export function codeBlock(language: string, lines: readonly string[]): string[] {
  const fence = '`'.repeat(Math.max(3, longestRun(lines.join('\n')) + 1));
  return [`${fence}${language}`, ...lines, fence];
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}
