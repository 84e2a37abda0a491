import { CodeActionKind, TextDocumentSyncKind, type ServerCapabilities } from 'vscode-languageserver';
import { fixAllKind } from './features/code-actions.ts';
import { completionTriggers } from './features/completion.ts';
import type { ClientAbilities } from './protocol/client-abilities.ts';

/** What the server offers. */
export function serverCapabilities(client: ClientAbilities): ServerCapabilities {
  return {
    positionEncoding: 'utf-16',
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: { includeText: false } },
    diagnosticProvider: { identifier: 'handrail', interFileDependencies: true, workspaceDiagnostics: true },
    completionProvider: { triggerCharacters: completionTriggers },
    hoverProvider: true,
    definitionProvider: true,
    referencesProvider: true,
    documentHighlightProvider: true,
    renameProvider: { prepareProvider: true },
    documentSymbolProvider: true,
    workspaceSymbolProvider: true,
    foldingRangeProvider: true,
    selectionRangeProvider: true,
    documentLinkProvider: {},
    codeLensProvider: {},
    inlayHintProvider: true,
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    ...(client.codeActionLiterals
      ? {
          codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, fixAllKind] },
        }
      : {}),
  };
}
