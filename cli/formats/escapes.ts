import { escapeOf, replaceUnseen, visibleText } from '../../engine/model/visible-text.ts';
import { encoded, replaceLoggedCommands, type Printed } from '../printed.ts';

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

export function escapeXml(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  // A reference keeps a character off the terminal, and a line break in an attribute; XML 1.0 has none for most control
  // characters and for lone surrogates.
  const reference = (character: string) => `&#${character.charCodeAt(0)};`;
  const escaped = text.replace(/[&<>"]/g, character => entities[character] ?? character);
  return replaceUnseen(replaceLoggedCommands(escaped, reference), character =>
    /[\t\n\r\u007f-\ud7ff\ue000-\uffff]/.test(character) ? reference(character) : escapeOf(character),
  ).replace(/[\ufffe\uffff]/g, escapeOf);
}

/** @see https://docs.github.com/actions/reference/workflow-commands-for-github-actions */
export function annotation(
  level: 'error' | 'warning' | 'notice',
  message: string,
  properties: Record<string, string | number>,
): Printed {
  const data = (text: string) =>
    replaceUnseen(
      replaceLoggedCommands(text, escapeOf).replaceAll('%', '%25'),
      character => commandEscapes[character] ?? escapeOf(character),
    );
  const property = (value: string | number) => data(String(value)).replaceAll(':', '%3A').replaceAll(',', '%2C');
  const list = Object.entries(properties).map(([name, value]) => `${name}=${property(value)}`);
  return encoded(`::${level} ${list.join(',')}::${data(message)}\n`);
}

/** GitHub decodes these and no others. */
const commandEscapes: Readonly<Record<string, string>> = { '\r': '%0D', '\n': '%0A' };
