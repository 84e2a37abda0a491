import Ajv2020 from 'ajv/dist/2020.js';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { handrail } from '../../testing/command-line.ts';

const ruleSet = (exports: string, rules = '') => `escalation: 2
name: tools
version: 1.0.0
signals:
  tool.name: { type: string, required: true }
  confidence: { type: number, minimum: 0, maximum: 1 }
rules:
  - { id: mail, when: 'tool.name.startsWith("mcp__mail__")', decide: pause }
  - { id: unsure, when: 'tool.name == "Bash" && confidence < 0.7', decide: pause }
${rules}default: { decide: continue }
${exports}`;

const declared =
  'exports:\n  - { to: claude-code }\n  - { to: cursor-hooks, out: packages/shop }\n  - { to: agents }\n';

function folderWith(text: string, file = 'rules/tools.escalation.yaml'): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'handrail-exports-'));
  mkdirSync(path.join(folder, '.git'));
  mkdirSync(path.join(folder, 'rules'));
  writeFileSync(path.join(folder, '.git/HEAD'), 'ref: refs/heads/main\n');
  writeFileSync(path.join(folder, file), text);
  return folder;
}

test('without --to, what the rule set lists is written, each export into its folder', async () => {
  const cwd = folderWith(ruleSet(declared));
  const run = (...more: string[]) => handrail(['export', 'rules/tools.escalation.yaml', ...more], { cwd });
  expect((await run('--check')).code).toBe(1);
  expect((await run()).code).toBe(0);
  // Without `out`, the root of the repository; otherwise relative to the rule set.
  for (const each of ['.claude/settings.json', 'AGENTS.md', 'rules/packages/shop/.cursor/hooks.json'])
    expect(existsSync(path.join(cwd, each)), each).toBe(true);
  expect((await run('--check')).code).toBe(0);
  const { stdout } = await handrail(['check', 'rules/tools.escalation.yaml', '--format', 'json'], { cwd });
  expect(stdout).not.toContain('export-stale');
});

test('a rule set says which of its exports are not as its rules say', async () => {
  const cwd = folderWith(ruleSet(declared));
  const stale = async (): Promise<string[]> => {
    const { stdout } = await handrail(['check', 'rules/tools.escalation.yaml'], { cwd });
    return stdout.split('\n').flatMap(line => / export-stale: (.*)\. Run/.exec(line)?.[1] ?? []);
  };
  const write = () => handrail(['export', 'rules/tools.escalation.yaml'], { cwd });
  await write();
  expect(await stale()).toEqual([]);

  const gate = path.join(cwd, '.handrail/gate.mjs');
  writeFileSync(gate, readFileSync(gate, 'utf8').replace('process.exit', 'process.exitNot'));
  expect(await stale()).toEqual([expect.stringContaining('../.handrail/gate.mjs was edited')]);
  await write();
  writeFileSync(path.join(cwd, '.claude/settings.json'), '{}');
  expect(await stale()).toEqual([
    expect.stringContaining('../.claude/settings.json does not have the entries of the export'),
  ]);
  await write();

  const changed = ruleSet(declared, '  - { id: web, when: tool.name == "WebFetch", decide: deny }\n');
  writeFileSync(path.join(cwd, 'rules/tools.escalation.yaml'), changed);
  expect(await stale()).toHaveLength(3);
  // Where a rule set travels is no part of its digest, but what agents read names the exports that enforce it.
  writeFileSync(path.join(cwd, 'rules/tools.escalation.yaml'), ruleSet(`${declared}  - { to: codex, out: . }\n`));
  expect(await stale()).toEqual([
    expect.stringContaining('../AGENTS.md was edited, or written with other `exports`'),
    expect.stringContaining('.handrail/gate.mjs is missing'),
  ]);
});

test.each([
  ['exports: [{ to: claud }]', 'is not an export target'],
  ['exports: [{ to: claude, out: a }, { to: claude, out: ./a/ }]', 'listed twice for the same folder'],
  ['exports: [{ to: claude, out: /etc }]', 'is not a relative path'],
  [
    'exports: [{ to: claude, out: ../../elsewhere }]',
    'outside-workspace: The export `claude` goes to a folder outside',
  ],
])('%s', async (exports, message) => {
  const cwd = folderWith(ruleSet(`${exports}\n`));
  const { stdout } = await handrail(['check', 'rules/tools.escalation.yaml'], { cwd });
  expect(stdout).toContain(message);
});

test('`exports` belongs to version 2 of the language', async () => {
  const cwd = folderWith(ruleSet(declared).replace('escalation: 2', 'escalation: 1'));
  const { stdout } = await handrail(['check', 'rules/tools.escalation.yaml'], { cwd });
  expect(stdout).toContain('`exports` belongs to version 2 of the rule language');
});

