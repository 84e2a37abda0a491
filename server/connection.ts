import {
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  DidChangeWorkspaceFoldersNotification,
  ErrorCodes,
  FileChangeType,
  ResponseError,
  WatchKind,
  type Connection,
  type DidChangeConfigurationParams,
  type DidChangeWatchedFilesParams,
  type DidChangeWorkspaceFoldersParams,
  type InitializeParams,
} from 'vscode-languageserver';
import { serverCapabilities } from './capabilities.ts';
import { answerDiagnosticRequests, pullDiagnostics } from './diagnostics/pull.ts';
import { pushDiagnostics } from './diagnostics/push.ts';
import type { DiagnosticsSupport } from './diagnostics/support.ts';
import { Results } from './diagnostics/results.ts';
import type { Environment } from './environment.ts';
import { productName, version } from './product.ts';
import { answerFeatureRequests } from './features/all.ts';
import { abilitiesOf } from './protocol/client-abilities.ts';
import { createRequests, field, type Phase } from './protocol/requests.ts';
import { answerReviewRequests } from './review/requests.ts';
import { countSamples } from './samples/count.ts';
import type { Session } from './session.ts';
import { createSettings, settingsSection } from './settings.ts';
import { createGoodVersions } from './simulator/good-versions.ts';
import { answerSimulatorRequests } from './simulator/requests.ts';
import { noteChanges } from './simulator/rule-set-changes.ts';
import { createQueries } from '../language/queries/create-queries.ts';
import { OpenDocuments } from './workspace/open-documents.ts';
import { slicesOn } from './workspace/slices.ts';
import { withVersionFiles } from './workspace/version-files.ts';
import { WorkspaceFiles } from './workspace/workspace-files.ts';

