/**
 * Invisible characters that may affect how a terminal or page displays the text around them: C0 and C1 controls, line and paragraph separators,
 * bidirectional marks (UAX #9), the byte order mark, and unpaired surrogates.
 */
const unseen = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/gu;

const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** A text with invisible characters as escapes, such as `\n` or `\u001b`. The result is always one line. */
export function visibleText(text: string): string {
  return replaceUnseen(text, character => short[character] ?? escapeOf(character));
}

export function replaceUnseen(text: string, by: (character: string) => string): string {
  return text.replace(unseen, by);
}

/** The escape of a character, such as `\u202e`. */
export function escapeOf(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
