import { afterEach, expect, test } from 'vitest';
import type { CodeLens, DocumentDiagnosticReport } from 'vscode-languageserver-protocol';
import { handrail } from '../../testing/command-line.ts';
import { pulling, startClient, stopAll, type LanguageClient } from './language-client.ts';
import { refunds, ruleFile, samples, samplesFile, workspace } from './rule-sets.ts';

afterEach(stopAll);

const failing = samples.replace(/decide: \w+/, 'decide: stop');
/** A changed rule set for the same samples, on which the first sample fails. */
const stricter = refunds.replace('"legal" in policy_flags', '"pii" in policy_flags');

async function sampleLenses(client: LanguageClient): Promise<CodeLens[]> {
  const textDocument = { uri: client.uri(ruleFile) };
  for (;;) {
    const { lenses: refreshes } = client.refreshes;
    const lenses = await client.ask<CodeLens[]>('textDocument/codeLens', { textDocument });
    const sampled = lenses.filter(({ command }) => command?.title.startsWith('Samples') === true);
    if (sampled.length > 0) return sampled;
    // On a busy machine, the first answer comes without results. The client is asked to refresh as soon as they are there.
    await client.until('refresh of the lenses', () => client.refreshes.lenses > refreshes);
  }
}

async function lensTitles(client: LanguageClient): Promise<string[]> {
  const lenses = await sampleLenses(client);
  return lenses.map(({ command, range }) => `${range.start.line}: ${command?.title}`);
}

test('a failing sample is a finding at its `expect`, which comes and goes with unsaved edits of either file', async () => {
  const client = await startClient({ files: workspace() });
  client.open(samplesFile, samples);
  client.open(ruleFile, refunds);
  expect(await client.published(samplesFile)).toEqual([]);
  client.change(ruleFile, stricter);
  const [found] = await client.published(samplesFile, each => each.length > 0);
  expect(found).toMatchObject({ code: 'sample-fails', severity: 1 });
  const { line, character } = found?.range.start ?? { line: 0, character: 0 };
  expect(samples.split('\n')[line]?.slice(0, character)).toMatch(/^ +expect: /);
  expect(found?.relatedInformation?.[0]?.location.uri).toBe(client.uri(ruleFile));
  client.change(ruleFile, refunds);
  await client.published(samplesFile, each => each.length === 0);
  client.change(samplesFile, failing);
  expect((await client.published(samplesFile, each => each.length > 0))[0]?.code).toBe('sample-fails');
});

test('samples that are not open are run too, and a client gets their results with those of the rule set', async () => {
  const client = await startClient({ files: workspace(), capabilities: pulling });
  client.open(ruleFile, stricter);
  const report = await client.ask<DocumentDiagnosticReport>('textDocument/diagnostic', {
    textDocument: { uri: client.uri(ruleFile) },
  });
  expect(report.relatedDocuments?.[client.uri(samplesFile)]).toMatchObject({ items: [{ code: 'sample-fails' }] });
});

test('the client is notified of the number of failures and the place of the first', async () => {
  const client = await startClient({ files: workspace() });
  await client.until('count', () => client.samplesRan !== null);
  const { counts } = client.samplesRan ?? {};
  expect(counts).toMatchObject({ failed: 0, broken: 0 });
  expect(client.samplesRan?.first).toBeNull();
  client.open(ruleFile, stricter);
  await client.until('failure', () => client.samplesRan?.counts.failed === 1);
  expect(client.samplesRan?.counts.passed).toBe((counts?.passed ?? 0) - 1);
  expect(client.samplesRan?.first?.uri).toBe(client.uri(samplesFile));
  client.change(ruleFile, `${refunds}nonsense: 1\n`);
  await client.until('broken samples', () => (client.samplesRan?.counts.broken ?? 0) > 0);
  expect(client.samplesRan?.counts).toEqual({ passed: 0, failed: 0, unchecked: 0, broken: counts?.passed });
  const reported = await client.published(samplesFile, each => each.some(({ code }) => code === 'undefined-import'));
  expect(reported).toHaveLength(1);
  expect(reported[0]?.message).toMatch(/^These samples cannot run: /);
  client.change(ruleFile, refunds);
  await client.until('passing samples', () => client.samplesRan?.first === null);
});

