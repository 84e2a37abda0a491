import * as vscode from 'vscode';
import type { ReviewedPair } from '../../protocol/review.ts';
import type { Location } from '../../protocol/server.ts';
import { rangeOf } from '../web-page/reveal.ts';

/** Opens both texts of a rule set side by side, each at its place. */
export async function showTexts(
  { name, before, after }: ReviewedPair,
  places: { before: Location | null; after: Location | null },
  viewColumn: vscode.ViewColumn,
): Promise<void> {
  // A place may be in an imported file, which is shown instead.
  const left = vscode.Uri.parse(places.before?.uri ?? before.uri);
  const right = vscode.Uri.parse(places.after?.uri ?? after.uri);
  const title = `${name} (${before.label} ↔ ${after.label})`;
  await vscode.commands.executeCommand('vscode.diff', left, right, title, { viewColumn, preview: true });
  // Both sides scroll together, so the place in the text after, which is revealed last, ends up in the middle.
  if (places.before !== null) await reveal(left, places.before);
  if (places.after !== null) await reveal(right, places.after);
}

/** Milliseconds that the editor may take to show a text. */
const maxWait = 3000;

async function reveal(uri: vscode.Uri, location: Location): Promise<void> {
  const editor = await shownEditor(uri);
  if (editor === null) return;
  const { start } = rangeOf(location);
  editor.selection = new vscode.Selection(start, start);
  editor.revealRange(new vscode.Range(start, start), vscode.TextEditorRevealType.InCenter);
}

/** The editor of a text in the diff that was opened last; null if it does not become visible in time. */
function shownEditor(uri: vscode.Uri): Promise<vscode.TextEditor | null> {
  const find = () =>
    vscode.window.visibleTextEditors.findLast(({ document }) => document.uri.toString() === uri.toString());
  const present = find();
  if (present !== undefined) return Promise.resolve(present);
  return new Promise(resolve => {
    const done = (editor: vscode.TextEditor | null) => {
      clearTimeout(timer);
      subscription.dispose();
      resolve(editor);
    };
    const timer = setTimeout(() => done(null), maxWait);
    const subscription = vscode.window.onDidChangeVisibleTextEditors(() => {
      const editor = find();
      if (editor !== undefined) done(editor);
    });
  });
}
