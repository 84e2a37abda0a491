import * as vscode from 'vscode';

const scheme = 'handrail-export';

/** Texts that are not written yet, and shortened copies of those that are, as documents that the editor can compare. */
export interface ProposedTexts {
  /** @param side of the diff */
  add(file: vscode.Uri, side: 'before' | 'after', text: string): vscode.Uri;
  /** Forgets all texts. */
  clear(): void;
}

export function createProposedTexts(context: vscode.ExtensionContext): ProposedTexts {
  const texts = new Map<string, string>();
  let count = 0;
  context.subscriptions.push(
    vscode.workspace.registerTextDocumentContentProvider(scheme, {
      provideTextDocumentContent: uri => texts.get(uri.authority) ?? '',
    }),
  );
  return {
    add(file, side, text) {
      const authority = `${side}.${++count}`;
      texts.set(authority, text);
      return vscode.Uri.from({ scheme, authority, path: file.path });
    },
    clear: () => texts.clear(),
  };
}

/** Closes the editors of proposed texts. @param title of the one that shows all changes, whose texts the editor does not tell */
export async function closeProposedTexts(title: string): Promise<void> {
  const isOurs = (uri: vscode.Uri | undefined): boolean => uri?.scheme === scheme;
  const tabs = vscode.window.tabGroups.all
    .flatMap(group => group.tabs)
    .filter(({ input, label }) => {
      if (input instanceof vscode.TabInputTextDiff) return isOurs(input.original) || isOurs(input.modified);
      return input instanceof vscode.TabInputText ? isOurs(input.uri) : label.startsWith(title);
    });
  await vscode.window.tabGroups.close(tabs, true);
}
