import { setOwn, type Json, type JsonObject } from '../../../engine/model/json.ts';

/** Path from the root of a document: keys of mappings and indexes in sequences. */
export type SourcePath = readonly (string | number)[];

/** A value of a document with its UTF-16 offsets in the text, end exclusive. */
export type SourceNode = MappingNode | SequenceNode | ScalarNode | AliasNode;

export interface MappingNode {
  kind: 'mapping';
  start: number;
  end: number;
  flow: boolean;
  /** In text order. Repeated keys are marked as duplicates. */
  entries: SourceEntry[];
  /** First entry of each key. */
  byKey: Map<string, SourceEntry>;
}

export interface SourceEntry {
  key: string;
  keyNode: ScalarNode;
  value: SourceNode;
  duplicate: boolean;
}

export interface SequenceNode {
  kind: 'sequence';
  start: number;
  end: number;
  flow: boolean;
  items: SourceNode[];
}

/**
 * `trapped`: an expression that YAML would misread; its value is the literal text. `unclosed`: a quoted text without its closing quote;
 * its value is the rest of its line.
 */
export type ScalarStyle =
  | 'plain'
  | 'single'
  | 'double'
  | 'literal'
  | 'folded'
  | 'json'
  | 'trapped'
  | 'unclosed'
  | 'empty';

export interface ScalarNode {
  kind: 'scalar';
  start: number;
  end: number;
  style: ScalarStyle;
  value: string | number | boolean | null;
  /** The scalar as text, before conversion to a number, boolean or null. */
  text: string;
  /** For block scalars: the start of the content, the indentation of the header's line, and the header. */
  block?: { contentStart: number; parentIndent: number; header: string };
}

export interface AliasNode {
  kind: 'alias';
  start: number;
  end: number;
  name: string;
  target: Exclude<SourceNode, AliasNode>;
}

export function withoutAlias(node: SourceNode): Exclude<SourceNode, AliasNode> {
  return node.kind === 'alias' ? node.target : node;
}

export function mappingOf(
  start: number,
  end: number,
  flow: boolean,
  entries: Omit<SourceEntry, 'duplicate'>[],
): MappingNode {
  const byKey = new Map<string, SourceEntry>();
  const all = entries.map(entry => {
    const marked = { ...entry, duplicate: byKey.has(entry.key) };
    if (!marked.duplicate) byKey.set(entry.key, marked);
    return marked;
  });
  return { kind: 'mapping', start, end, flow, entries: all, byKey };
}

/** The data of a node, as from `JSON.parse`: `__proto__` is an ordinary key. The first of duplicate keys counts. */
export function jsonOf(node: SourceNode): Json {
  switch (node.kind) {
    case 'alias':
      return jsonOf(node.target);
    case 'scalar':
      return node.value;
    case 'sequence':
      return node.items.map(jsonOf);
    case 'mapping': {
      const object: JsonObject = {};
      for (const { key, value, duplicate } of node.entries) {
        if (!duplicate) setOwn(object, key, jsonOf(value));
      }
      return object;
    }
  }
}
