import * as vscode from 'vscode';
import {
  DidChangeWatchedFilesNotification,
  FileChangeType,
  LanguageClient,
  State,
  TransportKind,
} from 'vscode-languageclient/node';
import {
  readVersionFile,
  ruleSetChanged,
  samplesRan,
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
  /** Asks; starts the server first where it is still on its way. Rejects with a message fit for a person. */
  request: <M extends keyof ServerRequests>(
    method: M,
    params: ServerRequests[M]['params'],
    token?: vscode.CancellationToken,
  ) => Promise<ServerRequests[M]['result']>;
  /** How many findings a file has, by a fresh look at it. */
  countFindings: (uri: vscode.Uri, token?: vscode.CancellationToken) => Promise<number>;
  /** The files that a file names: imports, payload schemas, the rule set of samples. */
  filesNamedIn: (uri: vscode.Uri, token?: vscode.CancellationToken) => Promise<vscode.Uri[]>;
  /** Files of the workspace came, went or changed: said where the editor may not have noticed by itself, as in a folder that is new. */
  filesChanged: (uris: readonly vscode.Uri[]) => void;
  /** What a rule file decides may have changed. */
  onRuleSetChanged: vscode.Event<vscode.Uri>;
  /** How many samples of the workspace pass and fail has changed. */
  onSamplesRan: vscode.Event<SamplesRanParams>;
  /** It runs (again), or it does not. */
  onRunning: vscode.Event<boolean>;
  isRunning: () => boolean;
  restart: () => Promise<void>;
}

/**
 * Starts the language server in a process of its own. The client library starts it again where it ends by itself, up to
 * four times within three minutes.
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
  const running = new vscode.EventEmitter<boolean>();
  context.subscriptions.push(
    client,
    changed,
    ran,
    running,
    client.onNotification(ruleSetChanged, ({ uri }: RuleSetChangedParams) => changed.fire(vscode.Uri.parse(uri))),
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
  // The library takes a token that is given as undefined for one more parameter.
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
    onRunning: running.event,
    isRunning: () => client.state === State.Running,
    restart: () => client.restart(),
  };
}
