/** A table cell of GitHub's markdown. Code spans are kept, everything that could be markup is not. */
export function escapeMarkdown(text: string): string {
  const parts = text.replace(/\s+/g, ' ').split(/(`[^`]+`)/);
  // In a code span a backslash stands for itself, but for the one before a bar, which a table takes away.
  return parts.map((part, at) => part.replace(at % 2 === 1 ? /\|/g : /[\\|<>*_[\]]/g, '\\$&')).join('');
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
