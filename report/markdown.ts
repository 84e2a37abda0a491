import { visibleText } from '../engine/model/visible-text.ts';

/**
 * Text in GitHub's markdown, in a table cell too. Code spans are kept; everything else that could be markup is not, and nobody is mentioned, nor another
 * issue.
 */
export function escapeMarkdown(text: string): string {
  const parts = visibleText(text).split(/(`[^`]+`)/);
  return parts.map((part, at) => (at % 2 === 1 ? barsEscaped(part) : plainEscaped(part))).join('');
}

function plainEscaped(text: string): string {
  return text.replace(/[\\|<>*_[\]`~&$]/g, '\\$&').replace(/[@#](?=\w)/g, '$&\u200b');
}

/** In a code span a backslash stands for itself, but for the one before a bar, which a table takes away. */
function barsEscaped(text: string): string {
  return text.replaceAll('|', '\\|');
}

/** A code span that holds just this text; outside of a table. */
export function codeSpan(text: string): string {
  const fence = '`'.repeat(longestRun(text) + 1);
  const inside = visibleText(text);
  const padding = /^`|`$|^ .* $/.test(inside) ? ' ' : '';
  return `${fence}${padding}${inside}${padding}${fence}`;
}

/** A fenced block, whatever stands in it. */
export function codeBlock(language: string, lines: readonly string[]): string[] {
  const fence = '`'.repeat(Math.max(3, longestRun(lines.join('\n')) + 1));
  return [`${fence}${language}`, ...lines, fence];
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}
