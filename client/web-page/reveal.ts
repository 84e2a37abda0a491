import * as vscode from 'vscode';
import type { Location } from '../../protocol/server.ts';

export function rangeOf({ range: { start, end } }: Location): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

/**
 * Shows the place in an editor and puts the cursor there: in the editor that already shows the file, else beside the
 * panel, never over it.
 */
export async function revealLocation(location: Location, panelColumn: vscode.ViewColumn | undefined): Promise<void> {
  const uri = vscode.Uri.parse(location.uri);
  const visible = vscode.window.visibleTextEditors.find(editor => editor.document.uri.toString() === uri.toString());
  const range = rangeOf(location);
  const editor = await vscode.window.showTextDocument(uri, {
    viewColumn: visible?.viewColumn ?? columnBeside(panelColumn),
    // The editor gets the focus, so that the person can type there.
    preserveFocus: false,
  });
  editor.selection = new vscode.Selection(range.start, range.start);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

/** The column for an editor next to a panel: the first column, or to the right of a panel in the first column. */
export function columnBeside(panelColumn: vscode.ViewColumn | undefined): vscode.ViewColumn {
  return panelColumn === vscode.ViewColumn.One ? vscode.ViewColumn.Beside : vscode.ViewColumn.One;
}
