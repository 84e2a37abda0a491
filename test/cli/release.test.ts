import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readLog } from '../../engine/release/read-log.ts';
import { createReleaseRepository, refunds, ruleFile, type ReleaseRepository } from '../support/release-repository.ts';

const log = 'releases/refunds/log.jsonl';
const alice = ['--who', 'Alice <alice@example.org>'];
const bob = ['--who', 'Bob <bob@example.org>'];

let repository: ReleaseRepository;
let run: ReleaseRepository['run'];

beforeEach(() => {
  repository = createReleaseRepository();
  ({ run } = repository);
});
afterEach(() => repository.remove());

function commit(subject: string, by = 'Dana'): void {
  repository.commit({ files: {}, by, at: '2026-03-03T10:00:00Z', subject });
}

/** 1.0.0 is released and committed; then larger refunds are let through, as 2.0.0. */
async function loosened(): Promise<void> {
  expect(await run('release', ruleFile, '--why', 'The first one')).toMatchObject({ code: 0 });
  commit('Release 1.0.0');
  repository.edit(ruleFile, /1000/g, '2000');
  repository.edit(ruleFile, '1.0.0', '2.0.0');
}

async function released(): Promise<void> {
  await loosened();
  await run('approve', ruleFile, '--why', 'Fits policy 4.2', ...alice);
  await run('approve', ruleFile, '--why', 'Tried on last week', '--role', 'risk officer', ...bob);
  const { code, stdout } = await run('release', ruleFile, '--why', 'Fewer small cases');
  expect(stdout).toMatch(/^Released refunds 2\.0\.0/);
  expect(code).toBe(0);
  commit('Release 2.0.0');
}

const entries = () => readLog(repository.read(log)).map(({ kind, version, who }) => [kind, version, who]);

