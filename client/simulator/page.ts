import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { simulatorDocument } from '../../panel/simulator/document.ts';

/** The simulator's page. Its script runs under a nonce made for this one load. */
export function pageOf(webview: vscode.Webview, extensionUri: vscode.Uri): string {
  const file = (name: string) =>
    webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, 'dist', 'panel', name)).toString();
  return simulatorDocument({
    scriptUri: file('simulator.js'),
    styleUri: file('simulator.css'),
    cspSource: webview.cspSource,
    nonce: randomBytes(16).toString('base64url'),
    language: 'en',
  });
}
