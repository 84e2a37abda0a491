import type { Json } from '../../../engine/model/json.ts';
import type { SourceDocument, SourcePath } from '../../source/document/document.ts';
import { valuesAt, type SchemaKind } from '../../source/schema/schema-reference.ts';
import type { ScalarNode } from '../../source/tree/source-node.ts';
import { scalarText } from '../yaml-text.ts';
import { item, laterVersion, type CompletionItem, type CompletionKind } from './item.ts';
import type { StructureCursor } from './structure-cursor.ts';

/** Makes an item that replaces the value at the cursor, in the style in which that is written. */
export type WriteValue = (value: Json, kind: CompletionKind, more?: Partial<CompletionItem>) => CompletionItem;

export function valueWriter(document: SourceDocument, cursor: StructureCursor): WriteValue | null {
  const { value, space } = cursor;
  if (value === null) return null;
  return (given, kind, more = {}) => {
    const written = textOf(given, value.node?.style ?? 'empty', document, value.node, cursor.flow);
    const label = typeof given === 'string' ? given : JSON.stringify(given);
    return item(label, kind, value.range, space + written, { filter: written === label ? null : written, ...more });
  };
}

function textOf(
  value: Json,
  style: ScalarNode['style'],
  document: SourceDocument,
  node: ScalarNode | null,
  flow: boolean,
): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  const quote = style === 'unclosed' ? document.text[node?.start ?? 0] : undefined;
  if (document.format === 'json' || style === 'double' || style === 'json' || quote === '"')
    return JSON.stringify(value);
  if (style === 'single' || quote === "'") return `'${value.replaceAll("'", "''")}'`;
  // Relative paths, names of built-in libraries, and words that only older versions of YAML read as booleans, need no quotes.
  return /^(?:\.{1,2}\/[\w./@-]*|handrail:[\w@-]+|on|off|yes|no)$/.test(value)
    ? value
    : scalarText(value, flow ? 'flow' : 'block');
}

/** The values that the schema allows at the cursor. */
export function completeSchemaValues(
  document: SourceDocument,
  kind: SchemaKind,
  path: SourcePath,
  write: WriteValue,
): CompletionItem[] {
  return valuesAt(kind, path, document.value).map((each, index) =>
    write(each.value, 'value', {
      detail: laterVersion(document, each) ?? (each.default ? 'default' : null),
      documentation: each.description,
      group: 100 + index,
    }),
  );
}
