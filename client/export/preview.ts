import * as vscode from 'vscode';
import type { ExportReport, PlannedFile } from '../history/command-line.ts';
import { withoutIcons } from '../notification-text.ts';
import { clipped } from './clipped.ts';
import type { ProposedTexts } from './proposed-texts.ts';
import { becomes, changedFiles, writeTitle } from './words.ts';

/** A file of an export, and the two sides of its diff. */
interface Compared {
  planned: PlannedFile;
  file: vscode.Uri;
  /** Null if there is no file. */
  before: vscode.Uri | null;
  /** Null if the file is removed. */
  after: vscode.Uri | null;
}

interface Choice extends vscode.QuickPickItem {
  act?: 'write' | 'cancel' | (() => unknown);
}

/**
 * Shows what an export would do: a diff of each file that changes, and above it a list of all files with the question whether to write them. Resolves to
 * true if they are to be written.
 */
export async function preview(report: ExportReport, root: vscode.Uri, texts: ProposedTexts): Promise<boolean> {
  const compared = await Promise.all(report.files.map(planned => compare(planned, root, texts)));
  const changed = compared.filter(({ planned }) => planned.state !== 'fresh');
  const title = previewTitle(report);
  if (changed.length > 0 && report.faults.length === 0) {
    await vscode.commands.executeCommand(
      'vscode.changes',
      title,
      changed.map(({ file, before, after }) => [file, before ?? undefined, after ?? undefined]),
    );
  }
  return ask(`${title} into ${folderName(root)}`, report, root, compared);
}

/** The title of the editor that shows all changes. */
export function previewTitle({ ruleset, version }: ExportReport): string {
  return `Export ${ruleset} ${version}`;
}

async function compare(planned: PlannedFile, root: vscode.Uri, texts: ProposedTexts): Promise<Compared> {
  const file = vscode.Uri.joinPath(root, planned.path);
  const current = await textOf(file);
  const text = planned.text ?? null;
  const after = text === null ? null : texts.add(file, 'after', clipped(text));
  // The file itself, so that the diff leads to it, unless its lines are too long for an editor.
  const isLong = current !== null && clipped(current) !== current;
  const before = current === null ? null : isLong ? texts.add(file, 'before', clipped(current)) : file;
  return { planned, file, before, after };
}

function ask(title: string, report: ExportReport, root: vscode.Uri, compared: readonly Compared[]): Promise<boolean> {
  const { faults } = report;
  const pick = vscode.window.createQuickPick<Choice>();
  pick.title = title;
  pick.ignoreFocusOut = true;
  pick.placeholder =
    faults.length > 0
      ? 'Nothing can be written yet. Choose a line to open its file.'
      : 'All files are written, or none. Choose a file to see its change.';
  const separator = (label: string): Choice => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const refused = faults.map((fault): Choice => ({
    label: `$(error) ${withoutIcons(fault)}`,
    alwaysShow: true,
    act: () => openNamed(fault, root),
  }));
  const files = compared.map((each): Choice => ({
    label: `$(${iconOf(each)}) ${withoutIcons(each.planned.path)}`,
    description: becomes(each.planned, each.before !== null),
    alwaysShow: true,
    act: () => showDiff(each),
  }));
  const write: Choice = {
    label: `$(save-all) ${writeTitle(changedFiles(report))}`,
    alwaysShow: true,
    act: 'write',
  };
  pick.items = [
    ...(faults.length > 0 ? [separator('refused'), ...refused] : [write]),
    { label: '$(close) Cancel', alwaysShow: true, act: 'cancel' },
    separator('files'),
    ...files,
  ];

  return new Promise(resolve => {
    const done = (answer: boolean) => {
      resolve(answer);
      pick.dispose();
    };
    pick.onDidAccept(() => {
      const act = pick.selectedItems[0]?.act;
      if (act === 'write' || act === 'cancel') done(act === 'write');
      else void act?.();
    });
    pick.onDidHide(() => done(false));
    pick.show();
  });
}

function iconOf({ planned, before, after }: Compared): string {
  if (planned.state === 'fresh') return 'pass';
  if (after === null) return 'trash';
  return before === null ? 'new-file' : 'diff';
}

function folderName(folder: vscode.Uri): string {
  return folder.path.slice(folder.path.lastIndexOf('/') + 1);
}

/** The list stays open, so that the next file can be chosen. */
async function showDiff({ planned, file, before, after }: Compared): Promise<void> {
  const options: vscode.TextDocumentShowOptions = { preview: true, preserveFocus: true };
  if (before === null || planned.state === 'fresh') {
    await vscode.window.showTextDocument(after ?? file, options);
  } else if (after === null) {
    await vscode.window.showTextDocument(before, options);
  } else {
    await vscode.commands.executeCommand('vscode.diff', before, after, `${planned.path} (what would change)`, options);
  }
}

/** Opens the file with whose path a fault begins, if it does. */
async function openNamed(fault: string, root: vscode.Uri): Promise<void> {
  const [path = ''] = fault.split(/,?\s/);
  const file = vscode.Uri.joinPath(root, path);
  if ((await textOf(file)) !== null) await vscode.window.showTextDocument(file, { preserveFocus: true });
}

/** Null if there is no such file. */
async function textOf(file: vscode.Uri): Promise<string | null> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  } catch (error) {
    if (error instanceof vscode.FileSystemError) return null;
    throw error;
  }
}
