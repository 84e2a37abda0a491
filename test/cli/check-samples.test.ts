import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { fixture, handrail } from '../../testing/command-line.ts';

const rules = `escalation: 1
name: refunds
version: 1.0.0
signals: { amount: { type: number, required: true } }
rules:
  - { id: large, when: amount > 100, decide: stop }
  - { id: small, when: amount <= 100, decide: continue }
default: { decide: pause }
`;
const passing = `samples: 1
ruleset: ./refunds.escalation.yaml
cases:
  - { name: Large, input: { amount: 200 }, expect: { decide: stop, rule: large } }
`;
const failing = `${passing}  - { name: Small, input: { amount: 20 }, expect: { decide: stop } }\n`;

let cwd = '';
beforeEach(async () => {
  cwd = await mkdtemp(path.join(tmpdir(), 'handrail-samples-'));
});
afterEach(() => rm(cwd, { recursive: true }));

async function check(files: Record<string, string>, ...args: string[]) {
  const all = { 'refunds.escalation.yaml': rules, 'refunds.samples.yaml': passing, ...files };
  for (const [name, text] of Object.entries(all)) await writeFile(path.join(cwd, name), text);
  return handrail(['check', '.', ...args], { cwd });
}

test('a failing sample is an error with --samples, and is not run without it', async () => {
  const found = await check({ 'refunds.samples.yaml': failing }, '--samples');
  expect(found).toMatchObject({ code: 1, stderr: '' });
  expect(found.stdout).toBe(
    [
      'refunds.samples.yaml:5:53 error sample-fails: Sample `Small` fails (decide: expected "stop", was "continue"). Correct the rule set, or what the sample expects.',
      '    refunds.escalation.yaml:7:11 `small@1` decides this sample: continue.',
      '2 files checked: 1 error',
      '2 samples: 1 passes, 1 fails',
      '',
    ].join('\n'),
  );
  expect(await check({ 'refunds.samples.yaml': failing })).toMatchObject({
    code: 0,
    stdout: '2 files checked: clean\n',
  });
  expect(await check({}, '--samples')).toMatchObject({
    code: 0,
    stdout: '2 files checked: clean\n1 sample: 1 passes\n',
  });
});

test('JSON, SARIF, markdown and GitHub annotations carry it', async () => {
  const report = JSON.parse(
    (await check({ 'refunds.samples.yaml': failing }, '--samples', '--format', 'json')).stdout,
  ) as {
    findings: { code: string }[];
    samples: unknown;
  };
  expect(report.findings.map(({ code }) => code)).toEqual(['sample-fails']);
  expect(report.samples).toEqual({ passed: 1, failed: 1, unchecked: 0, broken: 0 });
  const schema = JSON.parse(await readFile(fixture('../../schemas/check-report.schema.json'), 'utf8')) as object;
  const validate = new Ajv2020({ strict: false }).compile(schema);
  expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
  const as = async (format: string) =>
    (await handrail(['check', '.', '--samples', '--format', format], { cwd })).stdout;
  const sarif = JSON.parse(await as('sarif')) as { runs: { results: { ruleId: string }[] }[] };
  expect(sarif.runs[0]?.results.map(({ ruleId }) => ruleId)).toEqual(['sample-fails']);
  expect(await as('github')).toMatch(/^::error file=refunds\.samples\.yaml,line=5,.*title=sample-fails::/);
  expect(await as('markdown')).toContain('2 samples: 1 passes, 1 fails.');
});

test('samples of a rule set that does not load cannot run, which is reported if its error is not, and never passes', async () => {
  const broken = rules.replace('amount > 100', 'amuont > 100');
  const many = `${passing}  - { name: Another, input: { amount: 200 }, expect: { decide: stop } }\n`;
  const found = await check({ 'refunds.escalation.yaml': broken, 'refunds.samples.yaml': many }, '--samples');
  expect(found.code).toBe(1);
  expect(found.stdout).toContain('2 files checked: 1 error\n2 samples: 2 cannot run\n');
  const alone = await handrail(['check', 'refunds.samples.yaml', '--samples'], { cwd });
  expect(alone.code).toBe(1);
  expect(alone.stdout.match(/These samples cannot run/g)).toHaveLength(1);
  const missing = passing.replace('./refunds', './nowhere');
  const nowhere = await check({ 'refunds.samples.yaml': missing }, '--samples');
  expect(nowhere).toMatchObject({ code: 1 });
  expect(nowhere.stdout).toContain('1 sample: 1 cannot run\n');
});

test('a sample file that cannot be read for sure is no passing one', async () => {
  const twice = passing.replace('cases:', 'ruleset: ./other.escalation.yaml\ncases:');
  const syntax = await check({ 'refunds.samples.yaml': twice }, '--samples');
  expect(syntax.stdout).toContain('1 sample: 1 cannot run\n');
  expect(syntax.code).toBe(1);
  const invalid = `${passing}  - { name: Small, inputs: { amount: 20 }, expect: { decide: continue } }\n`;
  const schema = await check({ 'refunds.samples.yaml': invalid }, '--samples');
  expect(schema.stdout).toContain('2 samples: 1 passes, 1 cannot run\n');
  expect(schema.code).toBe(1);
  const unknown = passing.replace('rule: large', 'missing: [amuont]');
  const signal = await check({ 'refunds.samples.yaml': unknown }, '--samples');
  expect(signal.stdout).toContain('1 sample: 1 fails\n');
  expect(signal.code).toBe(1);
});

test('neither a suppression nor a severity makes it green, for `check --samples` and for `test`', async () => {
  const red = {
    'refunds.samples.yaml': `# handrail-disable-file sample-fails -- the author would rather not see it\n${failing}`,
  };
  const suppressed = await check(red, '--samples');
  expect(suppressed.code).toBe(1);
  expect(suppressed.stdout).toContain('error sample-fails: Sample `Small` fails');
  expect(suppressed.stdout).toContain('2 samples: 1 passes, 1 fails\n');
  const config = 'severity: { sample-fails: off }\n';
  const configured = await check({ 'refunds.samples.yaml': failing, 'handrail.config.yaml': config }, '--samples');
  expect(configured.code).toBe(1);
  expect(configured.stdout).toContain('error sample-fails: Sample `Small` fails');
  await rm(path.join(cwd, 'handrail.config.yaml'));
  const odd = {
    'refunds.samples.yaml': `# handrail-disable-file schema -- the author would rather not see it\n${passing}odd: 1\n`,
  };
  const unsure = await check(odd, '--samples');
  expect(unsure.code).toBe(1);
  expect(await handrail(['test', '.'], { cwd })).toMatchObject({ code: 1 });
});

test('paths without a sample have their findings, and are no success', async () => {
  const found = await check({}, '--samples');
  expect(found.code).toBe(0);
  await rm(path.join(cwd, 'refunds.samples.yaml'));
  const none = await handrail(['check', 'refunds.escalation.yaml', '--samples'], { cwd });
  expect(none).toMatchObject({
    code: 2,
    stdout: expect.stringContaining('1 file checked') as string,
    stderr: 'There are no samples (*.samples.yaml) in `refunds.escalation.yaml`.\n',
  });
});