/** Serves one client over a connection, until it says `exit`. Pure of any platform: what it needs of one is in the environment. */
export function startServer(connection: Connection, machine: Environment): void {
  const environment = { ...machine, files: withVersionFiles(machine.files, connection) };
  let phase: Phase = 'new';
  const settings = createSettings();
  const open = new OpenDocuments();
  const files = new WorkspaceFiles(environment.files, open, message => connection.console.warn(message));
  const analysisFailed = (uri: string, error: unknown): void =>
    connection.console.error(
      `The analysis of ${uri} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
  const session: Session = {
    connection,
    environment,
    requests: createRequests(connection, () => phase),
    client: abilitiesOf(undefined),
    open,
    files,
    queries: createQueries(files, {
      clock: environment.clock,
      settings: uri => settings.of(uri),
      schedule: slicesOn(environment),
      failed: analysisFailed,
      ...(environment.gatePrograms === undefined ? {} : { gatePrograms: environment.gatePrograms }),
    }),
    goodVersions: createGoodVersions(),
    results: new Results(environment.clock().toString(36)),
    simulated: new Set(),
  };
  const { requests } = session;
  let diagnostics: DiagnosticsSupport | null = null;
  /** Settings that come with `initialize`, from clients that cannot be asked. */
  let initialSettings: unknown;
  const ruleSets = noteChanges(session);
  const samples = countSamples(session, () => {
    files.revision++;
    changed(null);
  });

  /** `edited`: the document that the client itself changed, or null where it does not know yet. */
  const changed = (edited: string | null): void => {
    diagnostics?.changed(edited);
    ruleSets.changed(edited);
    samples.changed();
  };

  connection.onInitialize((params: InitializeParams) => {
    if (phase !== 'new') return new ResponseError(ErrorCodes.InvalidRequest, 'initialize came a second time.') as never;
    phase = 'running';
    session.client = abilitiesOf(params.capabilities);
    initialSettings = params.initializationOptions;
    files.setFolders(foldersOf(params));
    requests.onNotification<DidChangeWorkspaceFoldersParams>(
      DidChangeWorkspaceFoldersNotification.method,
      foldersChanged,
    );
    return { capabilities: serverCapabilities(session.client), serverInfo: { name: productName, version } };
  });

  connection.onInitialized(async () => {
    if (phase !== 'running' || diagnostics !== null) return;
    diagnostics = session.client.pullsDiagnostics ? pullDiagnostics(session) : pushDiagnostics(session);
    try {
      await registerForChanges(session);
      await settings.refresh(session, initialSettings);
    } catch (error) {
      connection.console.warn(`The editor did not tell its settings: ${String(error)}`);
    }
    files.revision++;
    changed(null);
  });

  connection.onShutdown(() => {
    phase = 'shut-down';
    diagnostics?.dispose();
    ruleSets.dispose();
    samples.dispose();
  });

  open.sync.onDidChangeContent(({ document }) => {
    const uri = open.canonical(document.uri);
    files.documentChanged(uri);
    changed(uri);
  });
  open.sync.onDidClose(({ document }) => {
    const uri = open.canonical(document.uri);
    files.documentChanged(uri);
    open.closed(document.uri);
    forget(session, uri);
    changed(null);
  });
  open.sync.onDidSave(() => {
    if (session.client.registersWatchers) return;
    files.diskMayHaveChanged();
    changed(null);
  });
  open.sync.listen(connection);

  requests.onNotification<DidChangeWatchedFilesParams>(DidChangeWatchedFilesNotification.method, ({ changes }) => {
    const relevant = changes.filter(({ uri, type }) => files.fileChanged(uri, kinds[type] ?? 'changed'));
    if (relevant.length > 0) changed(null);
  });
  requests.onNotification<DidChangeConfigurationParams>(DidChangeConfigurationNotification.method, async params => {
    if (!(await settings.refresh(session, params.settings))) return;
    files.revision++;
    changed(null);
    // A finding that is not wanted has no lens either.
    ruleSets.refresh();
  });

  const foldersChanged = async ({ event }: DidChangeWorkspaceFoldersParams): Promise<void> => {
    const uris = (folders: unknown) => urisOf(folders).map(uri => open.canonical(uri));
    const removed = new Set(uris(field(event, 'removed')));
    const kept = files.folders.filter(folder => !removed.has(folder));
    files.setFolders([...new Set([...kept, ...uris(field(event, 'added'))])]);
    await settings.refresh(session);
    changed(null);
  };

  answerDiagnosticRequests(session);
  answerFeatureRequests(session);
  answerSimulatorRequests(session);
  answerReviewRequests(session);
  connection.listen();
}

/** What was made of a document goes when it is closed, except for the version that somebody decides with. */
function forget({ queries, goodVersions, simulated }: Session, uri: string): void {
  queries.forget(uri);
  if (!simulated.has(uri)) goodVersions.forget(uri);
}

const kinds: Readonly<Record<number, 'created' | 'changed' | 'deleted'>> = {
  [FileChangeType.Created]: 'created',
  [FileChangeType.Changed]: 'changed',
  [FileChangeType.Deleted]: 'deleted',
};

function foldersOf(params: InitializeParams): string[] {
  const folders = urisOf(params.workspaceFolders);
  // What older clients send instead.
  const root = field(params, 'rootUri');
  return folders.length === 0 && typeof root === 'string' ? [root] : folders;
}

function urisOf(folders: unknown): string[] {
  return (Array.isArray(folders) ? folders : [])
    .map(folder => field(folder, 'uri'))
    .filter(uri => typeof uri === 'string');
}

async function registerForChanges({ connection, client }: Session): Promise<void> {
  if (client.registersConfiguration) {
    await connection.client.register(DidChangeConfigurationNotification.type, { section: settingsSection });
  }
  if (client.registersWatchers) {
    await connection.client.register(DidChangeWatchedFilesNotification.type, {
      watchers: [
        // Rule files, samples, configurations, and the schemas of payload contracts, which may have any name.
        { globPattern: '**/*.{yaml,yml,json}' },
        { globPattern: '**/releases/*/log.jsonl' },
        // What exports write.
        { globPattern: '**/{CLAUDE,AGENTS}.md' },
        { globPattern: '**/{.agents,.claude,.codex,.cursor,.gemini,.github,.handrail,.windsurf,docs/handrail}/**' },
        // A created or deleted folder is reported as one change.
        { globPattern: '**/*', kind: WatchKind.Create | WatchKind.Delete },
      ],
    });
  }
}
