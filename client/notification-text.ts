import { visibleText } from '../engine/model/visible-text.ts';

/** The text on one line, as in notifications, with nothing that the editor would turn into a link. */
export function withoutLinks(message: string): string {
  return visibleText(message.replace(/\s*\n\s*/g, ' ')).replace(/\](?=\()/g, '] ');
}

/** The text with nothing that the editor would turn into an icon in a list: `$(pass-filled)` from data would look like our own. */
export function withoutIcons(text: string): string {
  return visibleText(text).replace(/\$(?=\()/g, '\\$');
}
