import { expect, test } from 'vitest';
import { withCursor } from '../../testing/cursor.ts';
import { memoryWorkspace } from '../../testing/memory-workspace.ts';
import { createQueries } from '../queries/create-queries.ts';
import { complete } from './completion/complete.ts';
import { definitionAt } from './definition.ts';
import { documentLinks } from './document-links.ts';
import { hoverAt } from './hover/hover.ts';
import { subjectAt } from './projects.ts';
import { referencesAt } from './references.ts';
import { renameAt } from './rename.ts';
import { workspaceSymbols } from './workspace-symbols.ts';

const toolCall = 'handrail://library/tool-call%401.escalation.yaml';

const guard = (imports: string, when: string, escalation = 2) => `escalation: ${escalation}
name: guard
version: 1.0.0
imports: [${imports}]
rules:
  - id: deep
    when: ${when}
    decide: pause
    payload: tool-call-handoff@1
`;

function at(marked: string) {
  const { text, position } = withCursor(marked);
  const workspace = memoryWorkspace({
    'guard.escalation.yaml': text,
    'other.escalation.yaml': guard('handrail:tool-call@1', 'agent.depth > 5').replace('guard', 'other'),
  });
  return { queries: createQueries(workspace), uri: workspace.uri('guard.escalation.yaml'), position };
}

const onImport = at(guard('handrail:tool‸-call@1', 'agent.depth > 1'));
const onSignal = at(guard('handrail:tool-call@1', 'agent.de‸pth > 1'));

test('completion offers the libraries in imports, with what they declare', async () => {
  const { queries, uri, position } = at(guard('‸', 'true'));
  const items = await complete(queries, uri, position);
  expect(items.filter(({ detail }) => detail === 'built-in library')).toMatchObject([
    { label: 'handrail:conversation@1' },
    { label: 'handrail:rag@1' },
    {
      label: 'handrail:tool-call@1',
      newText: 'handrail:tool-call@1',
      documentation: expect.stringContaining('`agent.depth`') as string,
    },
  ]);
});

test('completion offers none to a file of version 1', async () => {
  const { queries, uri, position } = at(guard('‸', 'true', 1));
  expect((await complete(queries, uri, position)).filter(({ detail }) => detail === 'built-in library')).toEqual([]);
});

test('completion offers the signals of a library in conditions', async () => {
  const { queries, uri, position } = at(guard('handrail:tool-call@1', 'agent.‸ > 1'));
  expect((await complete(queries, uri, position)).map(({ label }) => label)).toEqual(['id', 'type', 'depth']);
});

test('a hover on an import shows what the library declares', async () => {
  const hover = await hoverAt(onImport.queries, onImport.uri, onImport.position);
  expect(hover?.contents).toContain('**Built-in library** `handrail:tool-call@1`');
  expect(hover?.contents).toContain('Payload contracts: `tool-call-handoff@1`.');
});

test('a hover on a signal shows its declaration', async () => {
  const hover = await hoverAt(onSignal.queries, onSignal.uri, onSignal.position);
  expect(hover?.contents).toMatch(/^\*\*Signal\*\* `agent\.depth`: whole number at least 0/);
});

test('go to definition leads into the library', async () => {
  const ofImport = await definitionAt(onImport.queries, onImport.uri, onImport.position);
  expect(ofImport).toMatchObject([{ uri: toolCall, range: { start: { line: 0 } } }]);
  const [ofSignal] = await definitionAt(onSignal.queries, onSignal.uri, onSignal.position);
  const library = (await onSignal.queries.document(toolCall)) as { text: string };
  expect(ofSignal?.uri).toBe(toolCall);
  expect(library.text.split('\n')[ofSignal?.range.start.line ?? 0]).toBe('  agent.depth:');
  const missing = at(guard('handrail:tool-call‸@7', 'true'));
  expect(await definitionAt(missing.queries, missing.uri, missing.position)).toEqual([]);
});

test('references are found in all rule sets that import the library', async () => {
  const found = await referencesAt(onSignal.queries, onSignal.uri, onSignal.position, { withDefinition: true });
  expect(found.map(({ uri }) => uri.split('/').at(-1))).toEqual(
    expect.arrayContaining(['guard.escalation.yaml', 'other.escalation.yaml', 'tool-call%401.escalation.yaml']),
  );
});

test('names of a library are not renamed', async () => {
  expect(await renameAt(onSignal.queries, onSignal.uri, onSignal.position, 'agent.level')).toEqual({
    refused: '`agent.depth` belongs to the built-in library `handrail:tool-call@1`, which never changes.',
  });
});

test('an import links to the text of the library, whose names are no symbols of the workspace', async () => {
  const subject = await subjectAt(onImport.queries, onImport.uri);
  expect(subject && documentLinks(subject)).toMatchObject([{ target: toolCall }]);
  expect((await workspaceSymbols(onImport.queries, 'agent.depth')).map(({ name }) => name)).toEqual([]);
});

test('the text of a library has hovers too', async () => {
  const { queries } = onSignal;
  const [found] = await definitionAt(queries, onSignal.uri, onSignal.position);
  const hover = await hoverAt(queries, toolCall, found?.range.start ?? { line: 0, character: 0 });
  expect(hover?.contents).toContain('**Signal** `agent.depth`');
});