test('a lens says of each rule how its samples come out, and leads to the first that fails', async () => {
  const client = await startClient({ files: workspace() });
  client.open(ruleFile, refunds);
  const before = await lensTitles(client);
  expect(before.length).toBeGreaterThan(0);
  for (const title of before) expect(title).toMatch(/: Samples: \d+ pass(?:es)?$/);
  client.change(ruleFile, stricter);
  expect((await lensTitles(client)).filter(title => title.endsWith('1 fails'))).toHaveLength(1);
  const lens = (await sampleLenses(client)).find(({ command }) => command?.title.endsWith('1 fails'));
  expect(lens?.command).toMatchObject({
    command: 'handrail.showSample',
    arguments: [{ uri: client.uri(samplesFile) }],
  });
});

test('the lenses of an open rule set are asked for again when its samples change', async () => {
  const client = await startClient({ files: workspace() });
  client.open(ruleFile, refunds);
  client.open(samplesFile, samples);
  await client.published(samplesFile);
  await lensTitles(client);
  client.refreshes.lenses = 0;
  client.change(samplesFile, failing);
  await client.until('refresh of the lenses', () => client.refreshes.lenses > 0);
  expect((await lensTitles(client)).some(title => title.endsWith('1 fails'))).toBe(true);
});

test('a sample without a time has the same verdict in the editor and on the command line', async () => {
  const hour = 3_600_000;
  const time = (from: number) => new Date(Date.now() + from * hour).toISOString();
  const timed = `escalation: 1
name: timed
version: 1.0.0
signals:
  alerts: { type: integer, maxAge: 1h, observedAt: seen }
rules:
  - { id: alarm, version: 1, when: alerts > 0, onUnknown: skip, decide: pause, effective: { until: "${time(-1)}" } }
  - { id: alarm, version: 2, when: alerts > 0, onUnknown: skip, decide: stop, effective: { from: "${time(-1)}" } }
default: { decide: continue }
`;
  const cases = [
    ['the version in force now', time(-0.5), '{ decide: stop, rule: alarm@2 }'],
    ['a version of the past', time(-0.5), '{ rule: alarm@1 }'],
    ['stale now', time(-2), '{ decide: continue, missing: [alerts] }'],
    ['taken for fresh', time(-2), '{ decide: stop }'],
  ] as const;
  const text = `samples: 1\nruleset: ./timed.escalation.yaml\ncases:\n${cases
    .map(
      ([name, seen, expected]) =>
        `  - name: ${name}\n    input: { alerts: 1, seen: "${seen}" }\n    expect: ${expected}\n`,
    )
    .join('')}`;
  const client = await startClient({ files: { 'timed.escalation.yaml': timed, 'timed.samples.yaml': text } });
  client.open('timed.samples.yaml', text);
  const found = await client.published('timed.samples.yaml', each => each.length > 0);
  const report = JSON.parse((await handrail(['test', '.', '--format', 'json'], { cwd: client.folder })).stdout) as {
    samples: { name: string; verdict: string; range: { start: { line: number } } }[];
  };
  expect(report.samples.map(({ verdict }) => verdict)).toEqual(['passed', 'failed', 'passed', 'failed']);
  const failedLines = report.samples.flatMap(({ verdict, range }) =>
    verdict === 'failed' ? range.start.line + 2 : [],
  );
  expect(found.map(({ range }) => range.start.line)).toEqual(failedLines);
  const checked = await handrail(['check', '.', '--samples', '--format', 'json'], { cwd: client.folder });
  const { findings } = JSON.parse(checked.stdout) as { findings: { code: string; message: string }[] };
  const onCommandLine = findings.filter(({ code }) => code === 'sample-fails').map(({ message }) => message);
  expect(found.map(({ message }) => message)).toEqual(onCommandLine);
});

test('one of three hundred samples fails on three hundred rules', async () => {
  const rules = Array.from({ length: 300 }, (_, i) => `  - { id: r${i}, when: amount == ${i}, decide: stop }\n`).join(
    '',
  );
  const ruleSet = `escalation: 1\nname: many\nversion: 1.0.0\nsignals: { amount: { type: integer } }\nrules:\n${rules}default: { decide: pause }\n`;
  const cases = Array.from(
    { length: 300 },
    (_, i) =>
      `  - { name: s${i}, input: { amount: ${i} }, expect: { decide: ${i === 150 ? 'pause' : 'stop'}, rule: r${i} } }\n`,
  ).join('');
  const text = `samples: 1\nruleset: ./many.escalation.yaml\ncases:\n${cases}`;
  const client = await startClient({ files: { 'many.escalation.yaml': ruleSet, 'many.samples.yaml': text } });
  client.open('many.samples.yaml', text);
  const failed = (await client.published('many.samples.yaml')).filter(({ code }) => code === 'sample-fails');
  expect(failed).toHaveLength(1);
  expect(failed[0]?.message).toContain('decide: expected "pause", was "stop"');
});
