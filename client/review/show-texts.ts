import * as vscode from 'vscode';
import type { ReviewedPair } from '../../panel/review/messages.ts';
import type { Location } from '../../server/messages.ts';
import { rangeOf } from '../web-page/reveal.ts';

/** Opens both texts of a rule set side by side, each at its place; where only the earlier one has the place, at that. */
export async function showTexts(
  { name, before, after }: ReviewedPair,
  places: { before: Location | null; after: Location | null },
  viewColumn: vscode.ViewColumn,
): Promise<void> {
  const later = places.after ?? null;
  const earlier = places.before ?? null;
  // A place may stand in a file that the rule set imports: then that file is shown.
  const left = vscode.Uri.parse(earlier?.uri ?? before.uri);
  const right = vscode.Uri.parse(later?.uri ?? after.uri);
  await vscode.commands.executeCommand('vscode.diff', left, right, `${name} (${before.label} ↔ ${after.label})`, {
    viewColumn,
    preview: true,
    ...(later === null ? {} : { selection: startOf(later) }),
  } satisfies vscode.TextDocumentShowOptions);
  // The left side has a place of its own; where a rule was moved, the two are far from each other.
  if (earlier !== null && later === null) reveal(left, earlier);
}

function reveal(uri: vscode.Uri, location: Location): void {
  const editor = vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri.toString());
  if (editor === undefined) return;
  const range = startOf(location);
  editor.selection = new vscode.Selection(range.start, range.start);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

function startOf(location: Location): vscode.Range {
  const { start } = rangeOf(location);
  return new vscode.Range(start, start);
}
