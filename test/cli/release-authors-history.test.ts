import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readLog } from '../../engine/release/read-log.ts';
import {
  commitAs,
  countsBob,
  git,
  gitAs,
  loosen,
  refusesBob,
  releaseBeforeEach,
  repository,
  run,
} from '../../testing/repositories/own-change.ts';
import { log, ruleFile } from '../../testing/repositories/release-repository.ts';

releaseBeforeEach();

describe('whose commit is in a change does not approve it', () => {
  test('after the snapshot was removed from git and added again, in two commits', async () => {
    loosen();
    commitAs('Bob', 'Larger refunds');
    const snapshot = 'releases/refunds/1.0.0.escalation.yaml';
    git('rm', '--quiet', '--cached', snapshot);
    git('commit', '--quiet', '-m', 'Tidy');
    commitAs('Dana', 'Tidy again');
    await refusesBob();
  });

  test('after the log was removed from git and added again, in two commits', async () => {
    loosen();
    commitAs('Bob', 'Larger refunds');
    git('rm', '--quiet', '-r', '--cached', 'releases');
    git('commit', '--quiet', '-m', 'Tidy');
    commitAs('Dana', 'Tidy again');
    await refusesBob();
  });

  test('before the log was committed', async () => {
    repository.edit(ruleFile, /1000/g, '900');
    repository.edit(ruleFile, 'version: 1.0.0', 'version: 1.1.0');
    git('add', ruleFile);
    git('commit', '--quiet', '-m', '1.1.0');
    expect(await run('release', ruleFile)).toMatchObject({ code: 0 });
    repository.edit(ruleFile, /900/g, '2000');
    repository.edit(ruleFile, 'version: 1.1.0', 'version: 2.0.0');
    git('add', ruleFile);
    gitAs('Bob', 'commit', '--quiet', '-m', 'Larger refunds');
    commitAs('Dana', 'The log of 1.1.0');
    await refusesBob();
  });

  test('in the commit that adds the log', async () => {
    repository.edit(ruleFile, /1000/g, '900');
    repository.edit(ruleFile, 'version: 1.0.0', 'version: 1.1.0');
    expect(await run('release', ruleFile)).toMatchObject({ code: 0 });
    repository.edit(ruleFile, /900/g, '2000');
    repository.edit(ruleFile, 'version: 1.1.0', 'version: 2.0.0');
    commitAs('Bob', 'Release 1.1.0');
    await refusesBob();
  });

  test('with a date before the release', async () => {
    git('rm', '--quiet', '-r', '--cached', 'releases');
    git('commit', '--quiet', '-m', 'No releases here');
    repository.write({ '.gitignore': 'releases/\n' });
    loosen();
    commitAs('Bob', 'Larger refunds', '--date', '2001-01-01T00:00:00Z');
    await refusesBob();
  });

  test('hidden by a replaced commit', async () => {
    loosen();
    const commit = commitAs('Bob', 'Larger refunds');
    const clean = git('commit-tree', '-p', 'HEAD~1', '-m', 'Larger refunds', 'HEAD^{tree}');
    git('replace', commit, clean);
    await refusesBob();
  });

  test('hidden by a graft', async () => {
    loosen();
    const before = git('rev-parse', 'HEAD');
    commitAs('Bob', 'Larger refunds');
    repository.write({ 'other.txt': 'text\n' });
    const last = commitAs('Dana', 'Something else');
    writeFileSync(path.join(repository.folder, '.git/info/grafts'), `${last} ${before}\n`);
    await refusesBob();
  });

  test.each([
    ['log.showSignature', 'true'],
    ['log.showRoot', 'false'],
    ['log.follow', 'true'],
    ['log.date', 'relative'],
    ['diff.external', 'false'],
    ['diff.renames', 'false'],
    ['diff.renameLimit', '1'],
    ['diff.noprefix', 'true'],
    ['diff.relative', 'true'],
    ['diff.orderFile', 'nowhere'],
    ['color.ui', 'always'],
    ['core.fsmonitor', 'touch ran'],
    ['i18n.logOutputEncoding', 'UTF-16'],
    ['format.pretty', 'oneline'],
    ['alias.log', '!true'],
    ['core.quotePath', 'false'],
  ])('whatever git is configured to: %s = %s', async (setting, value) => {
    loosen();
    commitAs('Bob', 'Larger refunds');
    git('mv', ruleFile, 'desk.escalation.yaml');
    repository.edit('refunds.samples.yaml', './refunds.', './desk.');
    commitAs('Dana', 'A better name');
    git('config', setting, value);
    await refusesBob('desk.escalation.yaml');
  });

  test('with a text conversion that makes all texts the same', async () => {
    writeFileSync(path.join(repository.folder, '.git/info/attributes'), '* diff=none -text\n');
    git('config', 'diff.none.textconv', 'true');
    loosen();
    commitAs('Bob', 'Larger refunds', '--author', 'Dana <dana@example.org>');
    await refusesBob();
  });
});

describe('who has not changed the rules approves them', () => {
  test('whose commit has changed comments, the version, or another file', async () => {
    loosen();
    commitAs('Dana', 'Larger refunds');
    repository.edit(ruleFile, '# Policy 4.2', '# Policy 4.3');
    commitAs('Bob', 'A comment');
    repository.edit(ruleFile, 'version: 2.0.0', 'version: 2.5.0');
    repository.edit('refunds.samples.yaml', '99999', '88888');
    commitAs('Bob', 'The version');
    repository.edit(ruleFile, 'version: 2.5.0', 'version: 3.0.0');
    commitAs('Bob', 'The version again');
    await countsBob();
  });

  test('whose change was released before', async () => {
    repository.edit(ruleFile, /1000/g, '900');
    repository.edit(ruleFile, 'version: 1.0.0', 'version: 1.1.0');
    commitAs('Bob', 'Smaller refunds');
    expect(await run('release', ruleFile)).toMatchObject({ code: 0 });
    commitAs('Dana', 'Release 1.1.0');
    repository.edit(ruleFile, /900/g, '2000');
    repository.edit(ruleFile, 'version: 1.1.0', 'version: 2.0.0');
    commitAs('Dana', 'Larger refunds');
    await countsBob();
  });
});

test('a release says by which rules its approvals were counted, and who made the change', async () => {
  loosen();
  commitAs('Dana', 'Larger refunds');
  await countsBob();
  expect(readLog(repository.read(log)).at(-1)).toMatchObject({ counting: 4, authors: ['Dana <dana@example.org>'] });
});
