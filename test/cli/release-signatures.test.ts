import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hashOf, logText, type LogEntry } from '../../engine/release/log-entry.ts';
import { readLog } from '../../engine/release/read-log.ts';
import { fixture } from '../../testing/command-line.ts';
import {
  createReleaseRepository,
  ruleFile,
  type ReleaseRepository,
} from '../../testing/repositories/release-repository.ts';

const log = 'releases/refunds/log.jsonl';
let keys: string;
let signers: string;
let repository: ReleaseRepository;
let run: ReleaseRepository['run'];

const key = (name: string) => path.join(keys, name);
const alice = () => ['--who', 'Alice <alice@example.org>', '--sign', key('alice')];
const bob = () => ['--who', 'Bob <bob@example.org>', '--sign', key('bob')];

beforeAll(() => {
  keys = realpathSync(mkdtempSync(path.join(tmpdir(), 'handrail-keys-')));
  for (const name of ['alice', 'bob', 'mallory']) {
    try {
      execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', key(name)]);
    } catch (error) {
      throw new Error('These tests need ssh-keygen of OpenSSH 8.2 or later (package openssh-client).', {
        cause: error,
      });
    }
  }
  signers = key('allowed_signers');
  const line = (name: string) =>
    `${name}@example.org namespaces="handrail" ${readFileSync(`${key(name)}.pub`, 'utf8')}`;
  writeFileSync(signers, line('alice') + line('bob'));
});
afterAll(() => rmSync(keys, { recursive: true, force: true }));

beforeEach(async () => {
  repository = createReleaseRepository();
  ({ run } = repository);
  repository.edit(ruleFile, '[alice, bob, dana]', '[alice@example.org, bob@example.org, dana]');
  await run('release', ruleFile);
  repository.commit({ files: {}, by: 'Dana', at: '2026-03-03T10:00:00Z', subject: 'Release 1.0.0' });
  repository.edit(ruleFile, /1000/g, '2000');
  repository.edit(ruleFile, '1.0.0', '2.0.0');
  repository.commitAll('Larger refunds', 'Erin');
});
afterEach(() => repository.remove());

const verify = () => run('log', ruleFile, 'verify', '--allowed-signers', signers);

test('signed approvals hold by the allowed signers, and count', async () => {
  expect(await run('approve', ruleFile, '--why', 'Fits', ...alice())).toMatchObject({ code: 0 });
  expect(await run('approve', ruleFile, '--why', 'Fits', ...bob())).toMatchObject({ code: 0 });
  expect(await run('release', ruleFile, '--allowed-signers', signers)).toMatchObject({ code: 0 });
  const verified = await verify();
  expect(verified.code).toBe(0);
  expect(verified.stdout).toContain('2 signatures valid');
  expect((await run('log', ruleFile)).stdout).toContain('✓ Alice <alice@example.org>, signed (not checked): Fits');
  const checked = await run('log', ruleFile, '--allowed-signers', signers);
  expect(checked.stdout).toContain('✓ Alice <alice@example.org>, signed: Fits');
});

test("git's allowed signers are used if none are named; without any, signatures are reported as not checked", async () => {
  await run('approve', ruleFile, '--why', 'Fits', ...alice());
  expect((await run('log', ruleFile, 'verify')).stdout).toContain('1 signature not checked');
  repository.git('config', 'gpg.ssh.allowedSignersFile', signers);
  expect((await run('log', ruleFile, 'verify')).stdout).toContain('1 signature valid');
});

test.each([
  ['of a key that nobody knows', 'Bob <bob@example.org>', 'mallory'],
  ["of somebody else's key", 'Bob <bob@example.org>', 'alice'],
])('a signature %s is not valid, and the approval does not count', async (_, who, name) => {
  await run('approve', ruleFile, '--why', 'Fits', ...alice());
  await run('approve', ruleFile, '--why', 'Fits', '--who', who, '--sign', key(name));
  const log = (await run('log', ruleFile, '--allowed-signers', signers)).stdout;
  expect(log).toContain('✓ Alice <alice@example.org>, signed: Fits');
  expect(log).toContain('· Bob <bob@example.org>, invalid signature: Fits (does not count: ');
  const { code, stdout } = await run('release', ruleFile, '--allowed-signers', signers);
  expect(code).toBe(1);
  expect(stdout).toContain('The signature of Bob <bob@example.org> is not valid');
  expect(stdout).toContain('(1 of 2)');
  expect(await verify()).toMatchObject({ code: 1, stdout: expect.stringContaining('log.jsonl:3 signature') as string });
});

