import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, describe, expect, it } from 'vitest';
import { handrail } from '../../testing/command-line.ts';
import { driftLines } from '../../cli/doctor/rules.ts';
import { callHost, type StandInId } from '../hosts/stand-ins/index.ts';

const rules = (version = '1.0.0') => `escalation: 2
name: agent
version: ${version}
signals:
  tool.name: { type: string, required: true }
  tool.args.command: { type: string }
rules:
  - { id: push, when: 'tool.name == "Bash" && tool.args.command.startsWith("git push")', decide: deny, reason: Pushing is for people. }
default: { decide: continue }
`;

const folders: string[] = [];
afterAll(() => folders.forEach(folder => rmSync(folder, { recursive: true, force: true })));

function temporary(name = 'handrail-doctor-test-'): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), name));
  folders.push(folder);
  return folder;
}

async function repository(...targets: string[]): Promise<string> {
  const root = temporary('handrail doctor’s test-');
  execFileSync('git', ['init', '--quiet'], { cwd: root });
  writeFileSync(path.join(root, 'agent.escalation.yaml'), rules());
  await exported(root, targets);
  return root;
}

async function exported(root: string, targets: readonly string[]): Promise<void> {
  const to = targets.flatMap(target => ['--to', target]);
  expect(await handrail(['export', 'agent.escalation.yaml', ...to], { cwd: root })).toMatchObject({ code: 0 });
}

interface Line {
  check: string;
  status: string;
  text: string;
  fix: string | null;
}
interface Report {
  ok: boolean;
  rules: { version: string } | null;
  gates: { host: string; calls: { call: string; result: string; why: string | null }[]; lines: Line[] }[];
  lines: Line[];
}

const schema = path.resolve(import.meta.dirname, '../../schemas/doctor-report.schema.json');
const conforms = new Ajv2020({ strict: false }).compile(JSON.parse(readFileSync(schema, 'utf8')) as object);

/** Programs of hosts on this machine must not matter: only Node.js and git are on the PATH, and what a test puts there. */
async function doctor(root: string, args: string[] = [], programs = temporary()) {
  const PATH = [programs, path.dirname(process.execPath), '/usr/bin', '/bin'].join(path.delimiter);
  const { code, stdout, stderr } = await handrail(['doctor', ...args, '--format', 'json'], {
    cwd: root,
    env: { PATH },
  });
  expect(stderr).toBe('');
  const report = JSON.parse(stdout) as Report;
  expect(conforms(report), JSON.stringify(conforms.errors)).toBe(true);
  const lines = [...report.gates.flatMap(gate => gate.lines), ...report.lines];
  const faults = lines.filter(({ status }) => status === 'fault').map(({ check, text }) => `${check}: ${text}`);
  const results = (result: string) =>
    report.gates.flatMap(({ calls }) => calls.filter(each => each.result === result).map(({ call }) => call));
  return { code, report, lines, faults, never: results('never-reached'), failed: results('failed') };
}

function edit(root: string, file: string, change: (text: string) => string): void {
  const before = readFileSync(path.join(root, file), 'utf8');
  const after = change(before);
  expect(after).not.toBe(before);
  writeFileSync(path.join(root, file), after);
}

const log = (root: string) =>
  readFileSync(path.join(root, '.handrail/agent.decisions.jsonl'), 'utf8').trim().split('\n');

const targets: Record<string, string> = {
  'claude-code': '.claude/settings.json',
  'cursor-hooks': '.cursor/hooks.json',
  codex: '.codex/hooks.json',
  'copilot-hooks': '.github/hooks/handrail.json',
  gemini: '.gemini/settings.json',
  'agent-plugin': 'plugins/agent/hooks/hooks.json',
};

