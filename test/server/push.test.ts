import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { modern, startClient, stopAll } from './language-client.ts';
import { refunds, ruleFile, samplesFile, targets, targetsFile, workspace } from './rule-sets.ts';

afterEach(stopAll);

const spare = refunds.replace('signals:\n', 'signals:\n  spare: { type: number }\n');
const misspelt = refunds.replace('amount <= 50', 'amuont <= 50');

test('a rule file without faults has no diagnostics', async () => {
  const client = await startClient({ files: workspace() });
  client.open(ruleFile, refunds);
  expect(await client.published(ruleFile)).toEqual([]);
  expect(client.errors()).toEqual([]);
});

test('a misspelt signal is reported with code, page, severity and data, until it is fixed', async () => {
  const client = await startClient({ files: workspace() });
  client.open(ruleFile, misspelt);
  const [found, ...others] = await client.published(ruleFile, each => each.length > 0);
  expect(others.map(each => each.code)).toEqual([]);
  expect(found).toMatchObject({
    code: 'undefined-signal',
    severity: 1,
    source: 'handrail',
    range: { start: { line: 47, character: 32 }, end: { line: 47, character: 38 } },
    data: { rule: 'small-refund@1', witness: null, assumptions: [] },
  });
  expect(found?.message).toContain('amount');
  expect(found?.codeDescription?.href).toMatch(/^https:.*\/docs\/findings\/undefined-signal\.md$/);
  client.change(ruleFile, refunds);
  expect(await client.published(ruleFile)).toEqual([]);
});

test('what is unused is faded', async () => {
  const client = await startClient({ files: workspace() });
  client.open(ruleFile, refunds.replace('  amount: { type', '  spare: { type: boolean }\n  amount: { type'));
  const [found] = await client.published(ruleFile, each => each.length > 0);
  expect(found).toMatchObject({ code: 'unused-signal', severity: 4, tags: [1] });
});

test('related places name their files', async () => {
  const wrong = refunds.replace('decide: route\n    to: specialist', 'decide: escalate\n    to: specialist');
  const client = await startClient({ files: workspace() });
  client.open(ruleFile, wrong);
  const [found] = await client.published(ruleFile, each => each.length > 0);
  expect(found).toMatchObject({
    code: 'decision-target-mismatch',
    relatedInformation: [{ location: { uri: client.uri(targetsFile) } }],
  });
});

test('files that are not open are reported, too, and again when they change on disk', async () => {
  const client = await startClient({ files: workspace({ [ruleFile]: misspelt }) });
  expect(await client.published(ruleFile, each => each.length > 0)).toMatchObject([{ code: 'undefined-signal' }]);
  const broken = await client.published(samplesFile, each => each.length > 0);
  expect(broken[0]?.message).toMatch(/cannot run/);
  await client.write(ruleFile, refunds);
  client.watched(ruleFile, 'changed');
  expect(await client.published(ruleFile, each => each.length === 0)).toEqual([]);
  expect(await client.published(samplesFile, each => each.length === 0)).toEqual([]);
});

test('an edit of an imported file affects the files that import it', async () => {
  const client = await startClient({ files: workspace() });
  client.open(ruleFile, refunds);
  expect(await client.published(ruleFile)).toEqual([]);
  client.open(
    targetsFile,
    targets.replace('  specialist:', '  expert:').replaceAll('onTimeout: specialist', 'onTimeout: pause'),
  );
  expect(await client.published(ruleFile, each => each.length > 0)).toMatchObject([{ code: 'undefined-target' }]);
  client.close(targetsFile);
  expect(await client.published(ruleFile, each => each.length === 0)).toEqual([]);
});

test('a file that is deleted loses its diagnostics', async () => {
  const client = await startClient({ files: workspace({ 'other.escalation.yaml': 'escalation: 1\nname: [' }) });
  await client.published('other.escalation.yaml', each => each.length > 0);
  await client.write('other.escalation.yaml', '');
  await rm(`${client.folder}/other.escalation.yaml`);
  client.watched('other.escalation.yaml', 'deleted');
  expect(await client.published('other.escalation.yaml', each => each.length === 0)).toEqual([]);
});