describe('a signature proves who approves', () => {
  const address = (name: string) => `${name}@evil.example`;
  const approve = async (who: string, name = 'mallory') =>
    run('approve', ruleFile, '--why', 'Fits', '--who', who, '--sign', key(name), '--allowed-signers', evil());
  const evil = () => {
    const file = key('evil_signers');
    const names = ['mallory', 'alice', 'dana'].map(name => address(name)).join(',');
    const line = `${names} namespaces="handrail" ${readFileSync(`${key('mallory')}.pub`, 'utf8')}`;
    writeFileSync(file, readFileSync(signers, 'utf8') + line);
    return file;
  };

  test.each([
    ['the name of an approver', 'alice@example.org <mallory@evil.example>', 'mallory@evil.example'],
    ['the part of an address before the @', 'dana <dana@evil.example>', 'dana@evil.example'],
    ['the same before another domain', 'Alice <alice@evil.example>', 'alice@evil.example'],
  ])('not %s', async (_, who, principal) => {
    const given = await approve(who);
    expect(given.code).toBe(1);
    expect(given.stdout).toContain('Recorded, does not count: approve refunds 2.0.0');
    expect(given.stdout).toContain(`${who} is not among the approvers`);
    expect(given.stdout).toContain(`the signature proves \`${principal}\``);
    const { code, stdout } = await run('release', ruleFile, '--allowed-signers', evil());
    expect(code).toBe(1);
    expect(stdout).toContain('(0 of 2)');
  });
});

describe('signatures that are required', () => {
  beforeEach(() => {
    repository.edit(ruleFile, 'governance:', 'governance:\n  signatures: required');
    repository.commit({ files: {}, by: 'Dana', at: '2026-03-03T10:00:00Z', subject: 'Larger refunds' });
  });

  test('an approval without one does not count, and it says so at once', async () => {
    const { stdout } = await run('approve', ruleFile, '--why', 'Fits', '--who', 'Alice <alice@example.org>');
    expect(stdout).toContain('Alice <alice@example.org> did not sign, and `governance.signatures` is `required`');
    expect((await run('log', ruleFile)).stdout).toContain('· Alice <alice@example.org>: Fits (does not count: ');
    await run('approve', ruleFile, '--why', 'Fits', ...bob());
    const { code, stdout: refused } = await run('release', ruleFile, '--allowed-signers', signers);
    expect(code).toBe(1);
    expect(refused).toContain('(1 of 2)');
    await run('approve', ruleFile, '--why', 'Fits', ...alice());
    expect(await run('release', ruleFile, '--allowed-signers', signers)).toMatchObject({ code: 0 });
  });

  test('without a file of allowed signers nothing counts', async () => {
    await run('approve', ruleFile, '--why', 'Fits', ...alice());
    await run('approve', ruleFile, '--why', 'Fits', ...bob());
    const { code, stdout } = await run('release', ruleFile);
    expect(code).toBe(1);
    expect(stdout).toContain(
      'The signature of Alice <alice@example.org> cannot be checked without a file of allowed signers',
    );
    expect(stdout).toContain('(0 of 2)');
  });

  test('a change does not take that away for itself', async () => {
    for (const each of [alice(), bob()]) await run('approve', ruleFile, '--why', 'Fits', ...each);
    expect(await run('release', ruleFile, '--allowed-signers', signers)).toMatchObject({ code: 0 });
    repository.commit({ files: {}, by: 'Dana', at: '2026-03-04T10:00:00Z', subject: 'Release 2.0.0' });
    repository.edit(ruleFile, '  signatures: required\n', '');
    repository.edit(ruleFile, '2.0.0', '3.0.0');
    for (const who of ['Alice <alice@example.org>', 'Bob <bob@example.org>'])
      await run('approve', ruleFile, '--why', 'Fits', '--who', who);
    const { code, stdout } = await run('release', ruleFile, '--allowed-signers', signers);
    expect(code).toBe(1);
    expect(stdout).toContain('Bob <bob@example.org> did not sign');
  });
});

test('a log whose approvals were counted by older rules stays valid', async () => {
  const old = fixture('logs/counted-by-address');
  for (const more of [[], ['--allowed-signers', path.join(old, 'allowed_signers')]]) {
    const { code, stdout } = await run('log', path.join(old, ruleFile), 'verify', ...more);
    expect(stdout).toContain('11 entries intact');
    expect(code).toBe(0);
  }
});

test('an entry that is edited and chained again has no valid signature', async () => {
  await run('approve', ruleFile, '--why', 'Not for new customers', ...alice());
  const [first, entry] = readLog(repository.read(log)) as [LogEntry, LogEntry];
  const edited = { ...entry, why: 'For new customers' };
  repository.write({ [log]: logText([first, { ...edited, hash: hashOf(edited) }]) });
  expect(await run('log', ruleFile, 'verify')).toMatchObject({ code: 0 });
  expect(await verify()).toMatchObject({ code: 1, stdout: expect.stringContaining('log.jsonl:2 signature') as string });
});

test('a missing key or file is reported, and nothing is written', async () => {
  const before = repository.read(log);
  const missing = await run('approve', ruleFile, '--why', 'x', '--sign', key('nobody'));
  expect(missing).toMatchObject({ code: 2, stdout: '' });
  expect(missing.stderr).toContain('Cannot sign with the key');
  const signersMissing = await run('log', ruleFile, 'verify', '--allowed-signers', 'nowhere');
  expect(signersMissing).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('no allowed-signers file nowhere') as string,
  });
  expect(repository.read(log)).toBe(before);
});

test('a missing ssh-keygen is reported', async () => {
  const path = process.env['PATH'];
  try {
    process.env['PATH'] = keys;
    const { code, stderr } = await run('approve', ruleFile, '--why', 'x', ...alice());
    expect(code).toBe(2);
    expect(stderr).toContain('Signatures need ssh-keygen of OpenSSH');
  } finally {
    process.env['PATH'] = path;
  }
});