describe('handrail release', () => {
  test('publishes a snapshot that stands for itself, and an entry in the log', async () => {
    const { code, stdout, stderr } = await run('release', ruleFile, '--why', 'The first one');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('Released refunds 1.0.0');
    expect(entries()).toEqual([['release', '1.0.0', 'Dana <dana@example.org>']]);
    const snapshot = repository.read('releases/refunds/1.0.0.escalation.yaml');
    expect(snapshot).toContain('# Policy 4.2');
    expect(snapshot).not.toContain('imports');
    const decide = [
      'decide',
      'releases/refunds/1.0.0.escalation.yaml',
      '--input',
      '{"amount":5000}',
      '--format',
      'json',
    ];
    const before = JSON.parse((await run(...decide)).stdout) as { digest: string };
    expect(before.digest).toBe(readLog(repository.read(log))[0]?.digest);
    // What is imported changes later: the release does not.
    repository.write({
      'common.escalation.yaml': 'escalation: 1\nname: common\nversion: 1.0.0\n',
      'case.schema.json': null,
    });
    expect(JSON.parse((await run(...decide)).stdout)).toMatchObject({
      decision: 'escalate',
      to: 'desk',
      digest: before.digest,
    });
  });

  test('needs as many approvals as the change asks for, of others than those who made it', async () => {
    await loosened();
    const refused = await run('release', ruleFile);
    expect(refused.code).toBe(1);
    expect(refused.stdout).toContain('Refused: 0 of 2 approvals are there, 2 more of alice, bob are needed');
    expect(await run('approve', ruleFile, '--why', 'Mine', ...bob)).toMatchObject({ code: 0 });
    expect(await run('approve', ruleFile, '--why', 'My own')).toMatchObject({ code: 0 });
    const own = await run('release', ruleFile);
    expect(own.code).toBe(1);
    expect(own.stdout).toContain('Dana <dana@example.org> made the change, and nobody approves their own.');
    expect(await run('approve', ruleFile, '--why', 'Fits', ...alice)).toMatchObject({ code: 0 });
    expect(await run('release', ruleFile)).toMatchObject({ code: 0 });
    expect(entries().map(([kind]) => kind)).toEqual(['release', 'approve', 'approve', 'approve', 'release']);
  });

  test('also of others than those whose commits are in it, whoever releases it', async () => {
    await loosened();
    repository.commit({ files: {}, by: 'Bob', at: '2026-03-04T10:00:00Z', subject: 'Larger refunds' });
    await run('approve', ruleFile, '--why', 'Mine', ...bob);
    await run('approve', ruleFile, '--why', 'Fits', ...alice);
    const { code, stdout } = await run('release', ruleFile);
    expect(code).toBe(1);
    expect(stdout).toContain('Bob <bob@example.org> made the change');
    expect(stdout).toContain('1 of 2 approvals are there');
  });

  test('an edit after the approval makes it stale, for check and for release', async () => {
    await loosened();
    await run('approve', ruleFile, '--why', 'Fits', ...alice);
    await run('approve', ruleFile, '--why', 'Fits', ...bob);
    repository.edit(ruleFile, '# Policy 4.2', '# Policy 4.3: comments do not count');
    expect((await run('check', ruleFile)).code).toBe(0);
    repository.edit(ruleFile, /2000/g, '3000');
    const check = await run('check', ruleFile);
    expect(check.code).toBe(1);
    expect(check.stdout).toMatch(/approval-stale: Edited since Alice .*, Bob .* approved it/);
    const release = await run('release', ruleFile);
    expect(release.code).toBe(1);
    expect(release.stdout).toContain('Alice <alice@example.org> approved another content');
  });

  test('a rejection stands until it is taken back', async () => {
    await loosened();
    await run('approve', ruleFile, '--why', 'Fits', ...alice);
    await run('approve', ruleFile, '--why', 'Fits', ...bob);
    await run('reject', ruleFile, '--why', 'Too much', ...bob);
    const { code, stdout } = await run('release', ruleFile);
    expect(code).toBe(1);
    expect(stdout).toContain('Bob <bob@example.org> rejected it (Too much)');
    await run('approve', ruleFile, '--why', 'After all', ...bob);
    expect(await run('release', ruleFile)).toMatchObject({ code: 0 });
  });

  test('a change does not lower what it has to pass itself', async () => {
    await loosened();
    repository.edit(ruleFile, 'loosening: 2', 'loosening: 0');
    repository.edit(ruleFile, 'approvers: [alice, bob, dana]', 'approvers: [mallory]');
    await run('approve', ruleFile, '--why', 'Sure', '--who', 'mallory');
    const { code, stdout } = await run('release', ruleFile);
    expect(code).toBe(1);
    expect(stdout).toContain('mallory is not among the approvers');
    expect(stdout).toContain('0 of 2 approvals are there');
  });

  test('a version that does not go up as far as the change asks for is refused; --tick auto sets the right one', async () => {
    await run('release', ruleFile);
    repository.edit(ruleFile, /1000/g, '500');
    for (const version of [[], ['--version', '1.0.1'], ['--version', '0.9.0'], ['--tick', 'patch']]) {
      const { code, stdout } = await run('release', ruleFile, ...version);
      expect({ version, code }).toEqual({ version, code: 1 });
      expect(stdout).toContain('1.1.0');
    }
    expect((await run('release', ruleFile, '--tick', 'auto', '--why', 'Smaller ones too')).code).toBe(0);
    expect(repository.read(ruleFile)).toBe(refunds.replace(/1000/g, '500').replace('1.0.0', '1.1.0'));
    expect(entries().at(-1)).toEqual(['release', '1.1.0', 'Dana <dana@example.org>']);
  });

  test('a ticked version is written before anybody approves it, since an approval is of a version', async () => {
    await run('release', ruleFile);
    repository.edit(ruleFile, /1000/g, '2000');
    expect(await run('approve', ruleFile, '--why', 'Fits', ...alice)).toMatchObject({ code: 1 });
    const { code, stdout } = await run('release', ruleFile, '--tick', 'auto');
    expect(code).toBe(1);
    expect(stdout).toContain('The rule file is version 2.0.0 now');
    await run('approve', ruleFile, '--why', 'Fits', ...alice);
    await run('approve', ruleFile, '--why', 'Fits', ...bob);
    expect(await run('release', ruleFile, '--tick', 'auto')).toMatchObject({ code: 0 });
  });

  test.each([
    ['errors', () => repository.edit(ruleFile, 'amount > 1000', 'amont > 1000'), 'undefined-signal'],
    [
      'an unsound invariant',
      () =>
        repository.edit(ruleFile, 'governance:', 'invariants:\n  - { id: i, require: { decide: stop } }\ngovernance:'),
      'invariant-violated',
    ],
    [
      'samples that fail',
      () => repository.edit('refunds.samples.yaml', 'decide: escalate', 'decide: stop'),
      'refunds.samples.yaml (A very large one)',
    ],
  ])('a rule set with %s is refused', async (_, spoil, message) => {
    spoil();
    const { code, stdout } = await run('release', ruleFile);
    expect(code).toBe(1);
    expect(stdout).toContain(message);
    expect(() => repository.read(log)).toThrow();
  });

  test('the same content is not released twice', async () => {
    await run('release', ruleFile);
    const { code, stdout } = await run('release', ruleFile);
    expect(code).toBe(1);
    expect(stdout).toContain('1.0.0 is released as it is');
  });

  test('--dry-run writes nothing', async () => {
    const { code, stdout } = await run('release', ruleFile, '--dry-run');
    expect(code).toBe(0);
    expect(stdout).toContain('Would release refunds 1.0.0');
    expect(() => repository.read(log)).toThrow();
    expect(repository.git('status', '--porcelain')).toBe('');
  });

  test('of two at once one publishes, and the other says why it does not', async () => {
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => repository.spawn('release', ruleFile)));
    expect(outcomes.map(({ code }) => code).sort()).toEqual([0, 1, 1, 1]);
    for (const { stdout } of outcomes.filter(({ code }) => code === 1))
      expect(stdout).toMatch(/is writing to these releases|is released as it is/);
    expect(entries()).toHaveLength(1);
    expect(await run('log', ruleFile, 'verify')).toMatchObject({ code: 0 });
  });
});

