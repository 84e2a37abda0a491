import * as vscode from 'vscode';
import {
  DidChangeWatchedFilesNotification,
  FileChangeType,
  LanguageClient,
  State,
  TransportKind,
} from 'vscode-languageclient/node';
import {
  comparing,
  readVersionFile,
  ruleSetChanged,
  samplesRan,
  type ComparingParams,
  type ReadVersionFileResult,
  type RuleSetChangedParams,
  type SamplesRanParams,
  type ServerRequests,
} from '../../protocol/server.ts';
import { linkToReference } from '../reference/finding-links.ts';
import { ruleFileSelector } from '../rule-files/rule-files.ts';
import type { VersionDocuments } from '../versions/version-documents.ts';

/** The language server as the rest of the extension sees it. */
export interface RuleServer {
  /** Sends a request, after the server has started. Rejects with a message that can be shown. */
  request: <M extends keyof ServerRequests>(
    method: M,
    params: ServerRequests[M]['params'],
    token?: vscode.CancellationToken,
  ) => Promise<ServerRequests[M]['result']>;
  /** The number of findings in a file, which the server checks for this. */
  countFindings: (uri: vscode.Uri, token?: vscode.CancellationToken) => Promise<number>;
  /** The files to which a file refers: imports, payload schemas, the rule set of samples. */
  filesNamedIn: (uri: vscode.Uri, token?: vscode.CancellationToken) => Promise<vscode.Uri[]>;
  /** Reports added, removed or changed files that the editor may not have noticed, such as those in a new folder. */
  filesChanged: (uris: readonly vscode.Uri[]) => void;
  /** Fires with a rule file whose decisions may have changed. */
  onRuleSetChanged: vscode.Event<vscode.Uri>;
  /** Fires when the samples of the workspace have run. */
  onSamplesRan: vscode.Event<SamplesRanParams>;
  /** Fires with what is known of a comparison that goes on. */
  onComparing: vscode.Event<ComparingParams>;
  /** Fires when the server starts or stops running. */
  onRunning: vscode.Event<boolean>;
  isRunning: () => boolean;
  restart: () => Promise<void>;
}

/**
 * Starts the language server in its own process. If the process ends, the client library starts it again, up to four
 * times within three minutes.
 */
export function activateLanguageServer(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
  documents: VersionDocuments,
): RuleServer {
  const module = context.asAbsolutePath('dist/server.js');
  const client = new LanguageClient(
    'handrail',
    'Handrail',
    {
      run: { module, transport: TransportKind.ipc },
      debug: { module, transport: TransportKind.ipc, options: { execArgv: ['--nolazy', '--inspect=6019'] } },
    },
    {
      documentSelector: ruleFileSelector,
      outputChannel: log,
      diagnosticCollectionName: 'handrail',
      diagnosticPullOptions: { onChange: true },
      middleware: linkToReference,
    },
  );
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const ran = new vscode.EventEmitter<SamplesRanParams>();
  const told = new vscode.EventEmitter<ComparingParams>();
  const running = new vscode.EventEmitter<boolean>();
  context.subscriptions.push(
    client,
    changed,
    ran,
    told,
    running,
    client.onNotification(ruleSetChanged, ({ uri }: RuleSetChangedParams) => changed.fire(vscode.Uri.parse(uri))),
    client.onNotification(comparing, (params: ComparingParams) => told.fire(params)),
    client.onNotification(samplesRan, (params: SamplesRanParams) => ran.fire(params)),
    client.onRequest<ReadVersionFileResult, void>(readVersionFile, ({ uri }: { uri: string }) =>
      documents.read(vscode.Uri.parse(uri)),
    ),
    client.onDidChangeState(({ oldState, newState }) => {
      if ((oldState === State.Running) !== (newState === State.Running)) running.fire(newState === State.Running);
    }),
    vscode.commands.registerCommand('handrail.restartServer', () => client.restart()),
    vscode.commands.registerCommand('handrail.showLog', () => log.show()),
  );
  client.start().catch((error: unknown) => {
    log.error(`The language server did not start: ${error instanceof Error ? error.message : String(error)}`);
  });
  // The library would treat an undefined token as one more parameter.
  const ask = <R>(method: string, params: object, token?: vscode.CancellationToken) =>
    token === undefined ? client.sendRequest<R>(method, params) : client.sendRequest<R>(method, params, token);
  const textDocument = (uri: vscode.Uri) => ({ textDocument: { uri: client.code2ProtocolConverter.asUri(uri) } });
  return {
    request: ask,
    countFindings: async (uri, token) => {
      const report = await ask<{ items?: unknown[] }>('textDocument/diagnostic', textDocument(uri), token);
      return report.items?.length ?? 0;
    },
    filesNamedIn: async (uri, token) => {
      const links = await ask<{ target?: string }[] | null>('textDocument/documentLink', textDocument(uri), token);
      return (links ?? []).flatMap(({ target }) => (target === undefined ? [] : [vscode.Uri.parse(target)]));
    },
    filesChanged: uris => {
      const type: FileChangeType = FileChangeType.Created;
      const changes = uris.map(uri => ({ uri: client.code2ProtocolConverter.asUri(uri), type }));
      void client.sendNotification(DidChangeWatchedFilesNotification.type, { changes });
    },
    onRuleSetChanged: changed.event,
    onSamplesRan: ran.event,
    onComparing: told.event,
    onRunning: running.event,
    isRunning: () => client.state === State.Running,
    restart: () => client.restart(),
  };
}
