import * as vscode from 'vscode';
import { runSimulator, simulatorViewType, type Focus, type SimulatorNeeds, type SimulatorPanel } from './panel.ts';

/** The open simulators, one a rule file. */
export interface SimulatorPanels {
  /** Opens the simulator of a rule file beside its editor, or brings the open one to the front. */
  open: (uri: vscode.Uri, focus: Focus) => Promise<void>;
  /** Takes over a panel that the editor has restored. */
  restore: (panel: vscode.WebviewPanel, uri: vscode.Uri) => void;
  /** Files have got other names. */
  move: (files: readonly { oldUri: vscode.Uri; newUri: vscode.Uri }[]) => void;
}

export function createPanels(needs: SimulatorNeeds): SimulatorPanels {
  const opened = new Set<SimulatorPanel>();
  const panelOf = (uri: vscode.Uri) => [...opened].find(panel => panel.uri.toString() === uri.toString());
  const add = (panel: vscode.WebviewPanel, uri: vscode.Uri, focus: Focus) => {
    const simulator = runSimulator(panel, uri, focus, needs);
    opened.add(simulator);
    panel.onDidDispose(() => opened.delete(simulator));
  };
  return {
    open: async (uri, focus) => {
      const present = panelOf(uri);
      if (present !== undefined) return present.show(focus);
      await showRuleFile(uri);
      add(vscode.window.createWebviewPanel(simulatorViewType, 'Simulator', vscode.ViewColumn.Beside), uri, focus);
    },
    restore: (panel, uri) => {
      // The same file twice: the window was closed while a restored panel waited unseen, and another was opened meanwhile.
      if (panelOf(uri) === undefined) add(panel, uri, { sample: null, rule: null });
      else panel.dispose();
    },
    move: files => {
      for (const { oldUri, newUri } of files) {
        for (const panel of opened) {
          const { path } = panel.uri;
          if (path === oldUri.path) panel.moveTo(newUri);
          else if (path.startsWith(`${oldUri.path}/`)) {
            panel.moveTo(newUri.with({ path: newUri.path + path.slice(oldUri.path.length) }));
          }
        }
      }
    },
  };
}

/** A simulator stands beside the rules that it runs, so an editor shows them first. */
async function showRuleFile(uri: vscode.Uri): Promise<void> {
  const shown = vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri.toString());
  await vscode.window.showTextDocument(uri, shown?.viewColumn === undefined ? {} : { viewColumn: shown.viewColumn });
}
