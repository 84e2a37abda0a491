import {
  DiagnosticRefreshRequest,
  DocumentDiagnosticReportKind,
  DocumentDiagnosticRequest,
  LSPErrorCodes,
  ResponseError,
  WorkspaceDiagnosticRequest,
  type CancellationToken,
  type DocumentDiagnosticParams,
  type DocumentDiagnosticReport,
  type FullDocumentDiagnosticReport,
  type UnchangedDocumentDiagnosticReport,
  type WorkspaceDiagnosticParams,
  type WorkspaceDiagnosticReport,
  type WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver';
import { documentOf, field, throwIfCancelled } from '../protocol/requests.ts';
import type { Session } from '../session.ts';
import { checkedFiles, fileDiagnostics, type FileDiagnostics } from './file-diagnostics.ts';
import type { DiagnosticsSupport } from './support.ts';

/** Reports per message to a client that accepts partial results. */
const chunk = 20;
const refreshMs = 120;

/** The report for a file that could not be checked. */
const emptyReport: FullDocumentDiagnosticReport = { kind: DocumentDiagnosticReportKind.Full, items: [] };

type FileReport = FullDocumentDiagnosticReport | UnchangedDocumentDiagnosticReport;

/** Asks a client that pulls diagnostics to refresh them if something changed outside its editors. */
export function pullDiagnostics(session: Session): DiagnosticsSupport {
  const { connection, environment } = session;
  let cancel: (() => void) | null = null;
  return {
    changed(edited) {
      if (edited !== null || !session.client.refreshesDiagnostics) return;
      cancel?.();
      cancel = environment.timers.after(refreshMs, () => {
        connection.sendRequest(DiagnosticRefreshRequest.type).catch((error: unknown) => {
          connection.console.warn(`The editor did not refresh its diagnostics: ${String(error)}`);
        });
      });
    },
    dispose() {
      cancel?.();
    },
  };
}

/** Answers requests for diagnostics, even of clients that did not announce them. */
export function answerDiagnosticRequests(session: Session): void {
  const { connection, requests } = session;
  requests.onRequest<DocumentDiagnosticParams, DocumentDiagnosticReport>(
    DocumentDiagnosticRequest.method,
    emptyReport,
    (params, token) => documentReport(session, params, token),
  );
  requests.onRequest<WorkspaceDiagnosticParams, WorkspaceDiagnosticReport>(
    WorkspaceDiagnosticRequest.method,
    { items: [] },
    async (params, token) => {
      const given: unknown = params.partialResultToken;
      const progress = typeof given === 'string' || typeof given === 'number' ? given : null;
      const rest: WorkspaceDocumentDiagnosticReport[] = [];
      for await (const report of workspaceReports(session, params, token)) {
        rest.push(report);
        if (progress === null || rest.length < chunk) continue;
        await connection.sendProgress(WorkspaceDiagnosticRequest.partialResult, progress, { items: rest.splice(0) });
      }
      return { items: rest };
    },
  );
}

async function documentReport(
  session: Session,
  params: DocumentDiagnosticParams,
  token: CancellationToken,
): Promise<DocumentDiagnosticReport> {
  const uri = session.open.canonical(documentOf(params));
  const found = await current(session, uri, token);
  const report = reportOf(found, params.previousResultId);
  if (!session.client.relatedDocuments) return report;
  const relatedDocuments: Record<string, FileReport> = {};
  for (const each of await dependents(session, uri)) {
    throwIfCancelled(token);
    relatedDocuments[session.open.forClient(each)] = reportOf(await current(session, each, token), undefined);
  }
  return Object.keys(relatedDocuments).length === 0 ? report : { ...report, relatedDocuments };
}

/** Files that are not open and depend on a document: files that import it, and the samples of these rule sets. */
async function dependents({ queries, files, open }: Session, uri: string): Promise<string[]> {
  const found: string[] = [];
  for (const each of await files.listAll()) {
    if (each === uri || open.get(each) !== undefined) continue;
    const checked = await queries.findings(each);
    const project =
      checked.kind === 'rule-set' ? checked.project : checked.kind === 'samples' ? checked.samples.project : null;
    if (project?.documents.has(uri) === true) found.push(each);
  }
  return found;
}

async function* workspaceReports(
  session: Session,
  params: WorkspaceDiagnosticParams,
  token: CancellationToken,
): AsyncGenerator<WorkspaceDocumentDiagnosticReport> {
  const { open, environment } = session;
  const previous = previousResults(session, params.previousResultIds);
  const uris = await checkedFiles(session);
  for (const uri of uris) {
    await environment.timers.idle();
    throwIfCancelled(token);
    const found = await current(session, uri, token);
    const known = previous.get(uri);
    if (known === undefined && found.version === null && found.diagnostics.length === 0) continue;
    yield { uri: open.forClient(uri), version: found.version, ...reportOf(found, known?.resultId) };
  }
  for (const [uri, known] of previous) {
    if (!uris.includes(uri))
      yield { uri: known.uri, version: null, kind: DocumentDiagnosticReportKind.Full, items: [] };
  }
}

function previousResults(session: Session, given: unknown): Map<string, { uri: string; resultId: string }> {
  const known = new Map<string, { uri: string; resultId: string }>();
  for (const each of Array.isArray(given) ? (given as unknown[]) : []) {
    const uri = field(each, 'uri');
    const resultId = field(each, 'value');
    if (typeof uri === 'string' && typeof resultId === 'string')
      known.set(session.open.canonical(uri), { uri, resultId });
  }
  return known;
}

/** @throws ResponseError if files change faster than they can be checked; the client should ask again. */
async function current(session: Session, uri: string, token: CancellationToken): Promise<FileDiagnostics> {
  for (let attempt = 0; attempt < 3; attempt++) {
    const found = await fileDiagnostics(session, uri);
    if (found !== null) return found;
    throwIfCancelled(token);
  }
  throw new ResponseError(LSPErrorCodes.ServerCancelled, 'The workspace is changing.', { retriggerRequest: true });
}

function reportOf({ diagnostics, resultId: idOf }: FileDiagnostics, previous: unknown): FileReport {
  const resultId = idOf();
  return previous === resultId
    ? { kind: DocumentDiagnosticReportKind.Unchanged, resultId }
    : { kind: DocumentDiagnosticReportKind.Full, resultId, items: diagnostics };
}
