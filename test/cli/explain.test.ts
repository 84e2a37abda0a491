import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import type { DecisionRecord } from '../../engine/model/decision-record.ts';
import { fixture, handrail } from '../../testing/command-line.ts';

const cwd = fixture('explained');
const file = 'refunds.escalation.yaml';
const schema = (name: string) => {
  const text = readFileSync(path.join(import.meta.dirname, '../../schemas', `${name}.schema.json`), 'utf8');
  return new Ajv2020({ strict: false }).compile(JSON.parse(text) as object);
};

/** Splits a command into arguments as a POSIX shell does, for the commands that findings contain. */
function wordsOf(command: string): string[] {
  return [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}

test('a finding names the rules that take part, its witness, and a command that shows it', async () => {
  const { stdout, code } = await handrail(['check', file], { cwd });
  expect(code).toBe(1);
  const lines = stdout.split('\n');
  const at = lines.findIndex(line => line.includes('error shadowed-rule'));
  expect(lines[at]).toContain(
    'Never decides: `unsure` and `small` together fire on every input on which this rule fires',
  );
  expect(lines.slice(at + 1, at + 3).map(line => /:(\d+):9 `([\w-]+)`/.exec(line)?.slice(1))).toEqual([
    ['15', 'unsure'],
    ['20', 'small'],
  ]);
  expect(JSON.parse(/^ {4}witness (.*)$/.exec(lines[at + 3] ?? '')?.[1] ?? '')).toMatchObject({ flags: [] });
  const [program, ...args] = wordsOf(/^ {4}try it {2}(.*)$/.exec(lines[at + 4] ?? '')?.[1] ?? '');
  expect(program).toBe('handrail');
  const shown = await handrail(args, { cwd });
  expect(shown).toMatchObject({ code: 0, stderr: '' });
  expect(shown.stdout).toContain('ESCALATE → desk  by unsure@1');
});

test('the witness is in the reports for machines too', async () => {
  const json = JSON.parse((await handrail(['check', file, '--format', 'json'], { cwd })).stdout) as {
    findings: { code: string; witness: { input: object } | null }[];
  };
  expect(schema('check-report')(json)).toBe(true);
  const input = json.findings.find(({ code }) => code === 'shadowed-rule')?.witness?.input;
  expect(input).toMatchObject({ flags: [] });
  const sarif = JSON.parse((await handrail(['check', file, '--format', 'sarif'], { cwd })).stdout) as {
    runs: { results: { ruleId: string; properties?: object; relatedLocations: unknown[] }[] }[];
  };
  const result = sarif.runs[0]?.results.find(({ ruleId }) => ruleId === 'shadowed-rule');
  expect(result?.properties).toMatchObject({ rule: 'cheap-and-sure@1', witness: { input } });
  expect(result?.relatedLocations).toHaveLength(2);
  const github = await handrail(['check', file, '--format', 'github'], { cwd });
  expect(github.stdout).toContain(`%0AWitness: ${JSON.stringify(input)}`);
  const markdown = await handrail(['check', file, '--format', 'markdown'], { cwd });
  expect(markdown.stdout).toContain(`<br>Witness: \`${JSON.stringify(input)}\``);
});

test('--explain shows when a rule fires and which rules decide before it', async () => {
  const { stdout, code } = await handrail(['check', file, '--explain', 'cheap-and-sure'], { cwd });
  expect(code).toBe(0);
  await expect(stdout).toMatchFileSnapshot(`${cwd}/cheap-and-sure.txt`);
});

test('--explain says of one input who would decide it without the rule', async () => {
  const { stdout } = await handrail(['check', file, '--explain', 'legal'], { cwd });
  expect(stdout).toMatch(/^An input that, without it, `?[\w -]+`? would decide: \w+.*\n {2}\{"amount":/m);
});

test('--explain says that a rule decides some inputs if it shows one, however few they are', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'handrail-few-'));
  try {
    const names = Array.from({ length: 24 }, (_, index) => `s${index}`);
    const pairs = names.flatMap((name, index) => (index % 2 === 0 ? [`(${name} == "a" || s${index + 1} == "a")`] : []));
    const ruleSet = {
      escalation: 1,
      name: 'few',
      version: '1.0.0',
      signals: Object.fromEntries(
        names.map(name => [name, { type: 'string', enum: ['a', 'b', 'c', 'd'], required: true }]),
      ),
      rules: [
        { id: 'most', when: names.map(name => `${name} != "a"`).join(' || '), decide: 'stop' },
        { id: 'rest', when: pairs.join(' && '), decide: 'pause' },
      ],
      default: { decide: 'continue' },
    };
    writeFileSync(path.join(folder, 'few.escalation.json'), JSON.stringify(ruleSet));
    const { stdout } = await handrail(['check', 'few.escalation.json', '--explain', 'rest'], { cwd: folder });
    expect(stdout).toContain('An input that it decides');
    expect(stdout).toContain('Decides some of the inputs on which it fires');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('--explain as JSON keeps to its schema, and its inputs are decided as it says', async () => {
  const decide = async (input: unknown) => {
    const { stdout } = await handrail(['decide', file, '--input', JSON.stringify(input), '--format', 'json'], { cwd });
    return (JSON.parse(stdout) as DecisionRecord).rule;
  };
  const valid = schema('explain-report');
  for (const rule of ['legal', 'unsure@1', 'small', 'cheap-and-sure', 'planned']) {
    const { stdout, code } = await handrail(['check', file, '--explain', rule, '--format', 'json'], { cwd });
    expect(code).toBe(0);
    const report = JSON.parse(stdout) as {
      rules: {
        decides: { input: unknown } | null;
        periods: { takenBy: { rule: string; witness: { input: unknown } }[] }[];
      }[];
    };
    expect(valid(report), JSON.stringify(valid.errors)).toBe(true);
    const [explained] = report.rules;
    if (explained?.decides) expect(await decide(explained.decides.input)).toMatchObject({ id: rule.split('@')[0] });
    for (const { rule: other, witness } of explained?.periods.flatMap(each => each.takenBy) ?? [])
      expect(await decide(witness.input)).toEqual({ id: other.split('@')[0], version: 1 });
  }
});

test.each([
  [['check', file, '--explain', 'smal'], /no rule `smal` in this rule set. Did you mean `small`/],
  [['check', '.', '../command-line', '--explain', 'small'], /Name one file/],
  [['check', file, '--explain', 'small', '--format', 'sarif'], /has the formats text and json, not sarif/],
  [
    ['check', '../every-mistake/every-mistake.escalation.yaml', '--explain', 'percent'],
    /has errors, so what its rules do/,
  ],
])('%j is reported on standard error only', async (args, message) => {
  const outcome = await handrail(args, { cwd });
  expect(outcome).toMatchObject({ code: 2, stdout: '' });
  expect(outcome.stderr).toMatch(message);
});

test('an input may be in the command itself, and invalid JSON is reported', async () => {
  const good = await handrail(['decide', file, '--input', '{"amount": 3, "confidence": 1}'], { cwd });
  expect(good).toMatchObject({ code: 0 });
  expect(await handrail(['decide', file, '--input', '{"amount": 3'], { cwd })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('The input is not JSON') as string,
  });
});

/** Two rules on a product; the first decides every input on which the second fires. */
const products = `escalation: 1
name: products
version: 1.0.0
signals:
  a: { type: integer, minimum: 0, maximum: 10, required: true }
  b: { type: integer, minimum: 0, maximum: 10, required: true }
rules:
  - { id: five, when: a * b > 5, decide: pause }
  - { id: eight, when: a * b > 8, decide: stop }
default: { decide: continue }
invariants:
  - { id: never-stop, require: { decide: [continue, pause] } }
`;

test('what no input shows is undecided: no finding, no story and no command says that it happens', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'handrail-products-'));
  try {
    const name = 'products.escalation.yaml';
    writeFileSync(path.join(folder, name), products);
    const checked = await handrail(['check', name], { cwd: folder });
    expect(checked.code).toBe(0);
    expect(checked.stdout).not.toContain('invariant-violated');
    expect(checked.stdout).toContain(
      'Undecided: whether the rule ever decides (`eight`) and whether the invariants hold (`never-stop`).',
    );
    const { stdout } = await handrail(['check', name, '--explain', 'eight'], { cwd: folder });
    expect(stdout).not.toContain('An input that it decides');
    expect(stdout).not.toContain('Without it,');
    expect(stdout).toContain(
      'Whether it decides any input. Neither proved nor disproved: `a * b > 5` and `a * b > 8` cannot be analysed exactly.',
    );
    const json = JSON.parse(
      (await handrail(['check', name, '--explain', 'eight', '--format', 'json'], { cwd: folder })).stdout,
    ) as { rules: { decides: unknown; matters: unknown; open: { question: string; because: string }[] }[] };
    expect(schema('explain-report')(json)).toBe(true);
    expect(json.rules[0]).toMatchObject({
      decides: null,
      matters: null,
      undecided: true,
      open: [
        { question: 'decides', because: 'values', clauses: ['a * b > 5', 'a * b > 8'] },
        { question: 'matters', because: 'values', clauses: ['a * b > 5', 'a * b > 8'] },
      ],
    });
    const shown = [...checked.stdout.matchAll(/^ {4}try it {2}(.*)$/gm)];
    expect(shown.length).toBeGreaterThan(0);
    for (const [, command = ''] of shown)
      expect((await handrail(wordsOf(command).slice(1), { cwd: folder })).stdout).toContain('CONTINUE  by default');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
