import {
  DefinitionRequest,
  DocumentHighlightKind,
  DocumentHighlightRequest,
  ErrorCodes,
  PrepareRenameRequest,
  ReferencesRequest,
  RenameRequest,
  ResponseError,
  type DefinitionParams,
  type DocumentHighlight,
  type DocumentHighlightParams,
  type Location,
  type LocationLink,
  type PrepareRenameParams,
  type PrepareRenameResult,
  type ReferenceParams,
  type RenameParams,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { definitionAt } from '../../language/features/definition.ts';
import { highlightsAt, referencesAt } from '../../language/features/references.ts';
import { prepareRename, renameAt } from '../../language/features/rename.ts';
import { documentOf, field, positionOf, textOf } from '../protocol/requests.ts';
import { toWorkspaceEdit } from '../protocol/workspace-edit.ts';
import type { Session } from '../session.ts';

/** Answers requests for definitions, references, highlights and renames of names. */
export function answerNames(session: Session): void {
  const { requests, queries, open } = session;

  requests.onRequest<DefinitionParams, LocationLink[] | Location[]>(DefinitionRequest.method, [], async params => {
    const found = await definitionAt(queries, open.canonical(documentOf(params)), positionOf(params));
    if (!session.client.locationLinks) return found.map(({ uri, range }) => ({ uri: open.forClient(uri), range }));
    return found.map(({ origin, uri, range, fullRange }) => ({
      originSelectionRange: origin,
      targetUri: open.forClient(uri),
      targetRange: fullRange,
      targetSelectionRange: range,
    }));
  });

  requests.onRequest<ReferenceParams, Location[]>(ReferencesRequest.method, [], async params => {
    const withDefinition = field(field(params, 'context'), 'includeDeclaration') !== false;
    const uri = open.canonical(documentOf(params));
    const found = await referencesAt(queries, uri, positionOf(params), { withDefinition });
    return found.map(({ uri, range }) => ({ uri: open.forClient(uri), range }));
  });

  requests.onRequest<DocumentHighlightParams, DocumentHighlight[]>(
    DocumentHighlightRequest.method,
    [],
    async params => {
      const found = await highlightsAt(queries, open.canonical(documentOf(params)), positionOf(params));
      return found.map(({ range, defines }) => ({
        range,
        kind: defines ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
      }));
    },
  );

  requests.onRequest<PrepareRenameParams, PrepareRenameResult | null>(PrepareRenameRequest.method, null, params =>
    prepareRename(queries, open.canonical(documentOf(params)), positionOf(params)),
  );

  requests.onRequest<RenameParams, WorkspaceEdit | null>(RenameRequest.method, null, async params => {
    const newName = textOf(params, 'newName');
    const renamed = await renameAt(queries, open.canonical(documentOf(params)), positionOf(params), newName);
    if (renamed === null) return null;
    if ('refused' in renamed) throw new ResponseError(ErrorCodes.InvalidParams, renamed.refused);
    return toWorkspaceEdit(session, renamed.edits);
  });
}
