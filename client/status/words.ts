import * as vscode from 'vscode';

const nouns: [vscode.DiagnosticSeverity, string][] = [
  [vscode.DiagnosticSeverity.Error, 'error'],
  [vscode.DiagnosticSeverity.Warning, 'warning'],
  [vscode.DiagnosticSeverity.Information, 'note'],
  [vscode.DiagnosticSeverity.Hint, 'hint'],
];

/** `2 errors, 1 hint`, or `no findings`. */
export function findingsInWords(severities: readonly vscode.DiagnosticSeverity[]): string {
  const parts = nouns.flatMap(([severity, noun]) => {
    const count = severities.filter(one => one === severity).length;
    return count === 0 ? [] : [count === 1 ? `1 ${noun}` : `${count} ${noun}s`];
  });
  return parts.length === 0 ? 'no findings' : parts.join(', ');
}

export function worst(severities: readonly vscode.DiagnosticSeverity[]): vscode.LanguageStatusSeverity {
  if (severities.includes(vscode.DiagnosticSeverity.Error)) return vscode.LanguageStatusSeverity.Error;
  if (severities.includes(vscode.DiagnosticSeverity.Warning)) return vscode.LanguageStatusSeverity.Warning;
  return vscode.LanguageStatusSeverity.Information;
}
