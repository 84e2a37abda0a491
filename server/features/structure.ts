import {
  DocumentLinkRequest,
  DocumentSymbolRequest,
  FoldingRangeKind,
  FoldingRangeRequest,
  InlayHintKind,
  InlayHintRequest,
  MarkupKind,
  SelectionRangeRequest,
  SymbolKind as LspSymbolKind,
  WorkspaceSymbolRequest,
  type DocumentLink,
  type DocumentLinkParams,
  type DocumentSymbol,
  type DocumentSymbolParams,
  type FoldingRange,
  type FoldingRangeParams,
  type InlayHint,
  type InlayHintParams,
  type SelectionRange,
  type SelectionRangeParams,
  type SymbolInformation,
  type WorkspaceSymbolParams,
} from 'vscode-languageserver';
import { documentLinks } from '../../language/features/document-links.ts';
import {
  documentSymbols,
  type DocumentSymbol as OutlineSymbol,
  type SymbolKind,
} from '../../language/features/document-symbols.ts';
import { foldingRanges } from '../../language/features/folding-ranges.ts';
import { inlayHints } from '../../language/features/inlay-hints.ts';
import { subjectAt, type Subject } from '../../language/features/projects.ts';
import { selectionRanges } from '../../language/features/selection-ranges.ts';
import { workspaceSymbols } from '../../language/features/workspace-symbols.ts';
import { documentOf, field, InvalidParams, positionOf, throwIfCancelled } from '../protocol/requests.ts';
import type { Session } from '../session.ts';

/** Answers requests for outlines, workspace symbols, folding, selection, links and inlay hints. */
export function answerStructure(session: Session): void {
  const { requests, queries, open } = session;
  const subjectOf = (params: unknown): Promise<Subject | null> =>
    subjectAt(queries, open.canonical(documentOf(params)));
  const documentIn = (subject: Subject) =>
    subject.kind === 'samples' ? subject.samples.document : subject.project.document;

  requests.onRequest<DocumentSymbolParams, DocumentSymbol[] | SymbolInformation[]>(
    DocumentSymbolRequest.method,
    [],
    async params => {
      const subject = await subjectOf(params);
      if (subject === null) return [];
      const symbols = documentSymbols(documentIn(subject)).map(toDocumentSymbol);
      if (session.client.nestedSymbols) return symbols;
      const uri = open.forClient(subject.uri);
      return symbols
        .flatMap(symbol => [symbol, ...(symbol.children ?? [])])
        .map(({ name, kind, range }) => ({ name, kind, location: { uri, range } }));
    },
  );

  requests.onRequest<WorkspaceSymbolParams, SymbolInformation[]>(
    WorkspaceSymbolRequest.method,
    [],
    async (params, token) => {
      const query = field(params, 'query');
      const found = await workspaceSymbols(
        queries,
        typeof query === 'string' ? query : '',
        () => token.isCancellationRequested,
      );
      throwIfCancelled(token);
      return found.map(({ name, kind, container, uri, range }) => ({
        name,
        kind: symbolKinds[kind],
        containerName: container,
        location: { uri: open.forClient(uri), range },
      }));
    },
  );

  requests.onRequest<FoldingRangeParams, FoldingRange[]>(FoldingRangeRequest.method, [], async params => {
    const subject = await subjectOf(params);
    if (subject === null) return [];
    return foldingRanges(documentIn(subject)).map(({ startLine, endLine, comment }) => ({
      startLine,
      endLine,
      ...(comment ? { kind: FoldingRangeKind.Comment } : {}),
    }));
  });

  requests.onRequest<SelectionRangeParams, SelectionRange[]>(SelectionRangeRequest.method, [], async params => {
    const positions = field(params, 'positions');
    if (!Array.isArray(positions)) throw new InvalidParams('positions must be a list.');
    const checked = (positions as unknown[]).map(position => positionOf({ position }));
    const subject = await subjectOf(params);
    return checked.map(position => {
      const project = subject?.kind === 'rule-set' ? subject.project : null;
      const ranges = subject === null ? [] : selectionRanges(documentIn(subject), position, project);
      const nested = ranges.reduceRight<SelectionRange | undefined>(
        (parent, range) => (parent === undefined ? { range } : { range, parent }),
        undefined,
      );
      return nested ?? { range: { start: position, end: position } };
    });
  });

  requests.onRequest<DocumentLinkParams, DocumentLink[]>(DocumentLinkRequest.method, [], async params => {
    const subject = await subjectOf(params);
    if (subject === null) return [];
    return documentLinks(subject).map(({ range, target, tooltip }) => ({
      range,
      target: open.forClient(target),
      ...(session.client.linkTooltips ? { tooltip } : {}),
    }));
  });

  requests.onRequest<InlayHintParams, InlayHint[]>(InlayHintRequest.method, [], async params => {
    const range = field(params, 'range');
    const wanted = { start: positionOf(range, 'start'), end: positionOf(range, 'end') };
    const subject = await subjectOf(params);
    if (subject === null) return [];
    return inlayHints(subject, wanted).map(({ position, label, tooltip }) => ({
      position,
      label,
      kind: InlayHintKind.Parameter,
      paddingLeft: true,
      tooltip: { kind: MarkupKind.Markdown, value: tooltip },
    }));
  });
}

function toDocumentSymbol({ name, detail, kind, range, selection, children }: OutlineSymbol): DocumentSymbol {
  return {
    name,
    detail,
    kind: symbolKinds[kind],
    range,
    selectionRange: selection,
    children: children.map(toDocumentSymbol),
  };
}

const symbolKinds: Readonly<Record<SymbolKind, LspSymbolKind>> = {
  section: LspSymbolKind.Namespace,
  signal: LspSymbolKind.Field,
  threshold: LspSymbolKind.Constant,
  target: LspSymbolKind.Interface,
  payload: LspSymbolKind.Struct,
  rule: LspSymbolKind.Event,
  invariant: LspSymbolKind.Operator,
  assumption: LspSymbolKind.Boolean,
  sample: LspSymbolKind.Method,
  value: LspSymbolKind.Property,
};
