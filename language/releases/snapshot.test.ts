import { describe, expect, it } from 'vitest';
import { documentsOf } from '../source/documents.ts';
import { digest } from '../../engine/decide/digest.ts';
import { memoryWorkspace } from '../../testing/memory-workspace.ts';
import { loadProject, type Project } from '../source/project/project.ts';
import { digestOf, digestOfText, snapshotText } from './snapshot.ts';

async function projectOf(files: Record<string, string>, path = 'a.escalation.yaml'): Promise<Project> {
  const workspace = memoryWorkspace(files);
  const project = await loadProject(documentsOf(workspace), workspace.uri(path));
  if (project === null) throw new Error('The project is there.');
  return project;
}

const head = 'escalation: 1\nname: a\nversion: 1.0.0\n';

const alone = `# The refunds desk
${head}signals: { amount: { type: number } } # in USD
rules:
  - { id: large, when: amount > 1e3, decide: stop }
default: { decide: continue }
`;

const library = `escalation: 1
name: common
version: 1.0.0
signals: { tier: { type: string, enum: [free, "1.10", 2026-01-01] } }
thresholds: { most: { value: 1.50, description: "yes" } }
targets: { desk: { kind: human, title: "Help: now" } }
payloads:
  case@1: { schema: ./case.schema.json, fields: { text: conversation.text } }
assumptions:
  - { holds: amount >= 0 }
invariants:
  - { id: kept, when: amount > 1000, require: { decide: stop } }
`;
const files = {
  'common/common.escalation.yaml': library,
  'common/case.schema.json':
    '{ "type": "object", "required": ["text"], "properties": { "text": { "type": "string" } } }',
  'own.schema.json': 'true',
  'a.escalation.yaml': `# Kept: why the rules are as they are
${head}imports: [./common/common.escalation.yaml]
signals: { amount: { type: number } }
payloads:
  own@1:
    schema: ./own.schema.json
    fields: { text: conversation.text }
rules:
  # Policy 4.2
  - { id: large, when: amount > 1000 && tier == "free", decide: escalate, to: desk, payload: case@1 }
assumptions:
  - { when: 'tier == "free"', holds: amount < 500 }
default: { decide: continue }
`,
};

describe('the text of a release', () => {
  it('is that of the file, where it stands for itself', async () => {
    expect(await snapshotText(await projectOf({ 'a.escalation.yaml': alone }))).toBe(alone);
  });

  it('needs no other file: what is imported stands in it, and the comments stay', async () => {
    const project = await projectOf(files);
    const text = await snapshotText(project);
    expect(await digestOfText(text)).toBe(digest(project.ruleSet));
    const itself = await projectOf({ 'a.escalation.yaml': text });
    expect(itself.links).toEqual([]);
    expect(itself.ruleSet).toEqual(project.ruleSet);
    for (const comment of ['# Kept: why the rules are as they are', '# Policy 4.2']) {
      expect(text).toContain(comment);
    }
  });

  it.each([
    ['in JSON', 'a.escalation.json', JSON.stringify({ escalation: 1, name: 'a', version: '1.0.0', rules: [] })],
    ['with Windows line ends', 'a.escalation.yaml', alone.replaceAll('\n', '\r\n')],
    ['with a byte order mark', 'a.escalation.yaml', `\ufeff${alone}`],
    ['with aliases', 'a.escalation.yaml', `${head}rules:\n  - &r { id: a, when: true, decide: stop }\n`],
  ])('says the same %s', async (_, path, text) => {
    const project = await projectOf({ [path]: text }, path);
    expect(await digestOfText(await snapshotText(project))).toBe(digest(project.ruleSet));
  });
});

describe('the digest of a rule file', () => {
  it('does not depend on formatting, comments, or where a declaration stands', async () => {
    const merged = await snapshotText(await projectOf(files));
    expect(await digestOfText(merged)).toBe(digestOf(await projectOf(files)));
    expect(await digestOfText(alone.replace('# in USD', '# in EUR').replace('1e3', '1e3  '))).toBe(
      await digestOfText(alone),
    );
  });

  it('is another one when an import says something else', async () => {
    const changed = { ...files, 'common/common.escalation.yaml': library.replace('1.50', '1.51') };
    expect(digestOf(await projectOf(changed))).not.toBe(digestOf(await projectOf(files)));
  });

  it.each([
    ['a fault of YAML', 'rules: [\n'],
    ['a fault against the schema', 'rules: [{ id: a }]\n'],
    ['an import that is not there', 'imports: [./b.escalation.yaml]\nrules: []\n'],
  ])('is not known with %s', async (_, text) => {
    expect(digestOf(await projectOf({ 'a.escalation.yaml': head + text }))).toBeNull();
  });
});
