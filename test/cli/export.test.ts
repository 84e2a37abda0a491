import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, expect, test } from 'vitest';
import { fixture, handrail } from '../../testing/command-line.ts';
import { activeText, formatFaults } from '../../testing/export-formats.ts';

const examples = fixture('../../examples');
const ids = ['cursor', 'claude', 'agents', 'skill', 'copilot', 'windsurf'];
const temporary: string[] = [];
afterAll(() => {
  for (const each of temporary) rmSync(each, { recursive: true, force: true });
});

function folder(): string {
  const made = mkdtempSync(path.join(tmpdir(), 'handrail-export-'));
  temporary.push(made);
  return made;
}

/** All files below a folder, with paths relative to it. */
function filesIn(root: string): Map<string, string> {
  const found = readdirSync(root, { withFileTypes: true, recursive: true }).filter(each => each.isFile());
  const names = found.map(each => path.relative(root, path.join(each.parentPath, each.name)).replaceAll(path.sep, '/'));
  return new Map(names.sort().map(name => [name, readFileSync(path.join(root, name), 'utf8')]));
}

const rules = (reasons: readonly string[], version = '1.0.0', name = 'refunds') =>
  JSON.stringify({
    escalation: 2,
    name,
    version,
    signals: { amount: { type: 'number', required: true } },
    rules: reasons.map((reason, at) => ({ id: `rule-${at}`, when: `amount > ${at}`, decide: 'pause', reason })),
    default: { decide: 'continue' },
  });

/** A repository with a rule set. */
function repository(text = rules(['Too much.'])): string {
  const root = folder();
  writeFileSync(path.join(root, 'refunds.escalation.json'), text);
  return root;
}

const run = (cwd: string, ...args: string[]) => handrail(['export', 'refunds.escalation.json', ...args], { cwd });

test.each(
  ['content-moderation', 'customer-support', 'financial-advice', 'it-incidents'].flatMap(name =>
    ids.map(id => [name, id] as const),
  ),
)('%s for %s is as expected', async (name, id) => {
  const out = folder();
  const file = path.join(examples, name, `${name}.escalation.yaml`);
  const { code, stderr } = await handrail(['export', file, '--to', id, '--out', out], { cwd: out });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const files = filesIn(out);
  expect(formatFaults(id, files)).toEqual([]);
  expect([...files.values()].flatMap(activeText)).toEqual([]);
  const all = [...files].map(([at, text]) => `==> ${at} <==\n${text}`).join('\n');
  await expect(all).toMatchFileSnapshot(fixture(`exports/${name}.${id}.txt`));
});

test('several targets at once; what is fresh stays, and the check says so', async () => {
  const root = repository();
  const args = ids.flatMap(id => ['--to', id]);
  const first = await run(root, ...args);
  expect(first).toMatchObject({ code: 0, stderr: '' });
  expect(first.stdout).toContain('AGENTS.md: written');
  const files = filesIn(root);
  expect((await run(root, ...args, '--check')).code).toBe(0);
  const again = await run(root, ...args);
  expect(again.stdout).toContain('AGENTS.md: unchanged');
  expect(filesIn(root)).toEqual(files);
  expect([...files.values()].join('')).not.toContain(root);
});

test('--check names what has drifted, and writes nothing', async () => {
  const root = repository();
  const args = ids.flatMap(id => ['--to', id]);
  await run(root, ...args);
  const rulesFile = path.join(root, 'refunds.escalation.json');
  const at = (name: string) => path.join(root, name);
  rmSync(at('AGENTS.md'));
  writeFileSync(at('CLAUDE.md'), readFileSync(at('CLAUDE.md'), 'utf8').replace('Too much.', 'All is well.'));
  const edited = filesIn(root);
  const { code, stdout } = await run(root, ...args, '--check');
  expect(code).toBe(1);
  expect(stdout.split('\n').filter(line => line.includes(': '))).toEqual([
    'CLAUDE.md: edited by hand, or written by another version of handrail',
    'AGENTS.md: missing',
  ]);
  expect(filesIn(root)).toEqual(edited);
  writeFileSync(rulesFile, rules(['Too much.'], '1.1.0'));
  expect((await run(root, '--to', 'cursor', '--check')).stdout).toMatch(
    /^\.cursor\/rules\/refunds\.mdc: from 1\.0\.0 \([0-9a-f]{12}\)$/m,
  );
  const json = JSON.parse((await run(root, ...args, '--check', '--format', 'json')).stdout) as object;
  const schema = readFileSync(fixture('../../schemas/export-report.schema.json'), 'utf8');
  const validate = new Ajv2020({ strict: false }).compile(JSON.parse(schema) as object);
  expect(validate(json), JSON.stringify(validate.errors)).toBe(true);
  expect(json).toMatchObject({ fresh: false, check: true });
  await run(root, ...args);
  expect((await run(root, ...args, '--check')).code).toBe(0);
});

