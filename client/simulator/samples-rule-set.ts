import * as vscode from 'vscode';

/** Where the sample file's `ruleset` leads: its document link, which the language server resolves. */
export async function ruleSetOfSamples(samples: vscode.Uri): Promise<vscode.Uri | null> {
  const document = await vscode.workspace.openTextDocument(samples);
  const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>(
    'vscode.executeLinkProvider',
    document.uri,
    100,
  );
  return (
    links.find(({ target }) => target !== undefined && /\.escalation\.(?:ya?ml|json)$/i.test(target.path))?.target ??
    null
  );
}
