import {
  CompletionItemKind,
  CompletionRequest,
  InsertTextFormat,
  InsertTextMode,
  MarkupKind,
  type CompletionItem as LspCompletionItem,
  type CompletionList,
  type CompletionParams,
} from 'vscode-languageserver';
import { complete } from '../../language/features/completion/complete.ts';
import {
  withoutPlaceholders,
  type CompletionItem,
  type CompletionKind,
} from '../../language/features/completion/item.ts';
import { withoutMarkdown } from '../../language/features/describe/markdown.ts';
import type { ClientAbilities } from '../protocol/client-abilities.ts';
import { documentOf, positionOf } from '../protocol/requests.ts';
import type { Session } from '../session.ts';

/** Characters after which editors request completions: a value, a member or a text may begin. */
export const completionTriggers = ['.', ':', ' ', '"', "'", '[', '{', '(', '@', '/', '-'];

export function answerCompletion(session: Session): void {
  const { requests, queries, open } = session;
  const nothing: CompletionList = { isIncomplete: false, items: [] };
  requests.onRequest<CompletionParams, CompletionList>(CompletionRequest.method, nothing, async params => {
    const uri = open.canonical(documentOf(params));
    const items = await complete(queries, uri, positionOf(params));
    return { isIncomplete: false, items: items.map(item => toLsp(item, session.client)) };
  });
}

function toLsp(item: CompletionItem, client: ClientAbilities): LspCompletionItem {
  const snippet = item.snippet && client.snippets;
  const text = item.snippet && !client.snippets ? withoutPlaceholders(item.newText) : item.newText;
  return {
    label: item.label,
    kind: kinds[item.kind],
    ...(item.detail === null ? {} : { detail: item.detail }),
    ...(item.documentation === null ? {} : { documentation: documentation(item.documentation, client) }),
    ...(item.filter === null ? {} : { filterText: item.filter }),
    sortText: `${String(item.group).padStart(4, '0')} ${item.label}`,
    textEdit: { range: item.range, newText: text },
    insertTextFormat: snippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    // Lines already have their indentation; an editor that adds its own would break the document.
    ...(text.includes('\n') && client.insertTextModes ? { insertTextMode: InsertTextMode.asIs } : {}),
    ...(item.goOn ? { command: { title: 'Suggest', command: 'editor.action.triggerSuggest' } } : {}),
  };
}

function documentation(markdown: string, client: ClientAbilities) {
  return client.markdownCompletion ? { kind: MarkupKind.Markdown, value: markdown } : withoutMarkdown(markdown);
}

const kinds: Readonly<Record<CompletionKind, CompletionItemKind>> = {
  key: CompletionItemKind.Property,
  signal: CompletionItemKind.Field,
  threshold: CompletionItemKind.Constant,
  target: CompletionItemKind.Reference,
  payload: CompletionItemKind.Struct,
  rule: CompletionItemKind.Event,
  value: CompletionItemKind.EnumMember,
  function: CompletionItemKind.Function,
  operator: CompletionItemKind.Operator,
  variable: CompletionItemKind.Variable,
  file: CompletionItemKind.File,
  finding: CompletionItemKind.Keyword,
  skeleton: CompletionItemKind.Snippet,
};
