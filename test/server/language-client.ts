import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type ClientCapabilities,
  type Diagnostic,
  type InitializeResult,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
} from 'vscode-languageserver-protocol/node';
import { canonicalUri } from '../../language/uri.ts';
import {
  readVersionFile,
  ruleSetChanged,
  samplesRan,
  type SamplesRanParams,
  type ServerRequests,
} from '../../protocol/server.ts';

const root = resolve(import.meta.dirname, '../..');
const serverFile = join(root, 'dist/server.js');

/** The capabilities of a current editor. */
export const modern: ClientCapabilities = {
  workspace: {
    configuration: true,
    workspaceFolders: true,
    didChangeConfiguration: { dynamicRegistration: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
    diagnostics: { refreshSupport: true },
    codeLens: { refreshSupport: true },
    inlayHint: { refreshSupport: true },
    workspaceEdit: { documentChanges: true },
  },
  textDocument: {
    publishDiagnostics: {
      relatedInformation: true,
      codeDescriptionSupport: true,
      dataSupport: true,
      tagSupport: { valueSet: [1, 2] },
    },
    completion: {
      completionItem: {
        snippetSupport: true,
        documentationFormat: ['markdown', 'plaintext'],
        insertReplaceSupport: true,
        labelDetailsSupport: true,
      },
    },
    hover: { contentFormat: ['markdown', 'plaintext'] },
    definition: { linkSupport: true },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix', 'source.fixAll'] } },
      dataSupport: true,
    },
    rename: { prepareSupport: true },
  },
};

/** The same for an editor that pulls diagnostics. */
export const pulling: ClientCapabilities = {
  ...modern,
  textDocument: { ...modern.textDocument, diagnostic: { relatedDocumentSupport: true } },
};

export interface Message {
  type: number;
  message: string;
}

/** A language server process, and a client that communicates with it over its standard streams. */
export interface LanguageClient {
  process: ChildProcess;
  connection: ProtocolConnection;
  folder: string;
  /** The server's answer to `initialize`. */
  initialized: InitializeResult;
  /** The settings of the editor, which the server requests. */
  settings: Record<string, unknown>;
  /** All log messages of the server, including errors. */
  log: Message[];
  /** The messages that the server asked the editor to show. */
  shown: Message[];
  errors(): string[];
  changedRuleSets: string[];
  /** The server's last notification about the samples of the workspace. */
  samplesRan: SamplesRanParams | null;
  /** The files of versions that are not on disk, by URI, which the server requests. */
  versionFiles: Map<string, string>;
  refreshes: { diagnostics: number; lenses: number; hints: number };
  uri(path: string): string;
  write(path: string, text: string): Promise<void>;
  open(path: string, text: string, languageId?: string): string;
  change(path: string, text: string): void;
  /** Types a text at an offset of the client's text. */
  insert(path: string, offset: number, text: string): void;
  close(path: string): void;
  watched(path: string, type: 'created' | 'changed' | 'deleted'): void;
  text(path: string): string;
  request<M extends keyof ServerRequests>(
    method: M,
    params: ServerRequests[M]['params'],
  ): Promise<ServerRequests[M]['result']>;
  ask<T>(method: string, params: unknown): Promise<T>;
  /** Waits for the diagnostics of the open version of a file. */
  published(path: string, accept?: (diagnostics: Diagnostic[]) => boolean): Promise<Diagnostic[]>;
  publications: PublishDiagnosticsParams[];
  /** Waits until a condition holds, for at most a minute, since the machine may be busy. */
  until(what: string, holds: () => boolean): Promise<void>;
  exited: Promise<number | null>;
  stop(): Promise<void>;
}

const running = new Set<LanguageClient>();

/** For `afterEach`: ends all servers that a test has not ended. */
export async function stopAll(): Promise<void> {
  await Promise.all([...running].map(client => client.stop()));
}

export interface StartOptions {
  capabilities?: ClientCapabilities;
  /** The files of the workspace, by path. */
  files?: Record<string, string>;
  settings?: Record<string, unknown>;
  args?: string[];
  initializationOptions?: unknown;
  /** False if the test sends `initialize` itself. */
  initialize?: boolean;
}

const changeTypes = { created: 1, changed: 2, deleted: 3 };

