import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { cases, deep } from '../../testing/random/random-cases.ts';
import { anyLanguageText, edited, randomEdit } from '../../testing/random/random-edits.ts';
import { pulling, startClient, stopAll, type LanguageClient } from './language-client.ts';
import { isAlive } from './requests.ts';
import { workspace } from './rule-sets.ts';

afterEach(stopAll);

/** Edits of a document, and the number of edits between two answers, as when somebody keeps typing. */
const [maxEdits, askedAfter] = deep ? [400, 40] : [40, 8];

test('a document after many edits has the same findings as when it is opened again', async () => {
  const client = await startClient({ files: workspace(), capabilities: pulling });
  let changes = 0;
  await fc.assert(
    fc.asyncProperty(
      anyLanguageText,
      fc.array(randomEdit, { minLength: 1, maxLength: maxEdits, size: 'max' }),
      async ({ name, text }, edits) => {
        const [path, fresh] = [`edited/${name}`, `fresh/${name}`];
        client.open(path, text);
        const history = [text];
        for (const [index, each] of edits.entries()) {
          const now = history.at(-1) ?? text;
          const next = edited(now, history, each);
          type(client, path, now, next, index + 2);
          changes++;
          history.push(next);
          if (index % askedAfter === 0)
            await client.ask('textDocument/diagnostic', { textDocument: { uri: client.uri(path) } });
        }
        client.open(fresh, history.at(-1) ?? text);
        const known = await everything(client, path);
        expect(known.replaceAll(client.uri(path), client.uri(fresh))).toBe(await everything(client, fresh));
        client.close(path);
        client.close(fresh);
        expect(client.errors()).toEqual([]);
      },
    ),
    { numRuns: cases(4) },
  );
  expect(await isAlive(client)).toBe(true);
  expect(changes).toBeGreaterThan(cases(4) * 5);
});

/** The change from one text to another as an editor sends it: from the first differing character to the last. */
function type(client: LanguageClient, path: string, before: string, after: string, version: number): void {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start++;
  let kept = 0;
  const most = Math.min(before.length, after.length) - start;
  while (kept < most && before.at(-1 - kept) === after.at(-1 - kept)) kept++;
  // Positions cannot be between the two characters of a line break.
  if (before[start - 1] === '\r') start--;
  if (kept > 0 && before.at(-kept) === '\n') kept--;
  const document = TextDocument.create('', '', 1, before);
  const range = { start: document.positionAt(start), end: document.positionAt(before.length - kept) };
  const uri = client.uri(path);
  const contentChanges = [{ range, text: after.slice(start, after.length - kept) }];
  void client.connection.sendNotification('textDocument/didChange', { textDocument: { uri, version }, contentChanges });
}

async function everything(client: LanguageClient, path: string): Promise<string> {
  const textDocument = { uri: client.uri(path) };
  const { items } = await client.ask<{ items: unknown[] }>('textDocument/diagnostic', { textDocument });
  const outline = await client.ask('textDocument/documentSymbol', { textDocument });
  const lenses = await client.ask('textDocument/codeLens', { textDocument });
  const folds = await client.ask('textDocument/foldingRange', { textDocument });
  return JSON.stringify({ items, outline, lenses, folds });
}
