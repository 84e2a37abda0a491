import {
  applyEdits,
  findNodeAtLocation,
  modify,
  type Node,
  parse,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import { isJsonObject, ownValue, valueAtPath, type Json } from '../engine/model/json.ts';
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
  try {
    return entries.reduce(withEntry, start);
  } catch (error) {
    if (error instanceof RangeError) throw new ExportConflict('it is nested too deeply');
    throw error;
  }
}

function withEntry(text: string, entry: JsonEntry): string {
  const document = read(text);
  const { path, value } = entry;
  const found = valueAtPath(document, path);
  if (entry.kind === 'not') {
    const isThere = (Array.isArray(found) ? found : [found]).some(
      each => JSON.stringify(each) === JSON.stringify(value),
    );
    if (!isThere) return text;
    throw new ExportConflict(
      `\`${path.join('.')}\` ${Array.isArray(found) ? 'has' : 'is'} ${JSON.stringify(value)}, so the gate would not run`,
    );
  }
  if (entry.kind === 'property') {
    if (found === undefined) return edited(text, [...path], value);
    if (JSON.stringify(found) === JSON.stringify(value)) return text;
    throw new ExportConflict(`\`${path.join('.')}\` must be ${JSON.stringify(value)}, and is ${JSON.stringify(found)}`);
  }
  checkAncestors(document, path);
  if (found !== undefined && !Array.isArray(found)) throw new ExportConflict(`\`${path.join('.')}\` is not a list`);
  if (found === undefined) return edited(text, [...path], [value]);
  const parted = withoutOursIn(text, found, entry);
  if (parted !== text) return withEntry(parted, entry);
  const ours = found.flatMap((item, index) => (isOurs(item, entry) ? [index] : []));
  const [first, ...others] = ours;
  if (first === undefined) return edited(text, [...path, found.length], value, true);
  // From the last, so that the positions of those before it stay.
  const single = others.reduceRight((current, index) => without(current, [...path, index]), text);
  return JSON.stringify(found[first]) === JSON.stringify(value) ? single : edited(single, [...path, first], value);
}

/** The text in which our part is no longer in one item with something of the user's. */
function withoutOursIn(text: string, items: readonly Json[], entry: JsonEntry): string {
  const { path, list, mark } = entry;
  if (list === undefined || mark === undefined) return text;
  for (const [at, item] of items.entries()) {
    const parts = ownValue(item, list);
    if (!Array.isArray(parts)) continue;
    const ours = parts.flatMap((part, index) => (hasMark(part, mark) ? [index] : []));
    if (ours.length === 0 || ours.length === parts.length) continue;
    return ours.reduceRight((current, index) => without(current, [...path, at, list, index]), text);
  }
  return text;
}

function hasMark(item: Json, mark: string): boolean {
  return JSON.stringify(item).includes(JSON.stringify(mark).slice(1, -1));
}

function isOurs(item: Json, { mark, value }: JsonEntry): boolean {
  return JSON.stringify(item) === JSON.stringify(value) || (mark !== undefined && hasMark(item, mark));
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
  const twice = repeatedKey(parseTree(text, [], { allowTrailingComma: true }));
  if (twice !== null)
    throw new ExportConflict(`it has the key \`${twice}\` twice in one object, and hosts read only the last`);
  return document;
}

function repeatedKey(node: Node | undefined): string | null {
  const seen = new Set<unknown>();
  for (const child of node?.children ?? []) {
    const [key, value] = child.type === 'property' ? (child.children ?? []) : [];
    if (key !== undefined && seen.has(key.value)) return String(key.value);
    if (key !== undefined) seen.add(key.value);
    const inside = repeatedKey(child.type === 'property' ? value : child);
    if (inside !== null) return inside;
  }
  return null;
}

function checkAncestors(document: Json, path: readonly string[]): void {
  path.slice(0, -1).forEach((_, index) => {
    const part = path.slice(0, index + 1);
    const found = valueAtPath(document, part);
    if (found !== undefined && !isJsonObject(found)) throw new ExportConflict(`\`${part.join('.')}\` is not an object`);
  });
}

function edited(text: string, path: (string | number)[], value: Json, isArrayInsertion = false): string {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const indent = /^(?<indent>[ \t]+)"/m.exec(text)?.groups?.['indent'] ?? '  ';
  const formattingOptions = { insertSpaces: !indent.startsWith('\t'), tabSize: indent.length, eol };
  return applyEdits(text, modify(text, path, value, { formattingOptions, isArrayInsertion }));
}

/** The text without an item of a list, and without the comma that divided it from its neighbour. */
function without(text: string, path: (string | number)[]): string {
  const item = findNodeAtLocation(parseTree(text, [], { allowTrailingComma: true }) as Node, path);
  const siblings = item?.parent?.children ?? [];
  const at = item === undefined ? -1 : siblings.indexOf(item);
  if (item === undefined || at === -1) return text;
  const [before, after] = [siblings[at - 1], siblings[at + 1]];
  const start = before === undefined ? item.offset : before.offset + before.length;
  const end = before === undefined && after !== undefined ? after.offset : item.offset + item.length;
  return text.slice(0, start) + text.slice(end);
}
