import { afterEach, expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CodeAction, CompletionList, Hover, TextDocumentEdit, TextEdit } from 'vscode-languageserver-protocol';
import { startClient, stopAll } from './language-client.ts';

afterEach(stopAll);

const file = 'tools.escalation.yaml';
const text = `escalation: 2
name: tools
version: 1.0.0
signals:
  tool.name: { type: string, required: true }
rules:
  - { id: issue, when: tool.name == "mcp__githb__create_issue", decide: pause }
default: { decide: continue }
exports:
  - { to: cursor-hooks }
`;
const settings = '{ "mcpServers": { "github": { "command": "github-mcp" } } }';
const inFile = (client: Awaited<ReturnType<typeof startClient>>) => ({ textDocument: { uri: client.uri(file) } });

async function codesIn(client: Awaited<ReturnType<typeof startClient>>): Promise<string[]> {
  const report = await client.ask<{ items: { code: string }[] }>('textDocument/diagnostic', inFile(client));
  return report.items.map(({ code }) => code);
}

test('a tool of an unknown server is reported once the workspace names servers, and its fix makes the finding go', async () => {
  const client = await startClient({ files: { [file]: text } });
  client.open(file, text);
  expect(await codesIn(client)).not.toContain('tool-unknown');
  await client.write('.mcp.json', settings);
  client.watched('.mcp.json', 'created');
  expect(await codesIn(client)).toEqual(expect.arrayContaining(['tool-unknown', 'host-cannot-ask', 'export-stale']));

  const line = text.split('\n').findIndex(each => each.includes('githb'));
  const position = { line, character: text.split('\n')[line]?.indexOf('githb') ?? 0 };
  const actions = await client.ask<CodeAction[]>('textDocument/codeAction', {
    ...inFile(client),
    range: { start: position, end: position },
    context: { diagnostics: [] },
  });
  const fix = actions.find(({ title }) => title === 'Change to `mcp__github__create_issue`');
  const [change] = (fix?.edit?.documentChanges ?? []) as TextDocumentEdit[];
  client.change(
    file,
    TextDocument.applyEdits(TextDocument.create('', '', 1, text), (change?.edits ?? []) as TextEdit[]),
  );
  expect(await codesIn(client)).not.toContain('tool-unknown');
  expect(await codesIn(client)).toContain('host-cannot-ask');
});

test('a target is completed and described by what its host does', async () => {
  const client = await startClient({ files: { [file]: text } });
  client.open(file, text);
  const line = text.split('\n').findIndex(each => each.includes('cursor-hooks'));
  const position = { line, character: '  - { to: cur'.length };
  const hover = await client.ask<Hover>('textDocument/hover', { ...inFile(client), position });
  expect(JSON.stringify(hover.contents)).toContain('A person is asked about shell commands');
  const list = await client.ask<CompletionList>('textDocument/completion', { ...inFile(client), position });
  expect(list.items.map(({ label }) => label)).toEqual(expect.arrayContaining(['claude-code', 'codex', 'gemini']));
});