describe.each(Object.entries(targets))('a gate exported to %s', (target, file) => {
  it('decides every call, and blocks when it is broken', async () => {
    const root = await repository(target);
    const { code, report, faults, lines } = await doctor(root);
    expect({ code, faults, ok: report.ok }).toEqual({ code: 0, faults: [], ok: true });
    expect(report.gates.flatMap(({ calls }) => calls).every(({ result }) => result === 'decided')).toBe(true);
    const calls = report.gates.flatMap(gate => gate.calls.map(({ call }) => call));
    expect(calls).toEqual(expect.arrayContaining(['shell command', 'edit of a file', 'tool of an MCP server']));
    for (const check of ['route', 'wall'])
      expect(lines).toContainEqual(expect.objectContaining({ check, status: 'ok' }));
    expect(readFileSync(path.join(root, '.handrail/agent.decisions.jsonl'), 'utf8')).not.toContain('"decision":"deny"');
  });

  it('of other rules is found', async () => {
    const root = await repository(target);
    writeFileSync(path.join(root, 'agent.escalation.yaml'), rules('1.1.0'));
    const { code, faults } = await doctor(root);
    expect(code).toBe(1);
    expect(faults).toContainEqual(
      expect.stringMatching(/^rules: agent 1\.0\.0 \(\w{12}\) decides here, and the rules are agent 1\.1\.0/),
    );
    expect(faults).toContainEqual(expect.stringMatching(/gate\.mjs was written from agent 1\.0\.0/));
  });

  it('does not decide if the path in the command is wrong', async () => {
    const root = await repository(target);
    edit(root, file, text => text.replaceAll('gate.mjs', 'gone/gate.mjs'));
    const { code, faults, failed } = await doctor(root);
    expect(code).toBe(1);
    expect(failed).toContain('shell command');
    expect(faults).toContainEqual(
      expect.stringMatching(/^route: .*the gate did not decide\. There is no \S*gone\/gate\.mjs/),
    );
  });

  it.skipIf(target === 'agent-plugin')('does not decide if its log cannot be written', async () => {
    const root = await repository(target);
    mkdirSync(path.join(root, '.handrail/agent.decisions.jsonl'));
    const { code, faults } = await doctor(root);
    expect(code).toBe(1);
    expect(faults).toContainEqual(
      expect.stringMatching(/^route: .*The gate cannot write \.handrail\/agent\.decisions\.jsonl/),
    );
  });

  it('is not read from a file with broken JSON', async () => {
    const root = await repository(target);
    edit(root, file, text => text.slice(0, -4));
    const { code, faults, never } = await doctor(root);
    expect(code).toBe(1);
    expect(never).toContain('shell command');
    expect(faults).toContainEqual(expect.stringMatching(/^hooks: .* is not JSON, so .* reads no hooks in it/));
  });
});

/** A matcher that leaves tools of MCP servers out, and what the stand-in of the host says of such a call. */
const narrowed: Record<string, [file: string, host: StandInId, (text: string) => string]> = {
  'claude-code': [
    '.claude/settings.json',
    'claude-code',
    text => text.replace('"matcher": "*"', '"matcher": "Bash|Edit|Write|Read|WebFetch|Agent"'),
  ],
  'cursor-hooks': ['.cursor/hooks.json', 'cursor', text => text.replace('beforeMCPExecution', 'beforeMcpExecution')],
  codex: ['.codex/hooks.json', 'codex', text => text.replace('"hooks": [', '"matcher": "^(?!mcp__)", "hooks": [')],
  'copilot-hooks': [
    '.github/hooks/handrail.json',
    'copilot-cli',
    text => text.replace('"type": "command"', '"type": "command", "matcher": "(?!handrail-doctor-).*"'),
  ],
};

it.each(Object.entries(narrowed))(
  'says that a matcher of %s leaves MCP tools out',
  async (target, [file, host, narrow]) => {
    const root = await repository(target);
    const mcp = { server: 'handrail-doctor', tool: 'canary' };
    const tool = host === 'copilot-cli' ? 'handrail-doctor-canary' : 'mcp__handrail-doctor__canary';
    expect((await callHost(host, root, { tool, mcp })).asked).not.toEqual([]);
    edit(root, file, narrow);
    // The stand-in, which shares no code for this, says the same.
    expect((await callHost(host, root, { tool, mcp })).asked).toEqual([]);
    const { code, never, faults } = await doctor(root);
    expect(code).toBe(1);
    expect(new Set(never)).toEqual(new Set(['tool of an MCP server']));
    expect(faults).toContainEqual(expect.stringMatching(/^route: Tool of an MCP server: never reached the gate\./));
  },
);

it.each([
  ['claude-code', '.claude/settings.json', 'claude-code', /,?\s*"onFailure": "block"/g, '`onFailure: "block"`'],
  ['cursor-hooks', '.cursor/hooks.json', 'cursor', /,\s*"failClosed": true/g, '`failClosed: true`'],
] as const)('says what the missing switch of %s lets through', async (target, file, host, pattern, name) => {
  const root = await repository(target);
  edit(root, file, text => text.replace(pattern, ''));
  const { code, faults, lines } = await doctor(root);
  expect(code).toBe(1);
  expect(faults).toContainEqual(expect.stringContaining(`wall: ${name} on the hook is missing`));
  expect(faults).toContainEqual(expect.stringMatching(/^wall: Lets calls through while the gate is killed/));
  const { fix } = lines.find(({ text }) => text.includes('is missing at')) ?? {};
  expect(fix).toBe(`Run \`handrail export agent.escalation.yaml --to ${target}\`.`);
  // The stand-in says the same of a gate that is killed.
  writeFileSync(path.join(root, '.handrail/gate.mjs'), "process.kill(process.pid, 'SIGKILL');\n");
  const call = { tool: host === 'cursor' ? 'Shell' : 'Bash', args: { command: 'git push' } };
  expect(await callHost(host, root, call)).toMatchObject({ effect: 'usual' });
});

