import { describe, expect, it } from 'vitest';
import { canAsk, effectOf, failureOf, holds, hostIds, hostOf, hosts, supplies, toolKinds, toolOf } from './index.ts';

describe('the facts', () => {
  it('are there for each host', () => {
    expect(hosts.map(({ id }) => id)).toEqual(hostIds);
    expect(hostIds.map(id => hostOf(id).id)).toEqual(hostIds);
  });

  it.each(hosts)('of $title have sources, and say how far they are tested', ({ sources, tested }) => {
    expect(sources.length).toBeGreaterThan(0);
    expect(sources.some(({ kind }) => kind === 'run')).toBe(tested === 'package');
  });

  it.each(hosts)('of $title install a gate for each kind of tool, once for hooks', ({ events, integration }) => {
    const installed = events.flatMap(({ tools }) => tools);
    expect([...new Set(installed)].toSorted()).toEqual([...toolKinds].toSorted());
    if (integration === 'hook') expect(installed).toHaveLength(toolKinds.length);
  });

  it.each(hosts)(
    'of $title hold a call after a denial, and after the one failure that a gate chooses',
    ({ id, events }) => {
      for (const { name } of events) {
        for (const kind of toolKinds) expect(holds(effectOf(id, name, 'deny', kind)), name).toBe(true);
        const failure = failureOf(id, name, 'exit-2');
        expect(failure === null || holds(failure), name).toBe(true);
      }
    },
  );

  it.each(hosts)('of $title say without the guard only what is worse', ({ events }) => {
    for (const { unguarded = {}, failures } of events) {
      for (const [failure, effect] of Object.entries(unguarded)) {
        expect(holds(effect), failure).toBe(false);
        expect(failures).not.toHaveProperty(failure, effect);
      }
    }
  });
});

describe('whether a host asks', () => {
  it('depends on the kind of tool', () => {
    const asking = (kind: 'shell' | 'mcp') => hostIds.filter(id => canAsk(id, kind));
    expect(asking('shell')).toEqual([
      'claude-code',
      'cursor',
      'copilot-cli',
      'gemini',
      'vscode',
      'langchain',
      'openai-agents',
      'ai-sdk',
    ]);
    expect(asking('mcp')).toEqual(['copilot-cli', 'gemini', 'vscode', 'langchain', 'openai-agents', 'ai-sdk']);
  });

  it('is not the case at an event that it does not have', () => {
    expect(effectOf('claude-code', 'PostToolUse', 'ask', 'shell')).toBe('usual');
    expect(failureOf('claude-code', 'PostToolUse', 'crash')).toBe('usual');
  });
});

describe('failures', () => {
  it('differ without the guard', () => {
    expect(failureOf('claude-code', 'PreToolUse', 'timeout')).toBe('blocks');
    expect(failureOf('claude-code', 'PreToolUse', 'timeout', false)).toBe('usual');
    expect(failureOf('claude-code', 'PreToolUse', 'exit-2', false)).toBe('blocks');
  });

  it('that cannot happen have no effect', () => {
    expect(failureOf('ai-sdk', 'toolApproval', 'exit-1')).toBeNull();
  });
});

describe('signals', () => {
  it.each([
    ['tool.args.command', true],
    ['tool', true],
    ['agent.id', true],
    ['agent.identity', false],
    ['human.present', false],
    ['confidence', false],
    ['toolbox', false],
  ])('%s in Claude Code: %s', (path, filled) => {
    expect(supplies('claude-code', path)).toBe(filled);
  });

  it('about the agent are missing in Cursor', () => {
    expect(supplies('cursor', 'agent.id')).toBe(false);
  });
});

describe('tools', () => {
  it.each([
    ['gemini', 'run_shell_command', 'Bash', 'shell'],
    ['gemini', 'mcp_crm_refund_order', 'mcp__crm__refund_order', 'mcp'],
    ['cursor', 'Shell', 'Bash', 'shell'],
    ['cursor', 'MCP:refund', 'mcp__unknown__refund', 'mcp'],
    ['codex', 'apply_patch', 'Edit', 'file'],
    ['copilot-cli', 'str_replace_editor', 'Edit', 'file'],
    // The names of Claude Code, which Copilot uses at `PreToolUse`.
    ['copilot-cli', 'Bash', 'Bash', 'shell'],
    ['claude-code', 'mcp__crm__refund', 'mcp__crm__refund', 'mcp'],
    ['claude-code', 'TodoWrite', 'TodoWrite', 'other'],
    ['claude-code', 'toString', 'toString', 'other'],
    ['ai-sdk', 'pay', 'pay', 'other'],
  ] as const)('of %s: %s is %s', (host, native, name, kind) => {
    expect(toolOf(host, native)).toMatchObject({ name, kind });
  });

  it('have standard names of arguments', () => {
    expect(toolOf('copilot-cli', 'create').args).toEqual({ path: 'file_path', file_text: 'content' });
  });
});
