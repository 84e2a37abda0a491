import { ownValue } from '../../engine/model/json.ts';
import { ruleName } from '../../engine/model/rule-set.ts';
import type { Range } from '../location.ts';
import type { SourceDocument, SourcePath } from '../source/document/document.ts';
import { listIn } from '../source/project/names.ts';
import { withoutAlias, type SourceEntry, type SourceNode } from '../source/tree/source-node.ts';

export type SymbolKind =
  | 'section'
  | 'signal'
  | 'threshold'
  | 'target'
  | 'payload'
  | 'rule'
  | 'invariant'
  | 'assumption'
  | 'sample'
  | 'value';

export interface DocumentSymbol {
  name: string;
  detail: string;
  kind: SymbolKind;
  /** The range of the whole symbol. */
  range: Range;
  /** The range to reveal when the symbol is chosen; inside `range`. */
  selection: Range;
  children: DocumentSymbol[];
}

const members: Readonly<Record<string, SymbolKind>> = {
  signals: 'signal',
  thresholds: 'threshold',
  targets: 'target',
  payloads: 'payload',
  rules: 'rule',
  assumptions: 'assumption',
  invariants: 'invariant',
  cases: 'sample',
};

/** The outline of a rule file or sample file: its sections, and what each defines. */
export function documentSymbols(document: SourceDocument): DocumentSymbol[] {
  const root = document.root === null ? null : withoutAlias(document.root);
  if (root?.kind !== 'mapping') return [];
  return root.entries.filter(entry => !entry.duplicate && entry.key !== '').map(entry => section(document, entry));
}

function section(document: SourceDocument, { key, keyNode, value }: SourceEntry): DocumentSymbol {
  const kind = members[key];
  const node = withoutAlias(value);
  const children = kind === undefined ? [] : membersOf(document, key, kind, node);
  return {
    name: key,
    detail: node.kind === 'scalar' ? short(node.text) : '',
    kind: children.length > 0 || node.kind !== 'scalar' ? 'section' : 'value',
    range: document.rangeOf([key], 'item'),
    selection: document.rangeBetween(keyNode.start, keyNode.end),
    children,
  };
}

/** Members shown per section. */
const maxMembers = 5000;

function membersOf(document: SourceDocument, key: string, kind: SymbolKind, node: SourceNode): DocumentSymbol[] {
  if (node.kind === 'mapping') {
    const entries = node.entries.filter(entry => !entry.duplicate && entry.key !== '');
    const [first] = entries.slice(maxMembers);
    const members = entries.slice(0, maxMembers).map(entry => named(document, key, kind, entry));
    return first === undefined ? members : [...members, others(document, entries.length, first.keyNode)];
  }
  if (node.kind === 'sequence') {
    const [first] = node.items.slice(maxMembers);
    const members = node.items.slice(0, maxMembers).map((_, index) => numbered(document, [key, index], kind));
    return first === undefined ? members : [...members, others(document, node.items.length, first)];
  }
  return [];
}

/** The placeholder for members beyond the limit. */
function others(document: SourceDocument, count: number, { start, end }: SourceNode): DocumentSymbol {
  const range = document.rangeBetween(start, end);
  return {
    name: `… ${(count - maxMembers).toLocaleString('en')} more`,
    detail: `The outline shows the first ${maxMembers.toLocaleString('en')}.`,
    kind: 'section',
    range,
    selection: range,
    children: [],
  };
}

function named(
  document: SourceDocument,
  sectionKey: string,
  kind: SymbolKind,
  { key, keyNode, value }: SourceEntry,
): DocumentSymbol {
  const node = withoutAlias(value);
  const member = (name: string) => {
    const found = document.nodeAt([sectionKey, key, name]);
    return found?.kind === 'scalar' ? found.text : '';
  };
  const detail =
    node.kind === 'scalar'
      ? node.text
      : kind === 'threshold'
        ? member('value')
        : kind === 'target'
          ? member('kind')
          : member('type');
  return {
    name: key,
    detail: short(detail),
    kind,
    range: document.rangeOf([sectionKey, key], 'item'),
    selection: document.rangeBetween(keyNode.start, keyNode.end),
    children: [],
  };
}

function numbered(document: SourceDocument, path: SourcePath, kind: SymbolKind): DocumentSymbol {
  const [key, index] = path;
  const value = listIn(document.value, String(key))[Number(index)];
  const text = (name: string): string | null => {
    const found = ownValue(value, name);
    return typeof found === 'string' && found !== '' ? found : null;
  };
  const version = ownValue(value, 'version');
  const id = text('id');
  const label = kind === 'sample' ? 'name' : kind === 'assumption' ? 'reason' : 'id';
  const shown =
    kind === 'rule' && id !== null ? ruleName(typeof version === 'number' ? { id, version } : { id }) : text(label);
  const range = document.rangeOf(path);
  const hasLabel = document.nodeAt([...path, label]) !== undefined;
  const selection = hasLabel ? document.rangeOf([...path, label]) : { start: range.start, end: range.start };
  return {
    name: shown ?? `${kind} ${Number(index) + 1}`,
    detail: detailOf(kind, value),
    kind,
    range,
    selection,
    children: [],
  };
}

function detailOf(kind: SymbolKind, value: unknown): string {
  const outcome = kind === 'sample' ? ownValue(value, 'expect') : value;
  const decide = ownValue(outcome, 'decide');
  const to = ownValue(outcome, 'to');
  if (typeof decide !== 'string') return '';
  return typeof to === 'string' ? `${decide} → ${to}` : decide;
}

function short(text: string): string {
  const oneLine = text.replace(/\s+/g, ' ').trim();
  return oneLine.length > 80 ? `${oneLine.slice(0, 79)}…` : oneLine;
}
