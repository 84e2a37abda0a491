import * as vscode from 'vscode';
import type { AddSampleParams, AddSampleResult } from '../../server/messages.ts';
import type { RuleServer } from '../language-server/activation.ts';
import { columnBeside } from './reveal.ts';

/**
 * Asks for the sample's name, writes it into the rule set's sample file and shows it there.
 * @returns false where the person backed out.
 */
export async function saveSample(
  sample: AddSampleParams,
  server: RuleServer,
  panelColumn: vscode.ViewColumn | undefined,
  token: vscode.CancellationToken,
): Promise<boolean> {
  const name = await vscode.window.showInputBox({
    title: 'Save as Sample',
    prompt: 'What the sample shows, in a few words. It is the name of the test.',
    value: sample.name,
    validateInput: value => (value.trim() === '' ? 'A sample needs a name.' : undefined),
  });
  if (name === undefined) return false;
  const added = await server.request('handrail/addSample', { ...sample, name: name.trim() }, token);
  await write(added, panelColumn);
  return true;
}

async function write(
  { uri, create, edits }: AddSampleResult,
  panelColumn: vscode.ViewColumn | undefined,
): Promise<void> {
  const file = vscode.Uri.parse(uri);
  const edit = new vscode.WorkspaceEdit();
  if (create) edit.createFile(file, { ignoreIfExists: true });
  const textEdits = edits.map(({ range: { start, end }, newText }) =>
    vscode.TextEdit.replace(new vscode.Range(start.line, start.character, end.line, end.character), newText),
  );
  edit.set(file, textEdits);
  const unsaved = !create && (await vscode.workspace.openTextDocument(file)).isDirty;
  if (!(await vscode.workspace.applyEdit(edit))) throw new Error(`The editor refused to change ${file.path}.`);
  const document = await vscode.workspace.openTextDocument(file);
  // Edits of the person's own that wait in the same file are theirs to save.
  if (!unsaved && !(await document.save())) throw new Error(`${file.path} could not be saved.`);
  const editor = await vscode.window.showTextDocument(document, columnBeside(panelColumn));
  const first = textEdits[0]?.range.start;
  if (first === undefined) return;
  editor.selection = new vscode.Selection(first, first);
  editor.revealRange(new vscode.Range(first, first), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}
