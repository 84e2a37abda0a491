import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { startClient, stopAll, type LanguageClient } from './language-client.ts';
import { askOrderly, everyRequest, isAlive, methods } from './requests.ts';
import { refunds, ruleFile, samples, samplesFile, targets, targetsFile, workspace } from './rule-sets.ts';
import { cases } from '../../testing/random/random-cases.ts';

afterEach(stopAll);

/** Messages that a client may send in any order. */
type Step =
  | { do: 'open' | 'close'; path: string; text: string }
  | { do: 'change'; path: string; from: number; length: number; text: string }
  | { do: 'ask'; path: string; method: string; line: number; character: number }
  | { do: 'cancel'; path: string; method: string }
  | { do: 'watched'; path: string; type: 'created' | 'changed' | 'deleted' }
  | { do: 'write'; path: string; text: string };

const paths = [
  ruleFile,
  targetsFile,
  samplesFile,
  'other.escalation.yaml',
  'broken.samples.json',
  'handrail.config.yaml',
];
const texts = [
  refunds,
  targets,
  samples,
  '',
  'severity: { schema: warning }',
  '{',
  '\t- [a',
  'escalation: 1\nimports: [./refunds.escalation.yaml]\n',
  '&a [*a]',
  '\ufeff\r\n',
];
const path = fc.constantFrom(...paths);
const text = fc.constantFrom(...texts);

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constantFrom('open' as const, 'close' as const), path, text }),
  fc.record({
    do: fc.constant('change' as const),
    path,
    from: fc.nat(2000),
    length: fc.nat(40),
    text: fc.constantFrom('', 'x', '\n', '"', ': ', '- ', '{{', 'thresholds.'),
  }),
  fc.record({
    do: fc.constant('ask' as const),
    path,
    method: fc.constantFrom(...methods),
    line: fc.nat(80),
    character: fc.nat(120),
  }),
  fc.record({ do: fc.constant('cancel' as const), path, method: fc.constantFrom(...methods) }),
  fc.record({
    do: fc.constant('watched' as const),
    path,
    type: fc.constantFrom('created' as const, 'changed' as const, 'deleted' as const),
  }),
  fc.record({ do: fc.constant('write' as const), path, text }),
);

test('any messages in any order leave the server working', async () => {
  const client = await startClient({ files: workspace() });
  const isOpen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async steps => {
      const answers = steps.map(each => perform(client, isOpen, each));
      await Promise.all(answers);
      expect(client.errors()).toEqual([]);
    }),
    { numRuns: cases(60) },
  );
  // With the original text restored, the server gives the original answers.
  for (const each of isOpen) client.close(each);
  for (const [each, contents] of Object.entries(workspace())) await client.write(each, contents);
  for (const each of [...paths, ...Object.keys(workspace())]) client.watched(each, 'changed');
  expect(await isAlive(client)).toBe(true);
});

async function perform(client: LanguageClient, isOpen: Set<string>, step: Step): Promise<unknown> {
  const uri = client.uri(step.path);
  switch (step.do) {
    case 'open':
      isOpen.add(step.path);
      client.open(step.path, step.text);
      return;
    case 'close':
      // Including documents that are not open.
      isOpen.delete(step.path);
      client.close(step.path);
      return;
    case 'change': {
      const start = { line: Math.floor(step.from / 40), character: step.from % 40 };
      const end = { line: start.line, character: start.character + step.length };
      await client.connection.sendNotification('textDocument/didChange', {
        textDocument: { uri, version: 2 },
        contentChanges: [{ range: { start, end }, text: step.text }],
      });
      return;
    }
    case 'ask':
      return askOrderly(
        client,
        step.method,
        everyRequest[step.method]?.({ uri, line: step.line, character: step.character }),
      );
    case 'cancel': {
      const { CancellationTokenSource } = await import('vscode-languageserver-protocol');
      const source = new CancellationTokenSource();
      const asked = client.connection.sendRequest(
        step.method,
        everyRequest[step.method]?.({ uri, line: 1, character: 1 }),
        source.token,
      );
      source.cancel();
      // The request may be cancelled, or answered before.
      return asked.catch(() => null);
    }
    case 'watched':
      client.watched(step.path, step.type);
      return;
    case 'write':
      return client.write(step.path, step.text);
  }
}

