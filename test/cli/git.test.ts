import { chmodSync, existsSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createRepository, type TestRepository } from '../../testing/repositories/git-repository.ts';
import { handrail } from '../../testing/command-line.ts';

const rules = (decide: string, more = '') =>
  `escalation: 1\nname: x\nversion: 1.0.0\n${more}signals: { n: { type: integer } }\nrules: [{ id: few, when: n < 5, decide: ${decide} }]\n`;
const library = 'escalation: 1\nname: limits\nversion: 1.0.0\nthresholds: { most: 5 }\n';

let repository: TestRepository;
beforeEach(() => {
  repository = createRepository();
});
afterEach(() => repository.remove());

const commit = (files: Record<string, string | null>, subject = 'A change') =>
  repository.commit({ files, by: 'Ada', at: '2026-01-01T00:00:00Z', subject });

test.each([
  'with space/a b.escalation.yaml',
  'quote\'s "and" more/x.escalation.yaml',
  'ümläut/größe – ①.escalation.yaml',
  '-dash/--x.escalation.yaml',
  'per%20cent/100%.escalation.yaml',
  '[brackets]/{x}.escalation.yaml',
  'r100/R100.escalation.yaml',
  'line\nbreak/x.escalation.yaml',
])('a file that is called %s', async file => {
  const before = path.posix.join(path.posix.dirname(file), `before ${path.posix.basename(file)}`);
  commit({ [before]: rules('stop') });
  commit({ [before]: null, [file]: rules('stop') });
  commit({ [file]: rules('pause') });
  const { stdout, stderr, code } = await handrail(['diff', 'HEAD~2', 'HEAD', '--format', 'json'], {
    cwd: repository.folder,
  });
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  expect(JSON.parse(stdout)).toMatchObject({ ruleSets: [{ file, regions: [{ class: 'loosened' }] }] });
  const blame = await handrail(['blame', '--input', '{"n":1}', `./${file}`], { cwd: repository.folder });
  expect(blame).toMatchObject({ code: 0, stderr: '' });
  expect(blame.stdout).toContain('3 versions, 1 decision change; 1 unchanged version not shown');
});

test('imports come from the revision, also through links, and never from outside of it', async () => {
  commit({
    'x.escalation.yaml': rules('stop', 'imports: [./lib/limits.escalation.yaml]\n'),
    'lib/limits.escalation.yaml': library,
  });
  commit({
    'x.escalation.yaml': rules('pause', 'imports: [./lib/limits.escalation.yaml]\n'),
    'lib/limits.escalation.yaml': null,
    'other.escalation.yaml': library,
  });
  const broken = await handrail(['diff', 'HEAD~1:x.escalation.yaml', 'HEAD:x.escalation.yaml'], {
    cwd: repository.folder,
  });
  expect(broken).toMatchObject({ code: 2, stdout: '' });
  expect(broken.stderr).toMatch(/^HEAD:x\.escalation\.yaml:4:11 error undefined-import/m);
  const beside = path.join(repository.folder, '..', 'limits.escalation.yaml');
  commit({ 'x.escalation.yaml': rules('pause', `imports: [../${path.basename(beside)}]\n`) });
  const outside = await handrail(['diff', 'HEAD~2:x.escalation.yaml', 'HEAD:x.escalation.yaml'], {
    cwd: repository.folder,
  });
  expect(outside.stderr).toContain('it is outside the repository');
  repository.write({ 'lib/placeholder': '' });
  symlinkSync('../other.escalation.yaml', path.join(repository.folder, 'lib/limits.escalation.yaml'));
  commit({ 'x.escalation.yaml': rules('pause', 'imports: [./lib/limits.escalation.yaml]\n') });
  const linked = await handrail(['diff', 'HEAD~3:x.escalation.yaml', 'HEAD:x.escalation.yaml'], {
    cwd: repository.folder,
  });
  expect(linked).toMatchObject({ code: 0, stderr: '' });
});

