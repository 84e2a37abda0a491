import type { SourceDocument } from '../source/document/document.ts';
import type { Range } from '../location.ts';

/** The edit that changes a rule file's version; null if it has no version to replace. */
export function versionEdit(
  document: SourceDocument,
  version: string,
): { uri: string; range: Range; newText: string } | null {
  const node = document.nodeAt(['version']);
  if (node?.kind !== 'scalar' || node.end <= node.start) return null;
  const [quote] = /^["']/.exec(document.text.slice(node.start, node.end)) ?? [''];
  return {
    uri: document.uri,
    range: document.rangeBetween(node.start, node.end),
    newText: `${quote}${version}${quote}`,
  };
}

/** The text of a rule file with another version; null if it has no version to replace. */
export function withVersion(document: SourceDocument, version: string): string | null {
  const edit = versionEdit(document, version);
  if (edit === null) return null;
  const { start, end } = edit.range;
  return document.text.slice(0, document.offsetAt(start)) + edit.newText + document.text.slice(document.offsetAt(end));
}
