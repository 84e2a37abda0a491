import { execFileSync, spawn } from 'node:child_process';
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type ClientCapabilities,
  type Diagnostic,
  type PublishDiagnosticsParams,
} from 'vscode-languageserver-protocol/node';

/** Text to put in the place of `[start, end)`: UTF-16 offsets into the text as it is. */
export interface Edit {
  start: number;
  end: number;
  text: string;
}

/** A language server in a process of its own with one document open, driven over its standard streams as an editor does. */
export interface ServerProcess {
  /** Milliseconds from sending the edit to the diagnostics of the text that it makes. */
  published(edit: Edit): Promise<{ milliseconds: number; diagnostics: Diagnostic[] }>;
  /** Milliseconds from sending the edit to the answer to the editor's question for the diagnostics. */
  pulled(edit: Edit): Promise<{ milliseconds: number; diagnostics: Diagnostic[] }>;
  /** Milliseconds from sending the edit to the answer to a request about the text that it makes. */
  answered(edit: Edit, method: string, params?: object): Promise<number>;
  /** Megabytes of memory that the process holds. */
  memory(): number;
  stop(): void;
}

export interface ServerOptions {
  /** A module and its arguments, run by this Node. */
  command: string[];
  folder: string;
  uri: string;
  languageId: string;
  text: string;
  /** Answers to the server's questions for its settings, by section. */
  settings: Record<string, unknown>;
  /** Whether the editor asks for diagnostics, instead of being told. */
  pulls?: boolean;
}

const patienceMs = 120_000;

export async function startServerProcess(options: ServerOptions): Promise<ServerProcess> {
  const { uri, languageId } = options;
  const child = spawn(process.execPath, options.command, { stdio: ['pipe', 'pipe', 'inherit'] });
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  let { text } = options;
  let version = 1;
  let told: (params: PublishDiagnosticsParams) => void = () => undefined;
  connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
    // Servers that say no version speak of the latest that they have.
    if (params.uri === uri && (params.version ?? version) === version) told(params);
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
      const timer = setTimeout(() => fail(new Error(`No diagnostics came within ${patienceMs} ms.`)), patienceMs);
      told = params => {
        clearTimeout(timer);
        told = () => undefined;
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