it.each([
  ['codex', '.codex/hooks.json'],
  ['gemini', '.gemini/settings.json'],
])('says what a command of %s without its guard lets through', async (target, file) => {
  const root = await repository(target);
  edit(root, file, text => text.replace(/ \|\| sh -c '.*?'"/, '"'));
  const { code, faults } = await doctor(root);
  expect(code).toBe(1);
  expect(faults).toContainEqual(expect.stringMatching(/^wall: Lets calls through while the gate is killed/));
});

it('says that `disableAllHooks` switches the gate off, also in the settings of one person', async () => {
  const root = await repository('claude-code');
  writeFileSync(path.join(root, '.claude/settings.local.json'), '{ "disableAllHooks": true }');
  const { code, faults, never } = await doctor(root);
  expect(code).toBe(1);
  expect(never).toContain('shell command of a sub-agent');
  expect(faults).toContain('hooks: `disableAllHooks` switches all hooks off.');
});

const claudeFaults: Record<string, [(text: string) => string, RegExp]> = {
  'a condition': [
    text => text.replace('"timeout": 30', '"timeout": 30, "if": "Bash(git *)"'),
    /^hooks: .* has an `if`, which leaves calls out/,
  ],
  'a hook in the background': [
    text => text.replace('"timeout": 30', '"timeout": 30, "async": true'),
    /^hooks: .* is `async`/,
  ],
  'a short timeout': [text => text.replace('"timeout": 30', '"timeout": 5'), /^wall: Claude Code waits 5 s/],
  'an event that the host does not have': [
    text => text.replace('PreToolUse', 'PreTool'),
    /^hooks: .* has a gate at `PreTool`/,
  ],
  'the dialect of another host': [
    text => text.replace('"claude-code"', '"codex"'),
    /^route: The command answers as for `codex`/,
  ],
  'no permissions': [text => text.replace(/"Edit\(.*?\)",?\s*/g, ''), /^files: The agent may edit its own gate/],
  'a second gate': [
    text =>
      text.replace(
        '"PreToolUse": [',
        '"PreToolUse": [{ "hooks": [{ "type": "command", "command": "node \\"$CLAUDE_PROJECT_DIR/.handrail/gate.mjs\\" --host claude-code", "onFailure": "block" }] },',
      ),
    /^route: .* two gates decide about one call/,
  ],
};

it.each(Object.entries(claudeFaults))('finds %s', async (_, [change, expected]) => {
  const root = await repository('claude-code');
  edit(root, '.claude/settings.json', change);
  const { code, faults } = await doctor(root);
  expect(faults).toContainEqual(expect.stringMatching(expected));
  expect(code).toBe(1);
});

it('finds hooks in a file that the host does not read', async () => {
  const root = await repository('claude-code');
  renameSync(path.join(root, '.claude/settings.json'), path.join(root, '.claude/hooks.json'));
  const { code, faults } = await doctor(root);
  expect(code).toBe(1);
  expect(faults).toEqual(
    expect.arrayContaining([
      'hooks: No gate is installed here.',
      'hooks: .claude/hooks.json mentions a gate, and Claude Code reads no hooks there.',
    ]),
  );
});

it('runs no hook but gates', async () => {
  const root = await repository('claude-code');
  edit(root, '.claude/settings.json', text =>
    text.replace('"PreToolUse": [', '"PreToolUse": [{ "hooks": [{ "type": "command", "command": "touch ran" }] },'),
  );
  const { code, lines } = await doctor(root);
  expect(code).toBe(0);
  expect(lines).toContainEqual(
    expect.objectContaining({ status: 'note', text: expect.stringContaining('`touch ran`') as string }),
  );
  expect(existsSync(path.join(root, 'ran'))).toBe(false);
});

it('leaves the repository as it was, but for marked decisions that are no evidence', async () => {
  const root = await repository('claude-code');
  const event = {
    type: 'decision',
    id: '01JD',
    at: '2026-03-02T10:00:00Z',
    case: 'real',
    input: { tool: { name: 'Bash' } },
  };
  writeFileSync(path.join(root, '.handrail/agent.decisions.jsonl'), `${JSON.stringify(event)}\n`);
  const before = execFileSync('git', ['status', '--porcelain', '-uall'], { cwd: root }).toString();
  await doctor(root);
  expect(execFileSync('git', ['status', '--porcelain', '-uall'], { cwd: root }).toString()).toBe(before);
  const [first, ...canaries] = log(root).map(line => JSON.parse(line) as { case: string });
  expect(first?.case).toBe('real');
  expect(canaries.length).toBeGreaterThan(5);
  expect(canaries.every(each => each.case.startsWith('handrail-doctor-'))).toBe(true);
  writeFileSync(path.join(root, 'next.escalation.yaml'), rules('1.1.0').replace('decide: continue', 'decide: deny'));
  const diff = await handrail(
    [
      'diff',
      'agent.escalation.yaml',
      'next.escalation.yaml',
      '--log',
      '.handrail/agent.decisions.jsonl',
      '--format',
      'json',
    ],
    { cwd: root },
  );
  expect(diff.stdout).toMatch(/"cases": 1\b|"total": 1\b|"of": 1\b/);
});

it('finds files that others can change', async () => {
  const root = await repository('claude-code');
  const elsewhere = path.join(temporary(), 'gate.mjs');
  renameSync(path.join(root, '.handrail/gate.mjs'), elsewhere);
  symlinkSync(elsewhere, path.join(root, '.handrail/gate.mjs'));
  chmodSync(path.join(root, '.claude/settings.json'), 0o666);
  const { code, faults } = await doctor(root, ['--rules', 'agent.escalation.yaml']);
  expect(code).toBe(1);
  expect(faults).toContainEqual(
    expect.stringMatching(/^files: \.handrail\/gate\.mjs leads through a symbolic link out of the repository/),
  );
  expect(faults).toContainEqual(
    expect.stringMatching(/^files: Everybody on this machine can write \.claude\/settings\.json/),
  );
});

it('compares the versions of hosts on the PATH with those that an export needs', async () => {
  const root = await repository('claude-code');
  const programs = temporary();
  const claude = path.join(programs, 'claude');
  const versions: string[] = [];
  for (const version of ['2.1.294', '2.1.295']) {
    writeFileSync(claude, `#!/bin/sh\necho "${version} (Claude Code)"\n`, { mode: 0o755 });
    const { code, lines } = await doctor(root, [], programs);
    versions.push(`${code} ${lines.find(({ text, check }) => check === 'version' && text.includes(version))?.text}`);
  }
  expect(versions).toEqual([
    '1 Claude Code 2.1.294 is too old: before 2.1.295 it does not honour what the export writes.',
    '0 Claude Code 2.1.295; at least 2.1.295 is needed.',
  ]);
});

it('finds a target that the rule set declares and nobody installed', () => {
  const ruleSet = { escalation: 2, name: 'agent', version: '1.0.0' };
  const source = { ruleSet: ruleSet as never, digest: '0'.repeat(64), exports: ['codex', 'agents'] };
  expect(driftLines({ operand: 'agent.escalation.yaml', source }, [], temporary(), 0)).toEqual([
    {
      check: 'hooks',
      status: 'fault',
      text: 'The rule set is to be exported to Codex (`exports`), and no gate is installed there.',
      fix: 'Run `handrail export agent.escalation.yaml --to codex`.',
    },
  ]);
});

it('tells a person on call what to do', async () => {
  const root = await repository('claude-code');
  edit(root, '.claude/settings.json', text => text.replace('"matcher": "*"', '"matcher": "Bash"'));
  const { stdout, code } = await handrail(['doctor'], { cwd: root });
  expect(code).toBe(1);
  expect(stdout).toContain(`Claude Code (.claude/settings.json)
  ✗ route    Edit of a file, new file, reading a file, fetching a page, starting a sub-agent and tool of an MCP server: never reached the gate. The matcher \`Bash\` leaves it out.
             → Run \`handrail export agent.escalation.yaml --to claude-code\`.
  ✓ route    Decided by the rules: shell command, shell command of a sub-agent and shell command without a person (\`auto\`).
`);
  expect(stdout).toMatch(/\n1 fault \(✗\) to repair\.\n$/);
});

it('is used for one folder', async () => {
  const root = temporary();
  expect(await handrail(['doctor', 'a', 'b'], { cwd: root })).toMatchObject({ code: 2, stdout: '' });
  expect(await handrail(['doctor', 'missing'], { cwd: root })).toMatchObject({ code: 2, stdout: '' });
  expect(await handrail(['doctor', '--rules', 'missing.escalation.yaml'], { cwd: root })).toMatchObject({
    code: 2,
    stdout: '',
  });
  expect(await handrail(['doctor'], { cwd: root })).toMatchObject({ code: 1 });
});
