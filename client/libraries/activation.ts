import * as vscode from 'vscode';
import { libraryScheme } from '../../protocol/server.ts';
import type { RuleServer } from '../language-server/activation.ts';

/** Shows the texts of built-in libraries, to which definitions and imports lead; they are read-only. */
export function activateLibraries(context: vscode.ExtensionContext, server: RuleServer): void {
  context.subscriptions.push(
    vscode.workspace.registerTextDocumentContentProvider(libraryScheme, {
      provideTextDocumentContent: async (uri, token) => {
        const text = await server.request('handrail/libraryText', { uri: uri.toString() }, token);
        if (text === null) throw new Error(`There is no built-in library ${uri.path.slice(1)}.`);
        return text;
      },
    }),
  );
}
