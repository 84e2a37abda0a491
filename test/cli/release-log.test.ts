import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
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

const commit = (subject: string, by?: string): void => repository.commitAll(subject, by);
const loosened = (): Promise<void> => repository.loosen();

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

describe('handrail log', () => {
  test('shows versions with date, author, class, approvals and digest', async () => {
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
      'a comment in a snapshot',
      () => repository.edit('releases/refunds/1.0.0.escalation.yaml', 'Policy 4.2', 'Policy 4.3'),
      /snapshot: The text of the snapshot of 1\.0\.0 was edited/,
    ],
    [
      'a snapshot that is gone',
      () => rmSync(path.join(repository.folder, 'releases/refunds/1.0.0.escalation.yaml')),
      /snapshot: The snapshot of 1\.0\.0 is gone/,
    ],
    [
      'a snapshot that was smuggled in',
      () => repository.write({ 'releases/refunds/1.5.0.escalation.yaml': refunds }),
      /snapshot: 1\.5\.0\.escalation\.yaml lies among the releases, and no entry speaks of it/,
    ],
    [
      'a snapshot beside the one of its version',
      () =>
        repository.write({
          'releases/refunds/1.0.0.escalation.yml': repository.read('releases/refunds/1.0.0.escalation.yaml'),
        }),
      /snapshot: 1\.0\.0\.escalation\.yml lies among the releases/,
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
    repository.edit(ruleFile, /2000/g, '1500');
    const refused = await run('release', ruleFile, '--tick', 'auto');
    expect(refused.stdout).toContain(name.includes('snapshot') ? 'Nothing is released.' : 'Nothing is added to it');
    expect(refused.code).toBe(1);
  });

  test('a file with another extension is not a release, whatever it is called', async () => {
    await released();
    repository.write({ 'releases/refunds/1.0.0.json': '{}' });
    expect((await run('log', 'verify')).stdout).toContain('1.0.0.json lies among the releases');
    repository.write({ 'releases/refunds/1.5.0.escalation.yml': refunds.replace('1.0.0', '1.5.0') });
    expect(await run('diff', 'release:1.5.0', ruleFile)).toMatchObject({ code: 2 });
    const { stdout } = await run('blame', '--input', '{"amount":1500}', ruleFile);
    expect(stdout).toContain('2 versions, 1 decision change');
    expect(stdout).not.toContain('1.5.0');
  });

  test('verify finds a log that was copied from another rule set, and nothing is released after it', async () => {
    await released();
    for (const name of ['log.jsonl', '1.0.0.escalation.yaml', '2.0.0.escalation.yaml'])
      repository.write({ [`releases/claims/${name}`]: repository.read(`releases/refunds/${name}`) });
    repository.write({ 'claims.escalation.yaml': refunds.replace('name: refunds', 'name: claims') });
    const { code, stdout } = await run('log', 'claims', 'verify');
    expect(stdout).toContain('log.jsonl:1 ruleset: This entry is of the rule set refunds');
    expect(code).toBe(1);
    const refused = await run('release', 'claims.escalation.yaml', '--version', '3.0.0');
    expect(refused).toMatchObject({ code: 1, stdout: expect.stringContaining('Nothing is added to it') as string });
  });

  test.each([
    ['gone', () => rmSync(path.join(repository.folder, log))],
    ['empty', () => repository.write({ [log]: '' })],
  ])('a log that is %s does not allow a first release if there are snapshots', async (_, spoil) => {
    await released();
    spoil();
    commit('Tidy');
    const { code, stdout } = await run('release', ruleFile);
    expect(stdout).toContain('Refused: The audit log is missing or empty, but there are releases');
    expect(code).toBe(1);
    expect((await run('log', 'verify')).code).toBe(1);
    expect((await run('check', '.')).code).toBe(1);
  });

  test('verify finds bytes that are not text', async () => {
    await loosened();
    const file = path.join(repository.folder, log);
    const bytes = readFileSync(file);
    bytes[bytes.indexOf('first')] = 0xff;
    writeFileSync(file, bytes);
    const { code, stdout } = await run('log', ruleFile, 'verify');
    expect(code).toBe(1);
    expect(stdout).toContain('log.jsonl:1 malformed: This line contains bytes that are not UTF-8');
  });

  test('verify finds a log that is truncated or missing, against a pinned head', async () => {
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
    [['log', ruleFile], /refunds has no releases yet/],
    [['log', ruleFile, 'verify', '--head', 'abc'], /--head takes a hash/],
    [['log', ruleFile, 'verify', '--head', ''], /`--head` is empty/],
    [['log', ruleFile, 'verify', '--allowed-signers', ' '], /`--allowed-signers` is empty/],
    [['release', ruleFile, '--outside', ''], /`--outside` is empty/],
    [['check', ''], /An operand is empty/],
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
  test('restores the old content in the working copy under a new version, and shows what it undoes', async () => {
    await released();
    const { code, stdout } = await run('rollback', ruleFile, '1.0.0', '--why', '2.0.0 lets too much through');
    expect(code).toBe(0);
    expect(stdout).toContain('Rolled back refunds 2.1.0, with the content of 1.0.0');
    expect(stdout).toMatch(/▲ continue becomes escalate → desk/);
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

  test('is a change of whoever rolls back: they do not approve it', async () => {
    await released();
    repository.edit(ruleFile, 'other: 0', 'other: 1');
    commit('Stricter', 'Erin');
    await run('release', ruleFile, '--tick', 'auto');
    await run('approve', ruleFile, '--why', 'Stricter', ...alice);
    expect(await run('release', ruleFile)).toMatchObject({ code: 0 });
    await run('rollback', ruleFile, '2.0.0', '--why', 'Too strict', ...bob, '--discard');
    commit('Roll back', 'Ci');
    const { code, stdout } = await run('approve', ruleFile, '--why', 'Mine', ...bob);
    expect(stdout).toContain('Bob <bob@example.org> made the change by a rollback, and nobody approves their own.');
    expect(code).toBe(1);
  });

  test.each([
    [
      'a version that was never released',
      '1.5.0',
      () => undefined,
      '1.5.0 was never released. The releases are 1.0.0, 2.0.0.',
    ],
    ['the last release', '2.0.0', () => undefined, '2.0.0 is the last release'],
    [
      'a snapshot that was edited',
      '1.0.0',
      () => repository.edit('releases/refunds/1.0.0.escalation.yaml', /1000/g, '999'),
      'was edited after its release',
    ],
    [
      'over edits that nothing else holds',
      '1.0.0',
      () => repository.edit(ruleFile, /2000/g, '1500'),
      'edits that are neither released nor committed',
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

  test('an uncommitted edit of only a comment is kept too', async () => {
    await released();
    repository.edit(ruleFile, '# Policy 4.2', '# Policy 4.2, as discussed on Monday');
    const refused = await run('rollback', ruleFile, '1.0.0', '--why', 'x');
    expect(refused.stdout).toContain('edits that are neither released nor committed');
    expect(repository.read(ruleFile)).toContain('as discussed on Monday');
  });

  test('says how many approvals it takes', async () => {
    await run('release', ruleFile);
    repository.commitAll('Release 1.0.0');
    repository.edit(ruleFile, /1000/g, '500');
    expect(await run('release', ruleFile, '--tick', 'auto')).toMatchObject({ code: 0 });
    repository.commitAll('Release 1.1.0');
    const { stdout } = await run('rollback', ruleFile, '1.0.0', '--why', 'x', '--dry-run');
    expect(stdout).toContain('needs 2 approvals');
  });

  test('--discard loses such edits, --dry-run changes nothing', async () => {
    await released();
    const before = repository.read(log);
    expect(await run('rollback', '1.0.0', '--why', 'x', '--dry-run')).toMatchObject({ code: 0 });
    expect(repository.read(log)).toBe(before);
    repository.edit(ruleFile, /2000/g, '1500');
    expect(await run('rollback', ruleFile, '1.0.0', '--why', 'x', '--discard')).toMatchObject({ code: 0 });
  });
});

describe('other files among snapshots', () => {
  const lies = {
    'releases/refunds/lock.9.0.0.escalation.yaml': 'escalation: 1\n',
    'releases/refunds/lock.evil': '',
    'releases/refunds/sub/notes.txt': '',
  };

  test('are reported by `verify` and by `check`, whatever their names begin with', async () => {
    await run('release', ruleFile);
    expect((await run('check', ruleFile)).code).toBe(0);
    repository.write(lies);
    for (const args of [
      ['log', 'verify'],
      ['check', ruleFile],
    ]) {
      const { code, stdout } = await run(...args);
      expect(code, stdout).toBe(1);
      for (const name of ['lock.9.0.0.escalation.yaml', 'lock.evil', 'sub']) expect(stdout).toContain(name);
    }
    expect((await run('check', ruleFile)).stdout).toContain('released-file-edited');
  });

  test('is removed by no command if it is not a leftover, and by `log` in no case', async () => {
    await run('release', ruleFile);
    const uuid = '0b9e3b4c-4c8a-4c0e-9f1e-0123456789ab';
    const leftovers = [`.log.jsonl.${uuid}.tmp`, `lock.${uuid}.tmp`, 'lock.0123456789abcdef'];
    const others = ['lock.a', 'lock.evil', 'x.tmp'];
    repository.write(Object.fromEntries([...leftovers, ...others].map(name => [`releases/refunds/${name}`, ''])));
    const names = () => readdirSync(path.join(repository.folder, 'releases/refunds'));
    await run('log');
    await run('log', 'verify');
    expect(names()).toEqual(expect.arrayContaining([...leftovers, ...others]));
    await run('reject', ruleFile, '--why', 'x', ...alice);
    expect(names()).toEqual(expect.arrayContaining(others));
    for (const name of leftovers) expect(names()).not.toContain(name);
  });
});

test('two branches that were merged: says how to go on', async () => {
  await repository.loosen();
  const before = repository.read(log);
  await run('approve', ruleFile, '--why', 'Fits', ...alice);
  const ours = repository.read(log);
  repository.write({ [log]: before });
  await run('approve', ruleFile, '--why', 'Fits', ...bob);
  const theirs = repository.read(log);
  repository.write({ [log]: ours + theirs.slice(before.length) });
  for (const args of [
    ['log', 'verify'],
    ['check', ruleFile],
    ['approve', ruleFile, '--why', 'x', ...bob],
  ]) {
    const { code, stdout } = await run(...args);
    expect(code).toBe(1);
    expect(stdout).toContain('Keep the lines of one branch, and let those of the other approve again.');
  }
  repository.write({ [log]: ours });
  expect(await run('approve', ruleFile, '--why', 'Fits', ...bob)).toMatchObject({ code: 0 });
});

test('a rejection is one in Markdown too', async () => {
  await repository.loosen();
  await run('reject', ruleFile, '--why', 'No', ...alice);
  expect((await run('log', '--format', 'markdown')).stdout).toMatch(/✗ Alice .* rejects it/);
});
