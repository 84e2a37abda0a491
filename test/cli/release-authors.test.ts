import { existsSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readLog } from '../../engine/release/read-log.ts';
import { createRepository } from '../support/git-repository.ts';
import { handrail } from './command-line.ts';
import {
  alice,
  bob,
  createReleaseRepository,
  log,
  ruleFile,
  type ReleaseRepository,
} from '../support/release-repository.ts';

// Each test is one way to approve one's own change. Bob makes it, and approves it with Alice; Dana releases it.

let repository: ReleaseRepository;
let run: ReleaseRepository['run'];

beforeEach(async () => {
  repository = createReleaseRepository();
  ({ run } = repository);
  expect(await run('release', ruleFile, '--why', 'The first one')).toMatchObject({ code: 0 });
  repository.commitAll('Release 1.0.0');
});
afterEach(() => repository.remove());

const git = (...args: string[]) => repository.git(...args);
const person = (name: string) => ({ name, email: `${name.toLowerCase()}@example.org` });

/** Commits all that there is, as Git itself would for somebody. */
function commitAs(committer: string, subject: string, ...more: string[]): string {
  const { name, email } = person(committer);
  git('add', '--all');
  git('-c', `user.name=${name}`, '-c', `user.email=${email}`, 'commit', '--quiet', '-m', subject, ...more);
  return git('rev-parse', 'HEAD');
}

function loosen(): void {
  enlarge();
  repository.edit(ruleFile, 'version: 1.0.0', 'version: 2.0.0');
}

function enlarge(): void {
  repository.edit(ruleFile, /1000/g, '2000');
}

function nextContract(): void {
  for (const file of [ruleFile, 'common.escalation.yaml']) repository.edit(file, 'case@1', 'case@2');
}

/** A merge of three branches that all changed the rule file, and do not clash. */
function mergeThree(): void {
  repository.edit(ruleFile, 'escalation: 1', '\n\nescalation: 1\n\n');
  repository.edit(ruleFile, 'rules:', '\n\nrules:');
  repository.edit(ruleFile, 'governance:', '\n\ngovernance:');
  commitAs('Dana', 'Space');
  for (const [branch, from] of [
    ['first', 'escalation: 1'],
    ['second', 'rules:'],
    ['third', 'governance:'],
  ] as const) {
    git('checkout', '--quiet', '-b', branch, 'main');
    repository.edit(ruleFile, from, `# The ${branch} comment\n${from}`);
    commitAs('Dana', branch);
  }
  git('checkout', '--quiet', 'first');
  git('-c', 'user.name=Bob', '-c', 'user.email=bob@example.org', 'merge', '--quiet', '--no-edit', 'second', 'third');
}

async function approved(file = ruleFile): Promise<{ code: number | null; stdout: string }> {
  await run('approve', file, '--why', 'Mine', ...bob);
  await run('approve', file, '--why', 'Fits', ...alice);
  return run('release', file);
}

/** Bob's approval does not count, since he made the change. */
async function refusesBob(file = ruleFile): Promise<void> {
  const { code, stdout } = await approved(file);
  expect(stdout).toContain('Bob <bob@example.org> made the change');
  expect(stdout).toContain('(1 of 2)');
  expect(code).toBe(1);
}

/** Bob has not changed the rules: his approval counts. */
async function countsBob(file = ruleFile): Promise<void> {
  const { code, stdout } = await approved(file);
  expect(stdout).not.toContain('made the change');
  expect(stdout).toContain('Released');
  expect(code).toBe(0);
}

