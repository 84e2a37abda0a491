import type { SourceDocument, SourcePath } from '../source/document/document.ts';
import type { MappingNode, SourceEntry } from '../source/tree/source-node.ts';
import type { Fix } from './finding.ts';

/** Removes an entry of a mapping with its lines. If it is the only entry, the mapping's own entry is removed instead. */
export function removalFix(title: string, document: SourceDocument, path: SourcePath): Fix | null {
  const span = removalSpan(document, path);
  if (span === null) return null;
  const range = document.rangeBetween(span[0], span[1]);
  return { title, edits: [{ uri: document.uri, range, newText: '' }], preferred: true };
}

const indexes = new WeakMap<SourceEntry[], Map<string, number>>();

/** Index of the first entry with a key, by a cached index; -1 if there is none. */
function indexOfEntry({ entries }: MappingNode, key: string | number | undefined): number {
  let index = indexes.get(entries);
  if (index === undefined) {
    index = new Map();
    for (const [position, entry] of entries.entries()) if (!index.has(entry.key)) index.set(entry.key, position);
    indexes.set(entries, index);
  }
  return typeof key === 'string' ? (index.get(key) ?? -1) : -1;
}

function removalSpan(document: SourceDocument, path: SourcePath): [number, number] | null {
  const parent = document.nodeAt(path.slice(0, -1));
  if (parent?.kind !== 'mapping') return null;
  const index = indexOfEntry(parent, path.at(-1));
  const entry = parent.entries[index];
  if (entry === undefined) return null;
  if (parent.entries.length === 1) return path.length > 1 ? removalSpan(document, path.slice(0, -1)) : null;
  const end = Math.max(entry.keyNode.end, entry.value.end);
  if (parent.flow) {
    const previous = parent.entries[index - 1];
    const next = parent.entries[index + 1];
    if (previous !== undefined) return [Math.max(previous.keyNode.end, previous.value.end), end];
    return next === undefined ? null : [entry.keyNode.start, next.keyNode.start];
  }
  const { text } = document;
  const lineStart = document.lineStart(document.positionAt(entry.keyNode.start).line);
  if (text.slice(lineStart, entry.keyNode.start).trim() !== '') return null;
  const lastLine = document.positionAt(Math.max(end - 1, lineStart)).line;
  return [lineStart, lastLine + 1 < document.lineCount ? document.lineStart(lastLine + 1) : text.length];
}
