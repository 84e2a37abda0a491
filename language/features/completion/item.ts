import { ownValue } from '../../../engine/model/json.ts';
import type { Range } from '../../location.ts';
import type { SourceDocument } from '../../source/document/document.ts';

export type CompletionKind =
  | 'key'
  | 'signal'
  | 'threshold'
  | 'target'
  | 'payload'
  | 'rule'
  | 'value'
  | 'function'
  | 'operator'
  | 'variable'
  | 'file'
  | 'finding'
  | 'skeleton';

export interface CompletionItem {
  label: string;
  kind: CompletionKind;
  /** A few words shown after the label. */
  detail: string | null;
  /** Markdown. */
  documentation: string | null;
  /** What the item replaces: a range within one line that contains the cursor. */
  range: Range;
  newText: string;
  /** True if `newText` is in the snippet syntax of the Language Server Protocol. */
  snippet: boolean;
  /** The text that typed characters are matched with; null for the label. */
  filter: string | null;
  /** Items are sorted by group, then by label. */
  group: number;
  /** True if completion should be triggered again once the item is inserted. */
  goOn: boolean;
}

export function item(
  label: string,
  kind: CompletionKind,
  range: Range,
  newText: string,
  more: Partial<CompletionItem> = {},
): CompletionItem {
  return {
    label,
    kind,
    detail: null,
    documentation: null,
    range,
    newText,
    snippet: false,
    filter: null,
    group: 5,
    goOn: false,
    ...more,
  };
}

/** Escapes a text for a snippet. */
export function snippetText(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}

/** A choice between texts, in snippet syntax. */
export function choice(index: number, texts: readonly string[]): string {
  const [only] = texts;
  if (texts.length < 2) return only === undefined ? `$${index}` : `\${${index}:${snippetText(only)}}`;
  return `\${${index}|${texts.map(text => snippetText(text).replace(/[,|]/g, '\\$&')).join(',')}|}`;
}

/** The text that a snippet initially inserts, for editors without snippet support. */
export function withoutPlaceholders(snippet: string): string {
  const parts =
    /\\(?<escaped>[\\$},|])|\$\{\d+\|(?<first>(?:\\.|[^,|\\])*)(?:\\.|[^|\\])*\|\}|\$\{\d+:(?<preset>(?:\\.|[^}\\])*)\}|\$\{?\d+\}?/g;
  return snippet.replace(parts, (...match) => {
    const { escaped, first, preset } = match.at(-1) as Record<string, string | undefined>;
    return escaped ?? (first ?? preset ?? '').replace(/\\(.)/g, '$1');
  });
}

/** "version 2" for a construct of a later version of the language than the document's; otherwise null. */
export function laterVersion({ value }: SourceDocument, { since }: { since: number | null }): string | null {
  const version = ownValue(value, 'escalation');
  return since !== null && typeof version === 'number' && version < since ? `version ${since}` : null;
}
