import { describe, expect, test } from 'vitest';
import {
  approved,
  commitAs,
  enlarge,
  loosen,
  refusesBob,
  releaseBeforeEach,
  repository,
  run,
} from '../../testing/repositories/own-change.ts';
import { bob, ruleFile } from '../../testing/repositories/release-repository.ts';

releaseBeforeEach();

describe('whose commit is in a change does not approve it', () => {
  test('by a plain commit; the message names it', async () => {
    loosen();
    const commit = commitAs('Bob', 'Larger refunds');
    const { stdout } = await approved();
    expect(stdout).toContain(
      `Bob <bob@example.org> made the change (commit ${commit.slice(0, 8)}), and nobody approves their own.`,
    );
  });

  test.each([
    ['in the working tree', () => undefined],
    ['committed with the change', () => void commitAs('Dana', 'Names')],
  ])('with a .mailmap %s', async (_, commit) => {
    loosen();
    commitAs('Bob', 'Larger refunds');
    repository.write({ '.mailmap': 'Zoe <zoe@example.org> <bob@example.org>\n' });
    commit();
    await refusesBob();
  });

  test('under another address, which the mailmap of the release names', async () => {
    repository.write({ '.mailmap': 'Bob <bob@example.org> <b@old.example>\n' });
    repository.edit(ruleFile, /1000/g, '900');
    repository.edit(ruleFile, 'version: 1.0.0', 'version: 1.1.0');
    expect(await run('release', ruleFile)).toMatchObject({ code: 0 });
    commitAs('Dana', 'Release 1.1.0');
    repository.edit(ruleFile, /900/g, '2000');
    repository.edit(ruleFile, 'version: 1.1.0', 'version: 2.0.0');
    commitAs('bb <b@old.example>', 'Larger refunds');
    await refusesBob();
  });

  test('twice, under two addresses that the mailmap of the release names, if anybody may approve', async () => {
    repository.write({ '.mailmap': 'Bob <bob@example.org> <b@old.example>\n' });
    repository.edit(ruleFile, '  approvers: [alice, bob, dana]\n', '');
    repository.edit(ruleFile, 'version: 1.0.0', 'version: 2.0.0');
    commitAs('Dana', 'Anybody may approve');
    expect(await approved()).toMatchObject({ code: 0 });
    commitAs('Dana', 'Release 2.0.0');
    enlarge();
    repository.edit(ruleFile, 'version: 2.0.0', 'version: 3.0.0');
    commitAs('Dana', 'Larger refunds');
    await run('approve', ruleFile, '--why', 'Fits', ...bob);
    await run('approve', ruleFile, '--why', 'Fits', '--who', 'bb <b@old.example>');
    const { code, stdout } = await run('release', ruleFile);
    expect(stdout).toContain('bb <b@old.example> has approved before');
    expect(code).toBe(1);
  });

  test('by giving somebody else as the author', async () => {
    loosen();
    commitAs('Bob', 'Larger refunds', '--author', 'Dana <dana@example.org>');
    await refusesBob();
  });

  test('as a co-author', async () => {
    loosen();
    commitAs('Dana', 'Larger refunds', '-m', 'co-authored-BY: Bob <bob@example.org> (paired).');
    await refusesBob();
  });

  test('without an address', async () => {
    loosen();
    commitAs('Bob <>', 'Larger refunds');
    const { stdout } = await approved();
    expect(stdout).toContain('Bob <bob@example.org> made the change as Bob <>');
  });

  test('the author of the change, from another address', async () => {
    loosen();
    commitAs('Bob <bob@elsewhere.example>', 'Larger refunds');
    const { stdout } = await approved();
    expect(stdout).toContain('Bob <bob@example.org> made the change as Bob <bob@elsewhere.example>');
    expect(stdout).toContain('(1 of 2)');
  });
});