test('a change of only a payload schema, and a removed import, make a rule set differ', async () => {
  const payloads =
    'targets: { desk: { kind: human } }\npayloads: { p@1: { schema: ./p.schema.json, fields: { n: n } } }\n';
  const handing = rules('escalate, to: desk, payload: p@1', payloads);
  commit({
    'x.escalation.yaml': handing,
    'p.schema.json': '{ "type": "object", "properties": { "n": { "type": "integer" } } }',
  });
  commit({ 'p.schema.json': '{ "type": "object", "properties": { "n": { "type": "string" } } }' });
  const schema = await handrail(['diff', 'HEAD~1', 'HEAD', '--format', 'json'], { cwd: repository.folder });
  expect(schema.code).toBe(0);
  expect(JSON.parse(schema.stdout)).toMatchObject({
    ruleSets: [{ file: 'x.escalation.yaml', equivalent: true, consequences: [{ about: 'payload', breaking: true }] }],
  });
  commit({
    'y.escalation.yaml': rules('stop', 'imports: [./limits.escalation.yaml]\n'),
    'limits.escalation.yaml': library,
  });
  commit({ 'limits.escalation.yaml': null });
  const gone = await handrail(['diff', 'HEAD~1', 'HEAD'], { cwd: repository.folder });
  expect(gone.code).toBe(2);
  expect(gone.stderr).toMatch(/^HEAD:y\.escalation\.yaml:4:11 error undefined-import/m);
});

test('a file larger than what a pipe holds at once is read whole', async () => {
  const many = (decide: string) =>
    `${rules(decide).replace(/rules:[^]*/, '')}rules:\n${Array.from({ length: 500 }, (_, at) => `  - { id: r${at}, when: n == ${at}, decide: ${decide}, reason: "${'x'.repeat(600)}" }\n`).join('')}`;
  commit({ 'x.escalation.yaml': many('stop') });
  commit({ 'x.escalation.yaml': many('stop').replace('id: r7,', 'id: seven,') });
  const { stdout, code } = await handrail(['diff', 'HEAD~1', 'HEAD'], { cwd: repository.folder });
  expect(code).toBe(0);
  expect(stdout).toContain('1 edit: equivalent');
});

test('settings of the user change nothing', async () => {
  commit({ 'x.escalation.yaml': rules('stop') });
  commit({ 'x.escalation.yaml': null, 'y.escalation.yaml': rules('pause') });
  const ask = async () =>
    (await handrail(['diff', 'HEAD~1', 'HEAD', '--format', 'json'], { cwd: repository.folder })).stdout;
  const before = await ask();
  expect(before).toContain('"status": "compared"');
  for (const [name, value] of [
    ['diff.renames', 'false'],
    ['diff.relative', 'true'],
    ['diff.noprefix', 'true'],
    ['diff.external', '/bin/false'],
    ['color.ui', 'always'],
    ['log.showSignature', 'true'],
    ['core.quotePath', 'true'],
  ] as const)
    repository.git('config', name, value);
  expect(await ask()).toBe(before);
});

test('nothing that a repository configures is run', async () => {
  commit({ 'x.escalation.yaml': rules('stop') });
  commit({ 'x.escalation.yaml': rules('pause') });
  repository.write({ 'x.escalation.yaml': rules('continue'), '.gitattributes': '* filter=own diff=own merge=own\n' });
  const hooks = path.join(repository.folder, '.git/hooks');
  for (const hook of ['post-index-change', 'reference-transaction', 'post-checkout']) {
    writeFileSync(path.join(hooks, hook), '#!/bin/sh\ntouch ran\n');
    chmodSync(path.join(hooks, hook), 0o755);
  }
  for (const name of [
    ...['filter.own.clean', 'filter.own.smudge', 'filter.own.process', 'diff.own.textconv', 'diff.own.command'],
    ...['merge.own.driver', 'diff.external', 'core.fsmonitor', 'core.pager', 'pager.diff', 'gpg.program'],
    ...['core.sshCommand', 'core.askPass', 'credential.helper', 'core.alternateRefsCommand', 'alias.log'],
  ])
    repository.git('config', name, 'touch ran; cat');
  repository.git('config', 'log.showSignature', 'true');
  for (const args of [
    ['diff', 'HEAD~1', 'HEAD'],
    ['diff', 'HEAD'],
    ['diff', ':x.escalation.yaml', 'x.escalation.yaml'],
    ['blame', '--input', '{"n":1}', 'x.escalation.yaml'],
    ['release', 'x.escalation.yaml', '--dry-run', '--who', 'Ada <ada@example.org>'],
  ]) {
    await handrail(args, { cwd: repository.folder });
    expect({ args, ran: existsSync(path.join(repository.folder, 'ran')) }).toEqual({ args, ran: false });
  }
});

