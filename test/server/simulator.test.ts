import { afterEach, expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { startClient, stopAll, type LanguageClient } from './language-client.ts';
import {
  payloadSchema,
  refunds,
  ruleFile,
  samples,
  samplesFile,
  schemaFile,
  targets,
  targetsFile,
  workspace,
} from './rule-sets.ts';

afterEach(stopAll);

const at = '2026-03-02T10:00:00Z';
const legal = { intent: 'refund', policy_flags: ['legal'], conversation: { last_user_message: 'See you in court' } };
const unsure = { intent: 'other', policy_flags: [], confidence: 0.64, amount: 10, customer: { tier: 'pro' } };

function simulate(client: LanguageClient, input: object, thresholds: Record<string, number> = {}) {
  return client.request('handrail/simulate', { uri: client.uri(ruleFile), input: input as never, at, thresholds });
}

test('a decision comes with its rule, trace and the rule set as the simulator shows it', async () => {
  const client = await startClient({ files: workspace() });
  const { ruleSet, broken, record } = await simulate(client, legal);
  expect(broken).toBeNull();
  expect(record).toMatchObject({ decision: 'escalate', to: 'support', rule: { id: 'legal-threat', version: 2 }, at });
  expect(record?.payload).toMatchObject({ data: { last_message: 'See you in court' }, errors: [] });
  expect(record?.trace?.rules).toHaveLength(4);
  expect(ruleSet).toMatchObject({
    uri: client.uri(ruleFile),
    name: 'refunds-assistant',
    version: '2.3.0',
    digest: record?.digest,
  });
  expect(ruleSet?.thresholds.map(({ name, comparedWith }) => [name, comparedWith])).toEqual([
    ['min_confidence', ['confidence']],
    ['large_amount', ['amount']],
  ]);
  expect(ruleSet?.targets.map(({ name }) => name)).toEqual(['support', 'specialist']);
  expect(ruleSet?.samples.map(({ name }) => name)).toEqual(['Customer threatens to sue', 'A small refund']);
  expect(ruleSet?.samples[0]?.location).toMatchObject({ uri: client.uri(samplesFile), range: { start: { line: 3 } } });
});

test('the text in the editor decides, saved or not', async () => {
  const client = await startClient({ files: workspace() });
  client.open(ruleFile, refunds);
  expect((await simulate(client, unsure)).record?.decision).toBe('route');
  client.change(ruleFile, refunds.replace('value: 0.7,', 'value: 0.6,'));
  expect((await simulate(client, unsure)).record?.decision).toBe('pause');
});

test('thresholds can be tried out', async () => {
  const client = await startClient({ files: workspace() });
  const { record, ruleSet } = await simulate(client, unsure, { min_confidence: 0.5, nonsense: 3 });
  expect(record?.decision).toBe('pause');
  expect(ruleSet?.thresholds[0]?.declaration.value).toBe(0.7);
});

test('while the text is broken, the last version without errors decides', async () => {
  const client = await startClient({ files: workspace() });
  client.open(ruleFile, refunds);
  await client.published(ruleFile);
  client.change(ruleFile, refunds.replace('amount <= 50', 'amount <= '));
  // By the current text, it would be unknown whether the refund is small.
  const { broken, record, ruleSet } = await simulate(client, {
    intent: 'refund',
    amount: 20,
    policy_flags: [],
    confidence: 1,
  });
  expect(record?.rule?.id).toBe('small-refund');
  expect(ruleSet?.rules).toHaveLength(4);
  expect(broken).toMatchObject({ errors: 1, location: { uri: client.uri(ruleFile), range: { start: { line: 47 } } } });
});

test('a text that was broken from the start decides nothing, and says why', async () => {
  const client = await startClient({ files: workspace({ [targetsFile]: 'escalation: 1\nname: [\n' }) });
  const { broken, record, ruleSet } = await simulate(client, legal);
  expect([record, ruleSet]).toEqual([null, null]);
  expect(broken?.errors).toBeGreaterThan(0);
});

test('a file that is not there decides nothing', async () => {
  const client = await startClient({});
  expect(await simulate(client, legal)).toEqual({
    ruleSet: null,
    broken: null,
    record: null,
    declared: null,
    sample: null,
  });
});

test('an invalid time is refused', async () => {
  const client = await startClient({ files: workspace() });
  const asked = client.request('handrail/simulate', {
    uri: client.uri(ruleFile),
    input: {},
    at: 'soon',
    thresholds: {},
  });
  await expect(asked).rejects.toThrow(/RFC 3339/);
});

test('every part of a decision has its place in the text', async () => {
  const client = await startClient({ files: workspace() });
  const uri = client.uri(ruleFile);
  const { record } = await simulate(client, legal);
  const text = TextDocument.create(uri, 'yaml', 1, refunds);
  const shown = async (place: object) => {
    const found = await client.request('handrail/locate', { uri, ...place } as never);
    return found === null ? null : found.uri === uri ? text.getText(found.range).split('\n')[0] : found.uri;
  };
  expect(await shown({ rule: 1 })).toBe('id: large-refund');
  expect(await shown({ rule: 'default' })).toMatch(/^default: \{/);
  const clause = record?.trace?.rules[1]?.condition.children[1];
  expect(await shown({ span: clause?.span })).toBe('amount > thresholds.large_amount');
  expect(await shown({ span: record?.trace?.rules[2]?.condition.children[0]?.span })).toBe(
    'confidence < thresholds.min_confidence',
  );
  expect(await shown({ signal: 'amount' })).toMatch(/^amount: \{/);
  expect(await shown({ threshold: 'min_confidence' })).toMatch(/^min_confidence:/);
  expect(await shown({ payload: 'handoff@1' })).toBe('handoff@1:');
  expect(await shown({ target: 'support' })).toBe(client.uri(targetsFile));
  expect(await shown({ sample: 'A small refund' })).toBe(client.uri(samplesFile));
  expect(await shown({ sample: 'no such' })).toBeNull();
  expect(await shown({ rule: 99 })).toBeNull();
});

test('a place is found after it has moved, but not after it was edited', async () => {
  const client = await startClient({ files: workspace() });
  const uri = client.open(ruleFile, refunds);
  const { record } = await simulate(client, legal);
  const span = record?.trace?.rules[1]?.condition.children[1]?.span;
  if (span === undefined) throw new Error('There is no such clause.');
  // The text moves and has an error elsewhere, so the indexes still refer to the version before.
  const moved = refunds
    .replace('rules:\n', 'rules:\n  - id: new\n    when: true &&\n    decide: stop\n')
    .replace('# ', '#');
  client.change(ruleFile, moved);
  const found = await client.request('handrail/locate', { uri, span });
  expect(TextDocument.create(uri, 'yaml', 1, moved).getText(found?.range)).toBe('amount > thresholds.large_amount');
  expect(await client.request('handrail/ruleAt', { uri, position: { line: 38, character: 6 } })).toBe(1);
  client.change(ruleFile, moved.replace('amount > thresholds', 'amount >= thresholds'));
  expect(await client.request('handrail/locate', { uri, span })).toBeNull();
});

test('the rule at the cursor is known by its index', async () => {
  const client = await startClient({ files: workspace() });
  const uri = client.open(ruleFile, refunds);
  const lines = refunds.split('\n');
  const ruleAt = (text: string) =>
    client.request('handrail/ruleAt', {
      uri,
      position: { line: lines.findIndex(line => line.includes(text)), character: 0 },
    });
  expect(await ruleAt('id: legal-threat')).toBe(0);
  expect(await ruleAt('customer.tier == "pro"')).toBe(2);
  expect(await ruleAt('signals:')).toBeNull();
});

test.each([
  ['the rule file', ruleFile, refunds.replace('50', '60')],
  ['an import', targetsFile, targets.replace('15m', '20m')],
  ['a payload schema', schemaFile, payloadSchema.replace('"number"', '"integer"')],
  ['a sample file', samplesFile, samples.replace('0.9', '0.8')],
])('the simulator is notified of a change of %s', async (_, path, text) => {
  const last = 'zz.escalation.yaml';
  const client = await startClient({ files: workspace({ [last]: targets }) });
  await simulate(client, legal);
  await client.request('handrail/simulate', { uri: client.uri(last), input: {}, at, thresholds: {} });
  // Files are checked in order: after the last one is published, no diagnostics from the start are pending.
  await client.write(last, targets.replace('1.0.0', '1.0.1'));
  client.watched(last, 'changed');
  await client.until('notification', () => client.changedRuleSets.includes(client.uri(last)));
  client.changedRuleSets.length = 0;
  await client.write(path, text);
  client.watched(path, 'changed');
  await client.until('notification', () => client.changedRuleSets.includes(client.uri(ruleFile)));
});

test('a sample is appended in the style of its file', async () => {
  const client = await startClient({ files: workspace() });
  const result = await client.request('handrail/addSample', {
    uri: client.uri(ruleFile),
    name: 'Unsure: ask',
    input: unsure,
    at: null,
    expect: { decide: 'route', rule: 'weak-answer@1' },
  });
  expect(result).toMatchObject({ uri: client.uri(samplesFile), create: false });
  const text = TextDocument.applyEdits(TextDocument.create('', '', 1, samples), result.edits);
  expect(text.slice(samples.length - 1)).toBe(`
  - name: "Unsure: ask"
    input: { intent: other, policy_flags: [], confidence: 0.64, amount: 10, customer: { tier: pro } }
    expect: { decide: route, rule: weak-answer@1 }
`);
});

test('without a sample file, a new one next to the rule file', async () => {
  const files = workspace();
  delete files[samplesFile];
  const client = await startClient({ files });
  const params = {
    uri: client.uri(ruleFile),
    name: 'First',
    input: { intent: 'other' },
    at,
    expect: { decide: 'pause' },
  } as const;
  const result = await client.request('handrail/addSample', params);
  expect(result).toEqual({
    uri: client.uri(samplesFile),
    create: true,
    edits: [
      {
        range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
        newText: `samples: 1
ruleset: ./refunds.escalation.yaml
cases:
  - name: First
    at: "${at}"
    input:
      intent: other
    expect: { decide: pause }
`,
      },
    ],
  });
  const asked = client.request('handrail/addSample', { ...params, uri: client.uri('none.escalation.yaml') });
  await expect(asked).rejects.toThrow(/not a rule file/);
});
