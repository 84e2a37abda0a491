import * as vscode from 'vscode';
import { placesOfPage } from './pages.ts';

/** Opens a page of the reference that the extension includes: a finding's code, or a section of the language reference. */
export type OpenReference = (page: string) => Promise<void>;

export const showReferenceCommand = 'handrail.showReference';

export function activateReference(context: vscode.ExtensionContext): OpenReference {
  const open: OpenReference = async page => {
    const uri = await firstPresent(context.extensionUri, page);
    if (uri === null) throw new Error(`This installation of Handrail is damaged: its documentation is missing.`);
    // A built-in extension, which can be disabled. The editor activates it when its command runs.
    const preview = vscode.extensions.getExtension('vscode.markdown-language-features');
    if (preview === undefined) await vscode.window.showTextDocument(uri, { preview: true });
    else await vscode.commands.executeCommand('markdown.showPreview', uri);
  };
  context.subscriptions.push(
    vscode.commands.registerCommand(showReferenceCommand, (page?: unknown) =>
      open(typeof page === 'string' ? page : 'language'),
    ),
  );
  return open;
}

async function firstPresent(extension: vscode.Uri, page: string): Promise<vscode.Uri | null> {
  for (const { path, section } of placesOfPage(page)) {
    const uri = vscode.Uri.joinPath(extension, path);
    try {
      await vscode.workspace.fs.stat(uri);
      return section === null ? uri : uri.with({ fragment: section });
    } catch (error) {
      if (!(error instanceof vscode.FileSystemError)) throw error;
    }
  }
  return null;
}
