import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { pageDocument } from './page-document.ts';

/** The base name of a page's script and style sheet. */
export type PageName = 'simulator' | 'review';

const titles: Record<PageName, string> = { simulator: 'Simulator', review: 'Review' };

/** Loads a page into a webview. Each load has a new nonce for the script. */
export function loadPage(webview: vscode.Webview, extensionUri: vscode.Uri, name: PageName): void {
  const folder = vscode.Uri.joinPath(extensionUri, 'dist', 'panel');
  const file = (path: string) => webview.asWebviewUri(vscode.Uri.joinPath(folder, path)).toString();
  webview.options = { enableScripts: true, localResourceRoots: [folder] };
  webview.html = pageDocument({
    title: titles[name],
    scriptUri: file(`${name}.js`),
    styleUri: file(`${name}.css`),
    cspSource: webview.cspSource,
    nonce: randomBytes(16).toString('base64url'),
    language: 'en',
  });
}
