import { mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  approved,
  commitAs,
  countsBob,
  git,
  loosen,
  nextContract,
  refusesBob,
  releaseBeforeEach,
  repository,
  run,
} from '../../testing/repositories/own-change.ts';
import { ruleFile } from '../../testing/repositories/release-repository.ts';

releaseBeforeEach();

describe('whose commit is in a change does not approve it', () => {
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

  test('after the rule file was renamed only in the working tree', async () => {
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
});

describe('who has not changed the rules approves them', () => {
  test('who has renamed files', async () => {
    loosen();
    commitAs('Dana', 'Larger refunds');
    git('mv', ruleFile, 'desk.escalation.yaml');
    repository.edit('refunds.samples.yaml', './refunds.', './desk.');
    commitAs('Bob', 'A better name');
    await countsBob('desk.escalation.yaml');
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
});
