import { isJsonObject, type Json } from '../../../engine/model/json.ts';
import {
  applicableNodes,
  entryOf,
  describedBy,
  keyNodesAt,
  nodesAt,
  schemaOf,
  type SchemaKind,
  type SchemaNode,
} from './schema-nodes.ts';
import { insertHint, type InsertHint } from './schema-snippets.ts';
import { isClosed, typesOf, valuesOf, type ValueChoice } from './schema-values.ts';

export type { InsertHint, SchemaKind, SchemaNode, ValueChoice };

type Path = readonly (string | number)[];

/** A key that a mapping may have. */
export interface KeyReference {
  key: string;
  title: string | null;
  description: string | null;
  /** True also if a condition on the mapping requires it, as `decide: escalate` requires `to`. */
  required: boolean;
  deprecated: boolean;
  /** True if the mapping already has it. */
  present: boolean;
  /** The version of the language that knows it, if not all versions do. */
  since: number | null;
  insert: InsertHint;
}

/** The schema's description of a value. */
export interface ValueReference {
  title: string | null;
  description: string | null;
  /** JSON types; empty if any is allowed. */
  types: string[];
  required: boolean;
  deprecated: boolean;
  values: ValueChoice[];
  /** True if only `values` are allowed. */
  closed: boolean;
  format: string | null;
  examples: Json[];
  default: Json | undefined;
}

/** The schema nodes that apply to the value at a path, with references and conditionals resolved for the document. */
export function schemaAt(kind: SchemaKind, path: Path, document?: Json): SchemaNode[] {
  return nodesAt(kind, path, document);
}

/** The keys that the mapping at a path may have, in the order of the schema. Empty if names are free or there is no mapping. */
export function keysAt(kind: SchemaKind, path: Path, document?: Json): KeyReference[] {
  const nodes = insideNodes(kind, nodesAt(kind, path, document));
  const mapping = valueAt(path, document);
  const required = new Set(nodes.flatMap(node => requiredBy(node, mapping)));
  const keys = new Map<string, KeyReference>();
  for (const node of nodes) {
    for (const [key, property] of Object.entries(node.properties ?? {})) {
      // A conditional may describe a key further, but does not introduce it.
      if (keys.has(key) || (property.title === undefined && node.title === undefined)) continue;
      const details = applicableNodes(schemaOf(kind), property, undefined);
      keys.set(key, {
        key,
        title: first(details, each => each.title),
        description: first(details, each => each.description),
        required: required.has(key),
        deprecated: details.some(each => each.deprecated === true),
        present: isJsonObject(mapping) && Object.hasOwn(mapping, key),
        since: details.map(({ since }) => since).find(since => typeof since === 'number') ?? null,
        insert: insertHint(schemaOf(kind), details),
      });
    }
  }
  return [...keys.values()];
}

/** The description of names that the author chooses (signals, targets, …); undefined if the schema fixes the keys. */
export function namesAt(
  kind: SchemaKind,
  path: Path,
  document?: Json,
): { title: string | null; description: string | null } | undefined {
  const nodes = keyNodesAt(kind, path, document);
  if (nodes.length === 0) return undefined;
  return { title: first(nodes, node => node.title), description: first(nodes, node => node.description) };
}

/** The schema's description of the value at a path and of its key; undefined if the schema does not cover it. */
export function describeAt(kind: SchemaKind, path: Path, document?: Json): ValueReference | undefined {
  const nodes = nodesAt(kind, path, document);
  if (nodes.length === 0) return undefined;
  const key = path.at(-1);
  const holder = path.slice(0, -1);
  const required =
    typeof key === 'string' &&
    nodesAt(kind, holder, document).some(node => requiredBy(node, valueAt(holder, document)).includes(key));
  const choices = valuesOf(nodes);
  return {
    title: first(nodes, node => node.title),
    description: first(nodes, node => node.description),
    types: typesOf(nodes),
    required,
    deprecated: nodes.some(node => node.deprecated === true),
    values: choices,
    closed: isClosed(nodes),
    format: first(nodes, node => node.format),
    examples: nodes.find(node => node.examples !== undefined)?.examples ?? [],
    default: nodes.find(node => node.default !== undefined)?.default,
  };
}

/** Values to offer at a path: all allowed ones, or suggestions if others are allowed too. */
export function valuesAt(kind: SchemaKind, path: Path, document?: Json): ValueChoice[] {
  return valuesOf(nodesAt(kind, path, document));
}

function requiredBy(node: SchemaNode, mapping: Json | undefined): string[] {
  const dependent = Object.entries(node.dependentRequired ?? {}).filter(
    ([key]) => isJsonObject(mapping) && Object.hasOwn(mapping, key),
  );
  return [...(node.required ?? []), ...dependent.flatMap(([, keys]) => keys)];
}

/** The nodes, with the definitions of `describedBy`. */
function insideNodes(kind: SchemaKind, nodes: readonly SchemaNode[]): SchemaNode[] {
  return nodes.flatMap(node => {
    const described = describedBy(kind, node);
    return described === undefined ? [node] : [node, described];
  });
}

function valueAt(path: Path, document: Json | undefined): Json | undefined {
  return path.reduce<Json | undefined>(entryOf, document);
}

function first<T>(nodes: readonly SchemaNode[], of: (node: SchemaNode) => T | undefined): T | null {
  for (const node of nodes) {
    const found = of(node);
    if (found !== undefined) return found;
  }
  return null;
}
