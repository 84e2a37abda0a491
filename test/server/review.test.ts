import { afterEach, expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { comparing, versionScheme, type ComparingParams, type Comparison } from '../../protocol/server.ts';
import { refundsAfter, refundsBefore, refundsEquivalent } from '../panel/review-texts.ts';
import { startClient, stopAll, type LanguageClient } from './language-client.ts';
import { ruleFile, samples, samplesFile, targets, targetsFile, workspace } from './rule-sets.ts';

afterEach(stopAll);

/** A workspace with these rules, and an earlier version of all its files that only the client has. */
async function start(
  after: string,
  earlier: Record<string, string> = {},
): Promise<LanguageClient & { before: string }> {
  const files = workspace({ [ruleFile]: after });
  const client = await startClient({ files });
  const earlierUri = (path: string) => client.uri(path).replace('file://', `${versionScheme}://git.0123abcd`);
  for (const [path, text] of Object.entries({ ...files, [ruleFile]: refundsBefore, ...earlier })) {
    client.versionFiles.set(earlierUri(path), text);
  }
  return Object.assign(client, { before: earlierUri(ruleFile) });
}

const compare = (client: LanguageClient & { before: string }, log: string | null = null): Promise<Comparison> =>
  client.request('handrail/compare', { before: client.before, after: client.uri(ruleFile), log });

test('a version that is on no disk is read from the client, with all that it imports', async () => {
  const client = await start(refundsAfter);
  const { diff, before, after, approvals } = await compare(client);
  expect([before.broken, after.broken]).toEqual([null, null]);
  expect([before.ruleSet?.version, after.ruleSet?.version]).toEqual(['2.3.0', '2.4.0']);
  expect(diff?.class).toBe('loosened');
  expect(approvals).toBe(2);
  const changes = diff?.regions.map(region => [
    region.class,
    region.before.rule?.id ?? 'default',
    region.after.rule?.id ?? 'default',
  ]);
  expect(changes).toContainEqual(['loosened', 'default', 'modest-refund']);
  expect(changes).toContainEqual(['tightened', 'default', 'large-refund']);
});

test('edits are told at once, and the regions of a single one as they are found', async () => {
  const heard: ComparingParams[] = [];
  const client = await start(refundsBefore.replace('value: 0.7,', 'value: 0.6,'));
  client.connection.onNotification(comparing, (params: ComparingParams) => void heard.push(params));
  const params = { before: client.before, after: client.uri(ruleFile), log: null, progress: 'mine' };
  const { diff } = await client.request('handrail/compare', params);
  expect(heard.map(({ progress }) => progress)).toEqual(heard.map(() => 'mine'));
  const [first, ...others] = heard;
  expect(first?.edits.map(({ edit }) => [edit.name, edit.before, edit.after])).toEqual([['min_confidence', 0.7, 0.6]]);
  const ids = others.flatMap(({ found }) => found.map(({ edit, region }) => [edit, region.id]));
  expect(ids.length).toBeGreaterThan(0);
  expect(ids.sort()).toEqual(diff?.regions.map(({ id }) => [first?.edits[0]?.edit.id, id]).sort());
});

test('imports are those of the version, not those on disk', async () => {
  const other = targets.replace('  support:', '  backup: { kind: human }\n  support:');
  const client = await start(refundsBefore, { [targetsFile]: other });
  const { before, after } = await compare(client);
  expect(before.ruleSet?.digest).not.toBe(after.ruleSet?.digest);
  expect(before.broken).toBeNull();
});

test('handoffs that go differently because of an import come with the comparison', async () => {
  const other = targets.replace('acknowledgeWithin: 15m', 'acknowledgeWithin: 5m');
  const client = await start(refundsBefore, { [targetsFile]: other });
  const { handoffs } = await compare(client);
  expect(handoffs.map(({ target, rules }) => [target, rules.map(rule => rule?.id)])).toEqual([
    ['support', ['legal-threat', 'large-refund']],
  ]);
  const lost = handoffs.flatMap(({ before, after }) =>
    [before, after].map(({ unanswered }) => unanswered.steps.find(({ target }) => target === 'specialist')?.at),
  );
  expect(lost).toEqual([300_000, 900_000]);
});

test('the same meaning in other words is equivalent, and needs as many approvals as the rules say', async () => {
  const client = await start(refundsEquivalent);
  const { diff, approvals } = await compare(client);
  expect(diff).toMatchObject({ equivalent: true, regions: [] });
  expect(approvals).toBe(1);
  const same = await start(refundsBefore);
  expect((await compare(same)).approvals).toBe(0);
});

test('rules have their places in both texts', async () => {
  const client = await start(refundsAfter);
  const { before, after } = await compare(client);
  const shown = (text: string, range: Parameters<TextDocument['getText']>[0]) =>
    TextDocument.create('', 'yaml', 1, text).getText(range).split('\n')[0];
  const place = (view: Comparison['before'], id: string) => view.ruleSet?.rules.find(each => each.id === id)?.location;
  expect(place(before, 'small-refund')?.uri).toBe(client.before);
  expect(shown(refundsBefore, place(before, 'small-refund')?.range)).toBe('id: small-refund');
  expect(shown(refundsAfter, place(after, 'modest-refund')?.range)).toBe('id: modest-refund');
  expect(shown(refundsAfter, after.ruleSet?.defaultLocation?.range)).toMatch(/^default:/);
});

test('what changes is measured on samples and a log', async () => {
  const client = await start(refundsAfter);
  await client.write(
    samplesFile,
    `${samples}
  - name: A refund of 70
    input: { intent: refund, policy_flags: [], confidence: 0.9, amount: 70, customer: { tier: free } }
`,
  );
  client.watched(samplesFile, 'changed');
  const logged = (amount: number) =>
    JSON.stringify({ intent: 'refund', policy_flags: [], confidence: 0.9, amount, customer: { tier: 'free' } });
  const another = JSON.stringify({ ruleset: 'another', decision: 'pause', input: { amount: 60 } });
  await client.write('week.jsonl', `${logged(60)}\n${logged(20)}\nnothing\n${another}\n${logged(75)}\n`);
  const { measurements, diff } = await compare(client, client.uri('week.jsonl'));
  const region = diff?.regions.find(each => each.after.rule?.id === 'modest-refund' && each.before.rule === null)?.id;
  expect(measurements).toMatchObject([
    { kind: 'samples', changed: 1, regions: [{ region, count: 1, names: ['A refund of 70'] }] },
    {
      kind: 'log',
      name: 'week.jsonl',
      total: 3,
      changed: 2,
      unreadable: 1,
      regions: [{ region, count: 2, names: ['line 1', 'line 5'] }],
    },
  ]);
  await expect(compare(client, client.uri('none.jsonl'))).rejects.toThrow(/none\.jsonl cannot be read/);
});

test('a version with errors, or without the file, is named with what is wrong', async () => {
  const broken = await start(refundsAfter.replace('amount <= 80', 'amount <= '));
  const { diff, before, after } = await compare(broken);
  expect([diff, before.broken]).toEqual([null, null]);
  expect(after.broken).toMatchObject({ errors: 1, location: { uri: broken.uri(ruleFile) } });
  broken.versionFiles.clear();
  const gone = await broken.request('handrail/compare', {
    before: broken.before.replace('0123abcd', '4567'),
    after: broken.uri(ruleFile),
    log: null,
  });
  expect(gone.before).toMatchObject({ ruleSet: null, broken: { location: null, message: /has no file refunds/ } });
});

test('both versions decide on one input, and a map shows where they differ', async () => {
  const client = await start(refundsAfter);
  const pair = { before: client.before, after: client.uri(ruleFile) };
  const input = { intent: 'refund', policy_flags: [], confidence: 0.9, amount: 70, customer: { tier: 'free' } };
  const { before, after } = await client.request('handrail/decideBoth', { ...pair, input, at: null });
  expect([before?.decision, after?.decision]).toEqual(['pause', 'continue']);
  expect(after?.trace?.rules).toHaveLength(4);
  const map = await client.request('handrail/decisionMap', { ...pair, input, at: null, x: 'amount', y: 'intent' });
  expect(map?.x.stops.map(({ label }) => label)).toEqual([
    '≤ 50',
    '> 50, ≤ 80',
    '> 80, ≤ 500',
    '> 500, ≤ 1000',
    '> 1000',
    'missing',
  ]);
  expect(map?.cells[0]?.map(cell => cell.class)).toEqual(['same', 'loosened', 'same', 'tightened', 'same', 'same']);
});

test('an edit of the working copy is notified and compared', async () => {
  const client = await start(refundsAfter);
  client.open(ruleFile, refundsAfter);
  await compare(client);
  client.changedRuleSets.length = 0;
  client.change(ruleFile, refundsBefore);
  await client.until('notification', () => client.changedRuleSets.includes(client.uri(ruleFile)));
  expect((await compare(client)).diff?.equivalent).toBe(true);
});

test('a change concerns the rule sets that are made of the files that changed', async () => {
  const client = await start(refundsAfter);
  const [before, after] = [client.before, client.uri(ruleFile)];
  const schema = client.uri('payloads/handoff.schema.json');
  const ask = (
    changes: { before: string | null; after: string | null }[],
    unchanged: { before: string; after: string }[],
  ) => client.request('handrail/changedRuleSets', { changes, unchanged });
  expect(await ask([{ before, after }], [])).toEqual([{ before, after }]);
  expect(await ask([{ before: schema, after: schema }], [{ before, after }])).toEqual([{ before, after }]);
  expect(await ask([{ before: null, after: client.uri('other.txt') }], [{ before, after }])).toEqual([]);
  const none = client.uri('none.escalation.yaml');
  expect(await ask([{ before: none, after }], [])).toEqual([{ before: null, after }]);
  await expect(client.ask('handrail/changedRuleSets', { changes: [1] })).rejects.toMatchObject({ code: -32602 });
});

test('a rule set without a release has a history with nothing in it', async () => {
  const client = await start(refundsAfter);
  const histories = await client.request('handrail/histories', {});
  expect(histories).toMatchObject([
    { name: 'refunds-assistant', version: '2.4.0', log: null, rows: [], faults: [], head: null },
  ]);
});

test('edits have their places in both texts, also in a rule that stands elsewhere before', async () => {
  const added = '  - { id: first, when: amount > 9000, decide: stop, reason: Far too much. }\n';
  const text = refundsBefore
    .replace('large_amount: 1000', 'large_amount: 500')
    .replace('amount <= 50', 'amount <= 80')
    .replace('rules:\n', `rules:\n${added}`);
  const client = await start(text);
  const { diff, edits } = await compare(client);
  const lineOf = (whole: string, place: Comparison['edits'][number]['after'] | undefined) =>
    place === null || place === undefined ? null : whole.split('\n')[place.range.start.line]?.trim();
  const found = (name: string, part: string) => {
    const details = edits[diff?.edits.findIndex(edit => edit.name === name && edit.part === part) ?? -1];
    return [lineOf(refundsBefore, details?.before), lineOf(text, details?.after)];
  };
  expect(edits).toHaveLength(diff?.edits.length ?? 0);
  expect(found('large_amount', 'value')).toEqual(['large_amount: 1000', 'large_amount: 500']);
  const [before, after] = found('small-refund@1', 'trigger');
  expect(before).toContain('amount <= 50');
  expect(after).toContain('amount <= 80');
  expect(found('first@1', 'whole')).toEqual([null, added.trim()]);
});

test('several inputs become samples in one edit, each with its decision as the expected one', async () => {
  const client = await start(refundsAfter);
  const input = { intent: 'refund', policy_flags: [], confidence: 0.9, amount: 70, customer: { tier: 'free' } };
  const asked = [
    { name: 'Modest', input, at: '2026-03-02T10:00:00Z' },
    { name: 'Modest', input: { ...input, amount: 700 }, at: null },
  ];
  const { edits, create } = await client.request('handrail/addSamples', { uri: client.uri(ruleFile), samples: asked });
  expect([create, edits.length]).toEqual([false, 1]);
  const text = TextDocument.applyEdits(TextDocument.create('', '', 1, samples), edits);
  expect(text.startsWith(samples.trimEnd())).toBe(true);
  const added = text.slice(samples.trimEnd().length);
  expect(added).toContain('name: Modest\n');
  expect(added).toContain('expect: { decide: continue, rule: modest-refund }');
  expect(added).toContain('name: Modest (2)\n');
  expect(added).toContain('expect: { decide: escalate, to: support, rule: large-refund }');
  await client.write(samplesFile, text);
  client.watched(samplesFile, 'changed');
  const { measurements } = await compare(client);
  expect(measurements[0]?.changed).toBe(2);
});
