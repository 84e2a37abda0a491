import * as vscode from 'vscode';
import { chooseRuleFile } from './chosen-file.ts';
import { givenIn, noFocus, type Focus } from './focus.ts';
import { simulatorViewType, type SimulatorNeeds } from './panel.ts';
import { createPanels } from './panels.ts';

export interface Simulators {
  /** Opens the simulator of a rule file beside its text. */
  open: (uri: vscode.Uri) => Promise<void>;
  /** Opens the simulator for an input and several versions to choose from, without the text. */
  tryInput: (uri: vscode.Uri, focus: Pick<Focus, 'given' | 'versions' | 'version'>, column: vscode.ViewColumn) => void;
}

export function activateSimulator(
  context: vscode.ExtensionContext,
  needs: Omit<SimulatorNeeds, 'extensionUri'>,
): Simulators {
  const panels = createPanels({ ...needs, extensionUri: context.extensionUri }, context.workspaceState);
  context.subscriptions.push(
    vscode.commands.registerCommand('handrail.openSimulator', async (argument?: unknown) => {
      const { uri, focus } = readArgument(argument);
      const chosen = await chooseRuleFile(uri, needs.server);
      if (chosen !== null) await panels.open(chosen, focus);
    }),
    vscode.window.registerWebviewPanelSerializer(simulatorViewType, {
      deserializeWebviewPanel: (panel, state: unknown) => {
        panels.restore(panel, uriIn(state));
        return Promise.resolve();
      },
    }),
    vscode.workspace.onDidRenameFiles(({ files }) => panels.move(files)),
  );
  return {
    open: uri => panels.open(uri, noFocus),
    tryInput: (uri, focus, column) => panels.show(uri, { ...noFocus, ...focus }, column),
  };
}

/** Reads the argument: a lens or a finding passes `OpenSimulatorArguments`, a menu the file's URI, the palette nothing. */
function readArgument(argument: unknown): { uri: vscode.Uri | null; focus: Focus } {
  if (argument instanceof vscode.Uri) return { uri: argument, focus: noFocus };
  if (typeof argument !== 'object' || argument === null) return { uri: null, focus: noFocus };
  const rule = 'rule' in argument && typeof argument.rule === 'number' ? argument.rule : null;
  const sample = 'sample' in argument && typeof argument.sample === 'string' ? argument.sample : null;
  return { uri: uriIn(argument), focus: { ...noFocus, rule, sample, given: givenIn(argument) } };
}

function uriIn(value: unknown): vscode.Uri | null {
  if (typeof value !== 'object' || value === null || !('uri' in value)) return null;
  return typeof value.uri === 'string' && value.uri !== '' ? vscode.Uri.parse(value.uri) : null;
}
