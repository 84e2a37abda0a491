import * as vscode from 'vscode';
import { languageId } from '../rule-files/rule-files.ts';
import type { Simulators } from '../simulator/activation.ts';
import { newRuleSet, problemWithName } from './template.ts';

/** "New Rule Set": writes a small, complete rule file with its sample file, and opens the simulator. */
export function activateNewRuleSet(context: vscode.ExtensionContext, openSimulator: Simulators['open']): void {
  context.subscriptions.push(
    vscode.commands.registerCommand('handrail.newRuleSet', async (place?: unknown) => {
      const folder = place instanceof vscode.Uri ? await folderAt(place) : await chooseFolder();
      if (folder === 'backed-out') return;
      const name = await askName(folder);
      if (name === undefined) return;
      const { ruleSet, samples } = newRuleSet(name);
      if (folder === null) {
        const document = await vscode.workspace.openTextDocument({ language: languageId, content: ruleSet });
        await vscode.window.showTextDocument(document);
        return;
      }
      const ruleFile = vscode.Uri.joinPath(folder, `${name}.escalation.yaml`);
      const sampleFile = vscode.Uri.joinPath(folder, `${name}.samples.yaml`);
      for (const [file, text] of [
        [ruleFile, ruleSet],
        [sampleFile, samples],
      ] as const) {
        if (!(await exists(file))) await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
      }
      await openSimulator(ruleFile);
    }),
  );
}

/** Null if there is no folder to write to; the rule set then opens unsaved. */
async function chooseFolder(): Promise<vscode.Uri | null | 'backed-out'> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length < 2) return folders[0]?.uri ?? null;
  const picked = await vscode.window.showWorkspaceFolderPick({ placeHolder: 'Folder of the new rule set' });
  return picked?.uri ?? 'backed-out';
}

/** The place itself if it is a folder, else the folder of the file. */
async function folderAt(place: vscode.Uri): Promise<vscode.Uri> {
  const { type } = await vscode.workspace.fs.stat(place);
  return (type & vscode.FileType.Directory) !== 0 ? place : vscode.Uri.joinPath(place, '..');
}

async function askName(folder: vscode.Uri | null): Promise<string | undefined> {
  return vscode.window.showInputBox({
    title: 'New Rule Set',
    prompt: 'Name (usually of the agent)',
    placeHolder: 'refunds-assistant',
    validateInput: async name => {
      const problem = problemWithName(name);
      if (problem !== null || folder === null) return problem;
      const taken = await exists(vscode.Uri.joinPath(folder, `${name}.escalation.yaml`));
      return taken ? `${name}.escalation.yaml already exists.` : null;
    },
  });
}

async function exists(file: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(file);
    return true;
  } catch (error) {
    if (error instanceof vscode.FileSystemError) return false;
    throw error;
  }
}
