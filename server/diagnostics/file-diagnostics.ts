import { DiagnosticSeverity, type Diagnostic } from 'vscode-languageserver';
import type { CheckedFile } from '../../language/findings/check.ts';
import { severityRank, type Finding } from '../../language/findings/finding.ts';
import type { Session } from '../session.ts';
import { toDiagnostic } from './to-diagnostic.ts';

export interface FileDiagnostics {
  /** Version of the open document that was checked; null for a file that is not open. */
  version: number | null;
  diagnostics: Diagnostic[];
  /** Identifies equal diagnostics of the file; computed on first use. */
  resultId: () => string;
}

const converted = new WeakMap<CheckedFile, Omit<FileDiagnostics, 'version'>>();

/** The current diagnostics of a file; null if files changed during the check, so that the result is outdated. */
export async function fileDiagnostics(session: Session, uri: string): Promise<FileDiagnostics | null> {
  const { files, open, queries, goodVersions } = session;
  const { revision } = files;
  const version = open.get(uri)?.version ?? null;
  const checked = await queries.findings(uri);
  if (files.revision !== revision) return null;
  if (checked.kind === 'rule-set' && checked.valid) goodVersions.note(checked.project);
  let known = converted.get(checked);
  if (known === undefined) {
    const gone = checked.kind === 'unreadable' && (await files.read(uri)) === undefined;
    const diagnostics = toDiagnostics(session, gone ? [] : checked.findings);
    let resultId: string | undefined;
    known = { diagnostics, resultId: () => (resultId ??= session.results.idOf(uri, diagnostics)) };
    converted.set(checked, known);
  }
  return { version, ...known };
}

/** Findings shown per file; editors show no more. */
const maxShown = 1000;

/** The findings as diagnostics, in their order; if there are too many, only the most severe. */
function toDiagnostics({ client, open }: Session, findings: readonly Finding[]): Diagnostic[] {
  const severest = findings.toSorted((a, b) => severityRank(b.severity) - severityRank(a.severity));
  const shown = new Set(severest.slice(0, maxShown));
  const diagnostics = findings
    .filter(finding => shown.has(finding))
    .map(finding => toDiagnostic(finding, client, each => open.forClient(each)));
  return findings.length > maxShown ? [...diagnostics, others(findings.length - maxShown)] : diagnostics;
}

function others(count: number): Diagnostic {
  const number = count.toLocaleString('en');
  const limit = maxShown.toLocaleString('en');
  const what = count === 1 ? '1 more finding in this file is' : `${number} more findings in this file are`;
  const message = `${what} not shown (limit: ${limit}). \`handrail check\` lists all.`;
  return {
    range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
    severity: DiagnosticSeverity.Information,
    source: 'handrail',
    message,
  };
}

/** All files to check: open documents and the files of the workspace. */
export async function checkedFiles({ files, open }: Session): Promise<string[]> {
  const opened = open.uris();
  return [...opened, ...(await files.listAll()).filter(uri => !opened.includes(uri))];
}
