import { afterEach, expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CodeAction, TextDocumentEdit, TextEdit } from 'vscode-languageserver-protocol';
import { startClient, stopAll } from './language-client.ts';

afterEach(stopAll);

const file = 'rules.escalation.yaml';
const text = `escalation: 1
name: rules
version: 1.0.0
signals:
  confidence: { type: number, minimum: 0, maximum: 1, required: true }
rules:
  - id: unsure
    when: confidence < 0.7
    decide: pause
  - id: guess
    when: confidence < 0.3
    decide: stop
default: { decide: continue }
`;

test('a fix of an analysis finding says what it changes, and makes the finding go', async () => {
  const client = await startClient({ files: { [file]: text } });
  client.open(file, text);
  const position = { line: 9, character: 8 };
  const ask = (range: object, only?: string[]) =>
    client.ask<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri: client.uri(file) },
      range,
      context: { diagnostics: [], ...(only && { only }) },
    });
  const actions = await ask({ start: position, end: position });
  const titles = actions.map(({ title }) => title);
  expect(titles.slice(0, 3)).toEqual([
    'Move `guess` before `unsure` — pause → stop, no samples yet',
    'Exclude `guess` from `unsure` — pause → stop, no samples yet',
    'Delete `guess` — no decision changes',
  ]);
  expect(titles).toContain('Suppress shadowed-rule on this line');

  const [change] = (actions[0]?.edit?.documentChanges ?? []) as TextDocumentEdit[];
  const moved = TextDocument.applyEdits(TextDocument.create('', '', 1, text), (change?.edits ?? []) as TextEdit[]);
  client.change(file, moved);
  const after = await client.ask<{ items: { code: string }[] }>('textDocument/diagnostic', {
    textDocument: { uri: client.uri(file) },
  });
  expect(after.items.map(({ code }) => code)).not.toContain('shadowed-rule');
  expect(await ask({ start: position, end: position }, ['refactor'])).toEqual([]);
});
