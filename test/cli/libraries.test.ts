import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRepository, type TestRepository } from '../../testing/repositories/git-repository.ts';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { handrail } from '../../testing/command-line.ts';

const guard = (imports: string, depth: number, version = '1.0.0') => `escalation: 2
name: guard
version: ${version}
imports: [${imports}]
targets:
  owner: { kind: human, acknowledgeWithin: 15m }
rules:
  - { id: deep, when: agent.depth > ${depth}, decide: escalate, to: owner, payload: tool-call-handoff@1, reason: Nested. }
  - { id: all, when: true, decide: continue, reason: Usual. }
`;
const samples = `samples: 1
ruleset: ./guard.escalation.yaml
cases:
  - name: deep
    input: { tool: { name: Bash }, agent: { depth: 3 } }
    expect: { rule: deep }
`;
const file = 'guard.escalation.yaml';

let repository: TestRepository;
beforeAll(() => {
  repository = createRepository();
  const first = { [file]: guard('handrail:tool-call@1', 2), 'guard.samples.yaml': samples };
  repository.commit({ files: first, by: 'Dana', at: '2026-03-01T10:00:00Z', subject: 'Ask about deep agents' });
  const second = { [file]: guard('handrail:tool-call@1', 1, '1.1.0') };
  repository.commit({ files: second, by: 'Dana', at: '2026-03-02T10:00:00Z', subject: 'Ask earlier' });
});
afterAll(() => repository.remove());

const run = (...args: string[]) => handrail(args, { cwd: repository.folder });

test('check reads the library, and reports nothing about it', async () => {
  const { stdout, stderr, code } = await run('check', '.', '--samples', '--format', 'json');
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  const { findings } = JSON.parse(stdout) as { findings: { code: string }[] };
  expect(findings).toEqual([]);
});

test('check names the library that was probably meant', async () => {
  repository.write({ 'wrong.escalation.yaml': guard('handrail:tool-calls@1', 2) });
  const { stdout, code } = await run('check', 'wrong.escalation.yaml');
  repository.write({ 'wrong.escalation.yaml': null });
  expect(code).toBe(1);
  expect(stdout).toContain('Did you mean handrail:tool-call@1?');
});

test('samples use the library', async () => {
  const { stdout, stderr, code } = await run('test', '.');
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  expect(stdout).toContain('1 passed');
});

test('a diff of two revisions is exact', async () => {
  const { stdout, stderr, code } = await run('diff', `HEAD~1:${file}`, `HEAD:${file}`, '--format', 'json');
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  const report = JSON.parse(stdout) as { regions: { class: string; witness: { input: unknown } }[] };
  expect(report.regions).toMatchObject([{ class: 'tightened', witness: { input: { agent: { depth: 2 } } } }]);
});

test('blame finds the commit of a decision', async () => {
  const input = JSON.stringify({ tool: { name: 'Bash' }, agent: { depth: 2 } });
  const { stdout, stderr, code } = await run('blame', '--input', input, file);
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  expect(stdout).toContain('Ask earlier');
});

test('a release holds the library, and names no file outside of the repository', async () => {
  repository.git('config', 'user.name', 'Dana');
  repository.git('config', 'user.email', 'dana@example.org');
  const { stderr, code } = await run('release', file, '--why', 'The first one');
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  const snapshot = readFileSync(path.join(repository.folder, 'releases/guard/1.1.0.escalation.yaml'), 'utf8');
  expect(snapshot).not.toContain('imports');
  expect(snapshot).toContain('agent.depth');
});
