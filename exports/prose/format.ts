import { escapeOf } from '../../engine/model/visible-text.ts';

/** A file of an export of prose, before it has the frontmatter of its format. */
export interface Page {
  /** `main` is the file that an agent loads first; `part` continues it. */
  kind: 'main' | 'part';
  /** What it is about, in a sentence, for formats in which an agent chooses by it what to read. */
  description: string;
  /** Markdown, without trailing line breaks. */
  body: string;
}

/** How a format wants its files. */
export interface ProseFormat {
  id: string;
  title: string;
  main: {
    path: (name: string) => string;
    /** `block`: the file is the user's, and the text stands between markers. */
    part: 'whole' | 'block';
  };
  /** The path of a further file. @param number such as `01` */
  partPath: (name: string, number: string) => string;
  /** How an index names that file, if not by its path. */
  nameInIndex?: (number: string) => string;
  /** A whole file, or the text of the block. @param stamp the comment that says what it was written from; empty for a block, whose markers say it */
  render: (page: Page, name: string, stamp: string) => string;
  /** True if a text keeps the limits of the format. @param around what else is in the file */
  fits: (text: string, kind: Page['kind'], around: string) => boolean;
}

/** A rendered file with frontmatter: keys in order, each value as written in YAML. */
export function withFrontmatter(entries: readonly (readonly [string, string])[], stamp: string, body: string): string {
  return ['---', ...entries.map(([key, value]) => `${key}: ${value}`), '---', '', stamp, '', body, ''].join('\n');
}

export function withoutFrontmatter(stamp: string, body: string): string {
  return stamp === '' ? body : `${stamp}\n\n${body}\n`;
}

/** A YAML 1.2 string: a JSON string is one if all its characters may stand in YAML. */
export function quoted(text: string): string {
  return JSON.stringify(text).replace(/[\x7f-\x9f\ufeff\ufffe\uffff]/g, escapeOf);
}

export function lineCount(text: string): number {
  return text.replace(/\n$/, '').split('\n').length;
}

/** The length of a text in UTF-8. */
export function byteCount(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** The most tokens that a text is likely to have: four letters are one, and so is each digit, sign and byte beyond ASCII. */
export function tokenCount(text: string): number {
  let count = 0;
  for (const [token] of text.matchAll(/[A-Za-z]{1,4}|\n+| {2,}|[^\sA-Za-z]/gu))
    count += bytesOf(token.codePointAt(0) ?? 0);
  return count;
}

/** The length of a character in UTF-8. */
function bytesOf(character: number): number {
  return character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
}
