import type { Json } from '../../../engine/model/json.ts';
import { runAtOnce, type Steps } from '../../../engine/model/steps.ts';
import type { Position, Range } from '../../location.ts';
import { fileKind, isJsonFile, type FileKind } from './file-kind.ts';
import { createLineIndex, type LineIndex } from '../tree/line-index.ts';
import { positionIn, type SourcePlace } from '../tree/position.ts';
import { scalarOffsets, straightContent, type ScalarOffsets } from '../tree/scalar-offsets.ts';
import type { AliasNode, ScalarNode, SourceNode, SourcePath } from '../tree/source-node.ts';
import { nodeAlong, stepsAlong } from '../tree/source-steps.ts';
import { maxProblems, type TextProblem } from '../tree/source-problem.ts';
import { readJsonSource, readYamlSource, type Reading } from './source-reading.ts';
import { rereadYaml, type EntriesChange } from './reread.ts';

export type { EntriesChange, FileKind, SourceNode, SourcePath, SourcePlace };

/** A fault of the text itself, found without knowing what the document means. */
export interface SourceProblem {
  code: 'yaml-syntax' | 'unquoted-expression';
  message: string;
  range: Range;
  related: { message: string; range: Range }[];
  fix: { title: string; edits: { range: Range; newText: string }[] } | null;
}

export interface SourceComment {
  /** With its `#`, without the line break. */
  text: string;
  range: Range;
}

/** `key`: the key alone. `value`: the value alone. `item`: the entry from its key to the end of its value, or a sequence's item. */
export type SourcePart = 'key' | 'value' | 'item';

/** A document of the language as text, as data, and how the two belong together. */
export interface SourceDocument extends LineIndex {
  uri: string;
  /** Without a byte order mark; positions count from here, as in an editor. */
  text: string;
  kind: FileKind;
  format: 'yaml' | 'json';
  /** The line break that edits of the text insert: that of its first line. */
  lineBreak: '\n' | '\r\n';
  /** Null for a document without content. */
  root: SourceNode | null;
  /** Plain JSON data, as far as it could be read; undefined for a document without content. */
  value: Json | undefined;
  problems: SourceProblem[];
  comments: SourceComment[];
  /** How the text was read: all of it, or the entries around what is new in it alone. */
  read: 'whole' | 'part';
  /** The place of what the path names, or of its nearest ancestor that exists. A value that is not there is marked at its key. */
  rangeOf(path: SourcePath, part?: SourcePart): Range;
  /** The node at a path (aliases followed), or undefined. */
  nodeAt(path: SourcePath): Exclude<SourceNode, AliasNode> | undefined;
  /** UTF-16 offsets into the text of the scalar at `path`, as places of the document; exact through folding and escapes. */
  rangeInScalar(path: SourcePath, start: number, end: number): Range;
  /** What stands at a position of the text. */
  placeAt(position: Position): SourcePlace;
}

/** For reading the next version of a document. */
const readings = new WeakMap<SourceDocument, Reading>();

/**
 * Reads a text of any quality: never throws, and gives what can be said about all parts that could be read. `previous`, an
 * earlier version of the document, makes it faster and changes nothing else: entries of lists and mappings under a
 * top-level key that are as they were are not read again, and their data in `value` are the same objects.
 */
export function parseSource(uri: string, text: string, previous?: SourceDocument): SourceDocument {
  return runAtOnce(parsing(uri, text, previous));
}

