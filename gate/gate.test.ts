import { describe, expect, test } from 'vitest';
import { compile } from '../engine/index.ts';
import type { Json, JsonObject } from '../engine/model/json.ts';
import type { Decision, RuleSet } from '../engine/model/rule-set.ts';
import { dialects, type GateHost } from './dialects/index.ts';
import { decideCall, GateFailure, readEvent } from './gate.ts';

const at = Date.parse('2026-03-01T10:00:00Z');

/** One event of each host for the same shell command. */
const pushes: Record<GateHost, JsonObject> = {
  'claude-code': {
    session_id: 's1',
    transcript_path: '/t',
    cwd: '/repo',
    permission_mode: 'default',
    hook_event_name: 'PreToolUse',
    tool_name: 'Bash',
    tool_input: { command: 'git push', description: 'Push' },
    tool_use_id: 'u1',
  },
  cursor: {
    conversation_id: 's1',
    generation_id: 'g',
    hook_event_name: 'beforeShellExecution',
    cursor_version: '3.1.0',
    command: 'git push',
    cwd: '/repo',
  },
  codex: {
    session_id: 's1',
    turn_id: 't1',
    cwd: '/repo',
    hook_event_name: 'PreToolUse',
    permission_mode: 'default',
    tool_name: 'Bash',
    tool_input: { command: 'git push' },
    tool_use_id: 'u1',
  },
  copilot: { timestamp: 1, cwd: '/repo', sessionId: 's1', toolName: 'bash', toolArgs: '{"command":"git push"}' },
  gemini: {
    session_id: 's1',
    transcript_path: '/t',
    cwd: '/repo',
    hook_event_name: 'BeforeTool',
    timestamp: '2026-03-01T10:00:00Z',
    tool_name: 'run_shell_command',
    tool_input: { command: 'git push' },
  },
};

function rules(decide: Decision): ReturnType<typeof compile> {
  const to = decide === 'escalate' ? { to: 'lead' } : decide === 'route' ? { to: 'checker' } : {};
  const ruleSet: RuleSet = {
    escalation: 2,
    name: 'agent',
    version: '1.2.0',
    signals: { 'tool.name': { type: 'string' }, 'tool.args.command': { type: 'string' } },
    targets: { lead: { kind: 'human', title: 'Team lead' }, checker: { kind: 'agent' } },
    rules: [
      {
        id: 'push',
        when: 'tool.name == "Bash" && tool.args.command.startsWith("git push")',
        decide,
        ...to,
        reason: 'The agent wants to run {{ tool.args.command }}.',
      },
    ],
    default: { decide: 'continue' },
  };
  return compile(ruleSet);
}

function ask(host: GateHost, event: Json, decide: Decision) {
  const read = readEvent(host, JSON.stringify(event));
  const { answer, output, record } = decideCall(rules(decide), read, { at });
  return { call: read.call, answer, record, output: output === '' ? null : (JSON.parse(output) as JsonObject) };
}

const hosts = Object.keys(dialects) as GateHost[];

describe.each(hosts)('%s', host => {
  test('a shell command is the same call as in every other host', () => {
    const { call, record } = ask(host, pushes[host], 'deny');
    expect(call.tool).toMatchObject({ name: 'Bash', args: { command: 'git push' } });
    expect(call.session).toMatchObject({ id: 's1', cwd: '/repo' });
    expect(call.host.name).toBe(host);
    expect(record.rule).toEqual({ id: 'push', version: 1 });
  });

  test('`continue` is no permission', () => {
    const { output } = ask(host, pushes[host], 'continue');
    // Cursor takes silence for a failure, and `allow` for its usual way.
    expect(output).toEqual(host === 'cursor' ? { permission: 'allow' } : null);
  });

  test.each(['pause', 'route', 'escalate', 'deny', 'stop'] as const)('`%s` holds the call back', decide => {
    const { answer, output } = ask(host, pushes[host], decide);
    expect(['ask', 'deny', 'stop']).toContain(answer.answer);
    if (decide === 'deny' || decide === 'stop') expect(answer.answer).toBe(decide);
    expect(answer.reason).toContain('The agent wants to run git push.');
    expect(answer.reason).toContain('agent 1.2.0, rule push@1');
    if (decide === 'escalate') expect(answer.reason).toContain('Team lead');
    expect(JSON.stringify(output)).toContain('git push');
  });

  test.each([
    ['nothing', ''],
    ['no JSON', '{'],
    ['a list', '[]'],
    [
      'an event without a tool',
      JSON.stringify({ ...pushes[host], tool_name: undefined, toolName: undefined, command: undefined }),
    ],
    ['another event', JSON.stringify({ session_id: 's1', hook_event_name: 'SessionStart' })],
    [
      'arguments that are no object',
      JSON.stringify({
        ...pushes[host],
        hook_event_name: host === 'cursor' ? 'preToolUse' : pushes[host]['hook_event_name'],
        tool_name: 'x',
        ...(host === 'copilot' ? { toolName: 'x', toolArgs: 3 } : { tool_input: 3 }),
      }),
    ],
  ])('is not answered on %s', (_what, text) => {
    expect(() => readEvent(host, text)).toThrow(GateFailure);
  });
});

