import { ownValue, type Json } from '../../engine/model/json.ts';
import type { SourceDocument, SourcePath } from '../source/document/document.ts';
import { stepsAlong } from '../source/tree/source-steps.ts';
import type { Fix } from './finding.ts';

/** The keys in a document that lead to the value of a signal if a key with dots is taken for a path; null if there is no such value. */
export function dottedKeys(document: Json | undefined, name: string): string[] | null {
  const found = ownValue(document, name);
  if (found !== undefined && found !== null) return [name];
  const parts = name.split('.');
  for (let count = 1; count < parts.length; count++) {
    const key = parts.slice(0, count).join('.');
    const rest = dottedKeys(ownValue(document, key), parts.slice(count).join('.'));
    if (rest !== null) return [key, ...rest];
  }
  return null;
}

/** A key with dots as a path: "`account: { id: … }`". */
export function nestedInWords(key: string): string {
  const parts = key.split('.');
  return `\`${parts.join(': { ')}: …${' }'.repeat(parts.length - 1)}\``;
}

/** Nests the value of a key with dots. Null if its first part is a key already, or if the value would mean something else in braces. */
export function nestingFix(document: SourceDocument, path: SourcePath): Fix | null {
  const mapping = document.nodeAt(path.slice(0, -1));
  const entry = stepsAlong(document.root, path).at(-1)?.entry;
  const [first = '', ...inner] = String(path.at(-1)).split('.');
  if (mapping?.kind !== 'mapping' || entry === undefined || entry === null || mapping.byKey.has(first)) return null;
  const { keyNode, value } = entry;
  if (value.kind !== 'scalar') return null;
  const { text, uri } = document;
  const written = text.slice(value.start, value.end);
  if (written === '' || /[\r\n]/.test(written) || (value.style === 'plain' && /[,[\]{}]/.test(written))) return null;
  const isQuoted = /^["']/.test(text.slice(keyNode.start, keyNode.end));
  const keys = [first, ...inner].map(key => (isQuoted ? JSON.stringify(key) : key));
  const edit = (start: number, end: number, newText: string) => ({
    uri,
    range: document.rangeBetween(start, end),
    newText,
  });
  return {
    title: `Write ${nestedInWords(String(path.at(-1)))}`,
    edits: [edit(keyNode.start, keyNode.end, keys.join(': { ')), edit(value.end, value.end, ' }'.repeat(inner.length))],
    preferred: true,
  };
}
