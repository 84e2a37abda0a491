import { ownValue, type Json, type JsonObject } from '../../../engine/model/json.ts';
import type { Steps } from '../../../engine/model/steps.ts';
import { changedRange } from '../tree/changed-range.ts';
import { findTraps } from '../traps/expression-traps.ts';
import type { FileKind } from './file-kind.ts';
import { createLineIndex } from '../tree/line-index.ts';
import { movedEntry, movedNode } from '../tree/moved-node.ts';
import { countOf, isBlockCollection, partAround, type Part } from './reread-part.ts';
import { readYamlSource, type EntriesChange, type Reading } from './source-reading.ts';
import {
  mappingOf,
  type MappingNode,
  type SequenceNode,
  type SourceEntry,
  type SourceNode,
} from '../tree/source-node.ts';
import { maxTextLength, type TextComment, type TextProblem } from '../tree/source-problem.ts';

export type { EntriesChange };

/**
 * Parses a new version of a text incrementally: only the entries around the change are reparsed, all others keep their data and their
 * nodes are moved. The result equals that of parsing the whole text; null if the changed entries alone do not determine it.
 */
export function* rereadYaml(before: Reading, text: string, kind: FileKind): Steps<Reading | null> {
  if (!before.separable || text.length > maxTextLength) return null;
  const change = changedRange(before.text, text);
  if (change === null) return before;
  const part = partAround(before, text, change);
  const read = part === null ? null : yield* readPart(part, before, text, kind);
  return part === null || read === null ? null : spliced(before, text, part, read);
}

/** With more syntax errors the whole text is parsed, since one line may cause several of them. */
const maxSyntaxErrors = 1;

/** The reparsed entries of a section in text order, with offsets in the whole text. */
interface PartRead {
  collection: MappingNode | SequenceNode;
  values: Json[];
  comments: TextComment[];
  problems: TextProblem[];
}

/** Parses the part alone, between the section's key and a sentinel that ends the last entry. */
function* readPart(part: Part, before: Reading, text: string, kind: FileKind): Steps<PartRead | null> {
  const { section, column, start, end, next } = part;
  const { keyNode } = section;
  const key = `${before.text.slice(keyNode.start, keyNode.end)}:\n`;
  const own = text.slice(start, end);
  if (kind === 'rule-set' && !endsByItself(key + own)) return null;
  const mark = `end of ${section.key}`;
  const sentinel =
    next === 'none' ? '' : next === 'section' ? `${mark}:\n` : ' '.repeat(column) + (part.dash ? '-\n' : `${mark}:\n`);
  const read = yield* readYamlSource(key + own + sentinel, kind);
  const { root } = read;
  const length = key.length + own.length;
  if (!read.plain || !read.contained || !read.problems.every(problem => endsBefore(problem, length))) return null;
  if (root?.kind !== 'mapping') return null;
  if (root.entries.length !== (next === 'section' ? 2 : 1) || root.byKey.size !== root.entries.length) return null;
  const [entry] = root.entries;
  const value = entry?.value;
  if (value === undefined || value.kind !== section.value.kind || !isBlockCollection(value)) return null;
  const data = valuesOf(ownValue(read.value, section.key), value);
  const by = start - key.length;
  const collection = withoutSentinel(value, next === 'entry' ? length : null);
  if (collection === null) return null;
  return {
    collection: movedNode(collection, by),
    values: data.slice(0, countOf(collection)),
    comments: read.comments.map(comment => movedPlace(comment, by)),
    problems: read.problems.map(problem => movedProblem(problem, by)),
  };
}

/** True if the search for trapped expressions leaves all brackets and quotes of the text before its end. */
function endsByItself(text: string): boolean {
  const terminated = text.endsWith('\n') ? text : `${text}\n`;
  return findTraps(`${terminated}when: !x`).at(-1)?.start === terminated.length + 'when: '.length;
}

/** True if a problem, with its related places and fix, ends before an offset. */
function endsBefore({ end, related, fix }: TextProblem, limit: number): boolean {
  return [{ end }, ...related, ...(fix?.edits ?? [])].every(place => place.end <= limit);
}

/** Removes the sentinel entry, if there is one. `sentinel`: the offset at which it must start. Null if it is not where it should be. */
function withoutSentinel(
  value: MappingNode | SequenceNode,
  sentinel: number | null,
): MappingNode | SequenceNode | null {
  const kept = countOf(value) - (sentinel === null ? 0 : 1);
  if (kept < 1) return null;
  if (sentinel === null) return value;
  if (value.kind === 'sequence') {
    const last = value.items[kept];
    return last?.kind === 'scalar' && last.style === 'empty' && last.start > sentinel
      ? { ...value, items: value.items.slice(0, kept) }
      : null;
  }
  const last = value.entries[kept];
  return last?.value.kind === 'scalar' && last.value.style === 'empty' && last.keyNode.start >= sentinel
    ? mappingOf(value.start, value.end, false, value.entries.slice(0, kept))
    : null;
}

