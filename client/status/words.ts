import * as vscode from 'vscode';
import type { VerdictCounts } from '../../protocol/server.ts';

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

/** `2 of 46 samples fail, 1 cannot run`, `46 samples pass`, or `45 samples pass, 1 expects nothing`; null if there are none. */
export function samplesInWords({ passed, failed, unchecked, broken }: VerdictCounts): string | null {
  const total = passed + failed + unchecked + broken;
  if (total === 0) return null;
  const all = total === 1 ? '1 sample' : `${total} samples`;
  const red = [
    ...(failed === 0 ? [] : [`${failed} of ${all} ${failed === 1 ? 'fails' : 'fail'}`]),
    ...(broken === 0 ? [] : [failed === 0 ? `${broken} of ${all} cannot run` : `${broken} cannot run`]),
  ];
  if (red.length > 0) return red.join(', ');
  const nothing = `${unchecked} ${unchecked === 1 ? 'expects' : 'expect'} nothing`;
  const green = passed === 1 ? '1 sample passes' : `${passed} samples pass`;
  return unchecked === 0 ? green : `${green}, ${nothing}`;
}

export function worst(severities: readonly vscode.DiagnosticSeverity[]): vscode.LanguageStatusSeverity {
  if (severities.includes(vscode.DiagnosticSeverity.Error)) return vscode.LanguageStatusSeverity.Error;
  if (severities.includes(vscode.DiagnosticSeverity.Warning)) return vscode.LanguageStatusSeverity.Warning;
  return vscode.LanguageStatusSeverity.Information;
}
