import * as vscode from 'vscode';
import type { Position } from '../../protocol/server.ts';

export interface CursorNeeds {
  uri: () => vscode.Uri;
  ruleAt: (position: Position) => Promise<number | null>;
  onRule: (rule: number | null) => void;
  failed: (error: unknown) => void;
}

/** Milliseconds without a move before the server is asked: a key held down moves the cursor thirty times a second. */
const debounce = 80;

/** Calls `onRule` with the rule at the cursor of the rule file's editor, whenever it moves. `update` asks for it now. */
export function followCursor({ uri, ruleAt, onRule, failed }: CursorNeeds): vscode.Disposable & { update: () => void } {
  let timer: NodeJS.Timeout | undefined;
  let latest = 0;
  const ask = async (position: vscode.Position) => {
    const mine = ++latest;
    try {
      const rule = await ruleAt({ line: position.line, character: position.character });
      if (mine === latest) onRule(rule);
    } catch (error) {
      if (mine === latest) failed(error);
    }
  };
  const soon = (editor: vscode.TextEditor | undefined) => {
    if (editor?.document.uri.toString() !== uri().toString()) return;
    clearTimeout(timer);
    timer = setTimeout(() => void ask(editor.selection.active), debounce);
  };
  const subscriptions = [
    vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => soon(textEditor)),
    vscode.window.onDidChangeActiveTextEditor(soon),
  ];
  return {
    update: () =>
      soon(vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri().toString())),
    dispose: () => {
      latest++;
      clearTimeout(timer);
      for (const subscription of subscriptions) subscription.dispose();
    },
  };
}
