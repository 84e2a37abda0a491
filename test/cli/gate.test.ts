import { execFileSync, spawn as start } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { handrail } from '../../testing/command-line.ts';

const rules = `escalation: 2
name: agent
version: 1.0.0
imports: [handrail:tool-call@1]
signals:
  tool.args.command: { type: string }
  tool.args.account: { type: string, sensitive: true }
targets:
  lead: { kind: human, title: Team lead, acknowledgeWithin: 10m }
rules:
  - { id: push, when: 'tool.name == "Bash" && tool.args.command.startsWith("git push")', decide: deny, reason: Pushing is for people. }
  - id: pay
    when: tool.name == "mcp__bank__pay"
    decide: escalate
    to: lead
    reason: 'Money goes to {{ tool.args.account }}.'
    grant: { validFor: 30m, uses: 2, bind: [tool.args.account] }
default: { decide: continue }
`;

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'handrail-gate-'));
  writeFileSync(path.join(folder, 'agent.escalation.yaml'), rules);
  const { stderr } = await handrail(['export', 'agent.escalation.yaml', '--to', 'claude-code'], { cwd: folder });
  expect(stderr).toBe('');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function eventOf(tool: string, args: object): string {
  const session = { session_id: 's1', cwd: '/repo', permission_mode: 'default' };
  return JSON.stringify({ ...session, hook_event_name: 'PreToolUse', tool_name: tool, tool_input: args });
}
const push = eventOf('Bash', { command: 'git push' });
const pay = (account: string) => eventOf('mcp__bank__pay', { account });

const tried = (stdin: string, ...more: string[]) =>
  handrail(['gate', '--host', 'claude-code', '--rules', 'agent.escalation.yaml', ...more], { cwd: folder, stdin });

/** The exported file as a process; with null, standard input stays open. */
function gateFile(stdin: string | null, args = ['--host', 'claude-code']) {
  const child = start(process.execPath, [path.join(folder, '.handrail/gate.mjs'), ...args], { cwd: os.tmpdir() });
  const outcome = { code: null as number | null, stdout: '', stderr: '' };
  child.stdout.on('data', (data: Buffer) => (outcome.stdout += data.toString()));
  child.stderr.on('data', (data: Buffer) => (outcome.stderr += data.toString()));
  child.stdin.on('error', () => undefined);
  if (stdin !== null) child.stdin.end(stdin);
  return new Promise<typeof outcome>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', code => resolve({ ...outcome, code }));
  });
}

const blocked = { code: 2, stdout: '', stderr: 'Handrail could not check this call, so it is blocked.\n' };

test('a denied call, with the reason of its rule', async () => {
  const answers = [await tried(push), await gateFile(push)];
  for (const { code, stdout, stderr } of answers) {
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({
      hookSpecificOutput: {
        hookEventName: 'PreToolUse',
        permissionDecision: 'deny',
        permissionDecisionReason:
          'Pushing is for people. This action is not allowed; continue without it. (agent 1.0.0, rule push@1)',
      },
    });
  }
});

test('a call that the rules do not hold back gets no answer, so that the host asks as ever', async () => {
  const event = eventOf('Bash', { command: 'ls' });
  expect(await tried(event)).toMatchObject({ code: 0, stdout: '', stderr: '' });
  expect(await gateFile(event)).toEqual({ code: 0, stdout: '', stderr: '' });
});

