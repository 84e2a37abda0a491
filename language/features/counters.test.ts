import { expect, test } from 'vitest';
import { withCursor } from '../../testing/cursor.ts';
import { applyEdits } from '../../testing/marked-text.ts';
import { memoryWorkspace } from '../../testing/memory-workspace.ts';
import { createQueries } from '../queries/create-queries.ts';
import { definitionAt } from './definition.ts';
import { hoverAt } from './hover/hover.ts';
import { referencesAt } from './references.ts';
import { renameAt } from './rename.ts';

const ruleSet = `escalation: 2
name: frequency
version: 1.0.0
signals:
  session.id: { type: string }
  failed: { type: integer, minimum: 0, counts: tool_failed, by: [session.id], within: 10m, description: Failed calls }
rules:
  - { id: failing, when: failed >= 3, decide: stop }
default: { decide: continue }
`;
const samples = `samples: 1
ruleset: ./a.escalation.yaml
cases:
  - name: Failing
    input: { session: { id: s1 } }
    events:
      - { event: tool_failed, ago: 5m, session: { id: s1 } }
    expect: { decide: continue }
`;
const workspace = memoryWorkspace({ 'a.escalation.yaml': ruleSet, 'a.samples.yaml': samples });
const projects = createQueries(workspace);

function place(marked: string): [string, { line: number; character: number }] {
  const { text, position } = withCursor(marked);
  const before = ruleSet.slice(0, ruleSet.indexOf(text)).split('\n');
  const character = (before.at(-1)?.length ?? 0) + position.character;
  return [workspace.uri('a.escalation.yaml'), { line: before.length - 1, character }];
}

test('a hover says what a signal counts', async () => {
  const hover = await hoverAt(projects, ...place('when: fai‸led'));
  expect(hover?.contents).toContain('Counts events `tool_failed` with the same `session.id` within 10m.');
});

test('what a counter counts by leads to its declaration', async () => {
  const found = await definitionAt(projects, ...place('by: [session‸.id]'));
  expect(found.map(({ range }) => range.start)).toEqual([{ line: 4, character: 2 }]);
});

test('a signal is found where a counter counts by it, in inputs and in events', async () => {
  const found = await referencesAt(projects, ...place('session‸.id: { type'), { withDefinition: false });
  expect(
    found.map(({ uri, range }) => `${uri.endsWith('samples.yaml') ? 'samples' : 'rules'} ${range.start.line}`),
  ).toEqual(['rules 5', 'samples 4', 'samples 6']);
});

test('a rename reaches counters, inputs and events', async () => {
  const renamed = await renameAt(projects, ...place('session‸.id: { type'), 'session.key');
  if (renamed === null || !('edits' in renamed)) throw new Error(JSON.stringify(renamed));
  const after = (name: string, text: string) =>
    applyEdits(
      text,
      renamed.edits.filter(({ uri }) => uri === workspace.uri(name)),
    );
  expect(after('a.escalation.yaml', ruleSet)).toBe(ruleSet.replaceAll('session.id', 'session.key'));
  expect(after('a.samples.yaml', samples)).toBe(samples.replaceAll('{ id: s1 }', '{ key: s1 }'));
});
