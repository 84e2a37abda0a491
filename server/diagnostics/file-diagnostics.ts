import { DiagnosticSeverity, type Diagnostic } from 'vscode-languageserver';
import type { CheckedFile } from '../../language/findings/check.ts';
import { severityRank, type Finding } from '../../language/findings/finding.ts';
import type { Session } from '../session.ts';
import { toDiagnostic } from './to-diagnostic.ts';

export interface FileDiagnostics {
  /** Of the open document that they speak of, else null. */
  version: number | null;
  diagnostics: Diagnostic[];
  /** The same as long as a file's diagnostics are; told apart when it is first wanted. */
  resultId: () => string;
}

const converted = new WeakMap<CheckedFile, Omit<FileDiagnostics, 'version'>>();

/** The diagnostics of a file as it is now. Null where it changed meanwhile: what was found is about a text that is gone. */
export async function fileDiagnostics(session: Session, uri: string): Promise<FileDiagnostics | null> {
  const { files, open, projects, goodVersions } = session;
  const { revision } = files;
  const version = open.get(uri)?.version ?? null;
  const checked = await projects.check(uri);
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

/** Findings of one file that are shown at most; editors show no more. */
const maxShown = 1000;

/** The most severe first if there are too many; in order of the text. */
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
  const message = `Findings of this file that are not shown: ${number}. The limit is ${limit}; \`handrail check\` lists all.`;
  return {
    range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
    severity: DiagnosticSeverity.Information,
    source: 'handrail',
    message,
  };
}

/** Every file that has findings of its own: the rule files of the workspace, and what is open. */
export async function checkedFiles({ files, open }: Session): Promise<string[]> {
  const opened = open.uris();
  return [...opened, ...(await files.listAll()).filter(uri => !opened.includes(uri))];
}
