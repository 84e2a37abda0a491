import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { newRuleSet } from '../../../client/new-rule-set/template.ts';
import { eventually } from './waiting.ts';

/** The folder for files of the suites, separate from the examples. It is emptied after each test. */
const folder = 'made-by-suites';

/** Writes a rule file with samples to the workspace, and opens it in an editor. @param name in kebab-case, unique for each test */
export async function openNewRuleSet(name: string): Promise<vscode.TextEditor> {
  const { ruleSet, samples } = newRuleSet(name);
  await writeFile(`${name}.samples.yaml`, samples);
  return vscode.window.showTextDocument(await writeFile(`${name}.escalation.yaml`, ruleSet), {
    viewColumn: vscode.ViewColumn.One,
  });
}

/** Writes a file of the suites to disk. */
export async function writeFile(name: string, text: string): Promise<vscode.Uri> {
  const uri = vscode.Uri.joinPath(workspaceFolder(), folder, name);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  return uri;
}

export function workspaceFolder(): vscode.Uri {
  const first = vscode.workspace.workspaceFolders?.[0];
  assert.ok(first, 'The suites run in a folder.');
  return first.uri;
}

/** The range of the first occurrence of a text in a document. */
export function rangeOf(document: vscode.TextDocument, text: string): vscode.Range {
  const at = document.getText().indexOf(text);
  assert.ok(at >= 0, `${document.uri.path} does not hold: ${text}`);
  return new vscode.Range(document.positionAt(at), document.positionAt(at + text.length));
}

/** Replaces a text in the editor as by typing: unsaved, and as one step to undo. */
export async function replace(editor: vscode.TextEditor, text: string, by: string): Promise<void> {
  assert.ok(await editor.edit(edit => edit.replace(rangeOf(editor.document, text), by)));
}

/** Waits for certain findings of a file, and returns all of its findings. */
export function findings(
  uri: vscode.Uri,
  description: string,
  accepted: (found: vscode.Diagnostic[]) => boolean,
): Promise<vscode.Diagnostic[]> {
  let last: vscode.Diagnostic[] = [];
  return eventually(description, () => {
    last = vscode.languages.getDiagnostics(uri);
    return accepted(last) ? last : null;
  }).catch((error: unknown) => {
    const seen = last.map(({ code, message, range }) => `${codeOf(code)} at ${range.start.line + 1}: ${message}`);
    throw new Error(`${String(error)} The findings are: ${seen.join('; ') || 'none'}`);
  });
}

export function codeOf(code: vscode.Diagnostic['code']): string {
  return String(typeof code === 'object' ? code.value : code);
}

/** Closes all editors without saving, and removes the files of the suites. */
export async function cleanUp(): Promise<void> {
  for (const document of vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty)) {
    await vscode.window.showTextDocument(document);
    // The editor keeps a closed document for some minutes, with the text on disk only if it was reverted.
    if (!document.isUntitled) await vscode.commands.executeCommand('workbench.action.files.revert');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  // The folder stays, since the editor's file watcher may miss a file that is written to a new folder immediately.
  const made = vscode.Uri.joinPath(workspaceFolder(), folder);
  await vscode.workspace.fs.createDirectory(made);
  for (const [name] of await vscode.workspace.fs.readDirectory(made)) {
    await vscode.workspace.fs.delete(vscode.Uri.joinPath(made, name), { recursive: true });
  }
}
