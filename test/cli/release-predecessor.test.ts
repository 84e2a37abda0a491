import { mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  alice,
  bob,
  createReleaseRepository,
  log,
  refunds,
  ruleFile,
  type ReleaseRepository,
} from '../../testing/repositories/release-repository.ts';

// Each test is a way to evade the governance of earlier releases by a new start. Dana changes the rules and the governance.

let repository: ReleaseRepository;
let run: ReleaseRepository['run'];

beforeEach(async () => {
  repository = createReleaseRepository();
  ({ run } = repository);
  await repository.loosen();
  repository.edit(ruleFile, /governance:[^]*/, '');
});
afterEach(() => repository.remove());

const inFolder = (name: string) => path.join(repository.folder, name);

function move(file: string, folder: string): void {
  mkdirSync(inFolder(folder), { recursive: true });
  renameSync(inFolder(file), inFolder(`${folder}/${file}`));
}

test.each<[string, string, () => void]>([
  ['another name', ruleFile, () => repository.edit(ruleFile, 'name: refunds', 'name: desk')],
  [
    'another folder',
    `rules/${ruleFile}`,
    () => {
      for (const file of [ruleFile, 'common.escalation.yaml', 'case.schema.json']) move(file, 'rules');
      rmSync(inFolder('refunds.samples.yaml'));
    },
  ],
  ['no log and no snapshots', ruleFile, () => rmSync(inFolder('releases'), { recursive: true })],
])('%s: what was released before is still to be passed', async (_, file, beginAnew) => {
  beginAnew();
  repository.commitAll('Tidy');
  const refused = await run('release', file);
  expect(refused.stdout).toContain('Needs 2 more approvals from alice, bob (0 of 2)');
  expect(refused.stdout).toContain('was released before, most recently as refunds 1.0.0');
  expect(refused.code).toBe(1);
  for (const each of [alice, bob])
    expect(await run('approve', file, '--why', 'Fits', ...each)).toMatchObject({ code: 0 });
  expect(await run('release', file)).toMatchObject({ code: 0 });
  expect(await run('log', file, 'verify')).toMatchObject({ code: 0 });
});

test('a new log that starts with an approval hides nothing', async () => {
  rmSync(inFolder('releases'), { recursive: true });
  repository.commitAll('Tidy');
  await run('approve', ruleFile, '--why', 'Mine', ...bob);
  repository.commitAll('Approve');
  const { code, stdout } = await run('release', ruleFile);
  expect(stdout).toContain('(1 of 2)');
  expect(code).toBe(1);
});

test('a log that is not committed is one', async () => {
  repository.git('reset', '--quiet', 'HEAD~1');
  repository.edit(ruleFile, 'name: refunds', 'name: desk');
  repository.git('commit', '--quiet', '-m', 'Tidy', ruleFile);
  const { code, stdout } = await run('release', ruleFile);
  expect(stdout).toContain('was released before, most recently as refunds 1.0.0');
  expect(code).toBe(1);
});

test('a new rule set next to others need not be committed', async () => {
  repository.edit(ruleFile, /$/, refunds.slice(refunds.indexOf('governance:')));
  repository.write({ 'desk.escalation.yaml': repository.read(ruleFile).replace('name: refunds', 'name: desk') });
  expect((await run('release', 'desk.escalation.yaml')).stdout).toContain('Released desk 2.0.0');
});

test('an earlier log that was edited is not trusted', async () => {
  repository.edit(ruleFile, 'name: refunds', 'name: desk');
  repository.edit(log, 'The first one', 'The first two');
  repository.commitAll('Tidy');
  const { code, stdout } = await run('release', ruleFile);
  expect(stdout).toContain(`first release: ${log} or its last release differs from what was published.`);
  expect(code).toBe(1);
});

test('a file that is not committed may be any', async () => {
  renameSync(inFolder(ruleFile), inFolder('desk.escalation.yaml'));
  repository.edit('desk.escalation.yaml', 'name: refunds', 'name: desk');
  repository.edit('refunds.samples.yaml', './refunds.', './desk.');
  const { code, stdout } = await run('release', 'desk.escalation.yaml');
  expect(stdout).toContain(
    'It cannot be determined whether this is a first release: `desk.escalation.yaml` is not committed.',
  );
  expect(code).toBe(1);
});

test('a copy next to its original is a first release', async () => {
  repository.edit(ruleFile, /$/, refunds.slice(refunds.indexOf('governance:')));
  repository.write({ 'desk.escalation.yaml': repository.read(ruleFile).replace('name: refunds', 'name: desk') });
  repository.commitAll('A desk of its own');
  const { code, stdout } = await run('release', 'desk.escalation.yaml');
  expect(stdout).toContain('Released desk 2.0.0');
  expect(code).toBe(0);
  expect(() => repository.read(log)).not.toThrow();
});

test('a rejection in a log that is gone holds, until whoever made it takes it back', async () => {
  repository.edit(ruleFile, /$/, 'governance: { approvers: [alice, bob, dana] }\n');
  repository.commitAll('Larger refunds', 'Erin');
  await run('reject', ruleFile, '--why', 'Too many', ...bob);
  repository.commitAll('Reject');
  rmSync(inFolder('releases'), { recursive: true });
  repository.commitAll('Tidy');
  await run('approve', ruleFile, '--why', 'Fits', ...alice);
  await run('approve', ruleFile, '--why', 'Fits', '--who', 'Dana <dana@example.org>');
  const refused = await run('release', ruleFile, '--who', 'Erin <erin@example.org>');
  expect(refused.stdout).toContain('Bob <bob@example.org> rejected it (Too many)');
  expect(refused.code).toBe(1);
  await run('approve', ruleFile, '--why', 'After all', ...bob);
  expect(await run('release', ruleFile, '--who', 'Erin <erin@example.org>')).toMatchObject({ code: 0 });
});

test('a log that git has and the working tree has not is no new one', async () => {
  rmSync(inFolder('releases'), { recursive: true });
  const refuses = async () => {
    for (const command of ['release', 'approve']) {
      const { code, stdout } = await run(command, ruleFile, '--why', 'x');
      expect(stdout).toContain(`\`${log}\` is tracked by git and not in the working tree`);
      expect(code).toBe(1);
    }
  };
  await refuses();
  repository.git('rm', '-r', '--quiet', '--cached', 'releases');
  await refuses();
  repository.git('reset', '--quiet', 'HEAD');
  repository.git('update-index', '--skip-worktree', log);
  await refuses();
});
