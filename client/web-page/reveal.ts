import * as vscode from 'vscode';
import type { Location } from '../../protocol/server.ts';

export function rangeOf({ range: { start, end } }: Location): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

/**
 * Shows the place in an editor and puts the cursor there: in the editor that shows the file already, else beside the
 * panel, never over it.
 */
export async function revealLocation(location: Location, panelColumn: vscode.ViewColumn | undefined): Promise<void> {
  const uri = vscode.Uri.parse(location.uri);
  const visible = vscode.window.visibleTextEditors.find(editor => editor.document.uri.toString() === uri.toString());
  const range = rangeOf(location);
  const editor = await vscode.window.showTextDocument(uri, {
    viewColumn: visible?.viewColumn ?? columnBeside(panelColumn),
    // With the focus, so that whoever followed the link can type there.
    preserveFocus: false,
  });
  editor.selection = new vscode.Selection(range.start, range.start);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

/** The rule file stands left of its simulator; where the simulator itself is in the first column, to its right. */
export function columnBeside(panelColumn: vscode.ViewColumn | undefined): vscode.ViewColumn {
  return panelColumn === vscode.ViewColumn.One ? vscode.ViewColumn.Beside : vscode.ViewColumn.One;
}
