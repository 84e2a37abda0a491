import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { answers, effectOf, failClosed, failureOf, failures, toolOf, type HostAnswer } from '../../hosts/index.ts';
import { answeringCommand, failingCommand, patience } from './faults.ts';
import { callGemini, geminiPolicy, runGeminiHook, type GeminiCall } from './gemini.ts';
import { loadFile } from './packages.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'handrail-gemini-'));
afterAll(() => rmSync(folder, { recursive: true }));

const push: GeminiCall = { tool: 'run_shell_command', args: { command: 'git push' } };

const dialect: Record<HostAnswer, object | null> = {
  none: null,
  allow: { decision: 'allow' },
  ask: { decision: 'ask', systemMessage: 'Ask Ada.' },
  deny: { decision: 'deny', reason: 'No.' },
  stop: { decision: 'deny', reason: 'No.', continue: false, stopReason: 'No.' },
};

describe('Gemini CLI', () => {
  it.each(answers)('does with the answer "%s" what the facts say', async answer => {
    const { effect } = await runGeminiHook(answeringCommand(dialect[answer], answer, folder), folder, push);
    expect(effect).toBe(effectOf('gemini', 'BeforeTool', answer, 'shell'));
  });

  it.each(failures)('does after the failure "%s" what the facts say, with the guard and without', async failure => {
    const command = failingCommand(failure, folder);
    const [guarded, unguarded] = await Promise.all(
      [failClosed(command), command].map(line => runGeminiHook(line, folder, push, patience(failure) * 1000)),
    );
    expect([guarded?.effect, unguarded?.effect]).toEqual([
      failureOf('gemini', 'BeforeTool', failure),
      failureOf('gemini', 'BeforeTool', failure, false),
    ]);
  });

  it('tells the agent why a call is denied, and the person why she is asked', async () => {
    const denied = await runGeminiHook(answeringCommand(dialect.deny, 'deny', folder), folder, push);
    const asked = await runGeminiHook(answeringCommand(dialect.ask, 'ask', folder), folder, push);
    expect([denied.reason, asked.reason]).toEqual(['No.', 'Ask Ada.']);
  });

  it.each([
    [
      'the denial of Claude Code',
      { hookSpecificOutput: { hookEventName: 'PreToolUse', permissionDecision: 'deny' } },
      '',
    ],
    ['an empty object with code 2', {}, 'exit 2'],
  ])('lets the call through on %s, as the gaps say', async (_, answer, end) => {
    const command = `${answeringCommand(answer, 'gap', folder)}; ${end || 'exit 0'}`;
    expect((await runGeminiHook(command, folder, push)).effect).toBe('usual');
  });

  it('runs the hooks of a settings file only for the tools that their matchers name', async () => {
    const root = path.join(folder, 'project');
    mkdirSync(path.join(root, '.gemini'), { recursive: true });
    const hook = { type: 'command', command: answeringCommand(dialect.deny, 'deny', root) };
    const settings = { hooks: { BeforeTool: [{ matcher: '^mcp_|^run_shell_command$', hooks: [hook] }] } };
    writeFileSync(path.join(root, '.gemini', 'settings.json'), JSON.stringify(settings));
    const refund: GeminiCall = { tool: 'mcp_crm_refund', mcp: { server: 'crm', tool: 'refund' } };
    expect((await callGemini(root, push)).effect).toBe('blocks');
    expect((await callGemini(root, refund)).effect).toBe('blocks');
    expect((await callGemini(root, { tool: 'read_file' })).effect).toBe('usual');
  });

  it('has the tools that the facts name, and splits the names of MCP tools in the same way', async () => {
    const src = '@google/gemini-cli-core/dist/src';
    const { ALL_BUILTIN_TOOL_NAMES } = await loadFile<{ ALL_BUILTIN_TOOL_NAMES: string[] }>(
      `${src}/tools/tool-names.js`,
    );
    const named = ALL_BUILTIN_TOOL_NAMES.filter(name => toolOf('gemini', name).kind !== 'other');
    expect(named.toSorted()).toEqual(
      [
        'glob',
        'google_web_search',
        'grep_search',
        'invoke_agent',
        'list_directory',
        'read_file',
        'replace',
        'run_shell_command',
        'web_fetch',
        'write_file',
      ].filter(name => ALL_BUILTIN_TOOL_NAMES.includes(name)),
    );
    const { parseMcpToolName } = await loadFile<{
      parseMcpToolName: (name: string) => { serverName: string; toolName: string };
    }>(`${src}/tools/mcp-tool.js`);
    for (const name of ['mcp_crm_refund_order', 'mcp_my-crm_refund']) {
      const { serverName, toolName } = parseMcpToolName(name);
      expect(toolOf('gemini', name)).toEqual({ name: `mcp__${serverName}__${toolName}`, kind: 'mcp' });
    }
  });
});

describe('the policy engine of Gemini CLI', () => {
  const policy = `
[[rule]]
toolName = "run_shell_command"
commandPrefix = "git push"
decision = "ask_user"
priority = 50

[[rule]]
toolName = "run_shell_command"
commandPrefix = "git push"
interactive = false
decision = "deny"
priority = 60
denyMessage = "Nobody is there to ask."
`;

  it('asks a person if one is there, and denies with the message of the rule if none is', async () => {
    expect(await geminiPolicy(policy, push)).toEqual({ decision: 'ask_user', reason: '' });
    expect(await geminiPolicy(policy, push, { interactive: false })).toEqual({
      decision: 'deny',
      reason: 'Nobody is there to ask.',
    });
  });

  it('refuses a policy with a mistake', async () => {
    await expect(geminiPolicy('[[rule]]\ntoolName = "x"\ndecision = "perhaps"\npriority = 1\n', push)).rejects.toThrow(
      /decision/,
    );
  });
});
