import * as vscode from 'vscode';
import type { Middleware } from 'vscode-languageclient/node';
import { showReferenceCommand } from './activation.ts';

/** Links the code of each finding to its page inside the editor, which works offline and fits the installed version. */
export const linkToReference: Middleware = {
  handleDiagnostics: (uri, diagnostics, next) => next(uri, diagnostics.map(withLink)),
  provideDiagnostics: async (document, previous, token, next) => {
    const report = await next(document, previous, token);
    if (report && 'items' in report) report.items = report.items.map(withLink);
    return report;
  },
  provideWorkspaceDiagnostics: (previous, token, reporter, next) =>
    next(previous, token, chunk => {
      for (const report of chunk?.items ?? []) if ('items' in report) report.items = report.items.map(withLink);
      reporter(chunk);
    }),
};

function withLink(diagnostic: vscode.Diagnostic): vscode.Diagnostic {
  const { code } = diagnostic;
  const value = typeof code === 'object' ? code.value : code;
  if (typeof value === 'string') diagnostic.code = { value, target: pageLink(value) };
  return diagnostic;
}

function pageLink(page: string): vscode.Uri {
  return vscode.Uri.from({ scheme: 'command', path: showReferenceCommand, query: JSON.stringify([page]) });
}
