import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appeals, appealsMoved, fiveVersions } from '../../testing/repositories/five-versions.ts';
import { createRepository, type TestRepository } from '../../testing/repositories/git-repository.ts';
import { sarifProblem } from '../../testing/sarif-schema.ts';
import { fixture, handrail, type Outcome } from '../../testing/command-line.ts';

const at = ['--at', '2026-05-01T00:00:00Z'];
const golden = (name: string) => fixture(`diff/${name}`);

let repository: TestRepository;
beforeAll(() => {
  repository = createRepository();
  for (const version of fiveVersions()) repository.commit(version);
});
afterAll(() => repository.remove());

const diff = (args: readonly string[], options: { cwd?: string; stdin?: string } = {}): Promise<Outcome> =>
  handrail(['diff', ...args, ...at], { cwd: repository.folder, ...options });

interface Region {
  class: string;
  before: { rule: string | null };
  after: { decide: string; rule: string | null };
  witness: { input: unknown };
  cases: { count: number } | null;
}

interface Report {
  status: string;
  equivalent: boolean;
  file: string;
  regions: Region[];
  undecided: (Pick<Region, 'class' | 'before' | 'after'> & { because: string })[];
  rules: { kind: string }[];
  weight: { of: string; total: number; changed: number } | null;
  approvals: number;
}

async function reportOf(args: readonly string[], options: { cwd?: string; stdin?: string } = {}): Promise<Report> {
  const { stdout, stderr, code } = await diff([...args, '--format', 'json'], options);
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  return JSON.parse(stdout) as Report;
}

async function listOf(args: readonly string[], cwd = repository.folder): Promise<Report[]> {
  const { ruleSets } = (await reportOf(args, { cwd })) as unknown as { ruleSets: Report[] };
  return ruleSets;
}

describe('what a reviewer reads', () => {
  const versions = [`HEAD~3:${appeals}`, `HEAD~2:${appeals}`];

  test.each([
    ['text', 'loosened.txt'],
    ['json', 'loosened.json'],
    ['markdown', 'loosened.md'],
    ['sarif', 'loosened.sarif.json'],
    ['github', 'loosened.github.txt'],
  ])('a person less: as %s', async (format, name) => {
    const { stdout, stderr, code } = await diff([...versions, '--format', format]);
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    await expect(stdout).toMatchFileSnapshot(golden(name));
  });

  test.each([
    ['the same rules written differently', ['HEAD~4..HEAD~3'], 'equivalent'],
    ['an import alone', ['HEAD~2..HEAD~1'], 'import'],
    ['five versions at once, the file moved', ['HEAD~4', 'HEAD'], 'moved'],
  ])('%s', async (_, operands, name) => {
    await expect((await diff(operands)).stdout).toMatchFileSnapshot(golden(`${name}.txt`));
    await expect((await diff([...operands, '--format', 'markdown'])).stdout).toMatchFileSnapshot(golden(`${name}.md`));
  });

  test('every region is shown by an input that the command line decides as it says', async () => {
    const { regions } = await reportOf(versions);
    expect(regions.length).toBeGreaterThan(3);
    for (const { before, after, witness } of regions) {
      for (const [version, side] of [
        [versions[0], before],
        [versions[1], after],
      ] as const) {
        const args = ['decide', version ?? '', '--input', JSON.stringify(witness.input), '--format', 'json', ...at];
        const record = JSON.parse((await handrail(args, { cwd: repository.folder })).stdout) as {
          rule: { id: string; version: number } | null;
        };
        expect(record.rule && `${record.rule.id}@${record.rule.version}`).toBe(side.rule);
      }
    }
  });

  test('the reports for machines keep to their schemas', async () => {
    const text = readFileSync(fixture('../../schemas/diff-report.schema.json'), 'utf8');
    const validate = new Ajv2020({ strict: false, allErrors: true }).compile(JSON.parse(text) as object);
    for (const operands of [versions, ['HEAD~4', 'HEAD'], ['HEAD~1', 'HEAD~1']]) {
      const { stdout } = await diff([...operands, '--format', 'json']);
      expect(validate(JSON.parse(stdout)), JSON.stringify(validate.errors)).toBe(true);
    }
    const { stdout } = await diff([...versions, '--format', 'sarif']);
    expect(sarifProblem(JSON.parse(stdout))).toBeNull();
  });
});

