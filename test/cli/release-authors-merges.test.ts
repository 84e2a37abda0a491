import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  commitAs,
  countsBob,
  enlarge,
  git,
  gitAs,
  loosen,
  refusesBob,
  releaseBeforeEach,
  repository,
  run,
} from '../../testing/repositories/own-change.ts';
import { ruleFile } from '../../testing/repositories/release-repository.ts';

releaseBeforeEach();

/** Lets Bob merge three branches that changed the rule file without conflicts. */
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
  gitAs('Bob', 'merge', '--quiet', '--no-edit', 'second', 'third');
}

describe('whose commit is in a change does not approve it', () => {
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
    gitAs('Bob', 'commit', '--quiet', '--reuse-message=side');
    await refusesBob();
  });

  test('in a squashed branch', async () => {
    git('checkout', '--quiet', '-b', 'side');
    loosen();
    commitAs('Bob', 'Larger refunds');
    git('checkout', '--quiet', 'main');
    git('merge', '--quiet', '--squash', 'side');
    gitAs('Dana', 'commit', '--quiet', '--no-edit');
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
    const merge = gitAs('Bob', 'commit-tree', '-p', 'HEAD', '-p', 'HEAD~1', '-m', 'Merge', 'HEAD~1^{tree}');
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

  test('by a merge of three that is not what its branches make', async () => {
    mergeThree();
    loosen();
    commitAs('Bob', 'Merge', '--amend');
    await refusesBob();
  });
});

describe('who has not changed the rules approves them', () => {
  test('who has merged a branch of somebody else', async () => {
    git('checkout', '--quiet', '-b', 'side');
    loosen();
    commitAs('Dana', 'Larger refunds');
    git('checkout', '--quiet', 'main');
    repository.edit(ruleFile, '# The refunds desk', '# The desk for refunds');
    commitAs('Bob', 'A comment');
    gitAs('Bob', 'merge', '--quiet', '--no-ff', '--no-edit', 'side');
    await countsBob();
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

  test('who has picked or rebased the commit of somebody else unchanged', async () => {
    git('checkout', '--quiet', '-b', 'side');
    loosen();
    commitAs('Dana', 'Larger refunds');
    git('checkout', '--quiet', 'main');
    repository.write({ 'other.txt': 'text\n' });
    commitAs('Dana', 'Something else');
    git('checkout', '--quiet', 'side');
    gitAs('Bob', 'rebase', '--quiet', 'main');
    git('checkout', '--quiet', 'main');
    git('merge', '--quiet', '--ff-only', 'side');
    git('branch', '--quiet', '-d', 'side');
    expect(git('log', '-1', '--format=%an %cn')).toBe('Dana Bob');
    await countsBob();
  });
});
