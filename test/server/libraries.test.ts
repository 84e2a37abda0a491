import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CompletionList, DocumentLink, Hover, LocationLink } from 'vscode-languageserver-protocol';
import { startClient, stopAll, type LanguageClient } from './language-client.ts';

const file = 'guard.escalation.yaml';
const text = `escalation: 2
name: guard
version: 1.0.0
imports: [handrail:tool-call@1]
rules:
  - { id: deep, when: agent.depth > 1, decide: pause, reason: Nested. }
  - { id: all, when: true, decide: continue, reason: Usual. }
`;
const toolCall = 'handrail://library/tool-call%401.escalation.yaml';

let client: LanguageClient;
beforeEach(async () => {
  client = await startClient({ files: { [file]: text } });
});
afterEach(stopAll);

const textDocument = () => ({ uri: client.uri(file) });
const onImport = { line: 3, character: 15 };
const onSignal = { line: 5, character: 28 };

test('definitions lead into the library, whose text the server gives', async () => {
  const [ofImport] = await client.ask<LocationLink[]>('textDocument/definition', {
    textDocument: textDocument(),
    position: onImport,
  });
  expect(ofImport?.targetUri).toBe(toolCall);
  const [ofSignal] = await client.ask<LocationLink[]>('textDocument/definition', {
    textDocument: textDocument(),
    position: onSignal,
  });
  expect(ofSignal?.targetUri).toBe(toolCall);
  const library = await client.ask<string>('handrail/libraryText', { uri: toolCall });
  expect(library.split('\n')[ofSignal?.targetSelectionRange.start.line ?? 0]).toBe('  agent.depth:');
  expect(await client.ask('handrail/libraryText', { uri: 'handrail://library/none%401.escalation.yaml' })).toBeNull();
});

test('hover, completion and links know the library', async () => {
  const hover = await client.ask<Hover>('textDocument/hover', { textDocument: textDocument(), position: onImport });
  expect(JSON.stringify(hover.contents)).toContain('Built-in library');
  const list = await client.ask<CompletionList>('textDocument/completion', {
    textDocument: textDocument(),
    position: onImport,
  });
  expect(list.items.map(({ label }) => label)).toContain('handrail:rag@1');
  const links = await client.ask<DocumentLink[]>('textDocument/documentLink', { textDocument: textDocument() });
  expect(links).toMatchObject([{ target: toolCall }]);
});

test('a rename of a signal of the library is refused', async () => {
  await expect(
    client.ask('textDocument/rename', { textDocument: textDocument(), position: onSignal, newName: 'agent.level' }),
  ).rejects.toThrow('belongs to the built-in library `handrail:tool-call@1`');
});

test('nothing is reported in the library, also when its text is open', async () => {
  const report = (uri: string) =>
    client.ask<{ items: unknown[] }>('textDocument/diagnostic', { textDocument: { uri } });
  expect((await report(client.uri(file))).items).toEqual([]);
  expect((await report(toolCall)).items).toEqual([]);
});
