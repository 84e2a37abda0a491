/**
 * Text in GitHub's markdown, in a table cell too. Code spans are kept; everything else that could be markup is not, and nobody is mentioned, nor another
 * issue.
 */
export function escapeMarkdown(text: string): string {
  const parts = text.replace(/\s+/g, ' ').split(/(`[^`]+`)/);
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
  const inside = text.replace(/\s+/g, ' ');
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

export function escapeXml(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  // XML 1.0 has no place for most control characters, nor for lone surrogates.
  return text
    .replace(/[&<>"]/g, character => entities[character] ?? character)
    .replace(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, character => (/[\t\n\r]/.test(character) ? character : '\ufffd'));
}

/** @see https://docs.github.com/actions/reference/workflow-commands-for-github-actions */
export function annotation(
  level: 'error' | 'warning' | 'notice',
  message: string,
  properties: Record<string, string | number>,
): string {
  const data = (text: string) => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  const property = (value: string | number) => data(String(value)).replaceAll(':', '%3A').replaceAll(',', '%2C');
  const list = Object.entries(properties).map(([name, value]) => `${name}=${property(value)}`);
  return `::${level} ${list.join(',')}::${data(message)}\n`;
}
