import type { SourceDocument, SourcePath } from '../../source/document/document.ts';
import { describeAt, keysAt, type KeyReference, type SchemaKind } from '../../source/schema/schema-reference.ts';
import { paragraphs } from '../describe/markdown.ts';
import { item, laterVersion, type CompletionItem } from './item.ts';
import type { StructureCursor } from './structure-cursor.ts';

/** The keys that the schema allows in the mapping at the cursor and that are not there yet. */
export function completeKeys(document: SourceDocument, kind: SchemaKind, cursor: StructureCursor): CompletionItem[] {
  const { key } = cursor;
  if (key === null) return [];
  return keysAt(kind, key.path, document.value)
    .filter(each => !each.deprecated && (!each.present || each.key === key.present))
    .map((each, index) => keyItem(document, kind, cursor, key, each, index));
}

function keyItem(
  document: SourceDocument,
  kind: SchemaKind,
  cursor: StructureCursor,
  key: NonNullable<StructureCursor['key']>,
  reference: KeyReference,
  index: number,
): CompletionItem {
  const { title, description, required } = reference;
  const path = [...key.path, reference.key];
  const json = document.format === 'json';
  const name = json ? JSON.stringify(reference.key) : reference.key;
  const more = {
    detail: laterVersion(document, reference) ?? (required ? 'required' : title),
    documentation: paragraphs(title === null ? null : `**${title}**`, description),
    group: (required ? 100 : 200) + index,
    filter: json ? name : null,
  };
  if (key.colon) return item(reference.key, 'key', key.range, name, more);
  const value = json
    ? jsonValue(kind, path)
    : cursor.flow
      ? flowValue(reference)
      : blockValue(reference, cursor.column);
  return item(reference.key, 'key', key.range, `${cursor.space}${name}:${value}`, {
    ...more,
    snippet: true,
    goOn: reference.insert.form === 'inline',
  });
}

/** Lines below the key carry their full indentation, since not every editor adds it. */
function blockValue({ insert }: KeyReference, column: number): string {
  if (insert.form === 'inline') return ` ${insert.snippet}`;
  return `\n${indented(insert.snippet, column)}`;
}

export function indented(lines: string, column: number): string {
  const margin = ' '.repeat(column);
  return lines.replace(/^(?=.)/gm, margin);
}

function flowValue({ insert }: KeyReference): string {
  switch (insert.form) {
    case 'inline':
      return ` ${insert.snippet}`;
    case 'mapping':
      return ' { $1 }';
    case 'sequence':
      return ' [$1]';
  }
}

function jsonValue(kind: SchemaKind, path: SourcePath): string {
  const types = describeAt(kind, path)?.types ?? [];
  if (types.includes('string')) return ' "$1"';
  if (types.includes('object')) return ' { $1 }';
  return types.includes('array') ? ' [$1]' : ' $1';
}
