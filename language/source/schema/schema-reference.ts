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

/** A key that a mapping can have. */
export interface KeyReference {
  key: string;
  title: string | null;
  description: string | null;
  /** Also by a condition on the mapping: `to` beside `decide: escalate`. */
  required: boolean;
  deprecated: boolean;
  /** Whether the mapping has it already. */
  present: boolean;
  insert: InsertHint;
}

/** What there is to say about the value at a path. */
export interface ValueReference {
  title: string | null;
  description: string | null;
  /** JSON types; empty where any will do. */
  types: string[];
  required: boolean;
  deprecated: boolean;
  values: ValueChoice[];
  /** True where no other value than `values` will do. */
  closed: boolean;
  format: string | null;
  examples: Json[];
  default: Json | undefined;
}

/** The schema nodes that speak of the value at `path`: with what they refer to, and the conditionals that the document chooses. */
export function schemaAt(kind: SchemaKind, path: Path, document?: Json): SchemaNode[] {
  return nodesAt(kind, path, document);
}

/** The keys that the mapping at `path` can have, in the order of the schema. Empty where names are free, and where there is no mapping. */
export function keysAt(kind: SchemaKind, path: Path, document?: Json): KeyReference[] {
  const nodes = insideNodes(kind, nodesAt(kind, path, document));
  const mapping = valueAt(path, document);
  const required = new Set(nodes.flatMap(node => requiredBy(node, mapping)));
  const keys = new Map<string, KeyReference>();
  for (const node of nodes) {
    for (const [key, property] of Object.entries(node.properties ?? {})) {
      // A conditional may say more about a key that is listed elsewhere, but does not list it.
      if (keys.has(key) || (property.title === undefined && node.title === undefined)) continue;
      const details = applicableNodes(schemaOf(kind), property, undefined);
      keys.set(key, {
        key,
        title: first(details, each => each.title),
        description: first(details, each => each.description),
        required: required.has(key),
        deprecated: details.some(each => each.deprecated === true),
        present: isJsonObject(mapping) && Object.hasOwn(mapping, key),
        insert: insertHint(schemaOf(kind), details),
      });
    }
  }
  return [...keys.values()];
}

/** What the schema says about names that the author chooses (of signals, targets …), or undefined where keys are given. */
export function namesAt(
  kind: SchemaKind,
  path: Path,
  document?: Json,
): { title: string | null; description: string | null } | undefined {
  const nodes = keyNodesAt(kind, path, document);
  if (nodes.length === 0) return undefined;
  return { title: first(nodes, node => node.title), description: first(nodes, node => node.description) };
}

/** What there is to say about the value at `path`, or about the key that leads to it. Undefined where no schema speaks of it. */
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

/** Values to offer at `path`: those that there are, or those worth a suggestion where others are allowed too. */
export function valuesAt(kind: SchemaKind, path: Path, document?: Json): ValueChoice[] {
  return valuesOf(nodesAt(kind, path, document));
}

function requiredBy(node: SchemaNode, mapping: Json | undefined): string[] {
  const dependent = Object.entries(node.dependentRequired ?? {}).filter(
    ([key]) => isJsonObject(mapping) && Object.hasOwn(mapping, key),
  );
  return [...(node.required ?? []), ...dependent.flatMap(([, keys]) => keys)];
}

/** With what describes the inside of a value without checking it. */
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
