import * as vscode from 'vscode';
import { languageId } from '../rule-files/rule-files.ts';
import type { Simulators } from '../simulator/activation.ts';
import { notify } from '../notifications.ts';
import { newRuleSet, problemWithName } from './template.ts';
import { toolCallRuleSet, toolHosts } from './tool-calls.ts';

/** "New Rule Set": writes a small, complete rule file with its sample file, and opens the simulator. */
export function activateNewRuleSet(context: vscode.ExtensionContext, openSimulator: Simulators['open']): void {
  context.subscriptions.push(
    vscode.commands.registerCommand('handrail.newRuleSet', async (place?: unknown) => {
      const folder = place instanceof vscode.Uri ? await folderAt(place) : await chooseFolder();
      if (folder === 'backed-out') return;
      const start = await chooseStart();
      if (start === undefined) return;
      const name = await askName(folder, start.placeHolder);
      if (name === undefined) return;
      const { ruleSet, samples } = start.make(name);
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
      if (start.isExported) await offerExport(ruleFile);
    }),
  );
}

/** What a new rule set is made from. */
interface Start extends vscode.QuickPickItem {
  make: (name: string) => { ruleSet: string; samples: string };
  placeHolder: string;
  /** True if it lists exports. */
  isExported: boolean;
}

async function chooseStart(): Promise<Start | undefined> {
  const answers: Start = {
    label: 'For what an agent tells people',
    detail: 'Your own code asks before an answer: confidence, intent, policy flags.',
    make: newRuleSet,
    placeHolder: 'refunds-assistant',
    isExported: false,
  };
  const toolCalls = toolHosts.map((host): Start => ({
    label: `For ${host.title} (tool calls)`,
    detail: `${host.title} asks before a tool runs: pushes, deletes, secrets, money, the network.`,
    make: name => toolCallRuleSet(name, host),
    placeHolder: 'coding-agent',
    isExported: true,
  }));
  return vscode.window.showQuickPick([answers, ...toolCalls], {
    title: 'New Rule Set',
    placeHolder: 'What is it for?',
  });
}

/** Rules that hosts enforce change nothing until they are exported. */
async function offerExport(ruleFile: vscode.Uri): Promise<void> {
  const action = 'Export…';
  const chosen = await notify.information(
    'These rules are not in force yet. Exporting shows first what it writes.',
    action,
  );
  if (chosen === action) await vscode.commands.executeCommand('handrail.export', ruleFile);
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

async function askName(folder: vscode.Uri | null, placeHolder: string): Promise<string | undefined> {
  return vscode.window.showInputBox({
    title: 'New Rule Set',
    prompt: 'Name (usually of the agent)',
    placeHolder,
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
