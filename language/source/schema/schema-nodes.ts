import { isJsonObject, ownValue, type Json } from '../../../engine/model/json.ts';
import configSchema from '../../../schemas/config.schema.json' with { type: 'json' };
import decisionRecordSchema from '../../../schemas/decision-record.schema.json' with { type: 'json' };
import ruleSetSchema from '../../../schemas/rule-set.schema.json' with { type: 'json' };
import samplesSchema from '../../../schemas/samples.schema.json' with { type: 'json' };

/** Kinds of documents with a schema. */
export type SchemaKind = 'rule-set' | 'samples' | 'config' | 'decision-record';

/** A node of one of our schemas: the part of JSON Schema 2020-12 that they use, and our own annotations. */
export interface SchemaNode {
  $ref?: string;
  $defs?: Record<string, SchemaNode>;
  title?: string;
  description?: string;
  type?: string | string[];
  enum?: Json[];
  const?: Json;
  default?: Json;
  examples?: Json[];
  properties?: Record<string, SchemaNode>;
  additionalProperties?: SchemaNode | boolean;
  propertyNames?: SchemaNode;
  items?: SchemaNode;
  required?: string[];
  dependentRequired?: Record<string, string[]>;
  allOf?: SchemaNode[];
  if?: SchemaNode;
  then?: SchemaNode;
  else?: SchemaNode;
  pattern?: string;
  format?: string;
  minimum?: number;
  exclusiveMinimum?: number;
  /** One per value of `enum`. */
  enumDescriptions?: string[];
  /** Values to offer although others are allowed too. */
  suggestions?: string[];
  /** One per value of `suggestions`. */
  suggestionDescriptions?: string[];
  /** Replaces the general message if the value violates this node. */
  errorMessage?: string;
  /** Completes "`value` …" if the value does not match `pattern`. */
  patternErrorMessage?: string;
  /** Completes "`key` expects …" if the value has another type. */
  expects?: string;
  /** Name of the function that corrects a text that does not match `pattern`. */
  spelling?: string;
  /** Other names that people use for this key. */
  alsoKnownAs?: string[];
  /** Values that people write, in lower case, with what this language writes: one of `enum` or `suggestions`, or keys with values. */
  writtenAs?: Record<string, string>;
  /** Reference to a definition that describes the content of the value without validating it. */
  describedBy?: string;
  deprecated?: boolean;
  /** The version of the language that knows this value, or certain values. */
  since?: number | Record<string, number>;
}

const schemas: Record<SchemaKind, SchemaNode> = {
  'rule-set': ruleSetSchema,
  samples: samplesSchema,
  config: configSchema,
  'decision-record': decisionRecordSchema,
};

export function schemaOf(kind: SchemaKind): SchemaNode {
  return schemas[kind];
}

/**
 * All nodes that apply to a value: the node itself first, then the nodes that it refers to and the matching branches of conditionals.
 * If the value is unknown (undefined), no conditional applies.
 */
export function applicableNodes(root: SchemaNode, node: SchemaNode, value: Json | undefined): SchemaNode[] {
  const found: SchemaNode[] = [];
  const visit = (each: SchemaNode | undefined): void => {
    if (each === undefined || found.includes(each)) return;
    found.push(each);
    if (each.$ref !== undefined) visit(definition(root, each.$ref));
    each.allOf?.forEach(visit);
    if (each.if !== undefined && value !== undefined) visit(fits(each.if, value) ? each.then : each.else);
  };
  visit(node);
  return found;
}

/** The nodes for the entry `key` of an object, or the item at index `key` of a list. */
function nodesInside(root: SchemaNode, nodes: readonly SchemaNode[], key: string | number): SchemaNode[] {
  return nodes.flatMap(node => {
    if (typeof key === 'number') return node.items === undefined ? [] : [node.items];
    const described = node.describedBy === undefined ? undefined : definition(root, node.describedBy);
    const found = [node, ...(described === undefined ? [] : [described])].flatMap(each => {
      const property =
        each.properties !== undefined && Object.hasOwn(each.properties, key) ? each.properties[key] : undefined;
      if (property !== undefined) return [property];
      return typeof each.additionalProperties === 'object' ? [each.additionalProperties] : [];
    });
    return found;
  });
}

/** The nodes that apply to the value at a path of a document; empty if none do. */
export function nodesAt(
  kind: SchemaKind,
  path: readonly (string | number)[],
  document: Json | undefined,
): SchemaNode[] {
  const root = schemas[kind];
  let value = document;
  let nodes = applicableNodes(root, root, value);
  for (const key of path) {
    value = entryOf(value, key);
    const inside = value;
    nodes = unique(nodesInside(root, nodes, key).flatMap(node => applicableNodes(root, node, inside)));
  }
  return nodes;
}

/** The nodes that apply to the keys of the object at a path. */
export function keyNodesAt(
  kind: SchemaKind,
  path: readonly (string | number)[],
  document: Json | undefined,
): SchemaNode[] {
  const root = schemas[kind];
  const names = nodesAt(kind, path, document).flatMap(node =>
    node.propertyNames === undefined ? [] : [node.propertyNames],
  );
  return unique(names.flatMap(node => applicableNodes(root, node, undefined)));
}

/** What a value stands for at a place, as one of the listed or suggested values; undefined if it is no other word for one. */
export function writtenAs(nodes: readonly SchemaNode[], text: string): string | undefined {
  return nodes.map(node => ownValue(node.writtenAs, text.toLowerCase())).find(isText);
}

function isText(value: Json | undefined): value is string {
  return typeof value === 'string';
}

/** The titles of the kinds of objects that have a key. */
export function ownersOf(kind: SchemaKind, key: string): string[] {
  const closed = Object.values(schemas[kind].$defs ?? {}).filter(node => node.additionalProperties === false);
  const owners = closed.filter(({ properties }) => properties !== undefined && Object.hasOwn(properties, key));
  return owners.flatMap(({ title }) => title ?? []);
}

/** The definition named by a node's `describedBy`. */
export function describedBy(kind: SchemaKind, node: SchemaNode): SchemaNode | undefined {
  return node.describedBy === undefined ? undefined : definition(schemas[kind], node.describedBy);
}

/** An entry of an object or item of a list; undefined if there is none. */
export function entryOf(value: Json | undefined, key: string | number): Json | undefined {
  if (typeof key === 'string') return ownValue(value, key);
  return Array.isArray(value) ? value[key] : undefined;
}

/** Resolves a reference in the same schema: `#/$defs/NAME`. */
function definition(root: SchemaNode, reference: string): SchemaNode | undefined {
  const name = /^#\/\$defs\/([^/]+)$/.exec(reference)?.[1];
  return name === undefined ? undefined : root.$defs?.[name];
}

/** True if a value satisfies an `if` of our schemas, which use only `type`, `const`, `enum`, `properties` and `required`. */
function fits(node: SchemaNode, value: Json): boolean {
  if (node.type !== undefined && ![node.type].flat().includes(jsonType(value))) return false;
  if (node.const !== undefined && node.const !== value) return false;
  if (node.enum !== undefined && !node.enum.includes(value)) return false;
  if (!isJsonObject(value)) return true;
  if (node.required?.some(key => !Object.hasOwn(value, key))) return false;
  return Object.entries(node.properties ?? {}).every(([key, inside]) => {
    const entry = ownValue(value, key);
    return entry === undefined || fits(inside, entry);
  });
}

/** The JSON type of a value; `number` also for integers. */
export function jsonType(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value;
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
