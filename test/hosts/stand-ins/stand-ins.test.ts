import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  answers,
  effectOf,
  failClosed,
  failureOf,
  failures,
  hostOf,
  toolKinds,
  toolOf,
  type HostAnswer,
  type HostEvent,
  type ToolKind,
} from '../../../hosts/index.ts';
import { answeringCommand, failingCommand, patience } from '../faults.ts';
import { callHost, standIns, type Call, type StandInId } from './index.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'handrail-stand-ins-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Speech {
  /** What the gate answers. @param event at this event */
  answers: (event: string) => Record<HostAnswer, object | null>;
  /** The configuration that asks a command at an event. */
  configuration: (
    event: string,
    command: string,
    options: { guarded: boolean; timeoutSec: number; matcher?: string },
  ) => [file: string, content: object];
  /** A call of each kind. */
  calls: Record<ToolKind, Call>;
}

const refund: Call = { tool: 'refund', mcp: { server: 'crm', tool: 'refund' }, args: { amount: 9 } };

const inWordsOfClaude = (hookEventName: string): Record<HostAnswer, object | null> => {
  const decision = (permissionDecision: string, more: object = {}) => ({
    ...more,
    hookSpecificOutput: { hookEventName, permissionDecision, permissionDecisionReason: 'Why.' },
  });
  return {
    none: null,
    allow: decision('allow'),
    ask: decision('ask'),
    deny: decision('deny'),
    stop: decision('deny', { continue: false, stopReason: 'Why.' }),
  };
};

const copilot: Speech = {
  answers(event) {
    if (event === 'PreToolUse') return { ...inWordsOfClaude(event), stop: inWordsOfClaude(event).deny };
    const decision = (permissionDecision: string) => ({ permissionDecision, permissionDecisionReason: 'Why.' });
    const deny = decision('deny');
    return { none: null, allow: decision('allow'), ask: decision('ask'), deny, stop: deny };
  },
  configuration: (event, bash, { timeoutSec, matcher }) => [
    '.github/hooks/gate.json',
    { version: 1, hooks: { [event]: [{ type: 'command', bash, timeoutSec, matcher }] } },
  ],
  calls: {
    shell: { tool: 'bash', args: { command: 'git push' } },
    file: { tool: 'create', args: { path: 'a.ts', file_text: '' } },
    web: { tool: 'web_fetch', args: { url: 'https://example.com' } },
    mcp: { tool: 'crm-refund', args: { amount: 9 } },
    agent: { tool: 'task', args: { prompt: 'Go.' } },
    other: { tool: 'update_todo' },
  },
};

const speeches: Record<StandInId, Speech> = {
  'claude-code': {
    answers: inWordsOfClaude,
    configuration: (event, command, { guarded, timeoutSec, matcher }) => {
      const hook = { type: 'command', command, timeout: timeoutSec, ...(guarded ? { onFailure: 'block' } : {}) };
      return ['.claude/settings.json', { hooks: { [event]: [{ matcher, hooks: [hook] }] } }];
    },
    calls: {
      shell: { tool: 'Bash', args: { command: 'git push' } },
      file: { tool: 'Write', args: { file_path: 'a.ts', content: '' } },
      web: { tool: 'WebFetch', args: { url: 'https://example.com' } },
      mcp: refund,
      agent: { tool: 'Agent', args: { prompt: 'Go.' } },
      other: { tool: 'TodoWrite' },
    },
  },
  cursor: {
    answers() {
      const decision = (permission: string) => ({ permission, user_message: 'Why.', agent_message: 'Why.' });
      return {
        none: null,
        allow: decision('allow'),
        ask: decision('ask'),
        deny: decision('deny'),
        stop: decision('deny'),
      };
    },
    configuration: (event, command, { guarded, timeoutSec, matcher }) => [
      '.cursor/hooks.json',
      { version: 1, hooks: { [event]: [{ command, timeout: timeoutSec, failClosed: guarded, matcher }] } },
    ],
    calls: {
      shell: { tool: 'Shell', args: { command: 'git push' } },
      file: { tool: 'Read', args: { file_path: 'a.ts' } },
      web: { tool: 'Fetch', args: { url: 'https://example.com' } },
      mcp: refund,
      agent: { tool: 'Task', args: { prompt: 'Go.' } },
      other: { tool: 'ReadLints' },
    },
  },
  codex: {
    // To stop, it denies: `continue: false` is an error.
    answers: event => ({ ...inWordsOfClaude(event), stop: inWordsOfClaude(event).deny }),
    configuration: (event, command, { guarded, timeoutSec, matcher }) => {
      const hook = { type: 'command', command: guarded ? failClosed(command) : command, timeout: timeoutSec };
      return ['.codex/hooks.json', { hooks: { [event]: [{ matcher, hooks: [hook] }] } }];
    },
    calls: {
      shell: { tool: 'Bash', args: { command: 'git push' } },
      file: { tool: 'apply_patch', args: { command: '*** Begin Patch\n*** End Patch' } },
      web: { tool: 'web_fetch' },
      mcp: refund,
      agent: { tool: 'spawn_agent' },
      other: { tool: 'update_plan' },
    },
  },
  'copilot-cli': copilot,
  'copilot-cloud': copilot,
};

const ids = Object.keys(standIns) as StandInId[];

