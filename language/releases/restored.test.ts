import { expect, it } from 'vitest';
import { documentsOf } from '../source/documents.ts';
import { digest } from '../../engine/decide/digest.ts';
import { memoryWorkspace } from '../../testing/memory-workspace.ts';
import { loadProject, type Project } from '../source/project/project.ts';
import { restoredText } from './restored.ts';
import { digestOf, snapshotText } from './snapshot.ts';

const library = `escalation: 1
name: common
version: 1.0.0
targets: { desk: { kind: human, acknowledgeWithin: 15m } }
payloads: { case@1: { schema: ./case.schema.json, fields: { text: conversation.text } } }
assumptions: [{ holds: amount >= 0 }]
`;
const files = {
  'a.escalation.yaml': `# Kept
escalation: 1
name: a
version: 1.0.0
imports: [./common.escalation.yaml]
signals: { amount: { type: number } }
payloads:
  own@1: { schema: ./own.schema.json, fields: { text: conversation.text } }
rules:
  # Policy 4.2
  - { id: large, when: amount > 1000, decide: escalate, to: desk, payload: case@1 }
assumptions: [{ holds: amount < 1e6 }]
default: { decide: continue }
`,
  'common.escalation.yaml': library,
  'case.schema.json': '{ "type": "object" }',
  'own.schema.json': '{ "type": "object", "required": ["text"] }',
};

async function load(texts: Record<string, string>, path = 'a.escalation.yaml'): Promise<Project> {
  const workspace = memoryWorkspace(texts);
  const project = await loadProject(documentsOf(workspace), workspace.uri(path));
  if (project === null) throw new Error('The project is there.');
  return project;
}

/** What a release of `files` becomes as the rule file, when the files are as said. */
async function restored(now: Record<string, string>, path = 'a.escalation.yaml') {
  const released = await load(files);
  const snapshot = await load({ 'a.escalation.yaml': await snapshotText(released) });
  const text = (await restoredText(snapshot, await load(now, path), '2.0.0', memoryWorkspace(now))) ?? '';
  const project = await load({ ...now, [path]: text }, path);
  expect(digestOf(project)).toBe(digest({ ...released.ruleSet, version: '2.0.0' }));
  return { text, links: project.links.map(({ kind }) => kind) };
}

const edited = { ...files, 'a.escalation.yaml': files['a.escalation.yaml'].replace('1000', '2000') };

it('imports what it imported, and keeps the comments', async () => {
  const { text, links } = await restored(edited);
  expect(links).toEqual(['import', 'schema', 'schema']);
  expect(text).toContain('# Kept\nescalation: 1\nname: a\nversion: 2.0.0\nimports:');
  expect(text).toContain('# Policy 4.2');
  expect(text).not.toContain('desk: { kind');
});

it('holds by itself what an import does not say any more', async () => {
  const { text, links } = await restored({ ...edited, 'common.escalation.yaml': library.replace('15m', '5m') });
  expect(links).toEqual(['schema']);
  expect(text).toMatch(/desk:\s+kind: human\s+acknowledgeWithin: 15m/);
});

it('holds by itself a schema that is another one now', async () => {
  const { links } = await restored({ ...edited, 'own.schema.json': '{ "type": "object" }' });
  expect(links).toEqual(['import', 'schema']);
});

it('is whole where the imports say more than they did', async () => {
  const more = library.replace('targets: {', 'targets: { other: { kind: human },');
  expect((await restored({ ...edited, 'common.escalation.yaml': more })).links).toEqual(['schema']);
});

it('is JSON in a file of JSON', async () => {
  const { text } = await restored(
    { 'a.escalation.json': '{ "escalation": 1, "name": "a", "version": "1.1.0", "rules": [] }' },
    'a.escalation.json',
  );
  expect(JSON.parse(text)).toMatchObject({ name: 'a', version: '2.0.0' });
});
