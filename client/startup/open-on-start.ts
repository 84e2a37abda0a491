import * as vscode from 'vscode';
import type { Simulators } from '../simulator/activation.ts';
import { notify } from '../notifications.ts';

/**
 * For development and for trying Handrail out (`npm start`): opens the rule file that the environment variable
 * HANDRAIL_OPEN names (absolute, or relative to the workspace's first folder) with its simulator beside it.
 */
export function openOnStart(openSimulator: Simulators['open'], log: vscode.LogOutputChannel): void {
  const path = process.env['HANDRAIL_OPEN'];
  if (path === undefined || path === '') return;
  const refuse = (why: string) => {
    const message = `Cannot open "${path}", which HANDRAIL_OPEN names: ${why}`;
    log.error(message);
    void notify.error(message);
  };
  const uri = resolve(path);
  if (uri === null) return refuse('a relative path needs an open folder.');
  const show = async () => {
    // After a reload the editor restores its tabs, and the person may have moved on to another file.
    if (vscode.window.tabGroups.all.some(group => group.tabs.length > 0)) return;
    await vscode.window.showTextDocument(uri, { viewColumn: vscode.ViewColumn.One, preview: false });
    await openSimulator(uri);
  };
  show().catch((error: unknown) => refuse(error instanceof Error ? error.message : String(error)));
}

function resolve(path: string): vscode.Uri | null {
  if (/^(?:[/\\]|[A-Za-z]:[/\\])/.test(path)) return vscode.Uri.file(path);
  const folder = vscode.workspace.workspaceFolders?.[0];
  return folder === undefined ? null : vscode.Uri.joinPath(folder.uri, path);
}
