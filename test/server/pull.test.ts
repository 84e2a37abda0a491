import { afterEach, expect, test } from 'vitest';
import type {
  DocumentDiagnosticReport,
  WorkspaceDiagnosticReport,
  WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver-protocol';
import { pulling, startClient, stopAll, type LanguageClient } from './language-client.ts';
import { refunds, ruleFile, samplesFile, targets, targetsFile, workspace } from './rule-sets.ts';

afterEach(stopAll);

const misspelt = refunds.replace('amount <= 50', 'amuont <= 50');

function pull(client: LanguageClient, path: string, previousResultId?: string): Promise<DocumentDiagnosticReport> {
  return client.ask('textDocument/diagnostic', { textDocument: { uri: client.uri(path) }, previousResultId });
}

function pullAll(client: LanguageClient, previous: { uri: string; value: string }[] = [], more: object = {}) {
  return client.ask<WorkspaceDiagnosticReport>('workspace/diagnostic', { previousResultIds: previous, ...more });
}

function byUri(items: WorkspaceDocumentDiagnosticReport[]): Map<string, WorkspaceDocumentDiagnosticReport> {
  return new Map(items.map(item => [item.uri, item]));
}

test('a client that pulls diagnostics gets no publications', async () => {
  const client = await startClient({ files: workspace({ [ruleFile]: misspelt }), capabilities: pulling });
  client.open(ruleFile, misspelt);
  expect(await pull(client, ruleFile)).toMatchObject({ kind: 'full', items: [{ code: 'undefined-signal' }] });
  await client.request('handrail/ruleAt', { uri: client.uri(ruleFile), position: { line: 0, character: 0 } });
  expect(client.publications).toEqual([]);
});

test('the same findings have the same result id, others another', async () => {
  const client = await startClient({ files: workspace(), capabilities: pulling });
  client.open(ruleFile, misspelt);
  const first = await pull(client, ruleFile);
  expect(first.kind).toBe('full');
  expect(await pull(client, ruleFile, first.resultId)).toMatchObject({ kind: 'unchanged', resultId: first.resultId });
  client.change(ruleFile, `${misspelt}\n`);
  expect(await pull(client, ruleFile, first.resultId)).toMatchObject({ kind: 'unchanged' });
  client.change(ruleFile, refunds);
  expect(await pull(client, ruleFile, first.resultId)).toMatchObject({ kind: 'full', items: [] });
});

test('the findings of files that hang on a document come along, unless they are open', async () => {
  const client = await startClient({ files: workspace(), capabilities: pulling });
  client.open(
    targetsFile,
    targets.replace('  specialist:', '  expert:').replaceAll('onTimeout: specialist', 'onTimeout: pause'),
  );
  const report = await pull(client, targetsFile);
  expect(Object.keys(report.relatedDocuments ?? {}).sort()).toEqual(
    [client.uri(ruleFile), client.uri(samplesFile)].sort(),
  );
  expect(report.relatedDocuments?.[client.uri(ruleFile)]).toMatchObject({ items: [{ code: 'undefined-target' }] });
  client.open(ruleFile, refunds);
  const again = await pull(client, targetsFile);
  expect(Object.keys(again.relatedDocuments ?? {})).toEqual([client.uri(samplesFile)]);
});

test('the whole workspace is asked for, unchanged files by their result ids', async () => {
  const client = await startClient({ files: workspace({ [ruleFile]: misspelt }), capabilities: pulling });
  const { items } = await pullAll(client);
  const first = byUri(items);
  expect([...first.keys()].sort()).toEqual([client.uri(ruleFile), client.uri(samplesFile)].sort());
  expect(first.get(client.uri(ruleFile))).toMatchObject({
    kind: 'full',
    version: null,
    items: [{ code: 'undefined-signal' }],
  });
  const previous = items.map(({ uri, resultId }) => ({ uri, value: resultId ?? '' }));
  expect((await pullAll(client, previous)).items.every(item => item.kind === 'unchanged')).toBe(true);
  client.open(ruleFile, refunds);
  const third = byUri((await pullAll(client, previous)).items);
  expect(third.get(client.uri(ruleFile))).toMatchObject({ kind: 'full', version: 1, items: [] });
  expect(third.get(client.uri(samplesFile))).toMatchObject({ kind: 'full', items: [] });
});

test('a deleted file is reported as empty to a client that knew it', async () => {
  const client = await startClient({ files: workspace(), capabilities: pulling });
  const gone = client.uri('gone.escalation.yaml');
  const { items } = await pullAll(client, [{ uri: gone, value: 'x' }]);
  expect(byUri(items).get(gone)).toMatchObject({ kind: 'full', items: [] });
});

test('a large workspace is sent in parts if the client accepts parts', async () => {
  const many = Array.from({ length: 50 }, (_, index) => [`many/${index}.escalation.yaml`, `escalation: 1\nname: 5\n`]);
  const client = await startClient({
    files: Object.fromEntries(many) as Record<string, string>,
    capabilities: pulling,
  });
  const parts: WorkspaceDocumentDiagnosticReport[][] = [];
  client.connection.onNotification(
    '$/progress',
    ({ value }: { value: WorkspaceDiagnosticReport }) => void parts.push(value.items),
  );
  const { items } = await pullAll(client, [], { partialResultToken: 'parts' });
  expect(parts.length).toBeGreaterThan(1);
  expect(new Set([...parts.flat(), ...items].map(({ uri }) => uri)).size).toBe(50);
});

test('a question that is withdrawn is answered as such', async () => {
  const many = Array.from({ length: 200 }, (_, index) => [`many/${index}.escalation.yaml`, refunds]);
  const client = await startClient({
    files: Object.fromEntries(many) as Record<string, string>,
    capabilities: pulling,
  });
  const { CancellationTokenSource } = await import('vscode-languageserver-protocol');
  const source = new CancellationTokenSource();
  const asked = client.connection.sendRequest('workspace/diagnostic', { previousResultIds: [] }, source.token);
  source.cancel();
  await expect(asked).rejects.toMatchObject({ code: -32800 });
});

test('the client is asked to ask again when a file changes on disk or a setting changes, not when it edits', async () => {
  const client = await startClient({ files: workspace(), capabilities: pulling });
  await client.until('refresh after the start', () => client.refreshes.diagnostics === 1);
  client.open(ruleFile, refunds);
  await pull(client, ruleFile);
  await client.write(targetsFile, 'escalation: 1\nname: x\nversion: 1.0.0\n');
  client.watched(targetsFile, 'changed');
  await client.until('refresh', () => client.refreshes.diagnostics === 2);
  expect((await pull(client, ruleFile)).kind).toBe('full');
  client.settings = { severity: { 'unused-target': 'off' } };
  await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
  await client.until('refresh', () => client.refreshes.diagnostics === 3);
});
