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

/** A problem of the text itself, independent of what the document means. */
export interface SourceProblem {
  code: 'yaml-syntax' | 'unquoted-expression';
  message: string;
  range: Range;
  related: { message: string; range: Range }[];
  fix: { title: string; edits: { range: Range; newText: string }[] } | null;
}

export interface SourceComment {
  /** The comment with its `#`, without the line break. */
  text: string;
  range: Range;
}

/** `key`: only the key. `value`: only the value. `item`: the entry from its key to the end of its value, or a sequence's item. */
export type SourcePart = 'key' | 'value' | 'item';

/** A document as text and as data, with the mapping between the two. */
export interface SourceDocument extends LineIndex {
  uri: string;
  /** The text without a byte order mark; positions count from here, as in an editor. */
  text: string;
  kind: FileKind;
  format: 'yaml' | 'json';
  /** The line break to use in edits: that of the first line. */
  lineBreak: '\n' | '\r\n';
  /** Null for a document without content. */
  root: SourceNode | null;
  /** The content as JSON data, as far as it could be read; undefined for a document without content. */
  value: Json | undefined;
  problems: SourceProblem[];
  comments: SourceComment[];
  /** `part` if only the entries around a change were parsed, else `whole`. */
  read: 'whole' | 'part';
  /** The range of the node at a path, or of its nearest existing ancestor; for a missing value, of its key. */
  rangeOf(path: SourcePath, part?: SourcePart): Range;
  /** The node at a path, with aliases resolved; undefined if there is none. */
  nodeAt(path: SourcePath): Exclude<SourceNode, AliasNode> | undefined;
  /** The range in the document of a part of a scalar, given as UTF-16 offsets in its value; exact despite folding and escapes. */
  rangeInScalar(path: SourcePath, start: number, end: number): Range;
  /** The path and part at a position. */
  placeAt(position: Position): SourcePlace;
}

/** Used to reread the next version of a document. */
const readings = new WeakMap<SourceDocument, Reading>();

/**
 * Parses any text without throwing, as far as it can be read. `previous`, an earlier version of the document, only makes it faster:
 * unchanged entries of lists and mappings under a top-level key are not parsed again, and keep the same objects in `value`.
 */
export function parseSource(uri: string, text: string, previous?: SourceDocument): SourceDocument {
  return runAtOnce(parsing(uri, text, previous));
}

/** `parseSource` in steps. */
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

/** The entries of a list that changed between two versions of a document; null if anything else may have changed. */
export function entriesChanged(before: SourceDocument, document: SourceDocument): EntriesChange | null {
  const change = readings.get(document)?.change;
  return change !== undefined && change !== null && change.since === readings.get(before)?.version ? change : null;
}

/** Start and end offset of the node at a path (see `rangeOf`). */
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

/** The end of the first key, which marks problems of the whole document. */
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

/** The problems in text order. Beyond a limit, one problem says how many more there are. */
function shown(problems: readonly TextProblem[]): TextProblem[] {
  const sorted = [...problems].sort((a, b) => a.start - b.start);
  const next = sorted[maxProblems];
  if (next === undefined) return sorted;
  const more = `${sorted.length - maxProblems} more problems follow from here on.`;
  return [...sorted.slice(0, maxProblems), { ...next, message: more, related: [], fix: null }];
}
