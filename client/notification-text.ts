import { visibleText } from '../engine/model/visible-text.ts';

/** A text in which the editor finds no link, on one line, as notifications are. */
export function withoutLinks(message: string): string {
  return visibleText(message.replace(/\s*\n\s*/g, ' ')).replace(/\](?=\()/g, '] ');
}

/** A text in which the editor finds no icon, as labels of lists have them: `$(pass-filled)` from others would look like our own. */
export function withoutIcons(text: string): string {
  return visibleText(text).replace(/\$(?=\()/g, '\\$');
}
