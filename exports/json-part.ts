import { applyEdits, modify, parse, type ParseError, printParseErrorCode } from 'jsonc-parser';
import { isJsonObject, valueAtPath, type Json } from '../engine/model/json.ts';
import type { JsonEntry } from './exported-file.ts';

/** A file of the user's that an export cannot change safely, in words. */
export class ExportConflict extends Error {}

/**
 * The text of a JSON file with the entries of an export. All else stays as it is, byte for byte, with comments and formatting; entries of an earlier
 * export are replaced.
 * @param existing the file as it is; null if there is none
 * @throws ExportConflict if it is not JSON, or has something else at the place of an entry
 */
export function withEntries(existing: string | null, entries: readonly JsonEntry[]): string {
  const start = existing === null || existing.trim() === '' ? '{}\n' : existing;
  return entries.reduce(withEntry, start);
}

/** The text of a JSON file without the entries of an export. */
export function withoutEntries(existing: string, entries: readonly JsonEntry[]): string {
  return entries.reduce((text, entry) => (entry.kind === 'item' ? withoutItems(text, entry) : text), existing);
}

function withEntry(text: string, entry: JsonEntry): string {
  const document = read(text);
  const { path, value } = entry;
  const found = valueAtPath(document, path);
  if (entry.kind === 'property') {
    if (found === undefined) return edited(text, [...path], value);
    if (JSON.stringify(found) === JSON.stringify(value)) return text;
    throw new ExportConflict(`\`${path.join('.')}\` must be ${JSON.stringify(value)}, and is ${JSON.stringify(found)}`);
  }
  checkAncestors(document, path);
  if (found !== undefined && !Array.isArray(found)) throw new ExportConflict(`\`${path.join('.')}\` is not a list`);
  const same = JSON.stringify(value);
  const ours = (found ?? []).filter(item => isOurs(item, entry));
  if (ours.length === 1 && JSON.stringify(ours[0]) === same) return text;
  const cleared = withoutItems(text, entry);
  const rest = (found ?? []).length - ours.length;
  return found === undefined ? edited(cleared, [...path], [value]) : edited(cleared, [...path, rest], value, true);
}

function withoutItems(text: string, entry: JsonEntry): string {
  const found = valueAtPath(read(text), entry.path);
  if (!Array.isArray(found)) return text;
  // From the last, so that the positions of those before it stay.
  return found.reduceRight<string>(
    (current, item, index) => (isOurs(item, entry) ? edited(current, [...entry.path, index], undefined) : current),
    text,
  );
}

function isOurs(item: Json, { mark, value }: JsonEntry): boolean {
  const text = JSON.stringify(item);
  return text === JSON.stringify(value) || (mark !== undefined && text.includes(JSON.stringify(mark).slice(1, -1)));
}

function read(text: string): Json {
  const errors: ParseError[] = [];
  const document = parse(text, errors, { allowTrailingComma: true }) as Json;
  const [first] = errors;
  if (first !== undefined) {
    const line = text.slice(0, first.offset).split('\n').length;
    throw new ExportConflict(`it is not JSON (line ${line}: ${printParseErrorCode(first.error)})`);
  }
  if (!isJsonObject(document)) throw new ExportConflict('it is not a JSON object');
  return document;
}

function checkAncestors(document: Json, path: readonly string[]): void {
  path.slice(0, -1).forEach((_, index) => {
    const part = path.slice(0, index + 1);
    const found = valueAtPath(document, part);
    if (found !== undefined && !isJsonObject(found)) throw new ExportConflict(`\`${part.join('.')}\` is not an object`);
  });
}

function edited(text: string, path: (string | number)[], value: unknown, isArrayInsertion = false): string {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const indent = /^(?<indent>[ \t]+)"/m.exec(text)?.groups?.['indent'] ?? '  ';
  const formattingOptions = { insertSpaces: !indent.startsWith('\t'), tabSize: indent.length, eol };
  return applyEdits(text, modify(text, path, value, { formattingOptions, isArrayInsertion }));
}