test('an unknown host is not answered', () => {
  expect(() => readEvent('toString', '{}')).toThrow(GateFailure);
  expect(() => readEvent(undefined, '{}')).toThrow(GateFailure);
});

test('the command that starts an MCP server is no argument of its tool', () => {
  const event = {
    hook_event_name: 'beforeMCPExecution',
    tool_name: 'pay',
    tool_input: '{"amount":9}',
    command: 'npx bank-server',
  };
  const { call } = readEvent('cursor', JSON.stringify(event));
  expect(call.tool).toEqual({ name: 'mcp__unknown__pay', native: 'pay', args: { amount: 9 } });
});

test('a patch is no shell command', () => {
  const patch = '*** Begin Patch\n*** Update File: .env\n+X=1\n*** End Patch';
  const event = { ...pushes.codex, tool_name: 'apply_patch', tool_input: { command: patch } };
  const { call } = readEvent('codex', JSON.stringify(event));
  expect(call.tool).toMatchObject({ name: 'Edit', args: { patch, file_path: '.env' } });
  expect(call.tool.args).not.toHaveProperty('command');
});

test('a command in words is the same as in one text', () => {
  const event = { ...pushes.codex, tool_name: 'shell', tool_input: { command: ['bash', '-lc', 'git push'] } };
  expect(readEvent('codex', JSON.stringify(event)).call.tool.args).toEqual({ command: 'git push' });
  const words = { ...event, tool_input: { command: ['git', 'commit', '-m', "it's done"] } };
  expect(readEvent('codex', JSON.stringify(words)).call.tool.args).toEqual({
    command: String.raw`git commit -m 'it'\''s done'`,
  });
});

test('a person is asked only where the host really asks', () => {
  expect(ask('claude-code', pushes['claude-code'], 'escalate').answer.answer).toBe('ask');
  expect(
    ask('claude-code', { ...pushes['claude-code'], permission_mode: 'bypassPermissions' }, 'escalate').answer.answer,
  ).toBe('deny');
  expect(ask('cursor', pushes.cursor, 'escalate').answer.answer).toBe('ask');
  const other = {
    ...pushes.cursor,
    hook_event_name: 'preToolUse',
    tool_name: 'Shell',
    tool_input: { command: 'git push' },
  };
  expect(ask('cursor', other, 'escalate').answer.answer).toBe('deny');
  expect(ask('codex', pushes.codex, 'escalate').answer.answer).toBe('deny');
  expect(ask('gemini', pushes.gemini, 'escalate').answer.answer).toBe('ask');
});

test('a sub-agent is told from the main agent', () => {
  expect(readEvent('claude-code', JSON.stringify(pushes['claude-code'])).call.agent).toEqual({ depth: 0 });
  const inside = { ...pushes['claude-code'], agent_id: 'a7', agent_type: 'Explore' };
  expect(readEvent('claude-code', JSON.stringify(inside)).call.agent).toEqual({ id: 'a7', type: 'Explore', depth: 1 });
});

test('the name that the host reads counts, not an argument that is called like the standard one', () => {
  const write = { sessionId: 's', toolName: 'create', toolArgs: { path: '/etc/x', file_path: '/tmp' } };
  expect(readEvent('copilot', JSON.stringify(write)).call.tool.args).toEqual({ file_path: '/etc/x' });
  const run = { ...pushes.codex, tool_name: 'exec_command', tool_input: { cmd: 'git push', command: 'ls' } };
  expect(readEvent('codex', JSON.stringify(run)).call.tool.args).toEqual({ command: 'git push' });
});

test('a tool that is called like one of another server is not one of it', () => {
  const event = { hook_event_name: 'beforeMCPExecution', tool_name: 'mcp__trusted__read', mcp_server_name: 'evil' };
  expect(readEvent('cursor', JSON.stringify(event)).call.tool).toMatchObject({
    name: 'mcp__evil__mcp__trusted__read',
    server: 'evil',
  });
});

test.each([
  [['zsh', '-l', '-c', 'git push']],
  [['bash', '-c', 'git push', 'x']],
  [['/bin/bash', '-lc', 'git push']],
  [['cmd.exe', '/c', 'git', 'push']],
  [['powershell', '-NoProfile', '-Command', 'git push']],
])('what a shell runs is the command: %j', command => {
  const event = { ...pushes.codex, tool_name: 'shell', tool_input: { command } };
  expect(readEvent('codex', JSON.stringify(event)).call.tool.args).toEqual({ command: 'git push' });
});

test('an empty command is a command', () => {
  const event = { ...pushes.cursor, command: '' };
  expect(readEvent('cursor', JSON.stringify(event)).call.tool.args).toEqual({ command: '' });
});
