import { escapeOf, replaceUnseen } from '../../engine/model/visible-text.ts';
import { encoded, replaceLoggedCommands, type Printed } from '../printed.ts';

export function escapeXml(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  // Character references keep control characters off the terminal and line breaks in attributes. XML 1.0 has none for most
  // control characters, nor for lone surrogates.
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

/** The only escapes, besides `%25`, that GitHub decodes in a message. */
const commandEscapes: Readonly<Record<string, string>> = { '\r': '%0D', '\n': '%0A' };