/** What a stand-in does with a call when a command is its only hook. */
async function play(
  id: StandInId,
  event: string,
  command: (root: string) => string,
  kind: ToolKind,
  guarded = true,
  timeoutSec = 60,
) {
  const root = mkdtempSync(path.join(folder, 'project-'));
  configure(root, speeches[id].configuration(event, command(root), { guarded, timeoutSec }));
  return callHost(id, root, speeches[id].calls[kind]);
}

function configure(root: string, [file, content]: [string, object]): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), JSON.stringify(content));
}

/** The kinds of tools about which the host asks at an event. */
function kindsAt({ name }: HostEvent): readonly ToolKind[] {
  if (name === 'beforeShellExecution') return ['shell'];
  if (name === 'beforeMCPExecution') return ['mcp'];
  if (name === 'beforeReadFile') return ['file'];
  return toolKinds;
}

it.each(ids)('the facts say that %s is played', id => {
  expect(hostOf(id).tested).toBe('stand-in');
});

describe.each(ids)('%s', id => {
  describe.each(hostOf(id).events)('$name', event => {
    const kinds = kindsAt(event);

    it.each(answers)('does with the answer "%s" what the facts say', async answer => {
      const told = speeches[id].answers(event.name)[answer];
      const played = await Promise.all(
        kinds.map(kind => play(id, event.name, root => answeringCommand(told, answer, root), kind)),
      );
      expect(played.map(({ effect }) => effect)).toEqual(kinds.map(kind => effectOf(id, event.name, answer, kind)));
    });

    it.each(failures)('does after the failure "%s" what the facts say, with the guard and without', async failure => {
      const [kind = 'shell'] = kinds;
      const [guarded, unguarded] = await Promise.all(
        [true, false].map(isGuarded =>
          play(id, event.name, root => failingCommand(failure, root), kind, isGuarded, patience(failure)),
        ),
      );
      expect([guarded?.effect, unguarded?.effect]).toEqual([
        failureOf(id, event.name, failure),
        failureOf(id, event.name, failure, false),
      ]);
    });
  });

  it('calls tools of the kinds that the facts know', () => {
    for (const [kind, { tool, mcp }] of Object.entries(speeches[id].calls)) {
      if (kind === 'mcp' || mcp !== undefined) continue;
      // Codex has no tool of its own for the web that hooks see.
      const known = id === 'codex' && kind === 'web' ? 'other' : kind;
      expect(toolOf(id, tool).kind, tool).toBe(known);
    }
  });

  it('asks nobody if the matcher names another tool', async () => {
    const [event] = hostOf(id).events;
    if (event === undefined) throw new Error('no event');
    const root = mkdtempSync(path.join(folder, 'project-'));
    const command = answeringCommand(speeches[id].answers(event.name).deny, 'deny', root);
    const options = { guarded: true, timeoutSec: 60, matcher: 'AnotherTool' };
    configure(root, speeches[id].configuration(event.name, command, options));
    expect(await callHost(id, root, speeches[id].calls.shell)).toEqual({
      effect: id === 'copilot-cloud' ? 'runs' : 'usual',
      reason: '',
      asked: [],
    });
  });

  it('tells the agent why', async () => {
    const [event] = hostOf(id).events;
    const told = speeches[id].answers(event?.name ?? '').deny;
    const { effect, reason, asked } = await play(
      id,
      event?.name ?? '',
      root => answeringCommand(told, 'deny', root),
      'shell',
    );
    expect({ effect, reason, asked: asked.map(({ name }) => name) }).toEqual({
      effect: 'blocks',
      reason: 'Why.',
      asked: [event?.name],
    });
  });
});

it('Claude Code starts a command with arguments without a shell, in the folder of the project', async () => {
  const root = mkdtempSync(path.join(folder, 'it’s a "project" '));
  writeFileSync(path.join(root, 'gate.mjs'), 'process.stderr.write("No."); process.exitCode = 2;\n');
  const hook = { type: 'command', command: 'node', args: ['${CLAUDE_PROJECT_DIR}/gate.mjs'], onFailure: 'block' };
  configure(root, ['.claude/settings.json', { hooks: { PreToolUse: [{ hooks: [hook] }] } }]);
  expect(await callHost('claude-code', root, { tool: 'Bash' })).toMatchObject({ effect: 'blocks', reason: 'No.' });
});

it('Claude Code is not known to ask in some modes', async () => {
  const root = mkdtempSync(path.join(folder, 'project-'));
  const { answers: say, configuration, calls } = speeches['claude-code'];
  const command = answeringCommand(say('PreToolUse').ask, 'ask', root);
  configure(root, configuration('PreToolUse', command, { guarded: true, timeoutSec: 60 }));
  const modes = ['default', 'acceptEdits', 'plan', 'auto', 'bypassPermissions', 'dontAsk'];
  const effects = await Promise.all(modes.map(mode => callHost('claude-code', root, { ...calls.shell, mode })));
  const silent = modes.filter((_, at) => effects[at]?.effect !== 'asks');
  expect(silent).toEqual(hostOf('claude-code').modesWithoutAsking);
});

it('Codex lets a call through that is denied without a reason', async () => {
  const deny = { hookSpecificOutput: { hookEventName: 'PreToolUse', permissionDecision: 'deny' } };
  const played = await play('codex', 'PreToolUse', root => answeringCommand(deny, 'deny', root), 'shell');
  expect(played).toMatchObject({ effect: 'usual', asked: [{ name: 'PreToolUse' }] });
});