function spliced(before: Reading, text: string, part: Part, read: PartRead): Reading | null {
  const { root, value } = before;
  const { section, from, until, start, beforeEnd } = part;
  const { collection } = read;
  const old = section.value;
  if (root?.kind !== 'mapping' || (from === 0 && collection.start !== old.start)) return null;
  const by = text.length - before.text.length;
  const node = splicedCollection(old, collection, from, until, by);
  if (node === null) return null;
  const at = root.entries.indexOf(section);
  const entries = root.entries.map((entry, index) =>
    index < at ? entry : index === at ? { ...entry, value: node } : movedEntry(entry, by),
  );
  const oldValue = ownValue(value, section.key);
  const inside = <T extends { start: number }>(old: readonly T[], own: T[], move: (each: T, by: number) => T): T[] => [
    ...old.filter(each => each.start < start),
    ...own,
    ...old.filter(each => each.start >= beforeEnd).map(each => move(each, by)),
  ];
  const problems = inside(before.problems, read.problems, movedProblem);
  if (problems.filter(problem => problem.code === 'yaml-syntax').length > maxSyntaxErrors) return null;
  return {
    text,
    root: mappingOf(root.start, endOf(entries, root.end), false, entries),
    value: { ...(value as JsonObject), [section.key]: splicedValue(oldValue, old, node, read.values, part) },
    comments: inside(before.comments, read.comments, movedPlace),
    problems,
    plain: true,
    contained: true,
    separable: true,
    version: {},
    change: node.kind === 'sequence' ? entriesChange(before, text, part, countOf(collection)) : null,
  };
}

function entriesChange(before: Reading, text: string, part: Part, count: number): EntriesChange {
  const { section, from, until, start, beforeEnd, end } = part;
  const first = linesIn(before.text, 0, start);
  const old = linesIn(before.text, start, beforeEnd);
  const lines = linesIn(text, start, end) - old;
  return { since: before.version, section: section.key, from, until, end: from + count, line: first + old, lines };
}

function linesIn(text: string, start: number, end: number): number {
  return createLineIndex(text.slice(start, end)).lineCount - 1;
}

function splicedCollection(
  old: SourceNode,
  read: MappingNode | SequenceNode,
  from: number,
  until: number,
  by: number,
): MappingNode | SequenceNode | null {
  if (old.kind === 'sequence' && read.kind === 'sequence') {
    const following = old.items.slice(until).map(item => movedNode(item, by));
    const items = [...old.items.slice(0, from), ...read.items, ...following];
    const end = Math.max(old.start + 1, items.at(-1)?.end ?? old.end);
    return { kind: 'sequence', start: old.start, end, flow: false, items };
  }
  if (old.kind === 'mapping' && read.kind === 'mapping') {
    const following = old.entries.slice(until).map(entry => movedEntry(entry, by));
    const entries = [...old.entries.slice(0, from), ...read.entries, ...following];
    const node = mappingOf(old.start, endOf(entries, old.end), false, entries);
    // A duplicate key is a problem of two entries together.
    return node.byKey.size === entries.length ? node : null;
  }
  return null;
}

/** The data of all entries in text order; unchanged entries keep the same objects. */
function splicedValue(
  old: Json | undefined,
  oldNode: MappingNode | SequenceNode,
  node: MappingNode | SequenceNode,
  values: readonly Json[],
  { from, until }: Part,
): Json {
  const all = valuesOf(old, oldNode);
  const spliced = [...all.slice(0, from), ...values, ...all.slice(until)];
  if (node.kind === 'sequence') return spliced;
  return Object.fromEntries(node.entries.map(({ key }, index) => [key, spliced[index] ?? null]));
}

/** The data of each entry in text order, which can differ from the order of an object's keys. */
function valuesOf(value: Json | undefined, node: MappingNode | SequenceNode): Json[] {
  if (node.kind === 'sequence') return Array.isArray(value) ? value : [];
  return node.entries.map(({ key }) => ownValue(value, key) ?? null);
}

function endOf(entries: readonly SourceEntry[], fallback: number): number {
  const last = entries.at(-1);
  return last === undefined ? fallback : Math.max(last.keyNode.end, last.value.end);
}

function movedPlace<T extends { start: number; end: number }>(place: T, by: number): T {
  return by === 0 ? place : { ...place, start: place.start + by, end: place.end + by };
}

function movedProblem(problem: TextProblem, by: number): TextProblem {
  if (by === 0) return problem;
  const { related, fix } = problem;
  return {
    ...movedPlace(problem, by),
    related: related.map(place => movedPlace(place, by)),
    fix: fix && { ...fix, edits: fix.edits.map(edit => movedPlace(edit, by)) },
  };
}