describe('blocks with code 2, nothing on standard output and one line that does not say why', () => {
  test.each([
    ['an empty event', ''],
    ['no JSON', '{"tool_name":'],
    ['JSON that is no object', '"Bash"'],
    ['bytes that are no UTF-8', 'event'],
    ['an event without a tool', JSON.stringify({ hook_event_name: 'PreToolUse', tool_input: {} })],
    ['another event', JSON.stringify({ hook_event_name: 'SessionStart', session_id: 's1' })],
  ])('%s', async (what, event) => {
    if (what.startsWith('bytes')) {
      expect(await gateFile(Buffer.from([0x7b, 0xff, 0x7d]) as unknown as string)).toEqual(blocked);
      return;
    }
    expect(await tried(event)).toMatchObject(blocked);
    expect(await gateFile(event)).toEqual(blocked);
  });

  test('an unknown host, and none', async () => {
    expect(await gateFile(push, ['--host', 'netscape'])).toEqual(blocked);
    expect(await gateFile(push, [])).toEqual(blocked);
    const unknown = ['gate', '--host', 'netscape', '--rules', 'agent.escalation.yaml'];
    expect(await handrail(unknown, { cwd: folder, stdin: push })).toMatchObject(blocked);
  });

  test('rules that are missing, broken or a library', async () => {
    writeFileSync(path.join(folder, 'broken.escalation.yaml'), rules.replace('decide: deny', 'decide: never'));
    writeFileSync(path.join(folder, 'library.escalation.yaml'), 'escalation: 2\nname: l\nversion: 1.0.0\n');
    for (const file of ['missing.escalation.yaml', 'broken.escalation.yaml', 'library.escalation.yaml', '.']) {
      const answer = await handrail(['gate', '--host', 'codex', '--rules', file], { cwd: folder, stdin: push });
      expect(answer, file).toMatchObject(blocked);
    }
  });

  test('a log that cannot be written', async () => {
    mkdirSync(path.join(folder, 'taken.jsonl'));
    expect(await tried(push, '--log', 'taken.jsonl')).toMatchObject(blocked);
  });

  test.skipIf(process.platform === 'win32')('a log that is a pipe', async () => {
    execFileSync('mkfifo', [path.join(folder, 'pipe.jsonl')]);
    expect(await gateFile(pay('DE1'), ['--host', 'claude-code', '--log', path.join(folder, 'pipe.jsonl')])).toEqual(
      blocked,
    );
    expect(await gateFile(pay('DE1'), ['--host', 'claude-code', '--log', '/dev/full'])).toEqual(blocked);
  });

  test('an event that never ends', async () => {
    expect(await gateFile(null)).toEqual(blocked);
  });
});

test('`--verbose` says to a person why', async () => {
  const { code, stderr } = await tried('{', '--verbose');
  expect(code).toBe(2);
  expect(stderr).toContain('standard input is not JSON');
});

test('without `--log`, no file is written; with it, the log has the decision, redacted', async () => {
  await tried(pay('DE1'));
  expect(await tried(pay('DE1'), '--log', 'tried.decisions.jsonl')).toMatchObject({ code: 0 });
  const log = readFileSync(path.join(folder, 'tried.decisions.jsonl'), 'utf8');
  expect(log).not.toContain('DE1');
  expect(log.trim().split('\n')).toHaveLength(1);
  expect(JSON.parse(log)).toMatchObject({
    type: 'decision',
    case: 's1',
    record: { decision: 'escalate', to: 'lead', rule: { id: 'pay', version: 1 } },
  });
});

test('a grant lets the same call through as often as it allows, and no other', async () => {
  const log = path.join(folder, '.handrail/agent.decisions.jsonl');
  rmSync(log, { force: true });
  const decisionOf = (stdout: string): string =>
    stdout === ''
      ? 'goes on'
      : (JSON.parse(stdout) as { hookSpecificOutput: { permissionDecision: string } }).hookSpecificOutput
          .permissionDecision;
  const call = async (account: string) => decisionOf((await gateFile(pay(account))).stdout);
  // Claude Code is not known to ask about tools of MCP servers.
  expect(await call('DE1')).toBe('deny');
  const { id } = JSON.parse(readFileSync(log, 'utf8').trim()) as { id: string };
  const by = ['--by', 'Ada <ada@example.org>'];
  const grant = ['grant', 'add', 'agent.escalation.yaml', '--log', log, '--decision', id, ...by];
  expect(await handrail(grant, { cwd: folder })).toMatchObject({ code: 0, stderr: '' });
  expect(await call('DE2')).toBe('deny');
  expect(await call('DE1')).toBe('goes on');
  const several = await Promise.all(['DE1', 'DE1', 'DE1'].map(call));
  expect(several.sort()).toEqual(['deny', 'deny', 'goes on']);
  expect(readFileSync(log, 'utf8')).not.toContain('DE1');
});