test('while typing, only the last version is published, and diagnostics match their version', async () => {
  const client = await startClient({ files: workspace() });
  const uri = client.open(ruleFile, refunds);
  await client.published(ruleFile);
  const offset = refunds.indexOf('amount <= 50');
  const letters = 40;
  for (let i = 0; i < letters; i++) client.insert(ruleFile, offset, 'x');
  await client.published(ruleFile, each => each.length > 0);
  const later = client.publications.filter(each => each.uri === uri && (each.version ?? 0) > 1);
  expect(later.length).toBeLessThan(letters / 4);
  for (const { version, diagnostics } of later) {
    expect(diagnostics[0]?.message).toContain(`\`${'x'.repeat((version ?? 0) - 1)}amount\``);
  }
});

test('the severities of the editor hold, and those of the configuration file come before them', async () => {
  const client = await startClient({ files: workspace(), settings: { severity: { 'unused-signal': 'warning' } } });
  client.open(ruleFile, spare);
  expect(await client.published(ruleFile, each => each.length > 0)).toMatchObject([{ severity: 2 }]);
  client.settings = { severity: { 'unused-signal': 'information' } };
  await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
  await client.published(ruleFile, each => each[0]?.severity === 3);
  await client.write('handrail.config.yaml', 'severity: { unused-signal: off }\n');
  client.watched('handrail.config.yaml', 'created');
  expect(await client.published(ruleFile, each => each.length === 0)).toEqual([]);
});

test('what the editor may not turn off stays an error, and the editor says so', async () => {
  const client = await startClient({
    files: workspace(),
    settings: { severity: { 'undefined-signal': 'off', 'version-not-bumped': 'hint', schema: 'error' } },
  });
  client.open(ruleFile, misspelt);
  expect(await client.published(ruleFile, each => each.length > 0)).toMatchObject([{ severity: 1 }]);
  expect(client.shown).toEqual([
    {
      type: 2,
      message:
        '`handrail.severity` has no effect on `undefined-signal` (a rule set with it cannot decide) and `version-not-bumped` (it guards releases), which are always errors. Remove the entries.',
    },
  ]);
});

test('a client without settings to ask for sends them along, at the start or later', async () => {
  const capabilities = { ...modern, workspace: { ...modern.workspace, configuration: false } };
  const initializationOptions = { severity: { 'unused-signal': 'warning' } };
  const client = await startClient({ files: workspace(), capabilities, initializationOptions });
  client.open(ruleFile, spare);
  await client.published(ruleFile, each => each[0]?.severity === 2);
  const settings = { handrail: { severity: { 'unused-signal': 'hint' } } };
  await client.connection.sendNotification('workspace/didChangeConfiguration', { settings });
  await client.published(ruleFile, each => each[0]?.severity === 4);
  await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
  client.change(ruleFile, `${spare}\n`);
  expect(await client.published(ruleFile)).toMatchObject([{ severity: 4 }]);
});

test('a document that was never saved is a rule file by its language', async () => {
  const client = await startClient({});
  const unsaved = 'untitled:Untitled-1';
  client.open(
    unsaved,
    'escalation: 1\nname: x\nversion: 1.0.0\nrules:\n  - id: a\n    when: nothing > 1\n    decide: stop\n',
  );
  const [found] = await client.published(unsaved, each => each.length > 0);
  expect(found).toMatchObject({ code: 'undefined-signal' });
});

test('files of a folder are reported when it is added to the workspace, and forgotten when it is removed', async () => {
  const other = await mkdtemp(join(tmpdir(), 'handrail-other-'));
  try {
    await writeFile(join(other, 'x.escalation.yaml'), 'escalation: 1\nname: 5\n');
    const client = await startClient({ files: workspace() });
    const folder = { uri: pathToFileURL(other).href, name: 'other' };
    const file = pathToFileURL(join(other, 'x.escalation.yaml')).href;
    const send = (event: object) =>
      client.connection.sendNotification('workspace/didChangeWorkspaceFolders', { event });
    await send({ added: [folder], removed: [] });
    await client.published(file, each => each.length > 0);
    await send({ added: [], removed: [folder] });
    expect(await client.published(file, each => each.length === 0)).toEqual([]);
  } finally {
    await rm(other, { recursive: true, force: true });
  }
});
