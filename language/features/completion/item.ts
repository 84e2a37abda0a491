import type { Range } from '../../location.ts';

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
  /** A few words beside the label. */
  detail: string | null;
  /** Markdown. */
  documentation: string | null;
  /** On one line; it holds the cursor. */
  range: Range;
  newText: string;
  /** Whether `newText` is in the snippet syntax of the Language Server Protocol. */
  snippet: boolean;
  /** What the text typed so far is matched against, where that is not the label. */
  filter: string | null;
  /** Smaller ones come first; within a group by label. */
  group: number;
  /** Whether the next completion is wanted as soon as this one is in. */
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

/** Text in which nothing has a meaning to snippets. */
export function snippetText(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}

/** One of several texts, in snippet syntax. */
export function choice(index: number, texts: readonly string[]): string {
  const [only] = texts;
  if (texts.length < 2) return only === undefined ? `$${index}` : `\${${index}:${snippetText(only)}}`;
  return `\${${index}|${texts.map(text => snippetText(text).replace(/[,|]/g, '\\$&')).join(',')}|}`;
}

/** What a snippet puts in before anything is typed into it, for editors without snippets. */
export function withoutPlaceholders(snippet: string): string {
  const parts =
    /\\(?<escaped>[\\$},|])|\$\{\d+\|(?<first>(?:\\.|[^,|\\])*)(?:\\.|[^|\\])*\|\}|\$\{\d+:(?<preset>(?:\\.|[^}\\])*)\}|\$\{?\d+\}?/g;
  return snippet.replace(parts, (...match) => {
    const { escaped, first, preset } = match.at(-1) as Record<string, string | undefined>;
    return escaped ?? (first ?? preset ?? '').replace(/\\(.)/g, '$1');
  });
}
