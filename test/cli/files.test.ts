import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { handrail } from '../../testing/command-line.ts';

const rules = `escalation: 1
name: refunds
version: 1.0.0
signals: { amount: { type: number, required: true } }
targets: { desk: { kind: human } }
payloads: { case@1: { schema: ./case.schema.json, fields: { amount: amount } } }
rules:
  - { id: large, when: amount > 100, decide: escalate, to: desk, payload: case@1 }
  - { id: small, when: amount <= 100, decide: continue }
`;
const samples = `samples: 1
ruleset: ./refunds.escalation.yaml
cases:
  - { name: Large, input: { amount: 200 }, expect: { decide: escalate } }
`;
const schema = '{ "type": "object" }';

let folder: string;
let cwd: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'handrail-files-'));
  cwd = path.join(folder, 'repository');
  write('.git/HEAD', 'ref: refs/heads/main\n');
  write('refunds.escalation.yaml', rules);
  write('refunds.samples.yaml', samples);
  write('case.schema.json', schema);
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, content: string | Uint8Array): void {
  const file = path.join(cwd, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
}

const latin = (text: string) => Buffer.from(text, 'latin1');
const run = (...args: string[]) => handrail(args, { cwd });

test('the files as they are have no findings', async () => {
  expect(await run('check', '.', '--samples')).toMatchObject({ code: 0, stderr: '' });
});

test.each([
  ['refunds.escalation.yaml', rules.replace('rules:', '# café\nrules:'), 7, 6],
  ['refunds.samples.yaml', samples.replace('Large', 'Café'), 4, 16],
  ['handrail.config.yaml', 'severity: {} # café\n', 1, 19],
])('%s must be UTF-8', async (name, text, line, column) => {
  write(name, latin(text));
  const { code, stdout } = await run('check', '.');
  expect(code).toBeGreaterThan(0);
  const why = `byte 0xE9 at line ${line}, column ${column} is not UTF-8. Save the file as UTF-8.`;
  expect(stdout).toContain(`${name}:${line}:${column} error yaml-syntax: ${name} cannot be read: ${why}\n`);
});

test('a payload schema must be UTF-8', async () => {
  write('case.schema.json', latin('{ "title": "é" }'));
  const { code, stdout } = await run('check', '.');
  expect(code).toBe(1);
  expect(stdout).toContain('case.schema.json cannot be read: byte 0xE9 at line 1, column 13 is not UTF-8.');
});

test('what a decoder puts in the place of lost bytes is an error too', async () => {
  write('refunds.escalation.yaml', rules.replace('rules:', '# caf\uFFFD\uFFFD\nrules:'));
  const { code, stdout } = await run('check', '.');
  expect(code).toBe(1);
  expect(stdout).toContain('refunds.escalation.yaml:7:6 error yaml-syntax: U+FFFD replaces bytes that');
});

test('inputs and logs must be UTF-8', async () => {
  write('case.json', latin('{"amount": 5,\n "note": "é"}'));
  const decided = await run('decide', 'refunds.escalation.yaml', '--input', 'case.json');
  expect(decided).toMatchObject({ code: 2, stdout: '' });
  expect(decided.stderr).toContain('case.json cannot be read: byte 0xE9 at line 2, column 11 is not UTF-8.');
  write('log.jsonl', latin('{"amount": 5}\n{"note": "é"}\n'));
  const lines = await run('decide', 'refunds.escalation.yaml', '--input', 'log.jsonl', '--format', 'json');
  expect(lines.code).toBe(2);
  expect(lines.stdout.trim().split('\n')).toHaveLength(2);
  expect(lines.stderr).toContain('line 2 is not JSON: byte 0xE9 at line 2, column 11 is not UTF-8.');
  write('other.escalation.yaml', rules.replace('> 100', '> 90').replace('<= 100', '<= 90'));
  const diff = await run('diff', 'refunds.escalation.yaml', 'other.escalation.yaml', '--log', 'log.jsonl');
  expect(diff).toMatchObject({ code: 2, stdout: '' });
  expect(diff.stderr).toContain('log.jsonl cannot be read: byte 0xE9 at line 2, column 11 is not UTF-8.');
});

test('hidden folders are looked into, those of git and of packages only if they are named', async () => {
  for (const place of ['.github/rules', 'node_modules/a', '.git/b'])
    write(`${place}/broken.escalation.yaml`, 'escalation: 3\n');
  const found = async (where: string) => {
    const { stdout } = await run('check', where, '--format', 'json');
    const { findings } = JSON.parse(stdout) as { findings: { file: string }[] };
    return [...new Set(findings.map(({ file }) => file))];
  };
  expect(await found('.')).toEqual(['.github/rules/broken.escalation.yaml']);
  expect(await found('**/*.escalation.yaml')).toEqual(['.github/rules/broken.escalation.yaml']);
  expect(await found('node_modules')).toEqual(['node_modules/a/broken.escalation.yaml']);
  expect(await found('node_modules/**/*.escalation.yaml')).toEqual(['node_modules/a/broken.escalation.yaml']);
});

const secret = 'aws_secret: "TOPSECRET';

test.each(['case.schema.json', 'refunds.escalation.yaml', 'refunds.samples.yaml', 'handrail.config.yaml'])(
  'what is wrong behind %s is not shown if a symbolic link leads out of the repository',
  async name => {
    writeFileSync(path.join(folder, 'secret'), secret);
    rmSync(path.join(cwd, name), { force: true });
    symlinkSync('../secret', path.join(cwd, name));
    const formats = ['text', 'json', 'sarif', 'github', 'markdown'];
    for (const format of formats) {
      const { code, stdout, stderr } = await run('check', '.', '--samples', '--format', format);
      expect(code).toBe(1);
      expect(stdout + stderr).not.toMatch(/secret:|TOPSECRET/);
      expect(stdout).toContain('is outside the repository');
    }
    for (const command of [
      ['decide', 'refunds.escalation.yaml', '--input', '{}'],
      ['test', 'refunds.samples.yaml'],
    ]) {
      const { stdout, stderr } = await run(...command);
      expect(stdout + stderr).not.toMatch(/secret:|TOPSECRET/);
    }
  },
);

test('also if an import or the rule set of samples lies there', async () => {
  writeFileSync(path.join(folder, 'x.escalation.yaml'), secret);
  write('importing.escalation.yaml', `imports: [../x.escalation.yaml]\n${rules}`);
  write('x.samples.yaml', samples.replace('./refunds', '../x'));
  const { code, stdout } = await run('check', '.', '--samples');
  expect(code).toBe(1);
  expect(stdout).not.toMatch(/secret:|TOPSECRET/);
  expect(stdout).toContain('importing.escalation.yaml:1:11 error undefined-import: x.escalation.yaml has');
  expect(stdout).toContain('x.samples.yaml:2:10 error undefined-import: These samples cannot run: x.escalation.yaml');
});

test('a sound file behind a symbolic link out of the repository is reported, and used', async () => {
  for (const name of ['case.schema.json', 'refunds.escalation.yaml']) {
    rmSync(path.join(cwd, name));
    writeFileSync(path.join(folder, name), name.endsWith('json') ? schema : rules);
    symlinkSync(`../${name}`, path.join(cwd, name));
  }
  const { code, stdout } = await run('check', '.', '--samples');
  expect(code).toBe(0);
  expect(stdout).toContain('refunds.escalation.yaml:1:1 warning outside-workspace: This path is a symbolic link');
  expect(stdout).toContain('refunds.escalation.yaml:6:31 warning outside-workspace: ./case.schema.json is outside');
});

test.each<[string, (place: string) => void, string]>([
  ['a link to nothing', place => symlinkSync('nowhere', place), 'a symbolic link to a missing file.'],
  ['a folder', place => mkdirSync(place), 'it is a folder.'],
])('a configuration that is %s is an error', async (_what, make, why) => {
  make(path.join(cwd, 'handrail.config.yaml'));
  const { code, stdout } = await run('check', 'refunds.escalation.yaml');
  expect(code).toBe(1);
  expect(stdout).toContain('handrail.config.yaml:1:1 error yaml-syntax: handrail.config.yaml cannot be read: ');
  expect(stdout).toContain(why);
});

test.each(['yml', 'json'])('a configuration may end in .%s', async ending => {
  write(`handrail.config.${ending}`, '{ "severity": { "unused-target": "error" } }');
  write('refunds.escalation.yaml', rules.replace('kind: human }', 'kind: human }, spare: { kind: human }'));
  expect(await run('check', 'refunds.escalation.yaml')).toMatchObject({ code: 1 });
});

test.skipIf(process.platform === 'win32')('a device in the place of a file is not read', async () => {
  rmSync(path.join(cwd, 'case.schema.json'));
  symlinkSync('/dev/zero', path.join(cwd, 'case.schema.json'));
  const { code, stdout } = await run('check', 'refunds.escalation.yaml');
  expect(code).toBe(1);
  expect(stdout).toContain('case.schema.json cannot be read: it is not a regular file.');
});

test('an audit log that cannot be read is an error', async () => {
  write('releases/refunds/log.jsonl', latin('{"who": "José"}'));
  const { code, stdout } = await run('check', 'refunds.escalation.yaml');
  expect(code).toBe(1);
  expect(stdout).toContain(
    'refunds.escalation.yaml:3:10 error released-file-edited: The audit log ./releases/refunds/log.jsonl cannot be read: byte 0xE9 at line 1, column 13 is not UTF-8. Save the file as UTF-8. Restore it',
  );
});

test('a rule file that is a link to nothing is no clean file', async () => {
  symlinkSync('nowhere', path.join(cwd, 'gone.escalation.yaml'));
  const { code, stdout } = await run('check', '.');
  expect(code).toBe(2);
  expect(stdout).toContain('gone.escalation.yaml cannot be read: it is a symbolic link to a missing file.');
});

test('the samples of a rule file are run: those in its folder or one level below', async () => {
  write('more/wrong.samples.yaml', samples.replace('./', '../').replace('200', '20'));
  write('more/other.samples.yaml', samples.replace('./refunds', './other'));
  const checked = await run('check', 'refunds.escalation.yaml', '--samples');
  expect(checked.code).toBe(1);
  expect(checked.stdout).toContain('3 files checked: 1 error\n2 samples: 1 passes, 1 fails\n');
  const tested = await run('test', 'refunds.escalation.yaml');
  expect(tested.code).toBe(1);
  expect(tested.stdout).toContain('1 passed, 1 failed\n');
});

test('an error of a rule file or of a library is reported once', async () => {
  write('common.escalation.yaml', 'escalation: 1\nname: common\nversion: 1.0.0\nsignals: { a: { type: nmber } }\n');
  write('refunds.escalation.yaml', `imports: [./common.escalation.yaml]\n${rules}`);
  const all = await run('check', '.', '--samples');
  expect(all.code).toBe(1);
  expect(all.stdout).toContain('3 files checked: 1 error');
  expect(all.stdout).not.toContain('undefined-import');
  const alone = await run('check', 'refunds.samples.yaml');
  expect(alone.code).toBe(1);
  expect(alone.stdout).toContain('undefined-import: These samples cannot run');
});

test('decide shows each error of a broken rule set on a separate line', async () => {
  write('refunds.escalation.yaml', rules.replace('amount > 100', 'amuont > 100').replace('amount <=', 'amuont <='));
  const { code, stdout, stderr } = await run('decide', 'refunds.escalation.yaml', '--input', '{}');
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr.match(/^refunds\.escalation\.yaml:\d+:\d+ error undefined-signal: /gm)).toHaveLength(2);
  expect(stderr).toMatch(/\nrefunds\.escalation\.yaml has errors, so it cannot decide\.\n$/);
});

