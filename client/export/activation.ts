import path from 'node:path';
import * as vscode from 'vscode';
import { counted, listed } from '../../report/counts.ts';
import { createCommandLine, type CommandLine, type ExportReport } from '../history/command-line.ts';
import { notify } from '../notifications.ts';
import { chosenFile, readArgument } from '../review/argument.ts';
import { isRuleSet } from '../rule-files/rule-files.ts';
import { chooseTargets } from './choose-targets.ts';
import { listExports } from './listed-exports.ts';
import { preview, previewTitle } from './preview.ts';
import { closeProposedTexts, createProposedTexts, type ProposedTexts } from './proposed-texts.ts';
import { changedFiles, doneInWords } from './words.ts';

/** "Export…": writes a rule set into the files that agents and their hosts read, after showing what that changes. */
export function activateExport(context: vscode.ExtensionContext): void {
  const commandLine = createCommandLine(context);
  const texts = createProposedTexts(context);
  context.subscriptions.push(
    vscode.commands.registerCommand('handrail.export', async (...given: unknown[]) => {
      const argument = readArgument(given);
      const file = await chosenFile(argument.kind === 'file' ? argument.file : null, 'The rule set to export');
      if (file === null) return;
      try {
        await exportRuleSet(file, commandLine, texts);
      } catch (error) {
        await showFailure(file, error instanceof Error ? error.message : String(error));
      }
    }),
  );
}

async function exportRuleSet(file: vscode.Uri, commandLine: CommandLine, texts: ProposedTexts): Promise<void> {
  if (file.scheme !== 'file') {
    void notify.information('Save the rule set as a file first: an export is made from what is saved.');
    return;
  }
  if (!(await ruleFilesSaved())) return;
  const known = await working(() => commandLine.exportTargets(file));
  const to = await chooseTargets(known);
  if (to === null) return;
  const root = await rootOf(file);
  const plan = () => working(() => commandLine.export(file, root, to, 'plan'));
  let planned = await plan();
  for (;;) {
    if (planned.faults.length === 0 && changedFiles(planned).length === 0) {
      void notify.information(
        `Nothing to write: ${counted(planned.files.length, 'file')} already as ${planned.ruleset} ${planned.version} says.`,
      );
      return offerToList(file, root, known.targets, to);
    }
    const isWanted = await preview(planned, root, texts);
    await closeProposedTexts(previewTitle(planned));
    texts.clear();
    if (!isWanted || !(await saved(planned, root))) return;
    const again = await plan();
    if (JSON.stringify(again) === JSON.stringify(planned)) break;
    void notify.warning('Files or rules have changed since the preview, so here is a new one. Nothing was written.');
    planned = again;
  }
  const done = await working(() => commandLine.export(file, root, to, 'write'));
  if (done.faults.length > 0) throw new Error(`Nothing was written. ${done.faults.join(' ')}`);
  void showDone(done, root);
  await offerToList(file, root, known.targets, to);
}

function working<Result>(task: () => Promise<Result>): Promise<Result> {
  const options = { location: vscode.ProgressLocation.Window, title: 'handrail export' };
  return Promise.resolve(vscode.window.withProgress(options, task));
}

/** Offers to save rule files with unsaved edits. False if the person cancels, or one cannot be saved. */
async function ruleFilesSaved(): Promise<boolean> {
  const isRules = ({ uri }: vscode.TextDocument) => isRuleSet(uri) || /\/handrail\.config\.[^/]+$/.test(uri.path);
  const unsaved = vscode.workspace.textDocuments.filter(each => each.isDirty && !each.isUntitled && isRules(each));
  if (unsaved.length === 0) return true;
  const save = 'Save and Export';
  const asSaved = 'Export What Is Saved';
  const chosen = await notify.ask(unsavedEdits(unsaved), 'An export is made from what is saved.', save, asSaved);
  if (chosen === save) return saveAll(unsaved);
  return chosen === asSaved;
}

/** Offers to save the files that are about to be written. False if one of them keeps unsaved edits, which writing would set against the file. */
async function saved(plan: ExportReport, root: vscode.Uri): Promise<boolean> {
  const written = new Set(changedFiles(plan).map(each => vscode.Uri.joinPath(root, each.path).toString()));
  const unsaved = vscode.workspace.textDocuments.filter(each => each.isDirty && written.has(each.uri.toString()));
  if (unsaved.length === 0) return true;
  const save = 'Save and Go On';
  const chosen = await notify.ask(
    unsavedEdits(unsaved),
    'The export changes this file. Save your edits first, so that none is lost.',
    save,
  );
  return chosen === save && saveAll(unsaved);
}

