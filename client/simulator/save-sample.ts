import * as vscode from 'vscode';
import type { AddSampleParams, AddSampleResult } from '../../protocol/server.ts';
import type { RuleServer } from '../language-server/activation.ts';
import { columnBeside, revealLocation } from '../web-page/reveal.ts';

/** Writes the sample into the rule set's sample file and shows it there. The page has asked for its name. */
export async function saveSample(
  sample: AddSampleParams,
  server: RuleServer,
  panelColumn: vscode.ViewColumn | undefined,
  token: vscode.CancellationToken,
): Promise<boolean> {
  const file = await writeSamples(await server.request('handrail/addSample', sample, token));
  const location = await server.request('handrail/locate', { uri: sample.uri, sample: sample.name }, token);
  if (location === null) await vscode.window.showTextDocument(file, { viewColumn: columnBeside(panelColumn) });
  else await revealLocation(location, panelColumn);
  return true;
}

/** Applies an edit of a sample file as one step to undo, and saves the file if it had no unsaved edits. */
export async function writeSamples({ uri, create, edits }: AddSampleResult): Promise<vscode.Uri> {
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
  // If the file had unsaved edits of the person, saving is up to them.
  if (!unsaved && !(await document.save())) throw new Error(`${file.path} could not be saved.`);
  return file;
}
