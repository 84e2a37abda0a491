import { lstatSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  createReleaseRepository,
  log,
  ruleFile,
  type ReleaseRepository,
} from '../../testing/repositories/release-repository.ts';

let repository: ReleaseRepository;
let outside: string;

beforeEach(() => {
  repository = createReleaseRepository();
  outside = `${repository.folder}-secret.json`;
  writeFileSync(outside, '{ "type": "object", "required": ["text"] }');
});
afterEach(() => {
  repository.remove();
  rmSync(outside, { force: true });
});

const place = (name: string) => path.join(repository.folder, name);

test('a payload schema outside of the repository is reported, and released only if it is named', async () => {
  repository.edit('common.escalation.yaml', './case.schema.json', `../${path.basename(outside)}`);
  const check = await repository.run('check', ruleFile, 'common.escalation.yaml');
  expect(check.stdout).toContain('outside-workspace');
  const refused = await repository.run('release', ruleFile);
  expect(refused.code).toBe(1);
  expect(refused.stdout).toContain('outside the repository, and the release would contain a copy');
  expect(await repository.run('release', ruleFile, '--outside', outside)).toMatchObject({ code: 0 });
});

test('also if a symbolic link leads there', async () => {
  rmSync(place('case.schema.json'));
  symlinkSync(outside, place('case.schema.json'));
  const { code, stdout } = await repository.run('release', ruleFile);
  expect(stdout).toContain('`case.schema.json` is outside the repository');
  expect(code).toBe(1);
});

test('a rule file that is a symbolic link stays one', async () => {
  renameSync(place(ruleFile), place('real.yaml'));
  symlinkSync('real.yaml', place(ruleFile));
  await repository.run('release', ruleFile);
  repository.edit(ruleFile, /1000/g, '500');
  expect(await repository.run('release', ruleFile, '--tick', 'auto')).toMatchObject({ code: 0 });
  expect(lstatSync(place(ruleFile)).isSymbolicLink()).toBe(true);
  expect(repository.read('real.yaml')).toContain('version: 1.1.0');
});

test('a log that is a symbolic link is refused', async () => {
  await repository.run('release', ruleFile);
  renameSync(place(log), place('log.jsonl'));
  symlinkSync(place('log.jsonl'), place(log));
  const { code, stdout } = await repository.run('reject', ruleFile, '--why', 'x');
  expect(stdout).toContain('is a symbolic link');
  expect(code).toBe(1);
});

test.each(['releases', 'releases/refunds'])('nothing is written where %s leads out of the repository', async folder => {
  const elsewhere = `${repository.folder}-elsewhere`;
  mkdirSync(elsewhere);
  try {
    if (folder !== 'releases') mkdirSync(place('releases'));
    symlinkSync(elsewhere, place(folder));
    const { code, stdout } = await repository.run('release', ruleFile);
    expect(stdout).toContain('which is outside the repository, so nothing is written');
    expect(code).toBe(1);
    expect(readdirSync(elsewhere)).toEqual([]);
  } finally {
    rmSync(elsewhere, { recursive: true });
  }
});

test.each([
  ['releases', 'log.jsonl, 1.0.0.escalation.yaml'],
  ['releases/refunds', 'log.jsonl, 1.0.0.escalation.yaml'],
  ['releases/refunds/log.jsonl', 'log.jsonl'],
  ['releases/refunds/1.0.0.escalation.yaml', '1.0.0.escalation.yaml'],
])('%s as a symbolic link to another place in the repository is a fault', async (linked, files) => {
  await repository.release();
  const kept = path.basename(linked).replace('escalation', 'kept');
  renameSync(place(linked), place(kept === 'releases' ? 'kept' : kept));
  symlinkSync(place(kept === 'releases' ? 'kept' : kept), place(linked));
  const verified = await repository.run('log', ruleFile, 'verify');
  for (const file of files.split(', ')) expect(verified.stdout).toContain(`link: ${file} is a symbolic link`);
  expect(verified.code).toBe(1);
  const checked = await repository.run('check', ruleFile);
  expect(checked.stdout).toMatch(/released-file-edited: .*symbolic link/);
  repository.edit(ruleFile, /1000/g, '900');
  expect((await repository.run('release', ruleFile, '--tick', 'auto')).stdout).toMatch(/Refused: .*symbolic link/);
});

test.each(['con', 'nul', 'com1', 'releases', 'a'.repeat(300)])('a rule set called %s is not released', async name => {
  repository.edit(ruleFile, 'name: refunds', `name: ${name}`);
  const { code, stdout } = await repository.run('release', ruleFile);
  expect(stdout).toContain('a name that can be a folder name on every system');
  expect(code).toBe(1);
});