const positions: unknown[] = [
  undefined,
  null,
  3,
  {},
  { line: -1, character: 0 },
  { line: 0.5, character: 0 },
  { line: '0', character: 0 },
  { line: 1e9, character: 1e9 },
];
const malformed: unknown[] = [
  undefined,
  null,
  [],
  'text',
  {},
  { textDocument: null },
  { textDocument: {} },
  { textDocument: { uri: 5 } },
  { textDocument: { uri: '' }, position: { line: 0, character: 0 }, range: null, positions: [] },
  { textDocument: { uri: 'nonsense' }, position: { line: 0, character: 0 }, positions: 'none' },
  { textDocument: { uri: 'file:///%' }, position: { line: 0, character: 0 }, newName: 7 },
  {
    textDocument: { uri: 'file:///none.escalation.yaml' },
    position: { line: 0, character: 0 },
    context: 'x',
    newName: '',
  },
  { uri: 5 },
  { uri: 'file:///none.escalation.yaml', input: null, at: 5, thresholds: 5 },
  { uri: 'file:///none.escalation.yaml', name: '', expect: null, input: undefined },
  { query: 5, previousResultIds: 'x', partialResultToken: {} },
  { previousResultIds: [null, { uri: 5 }, { uri: 'file:///x', value: 'y' }] },
  { __proto__: null, constructor: 1 },
];

test('requests with parameters that make no sense are refused or answered with nothing', async () => {
  const client = await startClient({ files: workspace() });
  const uri = client.open(ruleFile, refunds);
  const ownPlaces = positions.map(position => ({
    textDocument: { uri },
    uri,
    position,
    positions: [position],
    range: { start: position, end: position },
    name: 'x',
    newName: 'y',
  }));
  for (const method of methods) {
    for (const params of [...malformed, ...ownPlaces]) {
      // JSON-RPC passes a list as several arguments, of which handlers use the first.
      await askOrderly(client, method, params);
    }
  }
  expect(client.errors()).toEqual([]);
  expect(await isAlive(client)).toBe(true);
});

test('requests with parameters by position are refused', async () => {
  const client = await startClient();
  const { connection } = client;
  const send = connection.sendRequest.bind(connection) as (method: string, ...positions: unknown[]) => Promise<unknown>;
  for (const method of methods) {
    await expect(send(method, { uri: client.uri(ruleFile) }, null)).rejects.toMatchObject({ code: -32602 });
  }
  expect(client.errors()).toEqual([]);
});

test('notifications that make no sense change nothing', async () => {
  const client = await startClient({ files: workspace() });
  const send = (method: string, params: unknown) => client.connection.sendNotification(method, params);
  const uri = client.open(ruleFile, refunds);
  await send('textDocument/didChange', {
    textDocument: { uri, version: 2 },
    contentChanges: [null, 5, { range: { start: {} }, text: 'x' }, { text: 5 }],
  });
  await send('textDocument/didClose', { textDocument: { uri: 'file:///never-opened.escalation.yaml' } });
  await send('textDocument/didOpen', {
    textDocument: { uri: client.uri('odd.escalation.yaml'), languageId: 5, version: 'x', text: null },
  });
  await send('workspace/didChangeWatchedFiles', { changes: [{ uri: 'nonsense', type: 77 }] });
  await send('workspace/didChangeConfiguration', { settings: 'nonsense' });
  await send('workspace/didChangeWorkspaceFolders', {
    event: { added: [], removed: [{ uri: 'file:///elsewhere', name: 'x' }] },
  });
  await send('$/nonsense', { a: 1 });
  for (const method of ['didOpen', 'didChange', 'didClose', 'didSave']) {
    for (const params of [{}, { textDocument: null }, { textDocument: { uri: null } }])
      await send(`textDocument/${method}`, params);
  }
  await send('workspace/didChangeWatchedFiles', {});
  await send('workspace/didChangeWorkspaceFolders', {});
  expect(await isAlive(client)).toBe(true);
  expect(
    await client.ask('textDocument/hover', { textDocument: { uri }, position: { line: 1, character: 1 } }),
  ).not.toBeNull();
});
