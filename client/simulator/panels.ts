import * as vscode from 'vscode';
import { noFocus, type Focus } from './focus.ts';
import { runSimulator, simulatorViewType, titleOf, type SimulatorNeeds, type SimulatorPanel } from './panel.ts';

/**
 * The rule files that had a simulator. If the web page is reloaded (F5 in a browser), the editor has no time to save the
 * state of its webviews; with this, at least the panels come back.
 */
const memoryKey = 'handrail.openSimulators';

/** The open simulators, one for each rule file. */
export interface SimulatorPanels {
  /** Opens the simulator of a rule file beside its editor, or brings the open one to the front. */
  open: (uri: vscode.Uri, focus: Focus) => Promise<void>;
  /** Opens the simulator in the given column, without the editor. */
  show: (uri: vscode.Uri, focus: Focus, column: vscode.ViewColumn) => void;
  /** Takes over a panel that the editor has restored. `uri` is null if the panel's page left no state. */
  restore: (panel: vscode.WebviewPanel, uri: vscode.Uri | null) => void;
  /** Files were renamed. */
  move: (files: readonly { oldUri: vscode.Uri; newUri: vscode.Uri }[]) => void;
}

export function createPanels(needs: SimulatorNeeds, memory: vscode.Memento): SimulatorPanels {
  const opened = new Set<SimulatorPanel>();
  const before = memory.get<string[]>(memoryKey, []).map(uri => vscode.Uri.parse(uri));
  const remember = () => {
    const uris = [...opened].map(({ uri }) => uri.toString());
    memory
      .update(memoryKey, uris)
      .then(undefined, (error: unknown) => needs.log.warn(`Could not remember the open simulators: ${String(error)}`));
  };
  const panelOf = (uri: vscode.Uri) => [...opened].find(panel => panel.uri.toString() === uri.toString());
  const add = (panel: vscode.WebviewPanel, uri: vscode.Uri, focus: Focus) => {
    const simulator = runSimulator(panel, uri, focus, needs);
    opened.add(simulator);
    remember();
    panel.onDidDispose(() => {
      opened.delete(simulator);
      remember();
    });
  };
  const show = (uri: vscode.Uri, focus: Focus, column: vscode.ViewColumn) => {
    const present = panelOf(uri);
    if (present !== undefined) return present.show(focus);
    add(vscode.window.createWebviewPanel(simulatorViewType, 'Simulator', column), uri, focus);
  };
  return {
    open: async (uri, focus) => {
      if (panelOf(uri) === undefined) await showRuleFile(uri);
      show(uri, focus, vscode.ViewColumn.Beside);
    },
    show,
    restore: (panel, kept) => {
      const uri = kept ?? before.find(one => titleOf(one) === panel.title);
      // The file may have another simulator, opened while the restored one was hidden.
      if (uri === undefined || panelOf(uri) !== undefined) panel.dispose();
      else add(panel, uri, noFocus);
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
      remember();
    },
  };
}

/** Shows the rules in an editor, so that the simulator can open beside them. */
async function showRuleFile(uri: vscode.Uri): Promise<void> {
  const shown = vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri.toString());
  // Not as a preview, which the next opened file would replace.
  await vscode.window.showTextDocument(uri, {
    preview: false,
    ...(shown?.viewColumn === undefined ? {} : { viewColumn: shown.viewColumn }),
  });
}