test('a byte order mark and blank lines change nothing about JSON from anywhere', async () => {
  const args = ['decide', 'refunds.escalation.yaml', '--format', 'json', '--input'];
  for (const text of ['\uFEFF{"amount": 5}', '\uFEFF\n\n{"amount": 5}\n', '\n{\n"amount": 5}\n']) {
    write('case.json', text);
    for (const [input, stdin] of [
      ['case.json', ''],
      ['-', text],
    ] as const) {
      const { code, stdout } = await handrail([...args, input], { cwd, stdin });
      expect({ code, decision: (JSON.parse(stdout) as { decision: string }).decision }).toEqual({
        code: 0,
        decision: 'continue',
      });
    }
  }
  const lines = await handrail([...args, '-'], { cwd, stdin: '\n\n{"amount": 5}\n\r\nx\n' });
  expect(lines.stderr).toBe(
    'line 5 is not JSON: line 5, column 1: this is not a JSON value. Put text in double quotes.\n',
  );
});

test('a file of another kind is not called clean', async () => {
  write('notes.txt', 'x');
  expect(await run('check', 'notes.txt')).toMatchObject({ code: 2, stdout: '' });
  const both = await run('check', 'notes.txt', 'refunds.escalation.yaml');
  expect(both).toMatchObject({ code: 2, stdout: '1 file checked: clean\n' });
  expect(both.stderr).toContain('notes.txt is not a rule or sample file');
});

test('what an input has in the place of JSON is not shown', async () => {
  write('case.json', secret);
  const { code, stderr } = await run('decide', 'refunds.escalation.yaml', '--input', 'case.json');
  expect(code).toBe(2);
  expect(stderr).toContain('The input is not JSON: line 1, column 1: ');
  expect(stderr).not.toMatch(/aws|TOPSECRET/);
  write('case.json', `{"list": ${'['.repeat(300)}${secret}`);
  const deep = await run('decide', 'refunds.escalation.yaml', '--input', 'case.json');
  expect(deep.stderr).toMatch(/^The input is not JSON: Unexpected token/);
  expect(deep.stderr).not.toMatch(/TOPSECRET/);
});
