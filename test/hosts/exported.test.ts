import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { handrail } from '../../testing/command-line.ts';
import type { Effect } from '../../hosts/index.ts';
import { callGemini } from './gemini.ts';
import { callHost, type StandInId } from './stand-ins/index.ts';

/**
 * Exported gates, broken in each way, in the hosts that run them: the shipped package of Gemini CLI, and stand-ins for the others. `gap` is what docs/hosts.md
 * says of the host.
 */
const rules = `escalation: 2
name: agent
version: 1.0.0
signals:
  tool.name: { type: string, required: true }
  tool.args.command: { type: string }
targets:
  lead: { kind: human, title: Team lead }
rules:
  - { id: push, when: 'tool.name == "Bash" && tool.args.command.startsWith("git push")', decide: deny, reason: Pushing is for people. }
  - { id: reset, when: 'tool.name == "Bash" && tool.args.command.startsWith("git reset")', decide: escalate, to: lead, reason: Work may be lost. }
  - { id: pay, when: 'tool.name == "mcp__bank__pay"', decide: escalate, to: lead, reason: Money leaves. }
  - { id: burn, when: 'tool.name == "Bash" && tool.args.command.startsWith("rm -rf /")', decide: stop, reason: This destroys the machine. }
default: { decide: continue }
`;

interface ExportedHost {
  to: string;
  shell: string;
  call: (root: string, command: string) => Promise<{ effect: Effect; reason: string }>;
  mcp: (root: string) => Promise<{ effect: Effect; reason: string }>;
  /** The settings in which the timeout of the hook stands. */
  settings: string;
}

const standIn = (host: StandInId, to: string, shell: string, settings: string): ExportedHost => ({
  to,
  shell,
  settings,
  call: (root, command) => callHost(host, root, { tool: shell, args: { command } }),
  mcp: root =>
    callHost(host, root, { tool: 'mcp__bank__pay', args: { amount: 9 }, mcp: { server: 'bank', tool: 'pay' } }),
});

const exported: Record<string, ExportedHost> = {
  'claude-code': standIn('claude-code', 'claude-code', 'Bash', '.claude/settings.json'),
  cursor: standIn('cursor', 'cursor-hooks', 'Shell', '.cursor/hooks.json'),
  codex: standIn('codex', 'codex', 'Bash', '.codex/hooks.json'),
  'copilot-cli': standIn('copilot-cli', 'copilot-hooks', 'bash', '.github/hooks/handrail.json'),
  'copilot-cloud': standIn('copilot-cloud', 'copilot-hooks', 'bash', '.github/hooks/handrail.json'),
  gemini: {
    to: 'gemini',
    shell: 'run_shell_command',
    settings: '.gemini/settings.json',
    call: (root, command) => callGemini(root, { tool: 'run_shell_command', args: { command } }),
    mcp: root => callGemini(root, { tool: 'mcp_bank_pay', args: { amount: 9 }, mcp: { server: 'bank', tool: 'pay' } }),
  },
};

const folders: string[] = [];
afterAll(() => folders.forEach(folder => rmSync(folder, { recursive: true, force: true })));

async function repository(to: string): Promise<string> {
  const root = mkdtempSync(path.join(os.tmpdir(), 'handrail-exported-'));
  folders.push(root);
  execFileSync('git', ['init', '--quiet'], { cwd: root });
  writeFileSync(path.join(root, 'agent.escalation.yaml'), rules);
  const { code, stderr } = await handrail(['export', 'agent.escalation.yaml', '--to', to], { cwd: root });
  expect(stderr).toBe('');
  expect(code).toBe(0);
  return root;
}

const gate = (root: string) => path.join(root, '.handrail/gate.mjs');
const prefix = (root: string, code: string) =>
  writeFileSync(
    gate(root),
    readFileSync(gate(root), 'utf8').replace('const HANDRAIL', () => `${code}\nconst HANDRAIL`),
  );
const waitLess = (root: string, settings: string) => {
  const file = path.join(root, settings);
  const text = readFileSync(file, 'utf8');
  writeFileSync(
    file,
    text.replace(/"(timeout|timeoutSec)": 30(000)?/g, (_, key: string, ms?: string) => `"${key}": ${ms ? 1000 : 1}`),
  );
};

