import { ownValue } from '../../engine/model/json.ts';
import type { LanguageVersion } from '../../engine/model/rule-set.ts';
import type { SourceDocument, SourcePath } from '../source/document/document.ts';
import type { Fix } from './finding.ts';

/** Sets an entry of a mapping: replaces its value, or adds it after `decide`. Null if there is no mapping at the path. */
export function withEntry(
  document: SourceDocument,
  path: SourcePath,
  key: string,
  value: string | number | Readonly<Record<string, string | number>>,
): Fix['edits'] | null {
  const node = document.nodeAt(path);
  if (node?.kind !== 'mapping') return null;
  const json = document.format === 'json';
  const text = json ? JSON.stringify(value) : typeof value === 'object' ? flowMapping(value) : String(value);
  const known = node.byKey.get(key);
  const { uri } = document;
  if (known !== undefined) {
    return [{ uri, range: document.rangeBetween(known.value.start, known.value.end), newText: text }];
  }
  const decision = node.byKey.get('decide') ?? node.entries.at(-1);
  if (decision === undefined) return null;
  const insert = (at: number, newText: string): Fix['edits'] => [
    { uri, range: document.rangeBetween(at, at), newText },
  ];
  if (node.flow) return insert(decision.value.end, `, ${json ? JSON.stringify(key) : key}: ${text}`);
  const { line } = document.positionAt(decision.value.end);
  const content = document.text.slice(document.lineStart(line)).split(/\r?\n/, 1)[0] ?? '';
  const newline = document.lineBreak;
  const margin = ' '.repeat(document.positionAt(decision.keyNode.start).character);
  return insert(document.lineStart(line) + content.length, `${newline}${margin}${key}: ${text}`);
}

/** A mapping on one line of YAML, of keys and values that need no quotes. */
function flowMapping(entries: Readonly<Record<string, string | number>>): string {
  return `{ ${Object.entries(entries)
    .map(([key, value]) => `${key}: ${value}`)
    .join(', ')} }`;
}

/** Edits that let a file be written in at least a version of the rule language; null if it does not say in which it is. */
export function languageVersionEdits(document: SourceDocument, version: LanguageVersion): Fix['edits'] | null {
  const written = ownValue(document.value, 'escalation');
  if (typeof written !== 'number') return null;
  if (written >= version) return [];
  return [{ uri: document.uri, range: document.rangeOf(['escalation']), newText: String(version) }];
}
