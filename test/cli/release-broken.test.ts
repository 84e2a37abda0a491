import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  createReleaseRepository,
  ruleFile,
  type ReleaseRepository,
} from '../../testing/repositories/release-repository.ts';

let repository: ReleaseRepository;
let run: ReleaseRepository['run'];

beforeEach(async () => {
  repository = createReleaseRepository();
  ({ run } = repository);
  await run('release', ruleFile, '--why', 'The first one');
  repository.edit(ruleFile, /1000/g, '500');
  repository.edit(ruleFile, 'version: 1.0.0', 'version: 1.1.0');
  expect(await run('release', ruleFile)).toMatchObject({ code: 0 });
  repository.commitAll('Release 1.1.0');
});
afterEach(() => repository.remove());

const broken: [what: string, spoil: () => void][] = [
  ['a conflict', () => repository.edit(ruleFile, /^/, '<<<<<<< HEAD\n')],
  ['no name', () => repository.edit(ruleFile, 'name: refunds\n', '')],
  ['an undefined signal', () => repository.edit(ruleFile, 'amount > 500', 'amont > 500')],
  ['no text', () => repository.write({ [ruleFile]: '' })],
];

describe('a rule file that cannot decide is rolled back', () => {
  test.each(broken)('with %s', async (_, spoil) => {
    spoil();
    const kept = await run('rollback', ruleFile, '1.0.0', '--why', 'Broken', '--format', 'json');
    expect(kept.code).toBe(1);
    expect(JSON.parse(kept.stdout)).toMatchObject({ done: false, needs: 'discard' });
    const { code, stdout } = await run('rollback', ruleFile, '1.0.0', '--why', 'Broken', '--discard');
    expect(stdout).toContain('Rolled back refunds 2.0.0, with the content of 1.0.0');
    expect(code).toBe(0);
    expect(repository.read(ruleFile)).toContain('amount > 1000');
    expect(await run('check', ruleFile)).toMatchObject({ code: 0 });
    expect(await run('log', ruleFile, 'verify')).toMatchObject({ code: 0 });
  });

  test('to the last release, too, which undoes nothing but the edits', async () => {
    broken[0]?.[1]();
    const { code } = await run('rollback', ruleFile, '1.1.0', '--why', 'Broken', '--discard');
    expect(code).toBe(0);
    expect(repository.read(ruleFile)).toContain('version: 1.1.1');
  });

  test('without --discard if git holds what is in it', async () => {
    broken[0]?.[1]();
    repository.commitAll('Broken');
    expect(await run('rollback', ruleFile, '1.0.0', '--why', 'Broken')).toMatchObject({ code: 0 });
  });
});

test.each(broken)('its log is still read: with %s', async (_, spoil) => {
  spoil();
  const { code, stdout } = await run('log', ruleFile);
  expect(stdout).toContain('1.1.0  ');
  expect(code).toBe(0);
});

test.each(broken)('nothing else is written for it: with %s', async (_, spoil) => {
  spoil();
  for (const command of ['release', 'approve', 'reject']) {
    const { code, stdout } = await run(command, ruleFile, '--why', 'x');
    expect(stdout).toContain('Refused');
    expect(code).toBe(1);
  }
});