test('the matrix shows what each rule does in each host, and its JSON is as its schema says', async () => {
  const cwd = folderWith(ruleSet(declared));
  const run = (...more: string[]) => handrail(['export', 'rules/tools.escalation.yaml', '--matrix', ...more], { cwd });
  const { code, stdout } = await run();
  expect(code).toBe(0);
  expect(stdout.split('\n').map(line => line.split(/ {2,}/))).toEqual(
    expect.arrayContaining([
      ['', 'Claude Code', 'Cursor'],
      ['mail@1 (pause)', 'denies', 'denies'],
      [
        'unsure@1 (pause)',
        'asks on every call that its other conditions allow',
        'asks on every call that its other conditions allow',
      ],
      ['default (continue)', 'continues', 'continues'],
      ['Claude Code never supplies `confidence`.'],
    ]),
  );
  expect(existsSync(path.join(cwd, '.claude'))).toBe(false);

  const json: unknown = JSON.parse((await run('--format', 'json', '--to', 'copilot-hooks')).stdout);
  const schema = path.resolve(import.meta.dirname, '../../schemas/matrix-report.schema.json');
  const validate = new Ajv2020({ strict: false }).compile(JSON.parse(readFileSync(schema, 'utf8')) as object);
  expect(validate(json), JSON.stringify(validate.errors)).toBe(true);
  expect(json).toMatchObject({ hosts: [{ host: 'copilot-cli' }, { host: 'copilot-cloud' }] });
  expect((await run('--to', 'agents')).code).toBe(2);
});

test('a configuration says where all rule sets below it travel', async () => {
  const cwd = folderWith(ruleSet('exports: [{ to: agents }]\n'));
  writeFileSync(
    path.join(cwd, 'handrail.config.yaml'),
    'exports:\n  - { to: agents }\n  - { to: skill, out: skills }\n',
  );
  const { stdout } = await handrail(['check', 'rules/tools.escalation.yaml'], { cwd });
  expect(stdout).toContain('2:7 warning export-stale: ../skills/.agents/skills/');
  expect(stdout.match(/AGENTS\.md is missing/g)).toHaveLength(1);
  const exported = await handrail(['export', 'rules/tools.escalation.yaml'], { cwd });
  expect(exported.stdout.match(/: written/g)).toHaveLength(2);
  expect((await handrail(['check', 'rules/tools.escalation.yaml'], { cwd })).stdout).not.toContain('export-stale');
  writeFileSync(path.join(cwd, 'handrail.config.yaml'), 'exports: [{ to: skil }]\n');
  expect((await handrail(['check', 'handrail.config.yaml'], { cwd })).stdout).toContain('Did you mean skill?');
});

test('`--list` names every target, and which of them the rule set lists', async () => {
  const cwd = folderWith(ruleSet('exports: [{ to: gemini }]\n'));
  const run = (...more: string[]) => handrail(['export', 'rules/tools.escalation.yaml', '--list', ...more], { cwd });
  const { stdout } = await run('--format', 'json');
  const schema: unknown = JSON.parse(readFileSync('schemas/export-targets.schema.json', 'utf8'));
  const report = JSON.parse(stdout) as { targets: { to: string; enforces: boolean; declared: boolean }[] };
  expect(new Ajv2020().validate(schema as object, report)).toBe(true);
  expect(report.targets.filter(each => each.declared).map(({ to }) => to)).toEqual(['gemini']);
  expect(report.targets.filter(each => each.enforces).map(({ to }) => to)).toContain('claude-code');
  expect((await run()).stdout).toMatch(/^\* gemini +Gemini CLI \(the host enforces it\)$/m);
});

test('`--texts` gives the text of each file before it is written', async () => {
  const cwd = folderWith(ruleSet(''));
  const run = (...more: string[]) =>
    handrail(['export', 'rules/tools.escalation.yaml', '--to', 'agents', '--to', 'claude-code', ...more], { cwd });
  const { stdout } = await run('--check', '--texts', '--format', 'json');
  expect(existsSync(path.join(cwd, 'AGENTS.md'))).toBe(false);
  const { files } = JSON.parse(stdout) as { files: { path: string; text: string }[] };
  expect((await run()).code).toBe(0);
  for (const file of files) expect(readFileSync(path.join(cwd, file.path), 'utf8'), file.path).toBe(file.text);
});

test('a target that is named goes to the folder that the rule set gives it', async () => {
  const cwd = folderWith(ruleSet(declared));
  const { code } = await handrail(['export', 'rules/tools.escalation.yaml', '--to', 'cursor-hooks', '--to', 'claude'], {
    cwd,
  });
  expect(code).toBe(0);
  expect(existsSync(path.join(cwd, 'rules/packages/shop/.cursor/hooks.json'))).toBe(true);
  expect(existsSync(path.join(cwd, 'CLAUDE.md'))).toBe(true);
});
