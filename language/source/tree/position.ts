import type { LineIndex } from './line-index.ts';
import type { ScalarOffsets } from './scalar-offsets.ts';
import {
  type MappingNode,
  type ScalarNode,
  type SequenceNode,
  type SourceNode,
  type SourcePath,
} from './source-node.ts';

/**
 * What is at a position. `key` and `value`: `path` leads to the entry or item, and `offsetInScalar` is the offset in its text in UTF-16
 * units if the position is in a scalar. `blank`: nothing; `path` leads to the mapping or sequence to which a new entry in this column
 * would belong.
 */
export interface SourcePlace {
  path: SourcePath;
  part: 'key' | 'value' | 'blank';
  offsetInScalar: number | null;
}

/** Finds the innermost place that contains the offset, with a binary search per level. */
export function positionIn(
  root: SourceNode | null,
  text: string,
  lines: LineIndex,
  offset: number,
  offsetsOf: (node: ScalarNode) => ScalarOffsets | null,
): SourcePlace {
  const path: (string | number)[] = [];
  if (root === null) return { path, part: 'blank', offsetInScalar: null };
  const lineStart = lines.lineStart(lines.positionAt(offset).line);
  const before = text.slice(lineStart, offset);
  const inside = (node: ScalarNode): number | null => offsetInScalar(node, offset, offsetsOf);
  const column = offset - lineStart;
  let node: SourceNode = root;
  for (;;) {
    if (node.kind === 'alias' || node.kind === 'scalar') return atScalar(node, path, offset, before, inside);
    const collection: MappingNode | SequenceNode = node;
    if (offset < node.start && path.length === 0) return { path, part: 'blank', offsetInScalar: null };
    const index = lastStartingBefore(collection, offset);
    const child = collection.kind === 'mapping' ? collection.entries[index] : collection.items[index];
    if (child === undefined) return { path, part: 'blank', offsetInScalar: null };
    if ('keyNode' in child) {
      const { keyNode, value } = child;
      if (offset <= keyNode.end) return { path: [...path, child.key], part: 'key', offsetInScalar: inside(keyNode) };
      if (beyond(collection, value, keyNode.start, before, column, lines, offset)) {
        return { path, part: 'blank', offsetInScalar: null };
      }
      path.push(child.key);
      node = value;
    } else {
      if (beyond(collection, child, child.start, before, column, lines, offset)) {
        return { path, part: 'blank', offsetInScalar: null };
      }
      path.push(index);
      node = child;
    }
  }
}

/** True if the offset is after an entry, where the next entry would start: in its column, or after a comma. */
function beyond(
  collection: MappingNode | SequenceNode,
  value: SourceNode,
  entryStart: number,
  before: string,
  column: number,
  lines: LineIndex,
  offset: number,
): boolean {
  if (offset <= value.end) return false;
  if (collection.flow)
    return before.includes(',') || lines.positionAt(value.end).line !== lines.positionAt(offset).line;
  if (lines.positionAt(Math.max(value.end, entryStart)).line === lines.positionAt(offset).line) return false;
  const indent = /^[ ]*/.exec(before)?.[0].length ?? 0;
  const entryColumn = lines.positionAt(entryStart).character;
  const dash = collection.kind === 'sequence';
  return Math.min(indent, column) <= entryColumn - (dash ? 1 : 0);
}

function atScalar(
  node: SourceNode,
  path: SourcePath,
  offset: number,
  before: string,
  inside: (node: ScalarNode) => number | null,
): SourcePlace {
  if (node.kind === 'scalar' && offset >= node.start && offset <= node.end) {
    return { path, part: 'value', offsetInScalar: inside(node) };
  }
  if (node.kind === 'scalar' && node.style === 'empty' && before.trim() === '') {
    return { path, part: 'blank', offsetInScalar: null };
  }
  return { path, part: 'value', offsetInScalar: null };
}

function lastStartingBefore(collection: MappingNode | SequenceNode, offset: number): number {
  const startOf = (index: number): number =>
    collection.kind === 'mapping'
      ? (collection.entries[index]?.keyNode.start ?? 0)
      : (collection.items[index]?.start ?? 0);
  let low = -1;
  let high = (collection.kind === 'mapping' ? collection.entries.length : collection.items.length) - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (startOf(middle) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

function offsetInScalar(
  node: ScalarNode,
  offset: number,
  offsetsOf: (node: ScalarNode) => ScalarOffsets | null,
): number | null {
  const map = offsetsOf(node);
  if (map === null) return null;
  let low = 0;
  let high = map.ends.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((map.ends[middle] ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
