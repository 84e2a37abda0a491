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

/** A parsed text: a tree with offsets, its data and its problems. */
export interface Reading extends TextDocument {
  text: string;
  value: Json | undefined;
  /** See `YamlDocument`. */
  plain: boolean;
  contained: boolean;
  /** True if each entry of a top-level key can be parsed alone with the same result. */
  separable: boolean;
  /** Identifies this reading for later ones (see `EntriesChange.since`). */
  version: object;
  /** The difference to an earlier reading; null if unknown. */
  change: EntriesChange | null;
}

/** A change that affects only entries of one list. */
export interface EntriesChange {
  /** The `version` of the reading before the change. */
  since: object;
  /** Top-level key of the list. */
  section: string;
  /** Entries [from, until) before the change correspond to [from, end) after it. */
  from: number;
  until: number;
  end: number;
  /** The first line (before the change) from which on text was moved. */
  line: number;
  /** Number of lines by which that text was moved down; negative if up. */
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
    // Trapped expressions are read literally and do not affect the text around them.
    separable: plain && read.problems.every(problem => problem.code === 'unquoted-expression'),
    version: {},
    change: null,
  };
}

const sections = new Map<FileKind, ReadonlySet<string>>();

/** The top-level keys of a kind of file; none for other files. */
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

/** Parses the text and reads trapped expressions literally. Candidates in places without expressions are left to YAML. */
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
