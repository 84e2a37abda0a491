import { describe, expect, test } from 'vitest';
import { compile, decide, textDigest } from '../../../engine/index.ts';
import { memoryWorkspace } from '../../../testing/memory-workspace.ts';
import { createQueries } from '../../queries/create-queries.ts';
import { snapshotText } from '../../releases/snapshot.ts';
import { documentsOf } from '../documents.ts';
import { loadProject } from '../project/project.ts';
import { libraryNames, libraryReference, libraryText, libraryUri, nearestLibrary } from './libraries.ts';

/** The digests of all released versions. A version never changes: what is different needs the next one. */
const released: Record<string, string> = {
  'conversation@1': 'f54c3ad5896c394a77b01848dfc901bc137eb95cc7033ddf707198fa37130232',
  'rag@1': 'cb2fd6768996026effa688ce114ce65c161bce1ce034201632fd0b321d1a931e',
  'tool-call@1': '39f3a0adb7cea83dac39290d003e44d635c97c6a5f75dd4216eeba416cb5cd5b',
};

const uriOf = (name: string) => libraryUri(libraryReference(name));

function ruleSet(imports: string, rest = '', version = 2): string {
  return `escalation: ${version}
name: guard
version: 1.0.0
imports: [${imports}]
${rest}
`;
}

const guard = ruleSet(
  'handrail:tool-call@1',
  `signals:
  tool.args.command: { type: string }
targets:
  owner: { kind: human }
rules:
  - id: push
    when: tool.name == "Bash" && tool.args.command.startsWith("git push")
    decide: escalate
    to: owner
    payload: tool-call-handoff@1
    reason: '{{ tool.args.command }} in {{ session.mode }}'
default: { decide: continue }`,
);

function findingsOf(text: string) {
  const workspace = memoryWorkspace({ 'guard.escalation.yaml': text });
  return createQueries(workspace).findings(workspace.uri('guard.escalation.yaml'));
}

async function project(text: string) {
  const workspace = memoryWorkspace({ 'guard.escalation.yaml': text });
  const found = await loadProject(documentsOf(workspace), workspace.uri('guard.escalation.yaml'));
  if (found === null) throw new Error('There is no such file.');
  return found;
}

test('no released version of a library has changed', () => {
  const digests = Object.fromEntries(libraryNames.map(name => [name, textDigest(libraryText(uriOf(name)) ?? '')]));
  expect(digests).toEqual(released);
});

test.each(libraryNames)('%s has no findings, and describes all that it declares', async name => {
  const { findings } = await createQueries(memoryWorkspace({})).findings(uriOf(name));
  expect(findings).toEqual([]);
  const { ruleSet, kind } = (await createQueries(memoryWorkspace({})).project(uriOf(name))) ?? {};
  expect(kind).toBe('library');
  expect(`${ruleSet?.name}@${ruleSet?.version}`).toBe(`${name}.0.0`);
  for (const declared of [ruleSet, ...Object.values(ruleSet?.signals ?? {}), ...Object.values(ruleSet?.payloads ?? {})])
    expect(declared?.description).toMatch(/^[A-Z].*\.$/s);
});

test('a rule set can import all of them, and unused signals are no findings', async () => {
  const imports = libraryNames.map(libraryReference).join(', ');
  const { findings } = await findingsOf(ruleSet(imports, 'rules: [{ id: often, when: attempts > 3, decide: pause, reason: No luck. }]\ndefault: { decide: continue }'));
  expect(findings.map(({ code }) => code)).toEqual(['uncovered-input']);
});

test('a decision reads the signals of a library and hands over its payload', async () => {
  const { findings } = await findingsOf(guard);
  expect(findings.map(({ code }) => code)).toEqual(['uncovered-input']);
  const input = {
    tool: { name: 'Bash', native: 'run_shell_command', args: { command: 'git push' } },
    session: { id: 's', mode: 'auto' },
    about: [{ '@id': 'https://example.org/repository/1', label: 'not carried along' }],
  };
  const record = decide(compile((await project(guard)).ruleSet), input, { at: 0 });
  expect(record).toMatchObject({ decision: 'escalate', reason: 'git push in auto', inputValid: true });
  expect(record.payload).toMatchObject({
    data: {
      tool: 'Bash',
      native: 'run_shell_command',
      arguments: { command: 'git push' },
      session: { id: 's', mode: 'auto' },
      about: [{ '@id': 'https://example.org/repository/1' }],
    },
    errors: [],
  });
});

test('a release holds what it imports', async () => {
  const text = await snapshotText(await project(guard));
  expect(text).not.toContain('imports');
  expect(text).toContain('agent.depth');
});

describe('findings', () => {
  test('an unknown version suggests the one that there is', async () => {
    const { findings } = await findingsOf(ruleSet('handrail:tool-call@9', 'rules: []'));
    expect(findings).toMatchObject([
      {
        code: 'undefined-import',
        message: expect.stringContaining('Did you mean handrail:tool-call@1?') as string,
        fixes: [{ title: 'Change to handrail:tool-call@1' }],
      },
    ]);
  });

  test('a misspelt name suggests the nearest one', () => {
    expect(nearestLibrary('handrail:tool-cal@1')).toBe('handrail:tool-call@1');
    expect(nearestLibrary('handrail:converstion')).toBe('handrail:conversation@1');
    expect(nearestLibrary('handrail:weather@1')).toBeNull();
    expect(nearestLibrary('handrail:../../\ud800?#%')).toBeNull();
  });

  test('a file of version 1 cannot import them', async () => {
    const { findings } = await findingsOf(ruleSet('handrail:rag@1', 'rules: []', 1));
    expect(findings).toMatchObject([
      { code: 'undefined-import', message: expect.stringContaining('Write `escalation: 2`') as string },
    ]);
  });

  test('a name that a library declares is reported where it is declared again', async () => {
    const again = ruleSet('handrail:tool-call@1', 'signals: { tool.name: { type: string } }\nrules: []');
    const { findings } = await findingsOf(again);
    expect(findings.filter(({ code }) => code === 'duplicate-id')).toMatchObject([
      { range: { start: { line: 4 } }, related: [{ uri: uriOf('tool-call@1') }] },
    ]);
  });
});