test('files that a checkout gave CRLF are fresh', async () => {
  const root = repository();
  await run(root, '--to', 'cursor', '--to', 'claude');
  for (const name of ['.cursor/rules/refunds.mdc', 'CLAUDE.md']) {
    const file = path.join(root, name);
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('\n', '\r\n'));
  }
  expect(await run(root, '--to', 'cursor', '--to', 'claude', '--check')).toMatchObject({ code: 0 });
});

test('a block leaves the rest of a file as it is: byte order mark, CRLF, no last line break', async () => {
  const root = repository();
  const mine = '\ufeff# Mine\r\n\r\nText';
  writeFileSync(path.join(root, 'CLAUDE.md'), mine);
  await run(root, '--to', 'claude');
  const text = readFileSync(path.join(root, 'CLAUDE.md'), 'utf8');
  expect(text.startsWith(`${mine}\r\n\r\n<!-- handrail:refunds begin`)).toBe(true);
  expect(text).not.toMatch(/[^\r]\n/);
  writeFileSync(path.join(root, 'CLAUDE.md'), `${text}Below\r\n`);
  writeFileSync(path.join(root, 'refunds.escalation.json'), rules(['Another.'], '2.0.0'));
  await run(root, '--to', 'claude');
  const next = readFileSync(path.join(root, 'CLAUDE.md'), 'utf8');
  expect(next.startsWith(mine)).toBe(true);
  expect(next.endsWith('end -->\r\nBelow\r\n')).toBe(true);
  expect(next).toContain('Another.');
});

test('two rule sets in one file stand side by side', async () => {
  const root = repository();
  writeFileSync(path.join(root, 'orders.escalation.json'), rules(['Stop.'], '1.0.0', 'orders'));
  await run(root, '--to', 'agents');
  const first = readFileSync(path.join(root, 'AGENTS.md'), 'utf8');
  await handrail(['export', 'orders.escalation.json', '--to', 'agents'], { cwd: root });
  expect(readFileSync(path.join(root, 'AGENTS.md'), 'utf8').startsWith(first)).toBe(true);
  expect(await run(root, '--to', 'agents', '--check')).toMatchObject({ code: 0 });
});

test('damaged markers, files of others and lack of room: nothing is written, also not elsewhere', async () => {
  const root = repository();
  await run(root, '--to', 'claude');
  const claude = path.join(root, 'CLAUDE.md');
  const whole = readFileSync(claude, 'utf8');
  writeFileSync(claude, whole.replace('<!-- handrail:refunds end -->', ''));
  const damaged = await run(root, '--to', 'cursor', '--to', 'claude');
  expect(damaged.code).toBe(2);
  expect(damaged.stderr).toContain('CLAUDE.md, line 1: the block of `refunds` has no end marker. Repair');
  expect(existsSync(path.join(root, '.cursor'))).toBe(false);

  mkdirSync(path.join(root, '.cursor/rules'), { recursive: true });
  writeFileSync(path.join(root, '.cursor/rules/refunds.mdc'), 'mine');
  const foreign = await run(root, '--to', 'cursor', '--to', 'skill');
  expect(foreign.code).toBe(2);
  expect(foreign.stderr).toContain('.cursor/rules/refunds.mdc was not written by an export, so it is not overwritten.');
  expect(existsSync(path.join(root, '.agents'))).toBe(false);
  expect(await run(root, '--to', 'cursor', '--check')).toMatchObject({ code: 2 });

  writeFileSync(path.join(root, 'AGENTS.md'), 'x'.repeat(32_000));
  const full = await run(root, '--to', 'agents');
  expect(full.code).toBe(2);
  expect(full.stderr).toContain('AGENTS.md has no room');
  expect(statSync(path.join(root, 'AGENTS.md')).size).toBe(32_000);
});