describe('handrail log', () => {
  test('tells versions with when, who, class, approvals and digest', async () => {
    await released();
    const { code, stdout } = await run('log', ruleFile);
    expect(code).toBe(0);
    for (const part of [
      '2.0.0',
      'Dana <dana@example.org>',
      'loosened: 1 region loosened',
      '2 of 2 needed',
      'Bob <bob@example.org> as risk officer: Tried on last week',
    ])
      expect(stdout).toContain(part);
    expect((await run('log', 'refunds')).stdout).toBe(stdout);
    expect((await run('log')).stdout).toBe(stdout);
    const markdown = (await run('log', 'refunds', '--format', 'markdown')).stdout;
    expect(markdown).toMatch(/^\| 2\.0\.0 \| .* \| Dana .* \| loosened: .* \| ✓ Alice .*, ✓ Bob .* \(2 needed\) \|/m);
  });

  test('verify passes an untouched log, also against a head that was pinned earlier', async () => {
    await loosened();
    const head = (await run('log', ruleFile, 'head')).stdout.trim();
    expect(head).toBe(readLog(repository.read(log)).at(-1)?.hash);
    await run('approve', ruleFile, '--why', 'Fits', ...alice);
    expect(await run('log', 'verify', '--head', head)).toMatchObject({ code: 0 });
  });

  test.each<[string, () => void, RegExp]>([
    ['an edit', () => repository.edit(log, 'Fits policy', 'Fits no policy'), /log\.jsonl:2 edited/],
    ['a removed line', () => repository.edit(log, /^.*\n/, ''), /log\.jsonl:1 removed/],
    ['lines in another order', () => repository.edit(log, /^(.*\n)(.*\n)/, '$2$1'), /log\.jsonl:2 reordered/],
    [
      'an edited snapshot',
      () => repository.edit('releases/refunds/1.0.0.escalation.yaml', /1000/g, '1001'),
      /snapshot: The snapshot of 1\.0\.0 was edited/,
    ],
    [
      'a snapshot that is gone',
      () => rmSync(path.join(repository.folder, 'releases/refunds/1.0.0.escalation.yaml')),
      /snapshot: The snapshot of 1\.0\.0 is gone/,
    ],
    [
      'a snapshot that was smuggled in',
      () => repository.write({ 'releases/refunds/1.5.0.escalation.yaml': refunds }),
      /snapshot: There is a snapshot of 1\.5\.0/,
    ],
  ])('verify finds %s, and nothing is added to such a log', async (name, tamper, message) => {
    await released();
    tamper();
    const { code, stdout } = await run('log', ruleFile, 'verify');
    expect(code).toBe(1);
    expect(stdout).toMatch(message);
    expect(await run('check', '.')).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('released-file-edited') as string,
    });
    if (name.includes('snapshot')) return;
    repository.edit(ruleFile, /2000/g, '1500');
    const refused = await run('release', ruleFile, '--tick', 'auto');
    expect(refused).toMatchObject({ code: 1, stdout: expect.stringContaining('Nothing is added to it') as string });
  });

  test('verify finds bytes that are no text', async () => {
    await loosened();
    const file = path.join(repository.folder, log);
    const bytes = readFileSync(file);
    bytes[bytes.indexOf('first')] = 0xff;
    writeFileSync(file, bytes);
    const { code, stdout } = await run('log', ruleFile, 'verify');
    expect(code).toBe(1);
    expect(stdout).toContain('log.jsonl:1 malformed: This line holds bytes that are no UTF-8');
  });

  test('verify finds a log that was cut off, or is gone, against a pinned head', async () => {
    await released();
    const head = (await run('log', ruleFile, 'head')).stdout.trim();
    repository.edit(log, /[^\n]*\n$/, '');
    const cut = await run('log', ruleFile, 'verify', '--head', head);
    expect(cut).toMatchObject({ code: 1, stdout: expect.stringContaining('truncated') as string });
    rmSync(path.join(repository.folder, log));
    expect(await run('log', ruleFile, 'verify', '--head', head)).toMatchObject({ code: 1 });
  });

  test.each([
    [['log', 'nowhere'], /no rule file nowhere/],
    [['log', ruleFile], /Nothing was released of refunds yet/],
    [['log', ruleFile, 'verify', '--head', 'abc'], /--head takes a hash/],
    [['release'], /Which rule set\?/],
    [['release', ruleFile, '--tick', 'huge'], /--tick takes one of auto/],
    [['release', ruleFile, '--version', 'two'], /is not a version/],
    [['approve', ruleFile], /Why\?/],
    [['rollback', ruleFile], /to which version\?/],
  ])('%j is bad usage', async (args, message) => {
    const outcome = await run(...args);
    expect(outcome).toMatchObject({ code: 2, stdout: '' });
    expect(outcome.stderr).toMatch(message);
  });
});