describe('sources of versions', () => {
  const loosened = {
    equivalent: false,
    rules: expect.arrayContaining([expect.objectContaining({ kind: 'edited' })]) as unknown,
  };

  test('revisions, ranges, and what limits them', async () => {
    expect(await listOf(['HEAD~3', 'HEAD~2'])).toMatchObject([loosened]);
    expect(await listOf(['HEAD~3..HEAD~2'])).toMatchObject([loosened]);
    expect(await listOf(['HEAD~3', 'HEAD~2', 'content-moderation'])).toMatchObject([loosened]);
    expect(await listOf(['HEAD~3', 'HEAD~2', 'common'])).toEqual([]);
    expect(await listOf(['HEAD~3', 'HEAD~2', appeals])).toMatchObject([loosened]);
    expect(await listOf(['HEAD~3', 'HEAD~2'], path.join(repository.folder, 'common'))).toMatchObject([loosened]);
  });

  test('a range from the merge base leaves out what the base has done since', async () => {
    repository.git('checkout', '--quiet', '-b', 'side', 'HEAD~3');
    repository.commit({
      files: { [appeals]: readVersion('HEAD', appeals).replace('to: reporters-desk', 'to: first-review') },
      by: 'Fay',
      at: '2026-03-01T00:00:00Z',
      subject: 'Reports go to the first review',
    });
    repository.git('checkout', '--quiet', 'main');
    expect(await listOf(['main...side'])).toMatchObject([{ regions: [{ class: 'rerouted' }] }]);
    expect((await listOf(['main..side']))[0]?.regions.length).toBeGreaterThan(1);
  });

  test('a change of only an import makes a rule set differ, whichever way versions are named', async () => {
    expect(await listOf(['HEAD~2', 'HEAD~1'])).toMatchObject([{ status: 'compared', file: appeals }]);
    expect(await listOf(['HEAD~2', 'HEAD~1', 'common'])).toEqual([]);
  });

  test('a renamed file is compared with what it was', async () => {
    expect(await listOf(['HEAD~1', 'HEAD'])).toMatchObject([
      {
        status: 'compared',
        file: appealsMoved,
        regions: [{ class: 'tightened', before: { rule: 'person-decided-same-evidence@2' } }],
      },
    ]);
  });

  test('the working tree, and what is staged', async () => {
    const changed = readVersion('HEAD', appealsMoved).replace('to: reporters-desk', 'to: first-review');
    try {
      repository.write({ [appealsMoved]: changed });
      for (const operands of [[], ['HEAD'], [appealsMoved], ['HEAD', 'content-moderation']])
        expect(await listOf(operands)).toMatchObject([{ regions: [{ class: 'rerouted' }] }]);
      expect(await reportOf([`HEAD:${appealsMoved}`])).toMatchObject({ regions: [{ class: 'rerouted' }] });
      expect(await listOf(['--staged'])).toEqual([]);
      repository.git('add', '--all');
      repository.write({ [appealsMoved]: readVersion('HEAD', appealsMoved) });
      expect(await listOf(['--staged'])).toMatchObject([{ regions: [{ class: 'rerouted' }] }]);
      expect(await reportOf([`HEAD:${appealsMoved}`, `:${appealsMoved}`])).toMatchObject({
        regions: [{ class: 'rerouted' }],
      });
    } finally {
      repository.git('reset', '--quiet', '--hard');
    }
  });

  test('files, and standard input instead of one', async () => {
    const changed = readVersion('HEAD', appealsMoved).replace('to: reporters-desk', 'to: first-review');
    const copy = 'content-moderation/copy.escalation.yaml';
    try {
      repository.write({ [copy]: changed });
      expect(await reportOf([appealsMoved, copy])).toMatchObject({ file: copy, regions: [{ class: 'rerouted' }] });
      expect(await listOf([])).toMatchObject([{ status: 'added', file: copy }]);
      expect(await reportOf([appealsMoved, '-'], { stdin: changed })).toMatchObject({
        regions: [{ class: 'rerouted' }],
      });
      // No command decides by rules from standard input.
      const { stdout } = await diff([appealsMoved, '-'], { stdin: changed });
      expect(stdout).toMatch(/^ {4}Input: \{/m);
      expect(stdout).not.toContain('handrail decide');
      expect(await reportOf(['-', `HEAD:${appealsMoved}`], { stdin: changed })).toMatchObject({
        regions: [{ class: 'rerouted' }],
      });
    } finally {
      rmSync(path.join(repository.folder, copy), { force: true });
    }
  });

  test('releases', async () => {
    const release = 'content-moderation/releases/content-appeals/1.1.0.escalation.yaml';
    const first = readVersion('HEAD~4', appeals).replace('../common/', '../../../common/');
    try {
      repository.write({ [release]: first });
      for (const operands of [
        ['release:1.1.0', appealsMoved],
        ['content-appeals@1.1.0', appealsMoved],
        [release, appealsMoved],
      ]) {
        const report = await reportOf(operands, { cwd: repository.folder }).catch((error: unknown) => error);
        expect(report).toMatchObject({ file: appealsMoved, equivalent: false });
      }
      expect(await listOf([])).toEqual([]);
    } finally {
      rmSync(path.join(repository.folder, 'content-moderation/releases'), { recursive: true, force: true });
    }
  });

  test('a rule set that came, and one that went', async () => {
    repository.git('checkout', '--quiet', '-b', 'gone');
    repository.commit({
      files: { [appealsMoved]: null, 'content-moderation/content-appeals.samples.yaml': null },
      by: 'Gil',
      at: '2026-04-01T00:00:00Z',
      subject: 'No appeals',
    });
    repository.git('checkout', '--quiet', 'main');
    expect(await listOf(['main', 'gone'])).toMatchObject([{ status: 'removed', file: appealsMoved, approvals: 2 }]);
    expect(await listOf(['gone', 'main'])).toMatchObject([{ status: 'added', file: appealsMoved }]);
    expect((await diff(['main', 'gone', '--fail-on', 'loosened'])).code).toBe(1);
    expect((await diff(['main', 'gone', '--fail-on', 'tightened'])).code).toBe(0);
    expect((await diff(['gone', 'main', '--fail-on', 'loosened'])).code).toBe(0);
    expect((await diff(['gone', 'main', '--fail-on', 'any'])).code).toBe(1);
    expect((await diff(['main', 'gone'])).stdout).toContain(
      'removed: none of its 6 rules decides any more; needs 2 approvals',
    );
  });
});

describe('known cases', () => {
  const versions = [`HEAD~3:${appeals}`, `HEAD~2:${appeals}`];
  const input = {
    appeal: { against: 'removal', filed_after: '240h', first_decision_by: 'person', new_evidence: false },
  };

  test('the samples of the rule set at its revision', async () => {
    const { weight, regions } = await reportOf(versions);
    expect(weight).toMatchObject({ of: 'samples', total: 16 });
    expect(regions.reduce((sum, { cases }) => sum + (cases?.count ?? 0), 0)).toBe(weight?.changed);
  });

  test('a log of inputs and of records; other lines are skipped', async () => {
    const lines = [
      JSON.stringify(input),
      JSON.stringify({ ruleset: 'content-appeals', at: '2026-02-01T00:00:00Z', id: 'case 7', input }),
      JSON.stringify({ ruleset: 'another', at: '2026-02-01T00:00:00Z', input }),
      '{"cut',
      '',
    ];
    const args = [...versions, '--log', '-', '--format', 'json'];
    const { stdout, stderr, code } = await diff(args, { stdin: lines.join('\n') });
    expect({ stderr, code }).toEqual({ stderr: 'Skipped 1 line of - without an input.\n', code: 0 });
    const { weight, regions } = JSON.parse(stdout) as Report;
    expect(weight).toMatchObject({ of: 'log', total: 2, changed: 2 });
    expect(regions.find(each => each.class === 'loosened')?.cases).toMatchObject({
      count: 2,
      first: [
        { index: 0, name: null },
        { index: 1, name: 'case 7' },
      ],
    });
    const text = await diff([...versions, '--log', '-'], { stdin: `${JSON.stringify(input)}\n`.repeat(1_200) });
    expect(text.stdout).toContain('1,200 of 1,200 logged cases');
  });

  test('other samples', async () => {
    const few = 'few.samples.yaml';
    repository.write({
      [few]: `samples: 1\nruleset: ./nowhere.escalation.yaml\ncases:\n  - name: One\n    input: ${JSON.stringify(input)}\n`,
    });
    try {
      expect(await reportOf([...versions, '--samples', few])).toMatchObject({
        weight: { of: 'samples', total: 1, changed: 1 },
      });
    } finally {
      rmSync(path.join(repository.folder, few));
    }
  });
});

test.each([
  ['loosened', 1, 1, 0],
  ['rerouted', 1, 0, 0],
  ['tightened', 1, 1, 0],
  ['any', 1, 1, 0],
])('--fail-on %s', async (kind, third, fifth, second) => {
  expect((await diff(['HEAD~3', 'HEAD~2', '--fail-on', kind])).code).toBe(third);
  expect((await diff(['HEAD~1', 'HEAD', '--fail-on', kind])).code).toBe(kind === 'loosened' ? 0 : fifth);
  expect((await diff(['HEAD~4', 'HEAD~3', '--fail-on', kind])).code).toBe(second);
});

describe('what cannot be compared', () => {
  test.each([
    [['nowhere', 'main'], /There is no rule set at nowhere/],
    [['nowhere'], /nowhere is neither a revision nor a path/],
    [['main..nowhere'], /There is no revision `nowhere`/],
    [['main', 'HEAD', 'nowhere'], /nowhere is neither a revision nor a path/],
    [[`HEAD:nowhere.escalation.yaml`, appealsMoved], /There is no nowhere\.escalation\.yaml in HEAD/],
    [[`HEAD~9:${appeals}`, appealsMoved], /There is no revision `HEAD~9`/],
    [['release:9.9.9', appealsMoved], /There is no release 9\.9\.9 of content-appeals/],
    [[appealsMoved, appealsMoved, appealsMoved], /is not a revision\. Name one or two revisions and then paths/],
    [['-', '-'], /Standard input \(-\) can be one/],
    [[appealsMoved, 'common/duty-desk.escalation.yaml'], /is a library without rules/],
    [['main', '--fail-on', 'never'], /--fail-on takes one of/],
    [['--staged', 'HEAD~1', 'HEAD'], /--staged takes one revision/],
    [['main', '--log', 'nowhere.jsonl'], /nowhere\.jsonl cannot be read/],
    [['main', '--samples', 'common'], /There are no samples/],
  ])('%j is reported on standard error only', async (args, message) => {
    const outcome = await diff(args);
    expect(outcome).toMatchObject({ code: 2, stdout: '' });
    expect(outcome.stderr).toMatch(message);
  });

  test('a path that is meant from this folder is named', async () => {
    const cwd = path.join(repository.folder, 'content-moderation');
    const { stderr, code } = await diff(['HEAD:appeals.escalation.yaml', 'appeals.escalation.yaml'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain('From this folder it is `HEAD:./appeals.escalation.yaml`.');
    expect((await diff(['HEAD:./appeals.escalation.yaml', 'appeals.escalation.yaml'], { cwd })).stdout).toContain(
      'equivalent',
    );
  });

  test('errors of a version are reported with their places in it', async () => {
    repository.git('checkout', '--quiet', '-b', 'broken');
    repository.commit({
      files: {
        [appealsMoved]: readVersion('HEAD', appealsMoved).replace('appeal.new_evidence\n', 'appeal.new_evidense\n'),
      },
      by: 'Hal',
      at: '2026-04-02T00:00:00Z',
      subject: 'A slip',
    });
    repository.git('checkout', '--quiet', 'main');
    const pair = await diff([`main:${appealsMoved}`, `broken:${appealsMoved}`]);
    expect(pair).toMatchObject({ code: 2, stdout: '' });
    expect(pair.stderr).toMatch(
      /^broken:content-moderation\/appeals\.escalation\.yaml:\d+:\d+ error undefined-signal/m,
    );
    expect(pair.stderr).toContain('has errors');
    const whole = await diff(['main', 'broken', '--format', 'json']);
    expect(whole.code).toBe(2);
    expect(JSON.parse(whole.stdout)).toMatchObject({
      ruleSets: [{ status: 'unknown', problems: [{ findings: [{ code: 'undefined-signal' }] }] }],
    });
  });

  test('outside a repository, files can be compared, and revisions cannot', async () => {
    const cwd = fixture('command-line');
    const outside = { ...(await diff(['refunds.escalation.yaml', 'refunds.escalation.yaml'], { cwd })) };
    expect(outside).toMatchObject({ code: 0, stderr: '' });
  });
});

function readVersion(revision: string, file: string): string {
  return `${repository.git('show', `${revision}:${file}`)}\n`;
}

describe('a product of signals that is compared with another number', () => {
  const version = (priority: string, least: number) => `escalation: 1
name: weights
version: 1.0.0
signals:
  impact: { type: number, minimum: 0, maximum: 100, required: true }
  urgency: { type: number, minimum: 0, maximum: 100, required: true }
targets: { desk: { kind: human } }
rules:
  - { id: high, when: ${priority} > ${least}, decide: escalate, to: desk }
  - { id: low, when: ${priority} > 30, decide: pause }
default: { decide: continue }
`;
  let folder: string;
  const files = ['before.escalation.yaml', 'after.escalation.yaml'] as const;
  const write = (priority: string, [before, after]: readonly [string, string] = files) => {
    writeFileSync(path.join(folder, before), version(priority, 60));
    writeFileSync(path.join(folder, after), version(priority, 50));
  };
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'handrail-weights-'));
    write('impact * urgency');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('has the one region that there is, and says of the others that they are undecided', async () => {
    const report = await reportOf([...files], { cwd: folder });
    expect(report.regions.map(each => [each.before.rule, each.after.rule, each.class])).toEqual([
      ['low@1', 'high@1', 'tightened'],
    ]);
    expect(report).toMatchObject({ complete: false, equivalent: false });
    expect(report.undecided.map(each => [each.before.rule, each.after.rule, each.class, each.because])).toEqual([
      ['high@1', 'low@1', 'loosened', 'values'],
      ['high@1', null, 'loosened', 'values'],
      [null, 'high@1', 'tightened', 'values'],
    ]);
    const input = JSON.stringify(report.regions[0]?.witness.input);
    const decided = await Promise.all(files.map(file => handrail(['decide', file, '--input', input], { cwd: folder })));
    expect(decided.map(({ stdout }) => /by (\w+)@1/.exec(stdout)?.[1])).toEqual(['low', 'high']);
  });

  test.each([
    ['text', '▼ perhaps loosened: escalate → desk by high@1 becomes pause by low@1'],
    ['markdown', '- ▼ perhaps loosened: escalate → desk by high@'],
    ['github', '::warning file=after.escalation.yaml,title=Undecided::Undecided: more inputs may change.'],
    ['sarif', 'perhaps loosened: escalate → desk by high@1 becomes pause by low@1'],
  ])('is undecided as %s too', async (format, expected) => {
    const { stdout, code } = await diff([...files, '--format', format], { cwd: folder });
    expect(code).toBe(0);
    expect(stdout).toContain(expected);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('cannot be analysed exactly.');
  });

  test('fails a check that looks out for what is undecided', async () => {
    const codes = await Promise.all(
      ['loosened', 'tightened', 'rerouted'].map(
        async kind => (await diff([...files, '--fail-on', kind], { cwd: folder })).code,
      ),
    );
    expect(codes).toEqual([1, 1, 0]);
  });

  test('has no undecided regions if it is a weighted sum', async () => {
    const sums = ['sum-before.escalation.yaml', 'sum-after.escalation.yaml'] as const;
    write('0.4 * impact + 0.35 * urgency', sums);
    const report = await reportOf([...sums], { cwd: folder });
    expect(report.regions.map(each => [each.before.rule, each.after.rule, each.class])).toEqual([
      ['low@1', 'high@1', 'tightened'],
    ]);
    expect(report).toMatchObject({ complete: true, undecided: [] });
  });
});