/** How a gate is broken. The rules deny the call, so that `usual` and `runs` mean that it gets through. */
const faults: Record<string, (root: string, host: ExportedHost) => void> = {
  'is killed': root => prefix(root, 'process.kill(process.pid, "SIGKILL");'),
  'throws at once': root => prefix(root, 'throw new Error("boom");'),
  'is slower than the host waits': (root, { settings }) => {
    waitLess(root, settings);
    prefix(root, 'await new Promise(done => setTimeout(done, 10_000)); process.exit(0);');
  },
  'never ends its computation': (root, { settings }) => {
    waitLess(root, settings);
    prefix(root, 'for (const end = Date.now() + 10_000; Date.now() < end; ); process.exit(0);');
  },
  'is empty': root => truncateSync(gate(root)),
  'is half there': root => truncateSync(gate(root), 100_000),
  'is deleted': root => rmSync(gate(root)),
  'was moved': root => renameSync(path.join(root, '.handrail'), path.join(root, '.moved')),
  'has broken rules': root =>
    writeFileSync(
      gate(root),
      readFileSync(gate(root), 'utf8').replace(String.raw`\"rules\":[`, String.raw`\"rules\":{`),
    ),
  'has no rules': root =>
    writeFileSync(
      gate(root),
      readFileSync(gate(root), 'utf8').replace(/^const HANDRAIL = .*$/m, 'const HANDRAIL = {};'),
    ),
  'cannot write its log': root => mkdirSync(path.join(root, '.handrail/agent.decisions.jsonl')),
  'says nothing': root => writeFileSync(gate(root), 'export const isGate = true;\n'),
  'prints half an answer': root =>
    writeFileSync(gate(root), 'process.stdout.write(\'{"permission":"al\');export const isGate = true;\n'),
};

/** Faults that a host lets through, as docs/hosts.md says: nothing that an export can write closes them. */
const gaps: Record<string, readonly string[]> = {
  'claude-code': ['says nothing'],
  cursor: [],
  codex: ['is slower than the host waits', 'never ends its computation', 'says nothing', 'prints half an answer'],
  'copilot-cli': [
    'is slower than the host waits',
    'never ends its computation',
    'says nothing',
    'prints half an answer',
  ],
  'copilot-cloud': [
    'is slower than the host waits',
    'never ends its computation',
    'says nothing',
    'prints half an answer',
  ],
  gemini: ['is slower than the host waits', 'never ends its computation', 'says nothing', 'prints half an answer'],
};

const held: readonly Effect[] = ['blocks', 'asks', 'ends'];

describe.each(Object.entries(exported))('a gate exported to %s', (id, host) => {
  it('lets through what the rules do not mention, and holds back what they do', async () => {
    const root = await repository(host.to);
    const { effect } = await host.call(root, 'ls');
    expect(['usual', 'runs']).toContain(effect);
    const denied = await host.call(root, 'git push');
    expect(denied.effect).toBe('blocks');
    expect(denied.reason).toContain('Pushing is for people.');
    const asked = await host.call(root, 'git reset --hard');
    expect(held).toContain(asked.effect);
    expect(asked.reason).toContain('Team lead');
    expect(held).toContain((await host.call(root, 'rm -rf /')).effect);
    const paid = await host.mcp(root);
    expect(held).toContain(paid.effect);
    expect(paid.reason).toContain('Money leaves.');
    const log = readFileSync(path.join(root, '.handrail/agent.decisions.jsonl'), 'utf8');
    expect(log.trim().split('\n').length).toBeGreaterThanOrEqual(5);
  });

  it.each(Object.keys(faults))('that %s', async fault => {
    const root = await repository(host.to);
    faults[fault]?.(root, host);
    const { effect } = await host.call(root, 'git push');
    if (gaps[id]?.includes(fault)) expect(['usual', 'runs']).toContain(effect);
    else expect(held).toContain(effect);
  });

  // Nothing keeps the superuser from writing.
  it.skipIf(process.getuid?.() === 0)('that may not write', async () => {
    const root = await repository(host.to);
    chmodSync(path.join(root, '.handrail'), 0o500);
    const { effect } = await host.call(root, 'git push');
    chmodSync(path.join(root, '.handrail'), 0o700);
    expect(held).toContain(effect);
  });
});
