import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { createRepository } from '../../testing/repositories/git-repository.ts';
import {
  approved,
  commitAs,
  git,
  gitAs,
  loosen,
  nextContract,
  releaseBeforeEach,
  repository,
  run,
} from '../../testing/repositories/own-change.ts';
import { alice, bob, ruleFile } from '../../testing/repositories/release-repository.ts';
import { handrail } from '../../testing/command-line.ts';

releaseBeforeEach();

describe('if it cannot be determined who made the change', () => {
  test('a shallow clone refuses what needs approvals, and releases the rest', async () => {
    loosen();
    commitAs('Bob', 'Larger refunds');
    repository.write({ 'other.txt': 'text\n' });
    commitAs('Dana', 'Something else');
    const head = git('rev-parse', 'HEAD');
    writeFileSync(path.join(repository.folder, '.git/shallow'), `${head}\n`);
    const { code, stdout } = await approved();
    expect(stdout).toContain(
      'It cannot be determined who made the change. The repository is a shallow clone: fetch more',
    );
    expect(code).toBe(1);
    const dryRun = await run('approve', ruleFile, '--dry-run', '--who', 'dana', '--format', 'json');
    expect(JSON.parse(dryRun.stdout)).toMatchObject({
      counts: { counts: false, message: expect.stringContaining('shallow') as string },
    });
    repository.edit(ruleFile, /2000/g, '500');
    repository.edit(ruleFile, 'version: 2.0.0', 'version: 1.1.0');
    expect(await run('release', ruleFile)).toMatchObject({ code: 0 });
  });

  test('a file of the rule set that was never committed', async () => {
    loosen();
    repository.edit('common.escalation.yaml', './case.', './handoff.');
    nextContract();
    repository.write({ 'handoff.schema.json': '{ "type": "object", "required": ["text"], "title": "Case" }\n' });
    git('add', ruleFile, 'common.escalation.yaml');
    gitAs('Dana', 'commit', '--quiet', '-m', 'Another schema');
    const { code, stdout } = await approved();
    expect(stdout).toContain('`handoff.schema.json` is not committed. Commit it.');
    expect(code).toBe(1);
  });

  test.each([
    ['the rule file', ruleFile, (): void => repository.edit(ruleFile, /2000/g, '3000')],
    ['an import', 'common.escalation.yaml', (): void => repository.edit('common.escalation.yaml', '15m', '150m')],
    ['a schema', 'case.schema.json', (): void => repository.edit('case.schema.json', '{', '{ "minProperties": 1,')],
  ])('%s has edits that are not committed, even if git is configured to overlook them', async (_, file, edit) => {
    loosen();
    nextContract();
    commitAs('Dana', 'Larger refunds');
    git('update-index', '--assume-unchanged', file);
    edit();
    const { code, stdout } = await approved();
    expect(stdout).toContain(`\`${file}\` has edits that are not committed. Commit them.`);
    expect(code).toBe(1);
  });

  test('an object is missing, as in a partial clone; nothing is fetched', async () => {
    loosen();
    commitAs('Bob', 'Larger refunds');
    const missing = git('rev-parse', `HEAD:${ruleFile}`);
    repository.edit(ruleFile, /2000/g, '3000');
    commitAs('Bob', 'Even larger refunds');
    rmSync(path.join(repository.folder, '.git/objects', missing.slice(0, 2), missing.slice(2)));
    git('config', 'remote.origin.url', `ext::sh -c "touch% ran"`);
    git('config', 'remote.origin.promisor', 'true');
    git('config', 'protocol.ext.allow', 'always');
    const { code, stdout } = await approved();
    expect(stdout).toContain('It cannot be determined who made the change: The repository lacks the object');
    expect(code).toBe(1);
    expect(existsSync(path.join(repository.folder, 'ran'))).toBe(false);
  });

  test('a repository that git does not open', async () => {
    loosen();
    commitAs('Bob', 'Larger refunds');
    rmSync(path.join(repository.folder, '.git/HEAD'));
    const { code, stdout } = await approved();
    expect(stdout).toContain('It cannot be determined who made the change');
    expect(code).toBe(1);
  });

  test('outside of a repository whoever releases it is the author', async () => {
    loosen();
    rmSync(path.join(repository.folder, '.git'), { recursive: true });
    await run('approve', ruleFile, '--why', 'Mine', ...bob);
    await run('approve', ruleFile, '--why', 'Fits', ...alice);
    const { stdout } = await run('release', ruleFile, ...bob);
    expect(stdout).toContain('Bob <bob@example.org> releases it, and whoever releases a change does not approve it.');
  });
});

describe('another repository', () => {
  test('inside of one that tracks the rule file hides nothing', async () => {
    mkdirSync(path.join(repository.folder, 'rules'));
    const names = [ruleFile, 'common.escalation.yaml', 'case.schema.json', 'refunds.samples.yaml', 'releases'];
    for (const each of names) git('mv', each, `rules/${each}`);
    repository.edit(`rules/${ruleFile}`, /1000/g, '2000');
    repository.edit(`rules/${ruleFile}`, 'version: 1.0.0', 'version: 2.0.0');
    commitAs('Bob', 'Larger refunds');
    const cwd = path.join(repository.folder, 'rules');
    git('init', '--quiet', 'rules');
    git('-C', 'rules', 'add', '--all');
    gitAs('Erin', '-C', 'rules', 'commit', '--quiet', '-m', 'Rules');
    const args = ['approve', ruleFile, '--why', 'Mine', '--dry-run', ...bob];
    const { code, stdout } = await handrail(args, { cwd });
    expect(stdout).toContain('also tracks the rule set');
    expect(code).toBe(1);
  });

  test('that the environment names is not asked', async () => {
    loosen();
    commitAs('Bob', 'Larger refunds');
    const other = createRepository();
    const env = { GIT_DIR: path.join(other.folder, '.git'), GIT_WORK_TREE: repository.folder };
    const args = ['approve', ruleFile, '--why', 'Mine', '--dry-run', ...bob];
    const { stdout } = await handrail(args, { cwd: repository.folder, env });
    other.remove();
    expect(stdout).toContain('Bob <bob@example.org> made the change');
  });
});