describe('whose commit is in a change does not approve it', () => {
  test('by a plain commit; the message names it', async () => {
    loosen();
    const commit = commitAs('Bob', 'Larger refunds');
    const { stdout } = await approved();
    expect(stdout).toContain(
      `Bob <bob@example.org> made the change (commit ${commit.slice(0, 8)}), and nobody approves their own.`,
    );
  });

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

  test('after the rule file was renamed', async () => {
    loosen();
    commitAs('Bob', 'Larger refunds');
    git('mv', ruleFile, 'desk.escalation.yaml');
    repository.edit('refunds.samples.yaml', './refunds.', './desk.');
    commitAs('Dana', 'A better name');
    await refusesBob('desk.escalation.yaml');
  });

  test('after the folder was moved, with the releases', async () => {
    loosen();
    commitAs('Bob', 'Larger refunds');
    mkdirSync(path.join(repository.folder, 'rules'));
    for (const each of [ruleFile, 'common.escalation.yaml', 'case.schema.json', 'refunds.samples.yaml', 'releases'])
      git('mv', each, `rules/${each}`);
    commitAs('Dana', 'Into a folder');
    await refusesBob(`rules/${ruleFile}`);
  });

  test('after the rule file was renamed in the working tree alone', async () => {
    loosen();
    commitAs('Bob', 'Larger refunds');
    renameSync(path.join(repository.folder, ruleFile), path.join(repository.folder, 'desk.escalation.yaml'));
    repository.edit('refunds.samples.yaml', './refunds.', './desk.');
    const { code, stdout } = await approved('desk.escalation.yaml');
    expect(stdout).toContain('`desk.escalation.yaml` is not committed. Commit it.');
    expect(code).toBe(1);
  });

  test('after an import was renamed', async () => {
    repository.edit('common.escalation.yaml', '15m', '150m');
    commitAs('Bob', 'More time');
    git('mv', 'common.escalation.yaml', 'shared.escalation.yaml');
    repository.edit(ruleFile, './common.', './shared.');
    repository.edit(ruleFile, 'version: 1.0.0', 'version: 2.0.0');
    commitAs('Dana', 'A better name');
    await refusesBob();
  });

  test('after an import was copied to another file, which is imported instead', async () => {
    repository.edit('common.escalation.yaml', '15m', '150m');
    commitAs('Bob', 'More time');
    repository.write({ 'shared.escalation.yaml': repository.read('common.escalation.yaml') });
    commitAs('Dana', 'A copy');
    repository.edit(ruleFile, './common.', './shared.');
    repository.edit(ruleFile, 'version: 1.0.0', 'version: 2.0.0');
    commitAs('Dana', 'The copy is imported');
    await refusesBob();
  });

  test('after a payload schema was renamed', async () => {
    repository.edit('case.schema.json', '"required": ["text"]', '"required": ["text"], "title": "Case"');
    commitAs('Bob', 'A title');
    git('mv', 'case.schema.json', 'handoff.schema.json');
    repository.edit('common.escalation.yaml', './case.', './handoff.');
    nextContract();
    loosen();
    commitAs('Dana', 'A better name');
    await refusesBob();
  });

  test('in an import that is written into the rule file later', async () => {
    repository.edit('common.escalation.yaml', '15m', '150m');
    commitAs('Bob', 'More time');
    loosen();
    repository.edit(
      ruleFile,
      'imports: [./common.escalation.yaml]',
      `targets: { desk: { kind: human, acknowledgeWithin: 150m } }
payloads: { case@1: { schema: ./case.schema.json, fields: { text: conversation.text } } }`,
    );
    commitAs('Dana', 'All in one file');
    await refusesBob();
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
    git('add', '--all');
    git('-c', 'user.name=bb', '-c', 'user.email=b@old.example', 'commit', '--quiet', '-m', 'Larger refunds');
    await refusesBob();
  });

  test('twice, under two addresses that the mailmap of the release names, if anybody may approve', async () => {
    repository.write({ '.mailmap': 'Bob <bob@example.org> <b@old.example>\n' });
    repository.edit(ruleFile, '  approvers: [alice, bob, dana]\n', '');
    repository.edit(ruleFile, 'version: 1.0.0', 'version: 2.0.0');
    commitAs('Dana', 'Anybody may approve');
    await countsBob();
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
    git('add', '--all');
    git('-c', 'user.name=Bob', '-c', 'user.email=', 'commit', '--quiet', '-m', 'Larger refunds');
    const { stdout } = await approved();
    expect(stdout).toContain('Bob <bob@example.org> made the change as Bob <>');
  });

  test('by amending what somebody else has committed', async () => {
    repository.edit(ruleFile, 'version: 1.0.0', 'version: 2.0.0');
    commitAs('Dana', 'Larger refunds');
    enlarge();
    commitAs('Bob', 'Larger refunds', '--amend');
    await refusesBob();
  });

  test('by a cherry-pick with something added', async () => {
    git('checkout', '--quiet', '-b', 'side');
    repository.edit(ruleFile, '# Policy 4.2', '# Policy 4.3');
    repository.edit(ruleFile, 'version: 1.0.0', 'version: 2.0.0');
    commitAs('Dana', 'The version');
    git('checkout', '--quiet', 'main');
    git('cherry-pick', '--no-commit', 'side');
    enlarge();
    git('add', '--all');
    git('-c', 'user.name=Bob', '-c', 'user.email=bob@example.org', 'commit', '--quiet', '--reuse-message=side');
    await refusesBob();
  });

  test('in a squashed branch', async () => {
    git('checkout', '--quiet', '-b', 'side');
    loosen();
    commitAs('Bob', 'Larger refunds');
    git('checkout', '--quiet', 'main');
    git('merge', '--quiet', '--squash', 'side');
    git('-c', 'user.name=Dana', '-c', 'user.email=dana@example.org', 'commit', '--quiet', '--no-edit');
    git('branch', '--quiet', '-D', 'side');
    await refusesBob();
  });

  test('by a merge that is not what its branches make', async () => {
    git('checkout', '--quiet', '-b', 'side');
    repository.write({ 'other.txt': 'text\n' });
    commitAs('Dana', 'Something else');
    git('checkout', '--quiet', 'main');
    repository.write({ 'another.txt': 'text\n' });
    commitAs('Dana', 'Something else again');
    git('merge', '--quiet', '--no-commit', '--no-ff', 'side');
    loosen();
    commitAs('Bob', 'Merge');
    await refusesBob();
  });

  test('by a merge that brings back what was there before the release', async () => {
    repository.edit(ruleFile, /1000/g, '500');
    repository.edit(ruleFile, 'version: 1.0.0', 'version: 1.1.0');
    expect(await run('release', ruleFile)).toMatchObject({ code: 0 });
    commitAs('Dana', 'Release 1.1.0');
    // A merge of the release with the commit before it, which has the rules of that one.
    const { name, email } = person('Bob');
    const merge = git(
      ...['-c', `user.name=${name}`, '-c', `user.email=${email}`],
      ...['commit-tree', '-p', 'HEAD', '-p', 'HEAD~1', '-m', 'Merge', 'HEAD~1^{tree}'],
    );
    git('reset', '--quiet', '--soft', merge);
    git('checkout', '--quiet', 'HEAD', '--', ruleFile);
    repository.edit(ruleFile, 'version: 1.0.0', 'version: 2.0.0');
    commitAs('Dana', 'Release 1.1.0 again, and the version');
    await refusesBob();
  });

  test('by a merge that a merge driver of the repository would make, and which is not run', async () => {
    git('checkout', '--quiet', '-b', 'side');
    repository.edit(ruleFile, '# The refunds desk', '# The desk for refunds');
    commitAs('Dana', 'A comment');
    git('checkout', '--quiet', 'main');
    repository.edit(ruleFile, 'default: { decide: pause }', 'default: { decide: pause } # Or later');
    commitAs('Dana', 'Another comment');
    git('merge', '--quiet', '--no-commit', '--no-ff', 'side');
    loosen();
    commitAs('Bob', 'Merge');
    writeFileSync(path.join(repository.folder, '.git/info/attributes'), '* merge=own\n');
    git('config', 'merge.own.driver', `touch ran; git show HEAD:${ruleFile} > %A`);
    await refusesBob();
    expect(existsSync(path.join(repository.folder, 'ran'))).toBe(false);
  });

  test('on a branch that was merged with one in which the rule file was renamed', async () => {
    git('checkout', '--quiet', '-b', 'side');
    loosen();
    commitAs('Bob', 'Larger refunds');
    git('checkout', '--quiet', 'main');
    git('mv', ruleFile, 'desk.escalation.yaml');
    repository.edit('refunds.samples.yaml', './refunds.', './desk.');
    commitAs('Dana', 'A better name');
    git('merge', '--quiet', '--no-edit', 'side');
    expect(repository.read('desk.escalation.yaml')).toContain('2000');
    await refusesBob('desk.escalation.yaml');
  });

  test('by putting another file in the place of an import, in two commits that rename', async () => {
    repository.write({ 'old.escalation.yaml': repository.read('common.escalation.yaml').replace('15m', '150m') });
    commitAs('Dana', 'How it was');
    git('mv', 'common.escalation.yaml', 'new.escalation.yaml');
    commitAs('Bob', 'Tidy');
    git('mv', 'old.escalation.yaml', 'common.escalation.yaml');
    repository.edit(ruleFile, 'version: 1.0.0', 'version: 2.0.0');
    commitAs('Bob', 'Tidy again');
    await refusesBob();
  });

  test('by a merge of three that is not what its branches make', async () => {
    mergeThree();
    loosen();
    commitAs('Bob', 'Merge', '--amend');
    await refusesBob();
  });

  describe.each([
    { way: 'a folder', file: 'lib/v1/limits.escalation.yaml', link: 'lib/now', imported: 'lib/now/limits' },
    { way: 'a link to a link', file: 'v1.escalation.yaml', link: 'now.escalation.yaml', imported: 'limits' },
  ])('by a symbolic link: $way', ({ file, link, imported }) => {
    const next = file.replace('v1', 'v2');
    const point = (version: string) => {
      const at = path.join(repository.folder, link);
      rmSync(at, { force: true });
      symlinkSync(path.basename(file.includes('/') ? path.dirname(file) : file).replace('v1', version), at);
    };

    beforeEach(async () => {
      const limits = 'escalation: 1\nname: limits\nversion: 1.0.0\nthresholds: { most: 1000 }\n';
      repository.write({ [file]: limits, [next]: limits });
      point('v1');
      if (imported === 'limits') symlinkSync(link, path.join(repository.folder, 'limits.escalation.yaml'));
      repository.edit(ruleFile, 'imports: [', `imports: [./${imported}.escalation.yaml, `);
      repository.edit(ruleFile, /1000/g, 'thresholds.most');
      repository.edit(ruleFile, 'version: 1.0.0', 'version: 1.0.1');
      commitAs('Dana', 'Two libraries');
      expect(await run('release', ruleFile)).toMatchObject({ code: 0 });
      commitAs('Dana', 'Release 1.0.1');
    });

    test('that now leads to another file', async () => {
      repository.edit(next, '1000', '2000');
      commitAs('Dana', 'Larger refunds');
      point('v2');
      commitAs('Bob', 'The other one');
      repository.edit(ruleFile, 'version: 1.0.1', 'version: 2.0.0');
      commitAs('Dana', 'The version');
      await refusesBob();
    });

    test('that leads to a file that was changed before', async () => {
      repository.edit(next, '1000', '2000');
      commitAs('Bob', 'Larger refunds');
      point('v2');
      repository.edit(ruleFile, 'version: 1.0.1', 'version: 2.0.0');
      commitAs('Dana', 'The other one');
      await refusesBob();
    });
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
    git('-c', 'user.name=Bob', '-c', 'user.email=bob@example.org', 'commit', '--quiet', '-m', 'Larger refunds');
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
    const { name, email } = person('Bob');
    git('add', '--all');
    git(
      '-c',
      `user.name=${name}`,
      '-c',
      `user.email=${email}`,
      'commit',
      '--quiet',
      '-m',
      'x',
      '--date',
      '2001-01-01T00:00:00Z',
    );
    await refusesBob();
  });

  test('where a replaced commit hides it', async () => {
    loosen();
    const commit = commitAs('Bob', 'Larger refunds');
    const clean = git('commit-tree', '-p', 'HEAD~1', '-m', 'Larger refunds', 'HEAD^{tree}');
    git('replace', commit, clean);
    await refusesBob();
  });

  test('where a graft hides it', async () => {
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

  test('the author of the change, from another address', async () => {
    loosen();
    git('add', '--all');
    git('-c', 'user.name=Bob', '-c', 'user.email=bob@elsewhere.example', 'commit', '--quiet', '-m', 'Larger refunds');
    const { stdout } = await approved();
    expect(stdout).toContain('Bob <bob@example.org> made the change as Bob <bob@elsewhere.example>');
    expect(stdout).toContain('(1 of 2)');
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

  test('who has renamed files', async () => {
    loosen();
    commitAs('Dana', 'Larger refunds');
    git('mv', ruleFile, 'desk.escalation.yaml');
    repository.edit('refunds.samples.yaml', './refunds.', './desk.');
    commitAs('Bob', 'A better name');
    await countsBob('desk.escalation.yaml');
  });

  test('who has merged a branch of somebody else', async () => {
    git('checkout', '--quiet', '-b', 'side');
    loosen();
    commitAs('Dana', 'Larger refunds');
    git('checkout', '--quiet', 'main');
    repository.edit(ruleFile, '# The refunds desk', '# The desk for refunds');
    commitAs('Bob', 'A comment');
    git('-c', 'user.name=Bob', '-c', 'user.email=bob@example.org', 'merge', '--quiet', '--no-ff', '--no-edit', 'side');
    await countsBob();
  });

  test('who has moved the folder', async () => {
    loosen();
    commitAs('Dana', 'Larger refunds');
    mkdirSync(path.join(repository.folder, 'rules'));
    for (const each of [ruleFile, 'common.escalation.yaml', 'case.schema.json', 'refunds.samples.yaml', 'releases'])
      git('mv', each, `rules/${each}`);
    commitAs('Bob', 'Into a folder');
    await countsBob(`rules/${ruleFile}`);
  });

  test('who has merged three branches of others', async () => {
    loosen();
    commitAs('Dana', 'Larger refunds');
    mergeThree();
    expect(git('log', '-1', '--format=%cn %p').split(' ')).toHaveLength(4);
    await countsBob();
  });

  test('who has merged a branch in conflict about other files', async () => {
    git('checkout', '--quiet', '-b', 'side');
    loosen();
    repository.write({ 'other.txt': 'one\n' });
    commitAs('Dana', 'Larger refunds');
    git('checkout', '--quiet', 'main');
    repository.write({ 'other.txt': 'another\n' });
    repository.edit(ruleFile, '# The refunds desk', '# The desk for refunds');
    commitAs('Dana', 'A comment');
    git('merge', '--quiet', '--no-commit', '-X', 'ours', 'side');
    repository.write({ 'other.txt': 'both\n' });
    commitAs('Bob', 'Merge');
    await countsBob();
  });

  test('who has picked or rebased the commit of somebody else, as it was', async () => {
    git('checkout', '--quiet', '-b', 'side');
    loosen();
    commitAs('Dana', 'Larger refunds');
    git('checkout', '--quiet', 'main');
    repository.write({ 'other.txt': 'text\n' });
    commitAs('Dana', 'Something else');
    git('checkout', '--quiet', 'side');
    git('-c', 'user.name=Bob', '-c', 'user.email=bob@example.org', 'rebase', '--quiet', 'main');
    git('checkout', '--quiet', 'main');
    git('merge', '--quiet', '--ff-only', 'side');
    git('branch', '--quiet', '-d', 'side');
    expect(git('log', '-1', '--format=%an %cn')).toBe('Dana Bob');
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
    git('-c', 'user.name=Dana', '-c', 'user.email=dana@example.org', 'commit', '--quiet', '-m', 'Another schema');
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
    const before = git('rev-parse', `HEAD~1:${ruleFile}`);
    rmSync(path.join(repository.folder, '.git/objects', before.slice(0, 2), before.slice(2)));
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

test('a release says by which rules its approvals were counted, and who made the change', async () => {
  loosen();
  commitAs('Dana', 'Larger refunds');
  await countsBob();
  expect(readLog(repository.read(log)).at(-1)).toMatchObject({ counting: 3, authors: ['Dana <dana@example.org>'] });
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
    git('-C', 'rules', '-c', 'user.name=Erin', '-c', 'user.email=erin@example.org', 'commit', '--quiet', '-m', 'Rules');
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