function unsavedEdits(documents: readonly vscode.TextDocument[]): string {
  const names = documents.map(({ uri }) => vscode.workspace.asRelativePath(uri));
  return `${listed(names)} ${names.length === 1 ? 'has' : 'have'} unsaved edits.`;
}

async function saveAll(documents: readonly vscode.TextDocument[]): Promise<boolean> {
  for (const document of documents) if (!(await document.save())) return false;
  return true;
}

/** Where files are written that the rule set does not give a folder: the root of its repository, else the folder of the workspace. */
async function rootOf(file: vscode.Uri): Promise<vscode.Uri> {
  const folder = vscode.Uri.joinPath(file, '..');
  return (await repositoryOf(folder)) ?? vscode.workspace.getWorkspaceFolder(file)?.uri ?? folder;
}

async function repositoryOf(folder: vscode.Uri): Promise<vscode.Uri | null> {
  for (let at = folder; ; at = vscode.Uri.joinPath(at, '..')) {
    if (await exists(vscode.Uri.joinPath(at, '.git'))) return at;
    if (vscode.Uri.joinPath(at, '..').path === at.path) return null;
  }
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

async function showDone(report: ExportReport, root: vscode.Uri): Promise<void> {
  const changed = changedFiles(report);
  const [first] = changed.filter(({ state }) => state !== 'left-over');
  const open = 'Open File';
  const name = `${report.ruleset} ${report.version}`;
  const chosen = await notify.information(
    `${doneInWords(changed)}: ${name} is exported.`,
    ...(first === undefined ? [] : [open]),
  );
  if (chosen === open && first !== undefined)
    await vscode.window.showTextDocument(vscode.Uri.joinPath(root, first.path));
}

/** Offers to list the formats under `exports` that are not, so that the next export and the findings know them. The edit is not saved. */
async function offerToList(
  file: vscode.Uri,
  root: vscode.Uri,
  targets: readonly { to: string; declared: boolean }[],
  to: readonly string[],
): Promise<void> {
  const missing = targets.filter(each => to.includes(each.to) && !each.declared).map(each => each.to);
  if (missing.length === 0) return;
  const add = 'Add to Rule Set';
  const question = `${listed(missing.map(id => `\`${id}\``))} ${missing.length === 1 ? 'is' : 'are'} not listed under \`exports\`. Listed exports are checked for drift, and findings say what their hosts cannot do.`;
  if ((await notify.information(question, add)) !== add) return;
  const document = await vscode.workspace.openTextDocument(file);
  const out = await outOf(file, root);
  const change = listExports(
    document.getText(),
    missing.map(id => (out === null ? { to: id } : { to: id, out })),
  );
  if (change === null) {
    void notify.warning(
      `The \`exports\` of this file are written in a way that cannot be extended safely. Add ${missing.map(id => `\`{ to: ${id} }\``).join(', ')} by hand.`,
    );
    await vscode.window.showTextDocument(document);
    return;
  }
  const at = document.positionAt(change.offset);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(file, new vscode.Range(at, document.positionAt(change.offset + change.length)), change.text);
  await vscode.workspace.applyEdit(edit);
  const end = document.positionAt(change.offset + change.text.length);
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(at, end) });
}

/** The folder as the rule set would name it; null if it need not. */
async function outOf(file: vscode.Uri, root: vscode.Uri): Promise<string | null> {
  const folder = vscode.Uri.joinPath(file, '..');
  if ((await repositoryOf(folder)) !== null) return null;
  const relative = path.relative(folder.fsPath, root.fsPath).split(path.sep).join('/');
  return relative === '' ? null : relative;
}

async function showFailure(file: vscode.Uri, message: string): Promise<void> {
  const problems = 'Show Problems';
  const open = 'Open Rule Set';
  const chosen = await notify.error(message, problems, open);
  if (chosen === undefined) return;
  await vscode.window.showTextDocument(file);
  if (chosen === problems) await vscode.commands.executeCommand('workbench.actions.view.problems');
}
