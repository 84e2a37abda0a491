import { afterEach, describe, expect, test } from 'vitest';
import type { CodeAction, Diagnostic, DocumentDiagnosticReport } from 'vscode-languageserver-protocol';
import { releasedFiles } from '../../testing/released.ts';
import { applyEdits } from '../../testing/marked-text.ts';
import { pulling, startClient, stopAll, type LanguageClient } from './language-client.ts';

afterEach(stopAll);

const file = 'refunds.escalation.yaml';
const snapshot = 'releases/refunds/1.0.0.escalation.yaml';
const log = 'releases/refunds/log.jsonl';
const text = `escalation: 1
name: refunds
version: 1.0.0
signals: { amount: { type: number, required: true } }
rules:
  - { id: large, when: amount > 1000, decide: stop }
  - { id: small, when: amount <= 1000, decide: continue }
default: { decide: pause }
governance: { requiredApprovals: { loosening: 1 } }
`;
const edited = text.replaceAll('1000', '2000');
const next = edited.replace('version: 1.0.0', 'version: 2.0.0');

const codes = (diagnostics: Diagnostic[]) => diagnostics.map(({ code }) => code);

test('an edit of a released version is reported, with a fix that bumps it', async () => {
  const files = { [file]: text, ...(await releasedFiles([{ kind: 'release', text }])) };
  const client = await startClient({ files });
  client.open(file, text);
  expect(await client.published(file)).toEqual([]);
  client.change(file, edited);
  const diagnostics = await client.published(file, all => all.length > 0);
  expect(codes(diagnostics)).toEqual(['version-not-bumped']);
  const actions = await client.ask<CodeAction[]>('textDocument/codeAction', {
    textDocument: { uri: client.uri(file) },
    range: diagnostics[0]?.range,
    context: { diagnostics },
  });
  const fix = actions.find(({ title }) => title === 'Set version to 2.0.0');
  const changes = fix?.edit?.documentChanges?.flatMap(each => ('edits' in each ? each.edits : [])) ?? [];
  const edits = changes as { range: Diagnostic['range']; newText: string }[];
  expect(applyEdits(edited, edits)).toBe(next);
  client.change(file, next);
  expect(await client.published(file, all => all.length === 0)).toEqual([]);
});

test('changes of the log are noticed: an approval, which an edit makes stale', async () => {
  const client = await startClient({ files: { [file]: next, ...(await releasedFiles([{ kind: 'release', text }])) } });
  client.open(file, next);
  expect(await client.published(file)).toEqual([]);
  const approved = await releasedFiles([
    { kind: 'release', text },
    { kind: 'approve', text: next, who: 'alice' },
  ]);
  await client.write(log, approved[log] ?? '');
  client.watched(log, 'changed');
  client.change(file, next.replaceAll('2000', '3000'));
  expect(codes(await client.published(file, all => all.length > 0))).toEqual(['approval-stale']);
  client.change(file, next);
  expect(await client.published(file, all => all.length === 0)).toEqual([]);
});

test('an approval that is not released yet counts only if its release would count it', async () => {
  const governed = (content: string) => content.replace('loosening: 1 }', 'loosening: 1 }, approvers: [alice]');
  const files = await releasedFiles([
    { kind: 'release', text: governed(text) },
    { kind: 'approve', text: governed(next), who: 'alice' },
    { kind: 'approve', text: governed(next), who: 'mallory' },
  ]);
  const client = await startClient({ files: { [file]: governed(next), ...files } });
  const [history] = await client.request('handrail/histories', {});
  expect(history?.rows[0]?.approvals).toMatchObject([
    { who: 'alice', counts: null },
    { who: 'mallory', counts: false, because: 'mallory is not among the approvers (alice).' },
  ]);
});

test('a release is checked for being what was released, and for nothing else', async () => {
  const unused = text.replace('signals: {', 'signals: { spare: { type: number },');
  const files = { [file]: unused, ...(await releasedFiles([{ kind: 'release', text: unused }])) };
  const client: LanguageClient = await startClient({ files, capabilities: pulling });
  const pull = async (path: string) => {
    const textDocument = { uri: client.uri(path) };
    const report = await client.ask<DocumentDiagnosticReport>('textDocument/diagnostic', { textDocument });
    return report.kind === 'full' ? codes(report.items) : [];
  };
  expect(await pull(file)).toEqual(['unused-signal']);
  expect(await pull(snapshot)).toEqual([]);
  client.open(snapshot, unused.replaceAll('1000', '2000'));
  expect(await pull(snapshot)).toEqual(['released-file-edited']);
  expect(await pull(file)).toEqual(['released-file-edited', 'unused-signal']);
});

describe('the history of a rule file that cannot be read', () => {
  const released = async () => ({ [file]: text, ...(await releasedFiles([{ kind: 'release', text }])) });
  const broken = [
    ['with a conflict in it', `<<<<<<< HEAD\n${text}`],
    ['without its name', text.replace('name: refunds\n', '')],
    ['with its rules half written', text.slice(0, text.indexOf('decide: stop'))],
    ['without text', ''],
  ] as const;

  test.each(broken)('%s is the one that it was', async (_, spoiled) => {
    const client = await startClient({ files: await released() });
    client.open(file, text);
    const [before] = await client.request('handrail/histories', {});
    expect(before).toMatchObject({ name: 'refunds', readable: true, rows: [{ version: '1.0.0' }] });
    client.change(file, spoiled);
    const [after] = await client.request('handrail/histories', {});
    expect(after).toMatchObject({ name: 'refunds', readable: false, rows: before?.rows ?? null, faults: [] });
  });

  test.each(broken)('%s is found by a server that has never read it', async (_, spoiled) => {
    const client = await startClient({ files: { ...(await released()), [file]: spoiled } });
    client.open(file, spoiled);
    expect(await client.request('handrail/histories', {})).toMatchObject([
      { name: 'refunds', readable: false, rows: [{ version: '1.0.0' }] },
    ]);
  });
});
