import { visibleText } from '../engine/model/visible-text.ts';

/** A text in which the editor finds no link, on one line, as notifications are. */
export function withoutLinks(message: string): string {
  return visibleText(message.replace(/\s*\n\s*/g, ' ')).replace(/\](?=\()/g, '] ');
}
