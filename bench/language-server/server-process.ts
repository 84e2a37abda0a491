import { execFileSync, spawn } from 'node:child_process';
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type ClientCapabilities,
  type Diagnostic,
  type PublishDiagnosticsParams,
} from 'vscode-languageserver-protocol/node';

/** Replaces `[start, end)`, in UTF-16 offsets into the current text. */
export interface Edit {
  start: number;
  end: number;
  text: string;
}

/** A language server process with one open document, operated over its standard streams as by an editor. */
export interface ServerProcess {
  /** Sends an edit, and measures the time until the diagnostics of the new text are published. */
  published(edit: Edit): Promise<{ milliseconds: number; diagnostics: Diagnostic[] }>;
  /** Sends an edit and a request for diagnostics, and measures the time until the answer. */
  pulled(edit: Edit): Promise<{ milliseconds: number; diagnostics: Diagnostic[] }>;
  /** Sends an edit and a request, and measures the milliseconds until the answer. */
  answered(edit: Edit, method: string, params?: object): Promise<number>;
  /** Resident memory of the process, in megabytes. */
  memory(): number;
  stop(): void;
}

export interface ServerOptions {
  /** A module and its arguments, run with this Node. */
  command: string[];
  folder: string;
  uri: string;
  languageId: string;
  text: string;
  /** The settings of the server, by section. */
  settings: Record<string, unknown>;
  /** True if the editor requests diagnostics; false if the server publishes them. */
  pulls?: boolean;
}

const timeoutMs = 120_000;

export async function startServerProcess(options: ServerOptions): Promise<ServerProcess> {
  const { uri, languageId } = options;
  const child = spawn(process.execPath, options.command, { stdio: ['pipe', 'pipe', 'inherit'] });
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  let { text } = options;
  let version = 1;
  let onPublished: (params: PublishDiagnosticsParams) => void = () => undefined;
  connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
    // Diagnostics without a version are those of the latest text.
    if (params.uri === uri && (params.version ?? version) === version) onPublished(params);
  });
  connection.onRequest('workspace/configuration', ({ items }: { items: { section?: string }[] }) =>
    items.map(({ section }) => options.settings[section ?? ''] ?? null),
  );
  for (const method of ['client/registerCapability', 'client/unregisterCapability', 'workspace/diagnostic/refresh']) {
    connection.onRequest(method, () => null);
  }
  for (const method of ['workspace/codeLens/refresh', 'workspace/inlayHint/refresh']) {
    connection.onRequest(method, () => null);
  }
  connection.listen();
  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: options.folder,
    workspaceFolders: [{ uri: options.folder, name: 'bench' }],
    capabilities: capabilities(options.pulls === true),
  });
  await connection.sendNotification('initialized', {});
  await connection.sendNotification('workspace/didChangeConfiguration', { settings: options.settings });

  const next = (): Promise<PublishDiagnosticsParams> =>
    new Promise((settle, fail) => {
      const timer = setTimeout(() => fail(new Error(`No diagnostics within ${timeoutMs} ms.`)), timeoutMs);
      onPublished = params => {
        clearTimeout(timer);
        onPublished = () => undefined;
        settle(params);
      };
    });
  const send = (edit: Edit): Promise<void> => {
    const range = { start: positionAt(text, edit.start), end: positionAt(text, edit.end) };
    text = text.slice(0, edit.start) + edit.text + text.slice(edit.end);
    version++;
    const contentChanges = [{ range, text: edit.text }];
    return connection.sendNotification('textDocument/didChange', { textDocument: { uri, version }, contentChanges });
  };

  const first = options.pulls === true ? null : next();
  await connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId, version, text } });
  await first;
  return {
    async published(edit) {
      const publication = next();
      const begun = performance.now();
      await send(edit);
      const { diagnostics } = await publication;
      return { milliseconds: performance.now() - begun, diagnostics };
    },
    async pulled(edit) {
      const begun = performance.now();
      await send(edit);
      const report = await connection.sendRequest<{ items?: Diagnostic[] }>('textDocument/diagnostic', {
        textDocument: { uri },
      });
      return { milliseconds: performance.now() - begun, diagnostics: report.items ?? [] };
    },
    async answered(edit, method, params = {}) {
      const begun = performance.now();
      await send(edit);
      await connection.sendRequest(method, { textDocument: { uri }, ...params });
      return performance.now() - begun;
    },
    memory: () => Number(execFileSync('ps', ['-o', 'rss=', '-p', String(child.pid)], { encoding: 'utf8' })) / 1024,
    stop() {
      connection.dispose();
      child.kill();
    },
  };
}

function positionAt(text: string, offset: number): { line: number; character: number } {
  let line = 0;
  let start = 0;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) {
    line++;
    start = at + 1;
  }
  return { line, character: offset - start };
}

function capabilities(pulls: boolean): ClientCapabilities {
  return {
    workspace: { configuration: true, workspaceFolders: true, didChangeConfiguration: { dynamicRegistration: true } },
    textDocument: {
      publishDiagnostics: { relatedInformation: true, codeDescriptionSupport: true, dataSupport: true },
      documentSymbol: { hierarchicalDocumentSymbolSupport: true },
      ...(pulls ? { diagnostic: { relatedDocumentSupport: true } } : {}),
    },
  };
}