test('names who made each edit, also in a library, and nobody for what was there before', async () => {
  const main = (limit: string) =>
    `escalation: 1\nname: x\nversion: 1.0.0\nimports: [./lib.escalation.yaml]\nsignals: { n: { type: integer } }\nthresholds:\n  least: 1\n  ${limit}\nrules: [{ id: few, when: n < thresholds.most && n > thresholds.least && n != thresholds.other, decide: stop }]\n`;
  const by = (who: string, files: Record<string, string | null>, at: string) =>
    repository.commit({ files, by: who, at, subject: 'A change' });
  by('Ada', { 'x.escalation.yaml': main('other: 3'), 'lib.escalation.yaml': library }, '2026-01-01T00:00:00Z');
  by('Ben', { 'lib.escalation.yaml': library.replace('5', '7') }, '2026-01-02T00:00:00Z');
  by('Cleo', { 'x.escalation.yaml': main('other: 4') }, '2026-01-03T00:00:00Z');
  repository.write({ 'x.escalation.yaml': main('other: 4').replace('least: 1', 'least: 2') });
  const run = async (...revisions: string[]) => {
    const { stdout } = await handrail(['diff', ...revisions, '--format', 'json'], { cwd: repository.folder });
    const { ruleSets } = JSON.parse(stdout) as { ruleSets: { edits: { name: string; by: unknown }[] }[] };
    return Object.fromEntries(ruleSets.flatMap(({ edits }) => edits.map(edit => [edit.name, edit.by])));
  };
  const benAt = { name: 'Ben', at: '2026-01-02T00:00:00Z' };
  expect(await run('HEAD~2')).toMatchObject({
    most: benAt,
    other: { name: 'Cleo', at: '2026-01-03T00:00:00Z', commit: expect.stringMatching(/^[0-9a-f]{40}$/) as unknown },
    least: { name: null, commit: null },
  });
  expect(await run('HEAD~2', 'HEAD~1')).toMatchObject({ most: benAt });
  // A removed line has no author.
  repository.write({
    'x.escalation.yaml': main('other: 4').replace('  least: 1\n', '').replace('n > thresholds.least && ', ''),
  });
  expect(await run('HEAD')).toMatchObject({ least: null, 'few@1': { name: null, commit: null } });
});

test('a shallow clone says what to do', async () => {
  commit({ 'x.escalation.yaml': rules('stop') });
  const base = repository.git('rev-parse', 'HEAD');
  commit({ 'x.escalation.yaml': rules('pause') });
  const clone = mkdtempSync(path.join(realpathSync(os.tmpdir()), 'handrail-clone-'));
  try {
    repository.git('clone', '--quiet', '--depth', '1', `file://${repository.folder}`, clone);
    for (const operand of [base, `${base}..HEAD`]) {
      const { stderr, code } = await handrail(['diff', operand], { cwd: clone });
      expect(code).toBe(2);
      expect(stderr).toContain('The repository is a shallow clone');
    }
  } finally {
    rmSync(clone, { recursive: true, force: true });
  }
});

test('without git files are compared, and everything else says that it is missing', async () => {
  repository.write({ 'x.escalation.yaml': rules('stop'), 'y.escalation.yaml': rules('pause') });
  const env = { PATH: '' };
  const cwd = repository.folder;
  const files = await handrail(['diff', 'x.escalation.yaml', 'y.escalation.yaml'], { cwd, env });
  expect(files).toMatchObject({ code: 0, stderr: '' });
  expect(files.stdout).toContain('1 edit: loosened');
  for (const args of [['diff'], ['diff', 'main'], ['diff', 'HEAD:x.escalation.yaml', 'x.escalation.yaml']]) {
    const outcome = await handrail(args, { cwd, env });
    expect(outcome).toMatchObject({ code: 2, stdout: '' });
    expect(outcome.stderr).toContain('This needs git, which is not on the PATH');
  }
  const blame = await handrail(['blame', '{"n":1}', 'x.escalation.yaml'], { cwd, env });
  expect(blame).toMatchObject({ code: 2, stdout: '' });
  expect(blame.stderr).toContain('has no history');
});

test('outside a repository', async () => {
  const cwd = mkdtempSync(path.join(realpathSync(os.tmpdir()), 'handrail-outside-'));
  try {
    for (const args of [['diff'], ['diff', 'main..HEAD'], ['diff', 'HEAD:x.escalation.yaml', ':x.escalation.yaml']]) {
      const outcome = await handrail(args, { cwd });
      expect(outcome).toMatchObject({ code: 2, stdout: '' });
      expect(outcome.stderr).toContain('is not in a git repository');
    }
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
});