test('AGENTS.md counts what else is in it, and moves the gates to files of their own', async () => {
  const root = repository(rules(Array.from({ length: 60 }, (_, at) => `Because of ${at}.`)));
  writeFileSync(path.join(root, 'AGENTS.md'), `${'x'.repeat(27_000)}\n`);
  expect(await run(root, '--to', 'agents')).toMatchObject({ code: 0 });
  expect(statSync(path.join(root, 'AGENTS.md')).size).toBeLessThanOrEqual(32 * 1024);
  expect(readFileSync(path.join(root, 'AGENTS.md'), 'utf8')).toContain('docs/handrail/refunds/01.md');
  // With room again, the further files go; files of the user stay, whatever is in them.
  writeFileSync(path.join(root, 'docs/handrail/refunds/90.md'), 'mine');
  writeFileSync(path.join(root, 'docs/handrail/refunds/picture.png'), new Uint8Array([0xff, 0xfe]));
  writeFileSync(path.join(root, 'AGENTS.md'), '');
  expect((await run(root, '--to', 'agents')).stdout).toContain('docs/handrail/refunds/01.md: removed');
  expect(readdirSync(path.join(root, 'docs/handrail/refunds'))).toEqual(['90.md', 'picture.png']);
});

test('links out of the folder are refused, links inside are followed', async () => {
  const root = repository();
  const outside = folder();
  symlinkSync(outside, path.join(root, '.cursor'));
  const refused = await run(root, '--to', 'cursor', '--to', 'agents');
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain('leads through a symbolic link out of');
  expect(readdirSync(outside)).toEqual([]);
  expect(existsSync(path.join(root, 'AGENTS.md'))).toBe(false);

  await run(root, '--to', 'agents');
  symlinkSync('AGENTS.md', path.join(root, 'CLAUDE.md'));
  expect((await run(root, '--to', 'claude', '--to', 'agents')).stderr).toContain(
    'AGENTS.md and CLAUDE.md are one file',
  );
  symlinkSync('nothing', path.join(root, '.windsurf'));
  // Not even through the names of temporary files.
  writeFileSync(path.join(outside, 'theirs'), 'theirs');
  for (const what of ['new', 'old'])
    symlinkSync(path.join(outside, 'theirs'), path.join(root, `.AGENTS.md.handrail-${what}`));
  writeFileSync(path.join(root, 'refunds.escalation.json'), rules(['Another.'], '2.0.0'));
  expect(await run(root, '--to', 'agents')).toMatchObject({ code: 0 });
  expect(readFileSync(path.join(outside, 'theirs'), 'utf8')).toBe('theirs');
  expect(readdirSync(root).filter(name => name.includes('handrail-'))).toEqual([]);
  expect((await run(root, '--to', 'windsurf')).stderr).toContain('leads through a symbolic link to nothing');
});

test('a folder that does not exist is made; if a file cannot be written, all is as before', async () => {
  const root = repository();
  expect(await run(root, '--to', 'skill', '--out', 'new/deep')).toMatchObject({ code: 0 });
  expect(existsSync(path.join(root, 'new/deep/.agents/skills/refunds/SKILL.md'))).toBe(true);
  // A file stands where a folder is needed.
  writeFileSync(path.join(root, '.windsurf'), '');
  const before = filesIn(root);
  const failed = await run(root, '--to', 'claude', '--to', 'cursor', '--to', 'windsurf');
  expect(failed).toMatchObject({ code: 2 });
  expect(failed.stderr).toContain('Nothing was written');
  expect(filesIn(root)).toEqual(before);
  expect(existsSync(path.join(root, '.cursor'))).toBe(false);
});

test('keeps the permissions of a file', async () => {
  const root = repository();
  writeFileSync(path.join(root, 'CLAUDE.md'), 'mine\n');
  chmodSync(path.join(root, 'CLAUDE.md'), 0o600);
  await run(root, '--to', 'claude');
  expect(statSync(path.join(root, 'CLAUDE.md')).mode & 0o777).toBe(0o600);
});

test('says what to name', async () => {
  const root = repository();
  expect((await run(root)).stderr).toContain('Neither the rule set nor a configuration lists `exports`: name a target');
  expect((await run(root, '--to', 'word')).stderr).toContain('There is no export `word`. `--to` takes cursor, claude');
  expect((await handrail(['export'], { cwd: root })).stderr).toContain('Which rule set?');
  writeFileSync(path.join(root, 'refunds.escalation.json'), rules(['x']).replace('"pause"', '"psaue"'));
  expect(await run(root, '--to', 'claude')).toMatchObject({ code: 2, stdout: '' });
});