describe('handrail rollback', () => {
  test('makes the old content the working copy under a new version, and tells what it undoes', async () => {
    await released();
    const { code, stdout } = await run('rollback', ruleFile, '1.0.0', '--why', '2.0.0 lets too much through');
    expect(code).toBe(0);
    expect(stdout).toContain('Rolled back refunds 2.1.0, which is 1.0.0 again');
    expect(stdout).toMatch(/▲ tightened {2}continue {2}becomes {2}escalate → desk/);
    expect(repository.read(ruleFile)).toContain('amount > 1000');
    expect(repository.read(ruleFile)).toContain('common.escalation.yaml');
    expect(readLog(repository.read(log)).at(-1)).toMatchObject({
      kind: 'rollback',
      version: '2.1.0',
      to: '1.0.0',
      why: '2.0.0 lets too much through',
      summary: { class: 'tightened' },
    });
    expect(await run('log', 'verify')).toMatchObject({ code: 0 });
    expect(await run('release', ruleFile)).toMatchObject({ code: 0 });
    expect(entries().at(-1)).toEqual(['release', '2.1.0', 'Dana <dana@example.org>']);
  });

  test.each([
    [
      'a version that was never released',
      '1.5.0',
      () => undefined,
      '1.5.0 was never released. Released are 1.0.0, 2.0.0.',
    ],
    ['the last release', '2.0.0', () => undefined, '2.0.0 is the last release'],
    [
      'a snapshot that was edited',
      '1.0.0',
      () => repository.edit('releases/refunds/1.0.0.escalation.yaml', /1000/g, '999'),
      'was edited after it was released',
    ],
    [
      'over edits that nothing else holds',
      '1.0.0',
      () => repository.edit(ruleFile, /2000/g, '1500'),
      'edits that are not released and not committed',
    ],
  ])('refuses to go back to %s', async (_, version, spoil, message) => {
    await released();
    spoil();
    const before = repository.read(ruleFile);
    const { code, stdout } = await run('rollback', ruleFile, version, '--why', 'x');
    expect(code).toBe(1);
    expect(stdout).toContain(message);
    expect(repository.read(ruleFile)).toBe(before);
  });

  test('--discard loses such edits, --dry-run changes nothing', async () => {
    await released();
    const before = repository.read(log);
    expect(await run('rollback', ruleFile, '1.0.0', '--why', 'x', '--dry-run')).toMatchObject({ code: 0 });
    expect(repository.read(log)).toBe(before);
    repository.edit(ruleFile, /2000/g, '1500');
    expect(await run('rollback', ruleFile, '1.0.0', '--why', 'x', '--discard')).toMatchObject({ code: 0 });
  });
});

