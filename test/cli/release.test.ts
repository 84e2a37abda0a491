import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readLog } from '../../engine/release/read-log.ts';
import {
  alice,
  bob,
  createReleaseRepository,
  log,
  refunds,
  ruleFile,
  type ReleaseRepository,
} from '../../testing/repositories/release-repository.ts';

let repository: ReleaseRepository;
let run: ReleaseRepository['run'];

beforeEach(() => {
  repository = createReleaseRepository();
  ({ run } = repository);
});
afterEach(() => repository.remove());

const loosened = (): Promise<void> => repository.loosen();

const entries = () => readLog(repository.read(log)).map(({ kind, version, who }) => [kind, version, who]);

describe('handrail release', () => {
  test('publishes a self-contained snapshot, and an entry in the log', async () => {
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
    // A later change of the import must not affect the release.
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
    expect(refused.stdout).toContain('Refused: Needs 2 more approvals from alice, bob (0 of 2)');
    expect(await run('approve', ruleFile, '--why', 'Mine', ...bob)).toMatchObject({ code: 0 });
    expect(await run('approve', ruleFile, '--why', 'My own')).toMatchObject({ code: 0 });
    const own = await run('release', ruleFile);
    expect(own.code).toBe(1);
    expect(own.stdout).toContain(
      'Dana <dana@example.org> releases it, and whoever releases a change does not approve it.',
    );
    expect(await run('approve', ruleFile, '--why', 'Fits', ...alice)).toMatchObject({ code: 0 });
    expect(await run('release', ruleFile)).toMatchObject({ code: 0 });
    expect(entries().map(([kind]) => kind)).toEqual(['release', 'approve', 'approve', 'approve', 'release']);
  });

  test('a fallback to a new target where the agent goes on in the end is a loosening', async () => {
    expect(await run('release', ruleFile, '--why', 'The first one')).toMatchObject({ code: 0 });
    repository.commitAll('Release 1.0.0');
    repository.edit(
      'common.escalation.yaml',
      '15m }',
      '15m, onTimeout: mid }, mid: { kind: human, acknowledgeWithin: 1s, onTimeout: resume }',
    );
    repository.commitAll('Somebody else looks', 'Erin');
    const { code, stdout } = await run('release', ruleFile, '--tick', 'auto');
    expect(code).toBe(1);
    expect(stdout).toContain('since 1.0.0: loosened');
    expect(stdout).toContain('Needs 2 more approvals');
  });

  test('also of others than those whose commits are in it, whoever releases it', async () => {
    await loosened();
    repository.edit(ruleFile, /2000/g, '3000');
    repository.commitAll('Even larger refunds', 'Bob');
    await run('approve', ruleFile, '--why', 'Mine', ...bob);
    await run('approve', ruleFile, '--why', 'Fits', ...alice);
    const { code, stdout } = await run('release', ruleFile);
    expect(code).toBe(1);
    expect(stdout).toContain('Bob <bob@example.org> made the change');
    expect(stdout).toContain('(1 of 2)');
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

  test('while the authors of the change are unknown, no approval is counted', async () => {
    await loosened();
    repository.edit(ruleFile, /2000/g, '3000');
    const { code, stdout } = await run('approve', ruleFile, '--why', 'Fits', ...alice);
    expect(code).toBe(1);
    expect(stdout).toContain('approvals: 0 of 2 needed, because the authors of the change are unknown');
  });

  test('an opinion of somebody who may not approve is recorded, and says at once that it does not count', async () => {
    await loosened();
    const mallory = ['--who', 'Mallory <mallory@example.org>'];
    for (const command of ['approve', 'reject']) {
      const { code, stdout } = await run(command, ruleFile, '--why', 'Mine', ...mallory);
      expect(stdout).toContain(`Recorded, does not count: ${command} refunds 2.0.0`);
      expect(stdout).toContain('Mallory <mallory@example.org> is not among the approvers (alice, bob, dana).');
      expect(code).toBe(1);
    }
    const history = (await run('log', ruleFile)).stdout;
    expect(history).toContain('· Mallory <mallory@example.org>: Mine (does not count: ');
    expect(history).toContain('· Mallory <mallory@example.org> rejects it: Mine (does not count: ');
    expect(history).not.toContain('✓');
    const tried = await run('approve', ruleFile, '--why', 'Mine', ...mallory, '--dry-run');
    expect(tried).toMatchObject({ code: 1, stdout: expect.stringContaining('Would record, does not count') as string });
    for (const each of [alice, bob]) await run('approve', ruleFile, '--why', 'Fits', ...each);
    expect(await run('release', ruleFile)).toMatchObject({ code: 0 });
  });

  test('an empty list of approvers is an error, not anybody', async () => {
    repository.edit(ruleFile, '[alice, bob, dana]', '[]');
    const { code, stdout } = await run('check', ruleFile);
    expect(stdout).toContain('schema: An empty list of approvers lets nobody approve.');
    expect(code).toBe(1);
    expect(await run('release', ruleFile)).toMatchObject({ code: 1 });
  });

  test('`approve` shows the changes as `handrail diff` does, measured on the same samples', async () => {
    await loosened();
    const changes = (stdout: string) => stdout.slice(stdout.indexOf('\n\n'));
    const diff = changes((await run('diff', 'release:1.0.0', ruleFile)).stdout);
    expect(diff).toContain('escalate → desk (person) becomes continue: no sample');
    expect((await run('approve', ruleFile, '--why', 'Fits', ...alice)).stdout).toContain(diff.trim());
    expect((await run('release', ruleFile, '--dry-run', '--format', 'json')).stdout).toContain('"weight"');
  });

  test('a trial writes nothing', async () => {
    const files = () => readdirSync(repository.folder, { recursive: true });
    const before = files();
    expect(await run('release', ruleFile, '--dry-run')).toMatchObject({ code: 0 });
    await run('approve', ruleFile, '--dry-run', ...alice);
    await run('reject', ruleFile, '--dry-run', ...alice);
    expect(files()).toEqual(before);
  });

  test('a rejection holds until it is withdrawn', async () => {
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
    expect(stdout).toContain('(0 of 2)');
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
    repository.commitAll('Larger refunds', 'Erin');
    expect(await run('approve', ruleFile, '--why', 'Fits', ...alice)).toMatchObject({ code: 1 });
    const { code, stdout } = await run('release', ruleFile, '--tick', 'auto');
    expect(code).toBe(1);
    expect(stdout).toContain('The rule file now has version 2.0.0');
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

  const spoilSamples = () => repository.edit('refunds.samples.yaml', 'decide: escalate', 'decide: stop');
  const unreleasable =
    'Not every sample passes, so it cannot be released as it is: refunds.samples.yaml (A very large one).';

  test.each([['--dry-run'], []])('`approve` shows which samples fail: %s', async (...dryRun) => {
    await loosened();
    expect((await run('approve', ruleFile, '--why', 'Fits', ...alice, ...dryRun)).stdout).not.toContain(
      'sample passes',
    );
    spoilSamples();
    const { code, stdout } = await run('approve', ruleFile, '--why', 'Fits', ...bob, ...dryRun);
    expect(code).toBe(0);
    expect(stdout).toContain(unreleasable);
  });

  test('`rollback` shows which samples will fail', async () => {
    await run('release', ruleFile);
    const stop = (text: string) => repository.edit(ruleFile, /decide: escalate, to: desk, payload: case@1/, text);
    stop('decide: stop');
    spoilSamples();
    repository.edit('refunds.samples.yaml', ', to: desk', '');
    const released = await run('release', ruleFile, '--tick', 'auto');
    expect(released.code).toBe(0);
    for (const dryRun of [['--dry-run'], []])
      expect((await run('rollback', ruleFile, '1.0.0', '--why', 'x', ...dryRun, '--discard')).stdout).toContain(
        unreleasable,
      );
  });

  test('a dry run shows the version to be written, and the problem of the one in the file', async () => {
    await run('release', ruleFile);
    repository.edit(ruleFile, /1000/g, '500');
    const { stdout } = await run('release', ruleFile, '--tick', 'auto', '--dry-run', '--format', 'json');
    const { checks, who } = JSON.parse(stdout) as { checks: { kind: string; message: string }[]; who: string };
    expect(who).toBe('Dana <dana@example.org>');
    expect(checks.slice(0, 2)).toMatchObject([
      {
        kind: 'version',
        met: true,
        message: expect.stringMatching(
          /^The file says 1\.0\.0; 1\.1\.0 will be written\. 1\.0\.0 is already released with different content/,
        ) as string,
      },
      { kind: 'findings', met: true, message: 'No errors except `version-not-bumped`.' },
    ]);
  });

  test('the same content is not released twice', async () => {
    await run('release', ruleFile);
    const { code, stdout } = await run('release', ruleFile);
    expect(code).toBe(1);
    expect(stdout).toContain('1.0.0 is already released with this content');
    expect(stdout).toContain('equivalent; no decision changes');
    expect(stdout).not.toContain('not all of it');
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
      expect(stdout).toMatch(/is writing to these releases|is already released with this content/);
    expect(entries()).toHaveLength(1);
    expect(await run('log', ruleFile, 'verify')).toMatchObject({ code: 0 });
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
    repository.commitAll('Larger refunds', 'Erin');
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