/** The same in steps. */
export function* parsing(uri: string, text: string, previous?: SourceDocument): Steps<SourceDocument> {
  const content = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  const lines = createLineIndex(content);
  const kind = fileKind(uri);
  const json = isJsonFile(uri);
  const before = previous?.kind === kind && previous.format === 'yaml' && !json ? readings.get(previous) : undefined;
  const reread = before === undefined ? null : yield* rereadYaml(before, content, kind);
  const reading = reread ?? (yield* json ? readJsonSource(content) : readYamlSource(content, kind));
  const { root, value, comments, problems } = reading;
  const offsets = new WeakMap<ScalarNode, ScalarOffsets | { none: true }>();
  const offsetsOf = (node: ScalarNode): ScalarOffsets | null => {
    let found = offsets.get(node);
    if (found === undefined) {
      found = scalarOffsets(node, content) ?? { none: true };
      offsets.set(node, found);
    }
    return 'none' in found ? null : found;
  };
  const nodeAt: SourceDocument['nodeAt'] = path => nodeAlong(root, path);
  const rangeOf: SourceDocument['rangeOf'] = (path, part = 'value') => {
    const [start, end] = spanOf(root, path, part, content.length);
    return lines.rangeBetween(start, end);
  };
  const document: SourceDocument = {
    ...lines,
    uri,
    text: content,
    kind,
    format: json ? 'json' : 'yaml',
    lineBreak: /\r?\n/.exec(content)?.[0] === '\r\n' ? '\r\n' : '\n',
    root,
    value,
    problems: shown(problems).map(problem => toSourceProblem(problem, lines)),
    comments: comments.map(({ text, start, end }) => ({ text, range: lines.rangeBetween(start, end) })),
    read: reread === null ? 'whole' : 'part',
    rangeOf,
    nodeAt,
    rangeInScalar(path, start, end) {
      const node = nodeAt(path);
      const straight = node?.kind === 'scalar' ? straightContent(node) : null;
      if (straight !== null) {
        const from = Math.min(straight.start + Math.max(start, 0), straight.end);
        const to = end > start ? Math.min(straight.start + end, straight.end) : from;
        return lines.rangeBetween(from, Math.max(from, to));
      }
      const map = node?.kind === 'scalar' ? offsetsOf(node) : null;
      if (map === null) return rangeOf(path);
      const from = map.starts[Math.max(start, 0)] ?? map.end;
      const to = end > start ? (map.ends[Math.min(end, map.ends.length) - 1] ?? map.end) : from;
      return lines.rangeBetween(from, Math.max(from, to));
    },
    placeAt: position => positionIn(root, content, lines, lines.offsetAt(position), offsetsOf),
  };
  readings.set(document, reading);
  return document;
}

/** The entries of a list in which a document differs from an earlier version; null where it may differ elsewhere. */
export function entriesChanged(before: SourceDocument, document: SourceDocument): EntriesChange | null {
  const change = readings.get(document)?.change;
  return change !== undefined && change !== null && change.since === readings.get(before)?.version ? change : null;
}

/** Offsets of what a path names. */
function spanOf(root: SourceNode | null, path: SourcePath, part: SourcePart, length: number): [number, number] {
  const steps = stepsAlong(root, path);
  const last = steps.at(-1);
  if (last === undefined) return [0, 0];
  const whole = steps.length === path.length + 1;
  const { entry, node } = last;
  if (entry === null) {
    if (steps.length === 1 && !whole) return [0, Math.min(firstLineEnd(root), length)];
    return [node.start, node.end];
  }
  const { keyNode } = entry;
  if (!whole || part === 'key') return [keyNode.start, keyNode.end];
  if (part === 'item') return [keyNode.start, Math.max(keyNode.end, node.end)];
  return node.end > node.start ? [node.start, node.end] : [keyNode.start, keyNode.end];
}

/** Of a mapping its first key, which stands for the whole document where something is missing in it. */
function firstLineEnd(root: SourceNode | null): number {
  if (root === null) return 0;
  if (root.kind === 'mapping') return root.entries[0]?.keyNode.end ?? root.end;
  return root.end;
}

function toSourceProblem(problem: TextProblem, lines: LineIndex): SourceProblem {
  const { code, message, start, end, related, fix } = problem;
  return {
    code,
    message,
    range: lines.rangeBetween(start, end),
    related: related.map(place => ({ message: place.message, range: lines.rangeBetween(place.start, place.end) })),
    fix: fix && {
      title: fix.title,
      edits: fix.edits.map(edit => ({ range: lines.rangeBetween(edit.start, edit.end), newText: edit.newText })),
    },
  };
}

/** In order of the text; of very many the first, and how many more there are. */
function shown(problems: readonly TextProblem[]): TextProblem[] {
  const sorted = [...problems].sort((a, b) => a.start - b.start);
  const next = sorted[maxProblems];
  if (next === undefined) return sorted;
  const more = `${sorted.length - maxProblems} more faults like those before follow from here on.`;
  return [...sorted.slice(0, maxProblems), { ...next, message: more, related: [], fix: null }];
}
