import { beforeAll, expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sarifProblem } from '../../testing/sarif-schema.ts';
import { fixture, handrail, type Outcome } from '../../testing/command-line.ts';

const mistakes = fixture('every-mistake');

let text: Outcome;
let json: Outcome;

beforeAll(async () => {
  text = await handrail(['check', '.', '--samples'], { cwd: mistakes });
  json = await handrail(['check', '.', '--samples', '--format', 'json'], { cwd: mistakes });
});

test('one mistake of every kind gives exactly the findings that are expected, as text and as JSON', async () => {
  expect(text.code).toBe(1);
  expect(text.stderr).toBe('');
  await expect(onAnyDay(text.stdout)).toMatchFileSnapshot(`${mistakes}/expected.txt`);
  expect(json.code).toBe(1);
  await expect(onAnyDay(json.stdout)).toMatchFileSnapshot(`${mistakes}/expected.json`);
});

/** Replaces today's date in an output: in rule sets with dates, the time of a witness is today if possible. */
function onAnyDay(output: string): string {
  return output.replaceAll(`${new Date().toISOString().slice(0, 10)}T00:00:00Z`, 'TODAY');
}

test('the mistakes are of every kind that there is', () => {
  const report = JSON.parse(json.stdout) as {
    findings: { code: string; merged: { code: string }[] }[];
  };
  const pages = readFileSync(fixture('../../docs/language.md'), 'utf8');
  const codes = new Set([...pages.matchAll(/\(findings\/([a-z-]+)\.md\)/g)].map(match => match[1]));
  expect(codes.size).toBeGreaterThan(20);
  // An incomplete analysis needs a rule set that is deliberately hard.
  codes.delete('analysis-incomplete');
  // Fixtures cannot have a file outside their repository.
  codes.delete('outside-workspace');
  const found = report.findings.flatMap(finding => [finding, ...finding.merged]).map(({ code }) => code);
  expect(
    new Set(found.filter(code => code !== 'analysis-incomplete')),
    'Each finding needs a mistake in test/fixtures/every-mistake; then run `npm run goldens`.',
  ).toEqual(codes);
});

test('a clean file exits with 0, and --fail-on counts from that severity on', async () => {
  const cwd = fixture('command-line');
  const clean = await handrail(['check', 'refunds.escalation.yaml'], { cwd });
  expect(clean).toMatchObject({ code: 0, stdout: '1 file checked: clean\n', stderr: '' });
  const mistaken = await handrail(['check', 'hint.escalation.yaml'], { cwd });
  expect(mistaken.code).toBe(0);
  expect(mistaken.stdout).toContain('hint unused-signal');
  expect(await handrail(['check', 'hint.escalation.yaml', '--fail-on', 'hint'], { cwd })).toMatchObject({ code: 1 });
  expect(await handrail(['check', 'hint.escalation.yaml', '--fail-on', 'warning'], { cwd })).toMatchObject({ code: 0 });
});

test('a comment or a severity does not make a rule set clean that cannot decide', async () => {
  const cwd = await mkdtemp(join(tmpdir(), 'handrail-guards-'));
  try {
    const misspelt = [
      'escalation: 1',
      'name: x',
      'version: 1.0.0',
      'signals: { confidence: { type: number, required: true } }',
      'rules:',
      '  - id: weak',
      '    # handrail-disable-next-line undefined-signal -- the producer sends it from May on',
      '    when: confidnce < 0.5',
      '    decide: pause',
      '',
    ].join('\n');
    await writeFile(join(cwd, 'x.escalation.yaml'), misspelt);
    await writeFile(join(cwd, 'handrail.config.yaml'), 'severity: { undefined-signal: off, unused-signal: off }\n');
    const checked = await handrail(['check', '.'], { cwd });
    expect(checked.code).toBe(1);
    expect(checked.stdout).toContain(
      'x.escalation.yaml:7:34 warning unused-suppression: `undefined-signal` cannot be suppressed: a rule set with it cannot decide.',
    );
    expect(checked.stdout).toContain('x.escalation.yaml:8:11 error undefined-signal:');
    expect(checked.stdout).toContain('handrail.config.yaml:1:31 error schema: This finding is always an error');
    expect(await handrail(['decide', 'x.escalation.yaml', '--input', '{}'], { cwd })).toMatchObject({ code: 2 });
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
});

test('SARIF names a rule for every result, and counts columns in UTF-16 from 1', async () => {
  const { stdout, code } = await handrail(['check', '.', '--format', 'sarif'], { cwd: mistakes });
  expect(code).toBe(1);
  const log = JSON.parse(stdout) as {
    version: string;
    runs: {
      columnKind: string;
      tool: { driver: { rules: { id: string }[] } };
      results: { ruleId: string; ruleIndex: number; locations: unknown[] }[];
    }[];
  };
  const [run] = log.runs;
  expect(sarifProblem(log)).toBeNull();
  expect(log.version).toBe('2.1.0');
  expect(run?.columnKind).toBe('utf16CodeUnits');
  for (const { ruleId, ruleIndex } of run?.results ?? []) expect(run?.tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
  const trap = run?.results.find(({ ruleId }) => ruleId === 'unquoted-expression');
  expect(trap?.locations[0]).toMatchObject({ physicalLocation: { region: { startLine: 25, startColumn: 11 } } });
});

test('GitHub annotations and markdown have the same places', async () => {
  const github = await handrail(['check', '.', '--format', 'github'], { cwd: mistakes });
  expect(github.stdout).toMatch(
    /^::error file=every-mistake\.escalation\.yaml,line=7,endLine=7,col=5,endColumn=30,title=undefined-import::/m,
  );
  const markdown = await handrail(['check', '.', '--format', 'markdown'], { cwd: mistakes });
  expect(markdown.stdout).toContain('| error | `undefined-import` | every-mistake.escalation.yaml:7 |');
});

test.each([
  [[], /Which command\?/],
  [['chekc'], /There is no command `chekc`/],
  [['check'], /Which files\?/],
  [['check', 'nowhere'], /no rule or sample file at `nowhere`/],
  [['check', '.', '--format', 'html'], /has no format `html`\. Formats: text, json, sarif, github, markdown/],
  [['check', '.', '--fail-on', 'never'], /--fail-on takes one of/],
  [['check', '.', '--wat'], /--wat/],
])('%j is bad usage: exit code 2, reported on standard error only', async (args, message) => {
  const outcome = await handrail(args, { cwd: fixture('command-line') });
  expect(outcome).toMatchObject({ code: 2, stdout: '' });
  expect(outcome.stderr).toMatch(message);
});

test.each([['check'], ['decide'], ['test']])('`%s --help` explains itself with an example', async name => {
  const { code, stdout } = await handrail([name, '--help'], { cwd: fixture('command-line') });
  expect(code).toBe(0);
  expect(stdout).toMatch(/Examples?:\n {2}handrail /);
});
