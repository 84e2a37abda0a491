import type { Json } from '../../../engine/model/json.ts';
import type { Steps } from '../../../engine/model/steps.ts';
import { expressionKind } from '../traps/expression-places.ts';
import { findingTraps, type Trap } from '../traps/expression-traps.ts';
import type { FileKind } from './file-kind.ts';
import { readJson } from '../json/json-document.ts';
import { schemaOf } from '../schema/schema-nodes.ts';
import { jsonOf, type SourceNode } from '../tree/source-node.ts';
import { readWithoutTabs } from '../yaml/tab-indentation.ts';
import { trapProblem } from '../traps/trap-messages.ts';
import { readYaml, type TextDocument, type YamlDocument } from '../yaml/yaml-document.ts';

/** A text as it was read: a tree with offsets, the data in it, and what is wrong. */
export interface Reading extends TextDocument {
  text: string;
  value: Json | undefined;
  /** See `YamlDocument`. */
  plain: boolean;
  contained: boolean;
  /** Each entry of a top-level key means the same when it is read by itself: there are no faults, or that has been tried. */
  separable: boolean;
  /** Stands for this reading and no other, for those that come after it. */
  version: object;
  /** Where it differs from an earlier one; null where that is not known. */
  change: EntriesChange | null;
}

/** What is new in a text, where nothing but entries of one list is. */
export interface EntriesChange {
  /** The version of the reading that it is new against. */
  since: object;
  /** Top-level key of the list. */
  section: string;
  /** Entries [from, until) have become [from, end). */
  from: number;
  until: number;
  end: number;
  /** What stood in this line or further down has moved by so many lines. */
  line: number;
  lines: number;
}

export function* readJsonSource(text: string): Steps<Reading> {
  const read = yield* readJson(text);
  return {
    ...read,
    text,
    value: valueOf(read),
    plain: false,
    contained: false,
    separable: false,
    version: {},
    change: null,
  };
}

export function* readYamlSource(text: string, kind: FileKind): Steps<Reading> {
  const document = yield* readWithTraps(text, kind);
  const read = document.indentedByTabs
    ? ((yield* readWithoutTabs(text, expanded => readWithTraps(expanded, kind))) ?? document)
    : document;
  const plain = document.plain && !document.indentedByTabs;
  return {
    text,
    root: read.root,
    comments: read.comments,
    problems: read.problems,
    value: valueOf(read),
    plain,
    contained: document.contained,
    // Trapped expressions are taken as they stand from the start, and harm nothing around them.
    separable: plain && read.problems.every(problem => problem.code === 'unquoted-expression'),
    version: {},
    change: null,
  };
}

const sections = new Map<FileKind, ReadonlySet<string>>();

/** The top-level keys of a kind of file; none of files that are no part of the language. */
function sectionsOf(kind: FileKind): ReadonlySet<string> {
  let known = sections.get(kind);
  if (known === undefined) {
    known = new Set(kind === 'other' ? [] : Object.keys(schemaOf(kind).properties ?? {}));
    sections.set(kind, known);
  }
  return known;
}

function valueOf({ root }: TextDocument): Json | undefined {
  return root === null ? undefined : jsonOf(root);
}

/** Reads the text with the trapped expressions taken as they stand; what is in no place for an expression is left to YAML. */
function* readWithTraps(text: string, kind: FileKind): Steps<YamlDocument> {
  const candidates = kind === 'rule-set' ? yield* findingTraps(text) : [];
  const topKeys = sectionsOf(kind);
  if (candidates.length === 0) return yield* readYaml(text, [], topKeys);
  let traps: Trap[] = candidates;
  for (;;) {
    const document = yield* readYaml(
      text,
      traps.map(({ start, end }) => ({ style: 'trapped', start, end })),
      topKeys,
    );
    const confirmed = document.root === null ? [] : trapsInPlace(document.root, traps);
    if (confirmed.length === traps.length) {
      return { ...document, problems: [...document.problems, ...confirmed.map(trap => trapProblem(trap, text))] };
    }
    traps = confirmed;
    if (traps.length === 0) return yield* readYaml(text, [], topKeys);
  }
}

function trapsInPlace(root: SourceNode, traps: readonly Trap[]): Trap[] {
  const starts = new Set<number>();
  const visit = (node: SourceNode, path: (string | number)[]): void => {
    switch (node.kind) {
      case 'alias':
        return;
      case 'scalar': {
        const expression = node.style === 'trapped' ? expressionKind(path) : null;
        if (expression === 'condition' || expression === 'field') starts.add(node.start);
        return;
      }
      case 'sequence':
        node.items.forEach((item, index) => visit(item, [...path, index]));
        return;
      case 'mapping':
        for (const { key, value, duplicate } of node.entries) if (!duplicate) visit(value, [...path, key]);
        return;
    }
  };
  visit(root, []);
  return traps.filter(trap => starts.has(trap.start));
}
