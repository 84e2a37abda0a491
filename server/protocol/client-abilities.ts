import type { ClientCapabilities } from 'vscode-languageserver';

/** The client's capabilities that answers depend on. Clients may send anything, so all values are validated. */
export interface ClientAbilities {
  pullsDiagnostics: boolean;
  relatedDocuments: boolean;
  refreshesDiagnostics: boolean;
  refreshesLenses: boolean;
  refreshesHints: boolean;
  configuration: boolean;
  registersConfiguration: boolean;
  registersWatchers: boolean;
  workspaceFolders: boolean;
  relatedInformation: boolean;
  codeDescription: boolean;
  diagnosticData: boolean;
  diagnosticTags: readonly number[];
  snippets: boolean;
  insertTextModes: boolean;
  markdownHover: boolean;
  markdownCompletion: boolean;
  nestedSymbols: boolean;
  locationLinks: boolean;
  codeActionLiterals: boolean;
  documentChanges: boolean;
  createsFiles: boolean;
  linkTooltips: boolean;
}

export function abilitiesOf(capabilities: ClientCapabilities | undefined): ClientAbilities {
  const { textDocument, workspace } = capabilities ?? {};
  const diagnostics = [textDocument?.diagnostic, textDocument?.publishDiagnostics];
  const completionItem = textDocument?.completion?.completionItem;
  return {
    pullsDiagnostics: isObject(textDocument?.diagnostic),
    relatedDocuments: textDocument?.diagnostic?.relatedDocumentSupport === true,
    refreshesDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    refreshesLenses: workspace?.codeLens?.refreshSupport === true,
    refreshesHints: workspace?.inlayHint?.refreshSupport === true,
    configuration: workspace?.configuration === true,
    registersConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    registersWatchers: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    workspaceFolders: workspace?.workspaceFolders === true,
    relatedInformation: diagnostics.some(each => each?.relatedInformation === true),
    codeDescription: diagnostics.some(each => each?.codeDescriptionSupport === true),
    diagnosticData: diagnostics.some(each => each?.dataSupport === true),
    diagnosticTags: listOf(diagnostics.map(each => each?.tagSupport?.valueSet).find(Array.isArray), 'number'),
    snippets: completionItem?.snippetSupport === true,
    insertTextModes: isObject(completionItem?.insertTextModeSupport),
    markdownHover: listOf<string>(textDocument?.hover?.contentFormat, 'string').includes('markdown'),
    markdownCompletion: listOf<string>(completionItem?.documentationFormat, 'string').includes('markdown'),
    nestedSymbols: textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true,
    locationLinks: textDocument?.definition?.linkSupport === true,
    codeActionLiterals: isObject(textDocument?.codeAction?.codeActionLiteralSupport),
    documentChanges: workspace?.workspaceEdit?.documentChanges === true,
    createsFiles:
      workspace?.workspaceEdit?.documentChanges === true &&
      listOf<string>(workspace.workspaceEdit.resourceOperations, 'string').includes('create'),
    linkTooltips: textDocument?.documentLink?.tooltipSupport === true,
  };
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function listOf<T extends string | number>(value: unknown, type: 'string' | 'number'): T[] {
  return Array.isArray(value) ? value.filter((each): each is T => typeof each === type) : [];
}