export async function startClient(options: StartOptions = {}): Promise<LanguageClient> {
  const folder = await mkdtemp(join(tmpdir(), 'handrail-server-'));
  const write = async (path: string, text: string): Promise<void> => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  };
  for (const [path, text] of Object.entries(options.files ?? {})) await write(path, text);
  const child = spawn(process.execPath, [serverFile, ...(options.args ?? ['--stdio'])], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const exited = new Promise<number | null>(settle => child.on('exit', settle));
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const listeners = new Set<() => void>();
  const notify = (): void => {
    for (const listener of listeners) listener();
  };
  const open = new Map<string, { text: string; version: number }>();
  const uri = (path: string): string =>
    /^[a-z]+:/.test(path) ? path : canonicalUri(pathToFileURL(join(folder, path)).href);
  const published = new Map<string, PublishDiagnosticsParams>();
  const documentAt = (path: string) => {
    const document = open.get(path);
    if (document === undefined) throw new Error(`${path} is not open.`);
    return document;
  };

  const client: LanguageClient = {
    process: child,
    connection,
    folder,
    initialized: { capabilities: {} },
    settings: options.settings ?? {},
    log: [],
    shown: [],
    errors: () => client.log.filter(({ type }) => type === 1).map(({ message }) => message),
    changedRuleSets: [],
    samplesRan: null,
    versionFiles: new Map(),
    refreshes: { diagnostics: 0, lenses: 0, hints: 0 },
    publications: [],
    uri,
    write,
    exited,
    open(path, text, languageId = 'handrail-rules') {
      open.set(path, { text, version: 1 });
      send('textDocument/didOpen', { textDocument: { uri: uri(path), languageId, version: 1, text } });
      return uri(path);
    },
    change(path, text) {
      const document = documentAt(path);
      document.text = text;
      document.version++;
      send('textDocument/didChange', {
        textDocument: { uri: uri(path), version: document.version },
        contentChanges: [{ text }],
      });
    },
    insert(path, offset, text) {
      const document = documentAt(path);
      const before = document.text.slice(0, offset).split('\n');
      const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
      document.text = document.text.slice(0, offset) + text + document.text.slice(offset);
      document.version++;
      send('textDocument/didChange', {
        textDocument: { uri: uri(path), version: document.version },
        contentChanges: [{ range: { start: position, end: position }, text }],
      });
    },
    close(path) {
      open.delete(path);
      send('textDocument/didClose', { textDocument: { uri: uri(path) } });
    },
    watched(path, type) {
      send('workspace/didChangeWatchedFiles', { changes: [{ uri: uri(path), type: changeTypes[type] }] });
    },
    text: path => documentAt(path).text,
    request: (method, params) => connection.sendRequest(method, params),
    ask: (method, params) => connection.sendRequest(method, params),
    async published(path, accept = () => true) {
      const found = () => {
        const params = published.get(uri(path));
        const version = open.get(path)?.version;
        if (params === undefined || (version !== undefined && params.version !== version)) return undefined;
        return accept(params.diagnostics) ? params.diagnostics : undefined;
      };
      await client.until(`diagnostics of ${path}`, () => found() !== undefined);
      return found() ?? [];
    },
    async until(what, holds) {
      if (holds()) return;
      await new Promise<void>((settle, fail) => {
        const done = (finish: () => void): void => {
          clearTimeout(timer);
          listeners.delete(look);
          finish();
        };
        const look = (): void => {
          if (holds()) done(settle);
        };
        const timer = setTimeout(() => {
          const log = client.log.map(({ message }) => message).join('\n');
          done(() => fail(new Error(`There was no ${what} within a minute. The server's log:\n${log}`)));
        }, 60_000);
        listeners.add(look);
      });
    },
    async stop() {
      running.delete(client);
      connection.dispose();
      child.kill('SIGKILL');
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
  running.add(client);

  function send(method: string, params: unknown): void {
    connection.sendNotification(method, params).catch((error: unknown) => {
      client.log.push({ type: 1, message: `${method} could not be sent: ${String(error)}` });
    });
  }

  child.stderr.on('data', (data: Buffer) => {
    client.log.push({ type: 1, message: data.toString() });
    notify();
  });
  connection.onNotification('window/logMessage', (message: Message) => {
    client.log.push(message);
    notify();
  });
  connection.onNotification('window/showMessage', (message: Message) => {
    client.shown.push(message);
    notify();
  });
  connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
    published.set(params.uri, params);
    client.publications.push(params);
    notify();
  });
  connection.onNotification(ruleSetChanged, ({ uri }: { uri: string }) => {
    client.changedRuleSets.push(uri);
    notify();
  });
  connection.onNotification(samplesRan, (params: SamplesRanParams) => {
    client.samplesRan = params;
    notify();
  });
  connection.onRequest('workspace/configuration', ({ items }: { items: { section?: string }[] }) =>
    items.map(({ section }) => (section === 'handrail' ? client.settings : null)),
  );
  connection.onRequest(readVersionFile, ({ uri }: { uri: string }) => {
    const text = client.versionFiles.get(uri);
    return text === undefined ? null : { text };
  });
  connection.onRequest('client/registerCapability', () => null);
  connection.onRequest('workspace/diagnostic/refresh', () => {
    client.refreshes.diagnostics++;
    notify();
    return null;
  });
  connection.onRequest('workspace/codeLens/refresh', () => {
    client.refreshes.lenses++;
    notify();
    return null;
  });
  connection.onRequest('workspace/inlayHint/refresh', () => {
    client.refreshes.hints++;
    notify();
    return null;
  });
  connection.listen();
  if (options.initialize !== false) {
    client.initialized = await connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: null,
      capabilities: options.capabilities ?? modern,
      workspaceFolders: [{ uri: uri('.'), name: 'rules' }],
      initializationOptions: options.initializationOptions,
    });
    await connection.sendNotification('initialized', {});
  }
  return client;
}