describe('reports in JSON are as their schemas say', () => {
  const schema = (name: string): object =>
    JSON.parse(readFileSync(path.resolve(import.meta.dirname, `../../schemas/${name}.schema.json`), 'utf8')) as object;
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  const release = ajv.compile(schema('release-report'));
  const logReport = ajv.compile(schema('log-report'));
  const entry = ajv.compile(schema('log-entry'));
  const part = (name: string, definition: string) => {
    ajv.addSchema(schema(name));
    return ajv.compile({ $ref: `https://handrail.dev/schemas/${name}.schema.json#/$defs/${definition}` });
  };
  const diff = part('diff-report', 'compared');
  const finding = part('check-report', 'finding');

  interface Report {
    diff: object | null;
    findings: object[];
    entry: object | null;
    done: boolean;
    refused: string | null;
  }

  async function reported(...args: string[]): Promise<Report> {
    const { stdout } = await run(...args, '--format', 'json');
    const report = JSON.parse(stdout) as Report;
    expect(release(report), JSON.stringify(release.errors)).toBe(true);
    if (report.diff !== null) expect(diff(report.diff), JSON.stringify(diff.errors)).toBe(true);
    for (const each of report.findings) expect(finding(each), JSON.stringify(finding.errors)).toBe(true);
    expect(report.done).toBe(report.entry !== null);
    return report;
  }

  test('of every command, done and refused', async () => {
    expect(await reported('release', ruleFile)).toMatchObject({ done: true, refused: null, diff: null });
    repository.edit(ruleFile, /1000/g, '2000');
    expect(await reported('release', ruleFile)).toMatchObject({ done: false, diff: { class: 'loosened' } });
    repository.edit(ruleFile, '1.0.0', '2.0.0');
    expect(await reported('approve', ruleFile, '--why', 'x', ...alice)).toMatchObject({ done: true });
    expect(await reported('reject', ruleFile, '--why', 'x', ...bob)).toMatchObject({ done: true });
    expect(await reported('approve', ruleFile, '--why', 'x', ...bob)).toMatchObject({ done: true });
    expect(await reported('release', ruleFile, '--dry-run')).toMatchObject({ done: false, refused: null });
    expect(await reported('release', ruleFile)).toMatchObject({ done: true, approvals: { needed: 2 } });
    expect(await reported('rollback', ruleFile, '1.0.0', '--why', 'x')).toMatchObject({
      done: true,
      entry: { to: '1.0.0' },
    });
    repository.edit(ruleFile, 'amount > 1000', 'amont > 1000');
    expect(await reported('release', ruleFile)).toMatchObject({
      done: false,
      findings: [{ code: 'undefined-signal' }],
    });
    for (const line of repository.read(log).trimEnd().split('\n'))
      expect(entry(JSON.parse(line)), JSON.stringify(entry.errors)).toBe(true);
    repository.edit(log, 'loosened', 'tightened');
    const { stdout } = await run('log', 'refunds', '--format', 'json');
    const report = JSON.parse(stdout) as { logs: { faults: unknown[]; history: unknown[] }[] };
    expect(logReport(report), JSON.stringify(logReport.errors)).toBe(true);
    expect(report.logs[0]?.history).toHaveLength(3);
    expect(report.logs[0]?.faults.length).toBeGreaterThan(0);
  });
});

test.each([['release'], ['approve'], ['reject'], ['log'], ['rollback']])('`%s --help` shows examples', async name => {
  const { code, stdout } = await run(name, '--help');
  expect(code).toBe(0);
  expect(stdout).toMatch(/Examples?:\n {2}handrail /);
});
